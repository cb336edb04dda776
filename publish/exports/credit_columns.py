"""The columns of the national credit tables (「双公示」), described once: codes as names, the standard's names as titles.

Source: 发改办财金〔2018〕424号 with 790号, rebuilt from several implementations (`domain/credit-columns.md`): names, codes and order are
sure. The standard's largest lengths are not kept to: a longer text stays whole, for a cut one would say something else.
A cell of a mandatory column is empty where a decision is public in part only; so only columns that never are, are required here.
"""

from __future__ import annotations

from publish.exports.tables import Column, Table, Type

DAY = "%Y/%m/%d"
NO_END = "2099/12/31 表示长期。"
NOT_PUBLISHED = "本站不公开，总是空的。"
JOINED = "多个值用全角分号（；）隔开。"
YUAN = "单位万元，最多 6 位小数。"


def _text(name: str, title: str, description: str = "", required: bool = False) -> Column:
    return Column(name, title, "string", required, description)


def _day(name: str, title: str, description: str = "", required: bool = True) -> Column:
    return Column(name, title, "date", required, description, DAY)


def _amount(name: str, title: str) -> Column:
    kind: Type = "number"
    return Column(name, title, kind, description=YUAN)


def _party(prefix: str, of_person: str) -> tuple[Column, ...]:
    """Columns 1 to 13, the same in both tables. `of_person`: what follows the names of the last two."""
    numbers = (
        ("GSZC", "工商注册号"),
        ("ZZJG", "组织机构代码"),
        ("SWDJ", "税务登记号"),
        ("SYDW", "事业单位证书号"),
        ("SHZZ", "社会组织登记证号"),
    )
    return (
        _text(f"{prefix}_XDR_MC", "行政相对人名称", required=True),
        _text(f"{prefix}_XDR_LB", "行政相对人类别", "法人及非法人组织，或个体工商户。自然人的决定不在表内。", required=True),
        _text(
            f"{prefix}_XDR_SHXYM", "行政相对人代码_1（统一社会信用代码）", "18 位；还没有代码的个体工商户是 17 个 0 加 X，那不是它的代码。"
        ),
        *(
            _text(f"{prefix}_XDR_{code}", f"行政相对人代码_{place}（{title}）", "本站不收集，总是空的。")
            for place, (code, title) in enumerate(numbers, 2)
        ),
        _text(f"{prefix}_FRDB", "法定代表人", "个体工商户的是经营者。"),
        _text(f"{prefix}_FR_ZJLX", "法定代表人证件类型", NOT_PUBLISHED),
        _text(f"{prefix}_FR_ZJHM", "法定代表人证件号码", NOT_PUBLISHED),
        _text(f"{prefix}_XDR_ZJLX", f"证件类型{of_person}", NOT_PUBLISHED),
        _text(f"{prefix}_XDR_ZJHM", f"证件号码{of_person}", NOT_PUBLISHED),
    )


PENALTIES = Table(
    "credit-penalties",
    "信用信息：行政处罚",
    (
        *_party("CF", "（自然人）"),
        _text("CF_WSH", "行政处罚决定书文号"),
        _text("CF_WFXW", "违法行为类型"),
        _text("CF_SY", "违法事实"),
        _text("CF_YJ", "处罚依据", JOINED),
        _text("CF_CFLB", "处罚类别", "词表以外的写作“其他-具体名称”。" + JOINED, required=True),
        _text("CF_NR", "处罚内容", required=True),
        _amount("CF_NR_FK", "罚款金额（万元）"),
        _amount("CF_NR_WFFF", "没收违法所得、没收非法财物的金额（万元）"),
        _text("CF_NR_ZKDX", "暂扣或吊销证照名称及编号"),
        _day("CF_JDRQ", "处罚决定日期"),
        _day("CF_YXQ", "处罚有效期", f"没有写明时是长期。{NO_END}"),
        _day("CF_GSJZQ", "公示截止期", f"在本表中的最后一天。{NO_END}"),
        _text("CF_CFJG", "处罚机关", required=True),
        _text("CF_CFJGDM", "处罚机关统一社会信用代码"),
        _text("CF_SJLY", "数据来源单位", "即处罚机关。", required=True),
        _text("CF_SJLYDM", "数据来源单位统一社会信用代码"),
        _text("BZ", "备注", "总是空的。"),
    ),
    description="按全国信用信息共享平台行政处罚公示表的栏目编排，一行一件。不含自然人的、简易程序的和信用公示期已满（或没有信用公示期）的处罚。",
)
PERMITS = Table(
    "credit-permits",
    "信用信息：行政许可",
    (
        *_party("XK", ""),
        _text("XK_XKWS", "行政许可决定文书名称", required=True),
        _text("XK_WSH", "行政许可决定文书号", "没有文书号的，填许可编号。"),
        _text("XK_XKLB", "许可类别", "词表以外的写作“其他-具体名称”。", required=True),
        _text("XK_XKZS", "许可证书名称"),
        _text("XK_XKBH", "许可编号"),
        _text("XK_NR", "许可内容", required=True),
        _day("XK_JDRQ", "许可决定日期"),
        _day("XK_YXQZ", "有效期自", "没有写明时是决定日期。"),
        _day("XK_YXQZI", "有效期至", f"没有写明时是长期；注销的没有日期时，是决定日期。{NO_END}"),
        _text("XK_XKJG", "许可机关", required=True),
        _text("XK_XKJGDM", "许可机关统一社会信用代码"),
        _text("XK_ZT", "当前状态", "1 有效；2 无效（已注销）。", required=True),
        _text("XK_LYDW", "数据来源单位", "即许可机关。", required=True),
        _text("XK_LYDWDM", "数据来源单位统一社会信用代码"),
        _text("BZ", "备注", "总是空的。"),
    ),
    description="按全国信用信息共享平台行政许可公示表的栏目编排，一行一件。不含自然人的，也不含不予许可的决定。",
)
