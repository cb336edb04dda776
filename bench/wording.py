"""The words of made-up decisions. Every province, firm and person is invented; the statutes are real."""

from __future__ import annotations

from dataclasses import dataclass

PROVINCES = (("qinglan", "青澜", "980000"), ("yushan", "玉杉", "970000"), ("beihe", "北禾", "960000"), ("nanxi", "南溪", "950000"))
CITY_STEMS = ("临", "望", "归", "枫", "泽", "竹", "雁", "石")
CITY_ENDS = ("川", "州", "港", "原")
MARKS = "启越澄景沐致和恪航岭朗屹铭晟旭拓曜凡峻益"
TRADES = (
    "精细化工", "热电", "铸造", "制革", "印染", "乳业", "酿造", "水务", "水泥制品", "电镀", "造纸", "家具涂装",
    "石材", "养殖", "危废处置", "汽车拆解", "半导体材料", "轮胎", "制药", "港口装卸",
)  # fmt: skip
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "（集团）有限公司")
SURNAMES = "贺龚邵万钱严覃武戴莫孔向汤"
GIVEN = "晓文家嘉子志海春冬雪松柏岩"
# Other characters than all the names and sentences: no officer's name can turn up in a text by chance.
OFFICER_SURNAMES = "邬鄢亓郗阚隗"
OFFICER_GIVEN = "骁珩琰翊骞垚赟淼璟"

ITEMS = tuple(f"XC-{number:02d}" for number in range(1, 16))
STAGES = (
    ("initiation", "立案呈批表", 24), ("investigation", "现场检查笔录", 19), ("review", "法制审核表", 5),
    ("decision", "决定书", 0), ("service", "送达回证", 0), ("execution", "执行结果登记表", 0),
)  # fmt: skip
REVIEWED = ("subject", "jurisdiction", "procedure", "facts", "law", "evidence", "discretion")
GROUNDS = ("changed", "revoked", "unlawful", "void", "remake", "error")
REASONS = (
    "复议机关认为主要证据不足，撤销了原行政行为，公开信息随之撤回。",
    "人民法院生效判决确认原行政行为违法，本机关撤回公开信息。",
    "经自查，公开的内容与决定书原件不一致，予以撤回并另行处理。",
)


@dataclass(frozen=True)
class Conduct:
    """A kind of violation: its topic, its words, and the articles it breaks and is punished by."""

    topic: str
    words: str
    broken: str
    punished: str


PERMITS = "《排污许可管理条例》"
MEDICAL = "《医疗废物管理条例》"
RADIATION = "《放射性同位素与射线装置安全和防护条例》"
BUILDING = "《建设项目环境保护管理条例》"
CONDUCTS = (
    Conduct("water", "排放水污染物超过许可浓度", f"{PERMITS}第十七条第二款", f"{PERMITS}第三十四条第一项"),
    Conduct("permit", "无证排污", f"{PERMITS}第二条第一款", f"{PERMITS}第三十三条第一项"),
    Conduct("air", "自行监测记录保存不全", f"{PERMITS}第十九条第一款", f"{PERMITS}第三十六条第五项"),
    Conduct("solid-waste", "处置医疗废物未执行转移联单制度", f"{MEDICAL}第十九条", f"{MEDICAL}第四十五条"),
    Conduct("radiation", "辐射工作场所未设警示标志", f"{RADIATION}第三十四条", f"{RADIATION}第五十七条"),
    Conduct("construction", "环保设施未验收即投产", f"{BUILDING}第十九条第一款", f"{BUILDING}第二十三条第一款"),
)
TOPICS = {
    "water": "水环境",
    "permit": "排污许可",
    "air": "大气环境",
    "solid-waste": "固体废物",
    "radiation": "辐射安全",
    "construction": "建设项目",
}

SENTENCES = (
    "检查组当日{hour}时到达厂区，由值班负责人陪同，先后查看了生产车间、治理设施和排放口。",
    "在线监测数据显示，前{days}日的小时均值有{count}次超过许可限值，最高一次超出{part}%。",
    "当事人解释称设备检修与生产计划冲突，未能及时停产；这一解释没有书面记录支持。",
    "本机关认定当事人的行为属于{conduct}，违反了{broken}。",
    "调查过程依法告知了申请回避、陈述和申辩的权利，当事人签收了告知书，没有提出异议。",
    "第三方机构在{count}个点位采样，样品交接、保存和分析均符合技术规范，报告加盖了资质章。",
    "考虑到当事人在{days}日内完成整改并主动提交验收材料，依照裁量基准在一般档内确定结果。",
    "依照{punished}，经负责人集体讨论，作出本决定，并同时抄送所在地街道办事处。",
    "台账记载的药剂用量约为{count}吨，与采购发票相差{part}%，当事人补交了情况说明。",
    "当事人对决定不服的，可以申请复议，也可以直接起诉；期间不停止决定的执行。",
    "复查时治理设施运转正常，活性炭已更换，危险废物贮存间张贴了标识，地面做了防渗处理。",
    "周边居民此前反映异味{count}次，本机关将复查结果告知了社区，并在厂区公告栏张贴。",
)
STEPS = ("停止违法行为，恢复**治理设施**正常运转", "在期限内提交整改报告和*监测数据*", "履行情况由本机关执法队核实后归档")
MEASURED = (("悬浮物", 70), ("化学需氧量", 100), ("氨氮", 15), ("总氮", 20), ("石油类", 5))
