"""One cell to one value, and one name to one agency: every form in which people write them, and nothing where it could be another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.importing.agency_names import AgencyNames
from publish.importing.cells import basis_of, categories_of, day_of, day_or_long, permit_category_of, text_of, yuan_of
from publish.importing.columns import table_of
from publish.importing.draft import Draft
from publish.importing.parties import fill
from publish.importing.workbook import Sheet
from publish.model import CATEGORIES
from publish.site import Agency
from tests.content import credit_code
from tests.imports import row

FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 31 as dates say them: 十, 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


FORMS: dict[str, Callable[[date], str]] = {
    "2026-05-12": lambda day: day.isoformat(),
    "2026/5/12": lambda day: f"{day.year}/{day.month}/{day.day}",
    "2026.05.12": lambda day: day.strftime("%Y.%m.%d"),
    "2026年5月12日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "2026 年 05 月 12 日": lambda day: f" {day.year} 年 {day.month:02} 月 {day.day:02} 日 ",
    "20260512": lambda day: day.strftime("%Y%m%d"),
    "2026-05-12 00:00:00": lambda day: f"{day} 00:00:00",
    "2026/5/12 8:30": lambda day: f"{day.year}/{day.month}/{day.day} 8:30",
    "full-width": lambda day: day.isoformat().translate(FULL_WIDTH),
    "二〇二六年五月十二日": lambda day: "".join(DIGITS[int(ch)] for ch in str(day.year)) + f"年{chinese(day.month)}月{chinese(day.day)}日",
    "a spreadsheet's number": lambda day: str((day - date(1899, 12, 30)).days),
}


@pytest.mark.parametrize("form", FORMS)
@given(st.dates(date(1990, 1, 1), date(2098, 12, 31)))
def test_a_day_is_read_in_every_form(form: str, day: date) -> None:
    assert day_of(FORMS[form](day)) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-13-01",
        "2026-02-30",
        "5/12/2026",
        "12.5.26",
        "2026年5月",
        "近日",
        "202605",
        "1e5",
        "2026-05-12至2026-06-12",
        "12",
        "二〇二六年",
    ],
)
def test_what_could_be_another_day_is_none(text: str) -> None:
    assert day_of(text) is None


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert day_of(text) is None or isinstance(day_of(text), date)
    assert day_or_long(text) in (day_of(text), "long")


@pytest.mark.parametrize("text", ["2099-12-31", "2099/12/31", "2099年12月31日", "20991231", "73050", "长期", " 长期有效 ", "9999-12-31"])
def test_no_end_is_long(text: str) -> None:
    assert day_or_long(text) == "long"


@given(st.integers(0, 10**13 - 1))
def test_money_in_ten_thousands_is_yuan_exactly(cents: int) -> None:
    yuan = Decimal(cents).scaleb(-2)
    wan = format(yuan.scaleb(-4), "f")
    for text, unit in ((wan, "万元"), (f"{wan}万元", ""), (f" {wan}万 ", "万元"), (format(yuan, "f"), "元"), (f"￥{yuan:,f}元", "")):
        assert yuan_of(text, unit) == (yuan, ""), (text, unit)
    assert str(yuan_of(wan, "万元")[0]) in (format(yuan, ".2f"), str(cents // 100))


@given(st.integers(1, 10**9))
def test_money_as_a_spreadsheet_keeps_it_is_what_was_typed(millionths: int) -> None:
    typed = Decimal(millionths).scaleb(-6)  # 万元 with at most six places
    assert yuan_of(format(float(typed), ".15g") if millionths >= 100 else format(typed, "f"), "万元")[0] == typed.scaleb(4)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("5", ""), ("-5", "万元"), ("1e5", "元"), ("5万元", "元"), ("50000元", "万元"), ("1,2", "元"), ("12,34,567", "元"),
     ("0.0000001", "万元"), ("1.234", "元"), ("9" * 14, "元"), ("9" * 13, "万元"), ("", "元"), ("NaN", "元"), ("５＋５", "元")],
)  # fmt: skip
def test_money_that_could_be_another_amount_is_none(text: str, unit: str) -> None:
    value, wrong = yuan_of(text, unit)
    assert value is None
    assert wrong


@given(st.text(max_size=30), st.sampled_from(["", "元", "万元"]))
def test_any_text_is_money_or_words(text: str, unit: str) -> None:
    value, wrong = yuan_of(text, unit)
    assert (value is None) == bool(wrong)
    assert value is None or value == value.quantize(Decimal("0.01")) >= 0


@given(st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True), st.sampled_from(["；", "、", ";", "，", ",", "\n", " | ", "/"]))
def test_categories_of_the_vocabulary_come_back_as_they_are(words: list[str], separator: str) -> None:
    found, doubts = categories_of(separator.join(words), "")
    assert found == words
    assert not [one for one in doubts if "合写" not in one]


CATEGORY_CASES: dict[str, tuple[str, str, list[str], str]] = {
    "an order beside a penalty is no penalty": ("罚款；责令改正", "", ["罚款"], "不是处罚种类"),
    "an order alone is told": ("责令改正", "", ["其他-责令改正"], "不是法定处罚种类"),
    "the joint word of the credit table": ("没收违法所得、没收非法财物", "", ["没收违法所得", "没收非法财物"], "合写"),
    "the text decides between two": ("暂扣或者吊销许可证、暂扣或者吊销执照", "吊销排污许可证", ["吊销许可证件"], "按处罚内容"),
    "the text does not decide": ("暂扣或者吊销许可证", "", [], "看不出是哪一种"),
    "a penalty beside the joint word": ("罚款；暂扣或者吊销许可证、暂扣或者吊销执照", "暂扣许可证", ["罚款", "暂扣许可证件"], "按处罚内容"),
    "an old word": ("停产整治、吊销营业执照", "", ["责令停产整治", "吊销许可证件"], ""),
    "an amount beside it": ("罚款:2.00", "", ["罚款"], ""),
    "another kind, as the table writes it": ("其他-公开道歉、登报", "", ["其他-公开道歉、登报"], ""),
    "another kind in brackets": ("其他（公开道歉）", "", ["其他-公开道歉"], ""),
    "another kind with an order beside it": ("罚款,其他行政处罚:限期治理", "", ["罚款", "其他-限期治理"], ""),
    "only another": ("其他", "", [], "应写作“其他-具体名称”"),
    "an unknown word": ("罚款、训诫", "", ["罚款", "其他-训诫"], "不在处罚种类词表里"),
    "only taken away": ("没收", "", [], "违法所得还是没收非法财物"),
    "twice": ("罚款、罚 款", "", ["罚款"], ""),
    "nothing": ("", "", [], ""),
}


@pytest.mark.parametrize("case", CATEGORY_CASES)
def test_categories(case: str) -> None:
    cell, conclusion, expected, doubt = CATEGORY_CASES[case]
    found, doubts = categories_of(cell, conclusion)
    assert found == expected
    assert (doubt in "".join(doubts)) if doubt else not doubts


def test_kinds_of_permits() -> None:
    kinds = {
        "普通": "普通",
        "普通许可": "普通",
        "其他-备案": "其他-备案",
        "其他（备案）": "其他-备案",
        "其他": None,
        "": None,
        "登记 ": "登记",
    }
    assert {text: permit_category_of(text) for text in kinds} == kinds


def test_laws_are_one_a_line() -> None:
    assert basis_of("《甲法》第一条、《乙法》第二条；《丙条例》") == ["《甲法》第一条", "《乙法》第二条", "《丙条例》"]
    assert basis_of("违反《甲法》第一条和《乙法》第二条的规定，依据《甲法》第九条") == [
        "违反《甲法》第一条和《乙法》第二条的规定，依据《甲法》第九条"
    ]
    assert basis_of(" 、 ") == []


def test_a_sign_that_says_nothing_is_empty() -> None:
    assert [text_of(one) for one in ("无", "/", " — ", "——", "null", "#N/A", "\u3000", "无锡")] == [*[""] * 7, "无锡"]


def agency(name: str, number: int, short: str | None = None) -> Agency:
    return Agency(name=name, short_name=short, uscc=credit_code(number, "11"), region="990100", level="city")


NAMES = AgencyNames(
    {
        "sheng": agency("甲省生态环境厅", 1), "lin": agency("临江市生态环境局", 2, "临环"), "gusu": agency("临江市姑苏生态环境局", 3),
        "dui": agency("安平市生态环境保护综合行政执法支队", 4), "an": agency("安平市生态环境局", 5), "he": agency("河东区生态环境局", 6),
        "hexi": agency("乙市河西区生态环境局", 7), "hexi2": agency("丙市河西区生态环境局", 8),
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "slug", "sure"),
    [
        ("临江市生态环境局", "lin", True), (" 临江市 生态环境局 ", "lin", True), ("临环", "lin", True), ("甲省生态环境厅", "sheng", True),
        ("安平市生态环境保护综合行政执法支队", "dui", True), ("临江市环保局", "lin", False), ("临江市环境保护局", "lin", False),
        ("甲省临江市生态环境局", "lin", False), ("甲省环保厅", "sheng", False), ("临江市姑苏区环保局", "gusu", False),
        ("乙市河东区环境保护局", "he", False), ("临江市生态环境保护综合行政执法支队城北大队", "lin", False),
        ("河东区环境监察大队", "he", False),
        ("河西区生态环境局", None, False), ("环保局", None, False), ("生态环境局", None, False), ("", None, False),
        ("丁市生态环境局", None, False),
        ("临江市水务局", None, False), ("临江市人民政府", None, False), ("甲省生态环境局", None, False), ("江市环保局", None, False),
    ],
)  # fmt: skip
def test_an_agency_is_known_by_its_names_and_by_its_old_ones(name: str, slug: str | None, sure: bool) -> None:
    match = NAMES.by_name(name)
    assert (match.slug if match else None) == slug
    assert match is None or (not match.doubt) == sure


def test_where_there_is_one_agency_only_the_bureau_is_it() -> None:
    match = AgencyNames({"lin": agency("临江市生态环境局", 2)}).by_name("环保局")
    assert match is not None
    assert (match.slug, bool(match.doubt)) == ("lin", True)


@pytest.mark.parametrize(
    ("kind", "code", "name", "expected", "words"),
    [
        ("法人及非法人组织", credit_code(3), "甲公司", ("organization", credit_code(3)), ""),
        ("", credit_code(3), "某某", ("organization", credit_code(3)), ""),
        ("", credit_code(3, "92"), "某店", ("sole_trader", credit_code(3, "92")), ""),
        ("", "", "甲有限公司", ("organization", None), "party.uscc"),
        ("", "", "某饭店", (None, None), "party.type"),
        ("个体工商户", "00000000000000000x", "某饭店", ("sole_trader", "00000000000000000X"), ""),
        ("法人", credit_code(3, "92"), "某店", ("organization", credit_code(3, "92")), "只有个体工商户的代码以 92 开头"),
        ("自然人", credit_code(3), "张三", ("individual", None), "自然人没有统一社会信用代码"),
        ("自然人", "11010519491231002X", "张三", ("individual", None), "像是身份证号码"),
        ("法人", "９１" + credit_code(3)[2:], "甲公司", ("organization", credit_code(3)), ""),
        ("法人", credit_code(3)[:-1] + "I", "甲公司", ("organization", credit_code(3)[:-1] + "I"), "校验位不对"),
        ("法人", "913200001234560000", "甲公司", ("organization", "913200001234560000"), "存成了数字"),
        ("法人", "9132", "甲公司", ("organization", None), "有 4 位或含有别的字符"),
        ("外星人", "", "甲公司", ("organization", None), "应为法人及非法人组织、个体工商户、自然人之一"),
    ],
)  # fmt: skip
def test_the_party(kind: str, code: str, name: str, expected: tuple[str | None, str | None], words: str) -> None:
    one = {**row(行政相对人类别=kind, 行政相对人名称=name), "行政相对人代码_1（统一社会信用代码）": code}
    table = table_of(Sheet("", [list(one), list(one.values())]))
    assert table is not None
    draft = Draft(table.lines()[0])
    fill(draft)
    party = draft.fields["party"]
    told = "".join(draft.doubts + draft.missing)
    assert (party.get("type"), party.get("uscc")) == expected
    assert words in told
    assert not code or len(code) < 6 or code not in told
