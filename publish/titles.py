"""The Chinese title of every field of format 1, and what a clerk must know to fill it in.

Block → field as it is written → "标题。说明": the first sentence is the title, the rest the description. Where a field takes
English words, the description says what each means; a test holds the table against the model.
"""

from __future__ import annotations

from publish.model import GROUNDS, KINDS, PARTY_TYPES

LONG = "写日期，或写 long 表示长期。"


def words(vocabulary: dict[str, str]) -> str:
    """A vocabulary as a description: each word with its meaning."""
    return "，".join(f"{word} {title}" for word, title in vocabulary.items()) + "。"


LEVEL_WORDS = {"warn": "提醒", "hold": "暂缓这一件", "stop": "停止发布新内容"}
RESULT_WORDS = {"pass": "没有问题", "problem": "有问题", "not_applicable": "不涉及"}
ITEM_TITLES = {
    "subject": "主体是否合法",
    "jurisdiction": "是否有管辖权",
    "procedure": "程序是否合法",
    "facts": "事实是否清楚",
    "law": "适用法律是否准确",
    "evidence": "证据是否充分",
    "discretion": "裁量是否适当",
}
FIGURES = {"accepted": "受理数"}
TITLES: dict[str, dict[str, str]] = {
    "PublicFields": {
        "id": "编号。16 个字符，与文件名相同；由 inv new 随机生成，不要自己编，也不要改。",
        "kind": "执法类别。" + words(KINDS),
        "title": "标题。公众看到的题目，不超过 200 字。",
        "document_number": "文号。如 苏环罚〔2026〕12号；除行政检查外必填。",
        "agency": "执法机关。机关短名，即 agencies 文件夹里的文件名（不带 .yml）。",
        "decided_on": "作出日期。公开期限从这一天起算。",
        "published_on": "公开日期。第一次公开的日子；status 为 approved 时必填，写以后的日子就到时再公开。",
        "party": "执法对象",
        "conclusion": "执法结论。处罚内容、许可内容、强制内容或检查结果。",
        "facts": "主要事实。行政处罚、行政强制必填；不写身份证号、电话、住址和他人姓名。",
        "basis": "依据。每条写法律名称和条款，一条一行。",
        "conduct_on": "行为发生日期。决定适用哪一时期的法律。",
        "region": "行政区划代码。6 位；不写就用机关自己的。",
        "penalty": "行政处罚。kind 为 penalty 时必填，其他类别不写。",
        "permit": "行政许可。kind 为 permit 时必填，其他类别不写。",
        "coercion": "行政强制。kind 为 coercion 时必填，其他类别不写。",
        "inspection": "行政检查。kind 为 inspection 时必填，其他类别不写。",
        "corrections": "更正记录。随决定一起公开。",
        "tags": "主题。短名，如 water、solid-waste；名称写在 policy/vocabulary.yml。",
    },
    "DecisionFile": {
        "status": "状态。draft 草稿，approved 可以公开。",
        "public_until": "公示截止期。" + LONG + "只能早于规定的期限；一般不写。",
        "attachments": "附件。放在决定旁边的 PDF、OFD、PNG、JPEG 文件，每个不超过 20 MB。",
        "revision": "签名版次。需要签名时必填，每次改动并重新签名加 1。",
    },
    "Internal": {
        "clearance": "公开前审查（内部）。保密与隐私审查；status 为 approved 时必填。",
        "case": "办案信息（内部）。不公开。",
        "review": "法制审核（内部）。不公开。",
        "records": "全过程记录目录（内部）。不公开。",
        "imported_on": "转入日期（内部）。从别的网站转来、以前已经公开过的决定才写。",
    },
    "Party": {
        "type": "对象类型。" + words(PARTY_TYPES),
        "name": "名称或姓名",
        "uscc": "统一社会信用代码。18 位；除自然人外必填，个体工商户没有代码时填 00000000000000000X。",
        "uscc_note": "代码说明。代码校验位不对而确属登记机关给出时，写明理由。",
        "legal_representative": "法定代表人或负责人",
        "minor": "是否未成年人。是则整件不公开。",
    },
    "Penalty": {
        "violation_type": "违法行为类型",
        "categories": "处罚种类。可以有几种；词表以外的写“其他-具体名称”。",
        "fine_yuan": "罚款金额（元）。只写数字，不写万元。",
        "confiscated_yuan": "没收金额（元）。只写数字，不写万元。",
        "certificate": "暂扣或吊销的证照名称及编号",
        "valid_until": "处罚有效期。" + LONG,
        "severity": "违法程度。minor 轻微，general 一般，serious 严重；决定公示多久，不写就按处罚种类判断。",
        "procedure": "处罚程序。ordinary 普通程序，summary 简易程序。",
    },
    "Permit": {
        "document_title": "许可文书名称",
        "category": "许可类别。词表以外的写“其他-具体名称”。",
        "certificate_name": "许可证书名称",
        "certificate_number": "许可证书编号",
        "result": "许可结果。granted 准予，refused 不予，changed 变更，renewed 延续，cancelled 注销。",
        "valid_from": "有效期自",
        "valid_until": "有效期至。" + LONG,
    },
    "Coercion": {
        "measure": "强制措施或执行方式。词表以外的写“其他-具体名称”。",
        "starts_on": "开始日期",
        "ends_on": "结束日期",
    },
    "Inspection": {
        "item": "检查事项。涉企检查事项清单里的主键。",
        "inspected_on": "检查日期",
        "method": "检查方式。on_site 现场，document 书面，online 非现场。",
        "found": "检查结果。none 未发现问题，corrected_on_site 当场改正，rectify 责令改正，case_opened 立案。",
    },
    "Correction": {"on": "更正日期", "note": "更正内容。会公开。"},
    "AttachmentFile": {
        "path": "附件文件名。与决定在同一文件夹里，如 fujian.pdf；公开时不用这个名字。",
        "title": "附件名称。公众看到的名称。",
    },
    "Clearance": {
        "office": "审查机构",
        "on": "审查日期",
        "scope": "公开范围。full 全文公开，summary 部分公开，withheld 不予公开。",
        "reason": "理由。scope 不是 full 时必填。",
        "omit": "不公开的字段。scope 为 summary 时必填，写字段名。",
    },
    "Case": {
        "officers": "办案人员执法证号。至少两人；不写姓名。",
        "office": "办案机构",
        "statement_on": "陈述申辩日期",
        "hearing_on": "听证日期",
        "discussed_on": "集体讨论日期",
        "new_evidence_on": "最后补充证据日期。审核之后补充证据的，要重新审核。",
    },
    "Review": {
        "triggers": "审核情形。public_interest 重大公共利益，social_impact 重大社会影响，major_rights 重大权益，"
        "hearing 经过听证，complex 疑难复杂，或审核目录清单里的主键。",
        "office": "审核机构",
        "officer": "审核人员执法证号。不能是办案人员。",
        "submitted_on": "送审日期",
        "opinion": "审核意见。agree 同意，problems 有问题；不同意的不能作出决定。",
        "opinion_number": "审核意见书文号",
        "opinion_on": "审核日期",
        "items": "逐项审核结论。" + words(RESULT_WORDS),
    },
    "Record": {
        "no": "序号。从 1 起，不跳号。",
        "stage": "环节。initiation 启动，investigation 调查取证，review 审核，decision 决定，service 送达，execution 执行。",
        "medium": "记录方式。text 文字，photo 照片，audio 录音，video 录像。",
        "title": "名称",
        "made_on": "制作日期",
        "note": "摄录内容。音像记录必填。",
        "speakers": "说话人。录音写明谁在说话。",
        "duration": "时长。写作 hh:mm:ss，如 00:12:30。",
        "sha256": "文件摘要（SHA-256）",
        "archive": "归档号",
    },
    "OrderFile": {
        "id": "编号。16 个字符，与文件名相同；由 inv withdraw 生成。",
        "action": "作什么。withdraw 撤回，repair 信用修复（提前结束公示），restore 恢复误撤的决定。",
        "decision": "决定编号。要撤回、修复或恢复的那件决定的 id。",
        "agency": "执法机关。机关短名。",
        "ground": "撤回原因。action 为 withdraw 时必填：" + words(GROUNDS),
        "kind": "执法类别。与决定相同：" + words(KINDS),
        "tags": "主题。与决定相同。",
        "effective_on": "生效日期。行为生效或送达机关的日子；三个工作日的撤回期限从这天起算。",
        "ordered_on": "作出日期。令一写好就起作用，不管日期。",
        "reason": "撤回理由。action 为 withdraw 时必填，会公开；不写当事人、代码和文号。",
        "instrument": "依据文书的文号。会指向当事人，默认不公开。",
    },
    "Site": {
        "name": "网站名称",
        "url": "网站地址。带路径，如 https://www.example.org/xzzf。",
        "organizer": "主办单位",
        "contact": "联系方式",
        "site_id_code": "网站标识码。10 位数字，或 bm 加 8 位数字。",
        "icp": "ICP 备案号",
        "police_number": "公安备案号",
        "emblem_link": "党政机关网站标识链接",
        "error_report_link": "政府网站找错链接",
        "ipv6": "是否支持 IPv6。确实支持才写 true。",
        "description": "网站说明",
        "data_license": "数据许可。如 CC BY 4.0。",
        "data_terms": "数据使用条款",
        "logo": "标志图片",
        "feed_hub": "订阅推送中枢（WebSub hub）的网址，没有的不写。",
        "tag_year": "订阅编号的年份。定下后不能再改。",
    },
    "Agency": {
        "name": "机关名称",
        "short_name": "简称",
        "uscc": "统一社会信用代码。18 位，必须正确。",
        "region": "行政区划代码。6 位。",
        "level": "层级。national 国家，province 省，city 市，county 县。",
        "parent": "上级机关。机关短名。",
        "duties": "职责",
        "address": "地址",
        "postcode": "邮编",
        "phone": "电话",
        "hours": "办公时间",
        "supervision_phone": "监督电话",
        "review_body": "复议机关",
        "court": "管辖法院",
    },
    "Column": {
        "name": "列名。小写英文字母、数字、下划线，与 CSV 第一行相同。",
        "title": "列的中文名。公众看到的名称。",
        "type": "内容类型。string 文字，date 日期，integer 整数，number 数字，boolean 是否，url 网址。",
        "required": "是否必填",
        "enum": "只能填的词",
        "internal": "是否内部列。true 则不公开。",
        "contact": "是否公务联系方式。true 则办公电话、地址不算个人信息。",
    },
    "ListDescription": {
        "title": "清单名称",
        "basis": "编制依据",
        "category": "公开类别。before 事前公开，during 事中公开，after 事后公开。",
        "key": "主键列。用哪一列认出一行；内容不能重复。",
        "fields": "各列。顺序就是显示的顺序。",
        "contact": "联系方式",
    },
    "Figures": {
        **FIGURES,
        "applied": "申请数",
        "granted": "准予数。不用写：表二按决定计数。",
        "refused": "不予数。不用写：表二按决定计数。",
        "revoked": "撤销数",
    },
    "Outcomes": {**FIGURES, "upheld": "维持数", "overturned": "纠正数", "won": "胜诉数", "lost": "败诉数"},
    "Means": {"officers": "执法人员数", "reviewers": "法制审核人员数", "recorders": "执法记录仪数", "vehicles": "执法车辆数"},
    "Section": {"title": "标题", "text": "文字"},
    "Report": {
        "year": "年份。与文件名相同。",
        "published_on": "公布日期。每年 1 月 31 日前公布上一年的。",
        "permits": "行政许可",
        "reviews": "行政复议",
        "lawsuits": "行政诉讼",
        "staff": "人员",
        "equipment": "设备",
        "complaints": "投诉举报件数",
        "sections": "文字部分",
        "deleted": "已撤回且文件已删除的决定。表一至表四仍计这些决定；只写件数，不写当事人、文号。",
    },
    "Deleted": {
        "agency": "执法机关。机关短名。",
        "kind": "执法类别。" + words(KINDS),
        "count": "件数",
        "categories": "处罚类别。kind 为 penalty 时必填；有几种的都写，按最重的一种计。",
        "fine_yuan": "罚款金额（元）。这几件合计。",
        "confiscated_yuan": "没收金额（元）。这几件合计。",
        "result": "办理结果。kind 为 permit 时必填：granted 准予，refused 不予，changed 变更，renewed 延续，cancelled 注销。",
        "measure": "强制措施。kind 为 coercion 时必填。",
        "method": "检查方式。kind 为 inspection 时必填：on_site 现场检查，document 书面检查，online 非现场检查。",
        "found": "检查情况。none 未发现问题，corrected_on_site 当场改正，rectify 责令改正，case_opened 已立案。",
    },
    "StatisticsPolicy": {
        "order": "处罚类别由轻到重的顺序。一件决定有几种处罚的，计入最重的一种；十二项写全。",
        "count_withdrawn": "撤回的决定是否计入。只用于年报的表一至表四。",
        "granted": "哪些办理结果计入许可数量。granted 准予，refused 不予，changed 变更，renewed 延续，cancelled 注销。",
    },
    "PeriodClass": {"site_months": "本站公示月数", "credit_months": "信用公示月数。0 表示不作信用公示。"},
    "PeriodVersion": {
        "from": "自哪天起。按作出日期适用。",
        "source": "依据文件",
        "minor": "轻微",
        "general": "一般",
        "serious": "严重",
    },
    "Periods": {
        "penalties": "行政处罚的公示期。各版规定，旧的在前。",
        "coercion_months": "行政强制公示月数",
        "inspection_months": "行政检查公示月数",
        "permit_months": "行政许可公示月数。没有有效期时用。",
    },
    "Privacy": {
        "individuals": "自然人姓名怎样显示。full 全名，surname 只显示姓（张某某），withhold 不公开。",
        "show_instrument": "撤回公告是否写依据文书的文号。文号可能指向当事人。",
    },
    "GateLevels": {"levels": "检查的级别。规则代码: 级别。" + words(LEVEL_WORDS)},
    "Vocabulary": {"topics": "主题的名称。短名: 名称。"},
    "ReviewPolicy": {
        "organization_yuan": "单位罚没多少元起须法制审核",
        "individual_yuan": "个人罚没多少元起须法制审核",
    },
    "CalendarYear": {
        "notice": "国务院办公厅通知文号",
        "holidays": "放假的日子。逐日写，周末可以不写。",
        "workdays": "调休上班的日子。逐日写。",
    },
    "CalendarPolicy": {"years": "各年的节假日。年份: 内容；只写程序还不知道的年份。"},
}


def title_of(block: type, name: str) -> tuple[str, str]:
    """The title and the description of a field of a block or of one that it is built on. Raises KeyError where there is none."""
    tables = (TITLES[one.__name__] for one in block.__mro__ if one.__name__ in TITLES)
    told = next((table[name] for table in tables if name in table), None)
    if told is None:
        raise KeyError(f"{block.__name__}.{name}: publish/titles.py")
    title, _, description = told.partition("。")
    return title, description
