"""What a clerk types for `inv new`: sound answers for each kind, as `--set` options and as replies to prompts."""

from __future__ import annotations

COMMON = {
    "agency": "lanpu", "document_number": "岚环新字〔2026〕第901号", "decided_on": "2026-11-20", "party.type": "organization",
    "party.name": "岚浦市甲某化工有限公司", "party.uscc": "91990103MM27YM5P28", "title": "甲某化工新写的一件",
    "basis": "《排污许可管理条例》第三十四条", "tags": "water", "case.officers": "99011122,99011048",
    "clearance.office": "办公室", "clearance.on": "2026-11-23", "published_on": "2026-11-24",
}  # fmt: skip
BY_KIND = {
    "penalty": {
        "penalty.violation_type": "超标排放水污染物", "penalty.categories": "罚款", "penalty.fine_yuan": "50000",
        "conduct_on": "2026-10-08", "conclusion": "罚款人民币50000元（大写：伍万元整）", "facts": "总排口化学需氧量超标。",
        "case.statement_on": "2026-11-10", "records.initiation": "2026-10-09", "records.investigation": "2026-10-10",
        "records.decision": "2026-11-20", "records.service": "2026-11-21",
    },
    "permit": {
        "permit.document_title": "排污许可证核发决定", "permit.category": "普通", "permit.result": "granted",
        "permit.certificate_name": "排污许可证", "permit.valid_from": "2026-11-20", "permit.valid_until": "2031-11-19",
        "conclusion": "准予核发排污许可证", "records.initiation": "2026-10-09", "records.investigation": "2026-11-10",
        "records.decision": "2026-11-20", "records.service": "2026-11-21",
    },
    "coercion": {
        "coercion.measure": "扣押财物", "coercion.starts_on": "2026-11-20", "coercion.ends_on": "2026-12-19",
        "conclusion": "扣押排污设备一台", "facts": "违法排放有毒物质。", "records.initiation": "2026-11-20",
        "records.decision": "2026-11-20", "records.service": "2026-11-20", "records.film": "2026-11-20",
        "records.film.note": "扣押的全过程，未经剪辑", "records.film.duration": "00:42:10",
    },
    "inspection": {
        "inspection.inspected_on": "2026-11-19", "inspection.item": "排污许可证执行情况检查", "inspection.method": "on_site",
        "inspection.found": "none", "conclusion": "未发现问题", "records.investigation": "2026-11-19",
    },
}  # fmt: skip


def options(kind: str, **changes: str | None) -> list[str]:
    """`--set` options for a decision of a kind; names in `changes` have `__` for the dot, `None` leaves one out."""
    told: dict[str, str | None] = {**COMMON, **BY_KIND[kind], **{name.replace("__", "."): value for name, value in changes.items()}}
    return [word for name, value in told.items() if value is not None for word in ("--set", f"{name}={value}")]


PENALTY = [
    ("执法机关（填序号）：", "7"),
    ("执法机关（填序号）：", "1"),
    ("文号：", ""),
    ("文号：", "岚环罚决字〔2026〕第902号"),
    ("作出日期（如 2026-05-12）：", "2026年11月20日"),
    ("作出日期", "2026-12-20"),
    ("作出日期", "2026-11-20"),
    ("对象类型（填序号）：", "1"),
    ("名称或姓名：", "岚浦市甲某化工有限公司"),
    ("统一社会信用代码：", "91990103MM27YM5P2"),
    ("统一社会信用代码：", "91990103MM27YM5P29"),
    ("这样写的理由", ""),
    ("统一社会信用代码：", "92990103MM27YM5P29"),
    ("统一社会信用代码：", "91990103MM27YM5P28"),
    ("法定代表人或负责人（没有就按回车）：", ""),
    ("标题：", "甲某化工案，联系13800138000"),
    ("标题：", "甲某化工责令停产整治案"),
    ("违法行为类型：", "超标排放水污染物"),
    ("处罚种类（填序号；可填几个）：", "3，99"),
    ("处罚种类", "3，11"),
    ("罚款金额（元，只写数字）：", "25万"),
    ("罚款金额", "250000"),
    ("处罚程序（填序号；回车为 1）：", ""),
    ("违法程度（填序号；没有就按回车）：", ""),
    ("处罚有效期", "long"),
    ("行为发生日期", "2026-11-21"),
    ("行为发生日期", "2026-09-01"),
    ("执法结论：", "罚款人民币250000元（大写：贰拾伍万元整）；责令停产整治"),
    ("主要事实：", "总排口超标。"),
    ("依据（法律名称和条款）：", "《中华人民共和国生态环境法典》第一百条"),
    ("第 2 条", "《排污许可管理条例》第三十四条"),
    ("第 3 条", ""),
    ("主题（填序号", "水污染防治"),
    ("办案人员（至少 2 人；填序号；可填几个）：", "99011122"),
    ("办案人员", "99011122 柏书岑"),
    ("办案机构", ""),
    ("陈述申辩", "2026-11-01"),
    ("听证日期", ""),
    ("集体讨论日期", "2026-11-18"),
    ("法制审核做过了吗", "1"),
    ("审核情形", ""),
    ("审核机构", "法规科"),
    ("审核人员", "99011122"),
    ("审核人员", "屈蘅之"),
    ("送审日期", "2026-11-05"),
    ("审核意见（填序号）：", "1"),
    ("审核意见书文号", ""),
    ("审核日期：", "2026-11-04"),
    ("审核日期：", "2026-11-06"),
    ("七项审核内容", "2"),
    *((f"{name}（填序号；回车为 1）：", "") for name in ("主体是否合法", "是否有管辖权", "程序是否合法", "事实是否清楚")),
    *((f"{name}（填序号；回车为 1）：", "") for name in ("适用法律是否准确", "证据是否充分", "裁量是否适当")),
    ("（启动）", "2026-09-02"),
    ("（调查取证）", "2026-09-02"),
    ("（审核）", "2026-11-06"),
    ("（决定）", "2026-11-20"),
    ("（送达）", "2026-11-21"),
    ("全程录像的制作日期", "2026-09-02"),
    ("摄录内容", "检查的全过程，未经剪辑"),
    ("时长", "12分钟"),
    ("时长", "00:42:10"),
    ("归档号", ""),
    ("审查做过了吗", "2"),
    ("审查机构：", "办公室"),
    ("审查日期：", "2026-11-25"),
    ("审查日期：", "2026-11-23"),
    ("公开范围", ""),
    ("公开日期（期限：最迟 2026-12-01；回车为 2026-11-24）：", "2026-11-01"),
    ("公开日期（期限", ""),
]
