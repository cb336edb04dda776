"""Names of people whom a decision's text must not name: case officers, the reviewing officer, who spoke in the recordings.

A name of two characters may be an ordinary word (高明, 安全, 方正) or part of two (位于洋河), and what is only guessed from a
line about speakers may be none: it counts only where a title, a list or a verb of acting persons stands before and behind it.
Any other one counts wherever it stands, unless as a place (王平镇).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from publish.model import DecisionFile
from publish.naming import COMPOUND_SURNAMES, squeezed

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜"
    "阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程邢"
    "裴陆荣翁荀甄曲家封储靳段富巫焦巴弓牧车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓"
    "蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终"
    "暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "区漆覃付闫岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福代卿鄢涂敬隗麦粟楚甯兰尧楼"
)
ROLES = re.compile(
    r"其|(?:执法|调查|检查|办案|陪同|工作|采样|监测)(?:人员|员|人)|记录人?员?|见证人|证人|当事人|(?:现场|企业|单位|环保|安环|车间)?(?:负责人|主管|专员)"
    r"|法定代表人|(?:委托)?代理人|(?:听证)?主持人|听证员|(?:被)?询问人|举报人|投诉人|邻居|翻译|同志|先生|女士|员工|职工|经理|厂长|村民|居民|科长|队长|等"
    r"|双方|单方|司机|车主|路人|房东|师傅|全体|全程|保安|会计|门卫|成员"
)
PARTS = re.compile(r"[、，,;；/\s（）()：:。|]|以?及|和|与")
WORDS = (  # names of two characters that are words of the law, of places or of daily use as well
    "任何 高明 方正 文明 和平 安全 黄河 江河 江海 江山 成功 成立 成都 金属 金山 金额 石林 石灰 高山 高峰 高原 高温 高新 高度 高压 高效 "
    "白云 云海 海江 明确 时间 常年 常规 常州 温泉 温度 安康 安定 安宁 安排 康平 平安 平原 华山 华夏 华东 华北 马路 花园 林业 林木 林地 "
    "万元 杨树 柳州 江苏 江西 党员 宁波 宁夏 桂林 甘肃 苏州 徐州 郑州 杭州 从业 从事 支持 广东 广州 应当 相关 单位 于是 全国 全面 成本 "
    "农业 农村 农民 农田 向阳 司法 曾经 关于 查明 查封 权利 公司 公开 公告 方案 方法 程序 管理 施工 经营 经理 通知 车间 水质 水利 石化 "
    "项目 强制 计划 许可 解除 项城 安阳 江阴 常熟 太湖 "
)
UNCLEAR = (
    "于万方向安成时经解管单水车强明全连和从相关应都能后终通公有同程施项路余任段章元高"  # surnames that end or begin many a word: 位于洋河
)
MASKED = re.compile("[某×＊*○]")  # 张某某, as the clerk may have written it
PLACES = "[省市县区镇乡村庄屯路街桥河湖江港山]"
UNREAD = re.compile(r"[*_`\\]")  # marks of Markdown
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
BEFORE = (
    r"(?:^|[^\u4e00-\u9fff]|人员|[队科职察审核]员|[组队科处局厂]长|主任|审核员?|[办责录查问证系]人|同志|我局|支队|大队|指派|安排"
    r"|和|与|及|由|经|向)"
)
BEHIND = (
    r"(?=$|[^\u4e00-\u9fff]|和|与|及|等|同志|两人|二人|对|到|在|于|向|进行|现场|依法|前往|主办|承办|协办"
    r"|两名|二名|负责|制作|担任|审核|勘[查验]|取证|采样|赴|陪同|证实|陈述|供述|称|确认|记录|询问|出具|检查|调查|出示|签)"
)


@lru_cache(maxsize=512)
def spoken(written: str) -> tuple[str, ...]:
    """The names in a line that says who speaks, as in 执法人员王小明、见证人; what is no name is left out."""
    return tuple(_spoken(written))


def _spoken(written: str) -> Iterator[str]:
    for part in PARTS.split(written):
        name = ROLES.sub("", part)
        compound = name.startswith(COMPOUND_SURNAMES)
        if NAME.fullmatch(name) and "某" not in name and (compound or (name[0] in SURNAMES and len(name) < 4)):
            yield name


def others(record: DecisionFile, officers: Mapping[str, Mapping[str, str]]) -> dict[str, bool]:
    """The names that a decision's text must not hold, and of each whether it is surely one: as the list of officers has it."""
    sure: set[str] = set()
    guessed: set[str] = set()
    for number in record.case.officers if record.case else ():
        row = officers.get(number)
        if row and row.get("name"):
            sure.add(row["name"])
    if record.review and record.review.officer:
        row = officers.get(record.review.officer)
        if row and row.get("name"):
            sure.add(row["name"])
        else:
            guessed |= set(spoken(record.review.officer))
    for one in record.records:
        if one.speakers:
            guessed |= set(spoken(one.speakers))
    return {name: name in sure for name in sure | guessed}


def may_name(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names all of whose characters stand in a text: a cheap look before the close one."""
    return [name for name in names if name[:1] in text and all(ch in text for ch in name)]


def named(text: str, names: Mapping[str, bool], public: Iterable[str]) -> bool:
    """Whether a text holds one of the names, the public ones (the party's, its representative's) taken out first.

    `names`: each with whether it is surely one (see `others`).
    """
    read = UNREAD.sub("", squeezed(text))
    for one in public:
        read = read.replace(squeezed(one), "□")
    return any(_holds(read, squeezed(name), sure) for name, sure in names.items())


def named_in_full(text: str, name: str) -> bool:
    """Whether a text holds the full name of a party who is masked; what stands around it counts only where it could be no name."""
    read, whole = UNREAD.sub("", squeezed(text)), squeezed(name)
    if MASKED.search(whole):
        return False
    if whole in WORDS or whole[:1] not in UNCLEAR:
        return _holds(read, whole, whole not in WORDS)
    form = re.escape(whole)
    return whole in read and (len(whole) > 2 or re.search(f"(?:{BEFORE}|对|关于){form}|{form}{BEHIND}", read) is not None)


def _holds(read: str, name: str, sure: bool) -> bool:
    if name not in read or len(name) > 2:
        return name in read
    if sure and len(name) == 2 and name not in WORDS and name[0] not in UNCLEAR:
        return re.search(f"{re.escape(name)}(?!{PLACES})", read) is not None
    return _form(name).search(read) is not None


@lru_cache(maxsize=512)
def _form(name: str) -> re.Pattern[str]:
    return re.compile(f"{BEFORE}{re.escape(name)}{BEHIND}")
