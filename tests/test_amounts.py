"""Amounts in text: what is written in any of the usual ways is read as what was meant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.amounts import amounts, fixed
from publish.numerals import capital, number

YUAN = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999999999.99"), places=2)


@given(st.integers(min_value=0, max_value=10**15))
def test_capital_numerals_are_read_back(value: int) -> None:
    assert number(capital(Decimal(value)).removesuffix("元整")) == value


@given(YUAN, st.sampled_from(["{}", "罚款人民币{}", "处以{}的罚款", "一、罚款（大写）：{}；二、责令改正"]))
def test_an_amount_in_capital_numerals_is_found_in_its_sentence(yuan: Decimal, sentence: str) -> None:
    if "元" in capital(yuan):
        assert [one.yuan for one in amounts(sentence.format(capital(yuan)))] == [yuan]


@given(YUAN, st.sampled_from(["{:f}元", "{:,f}元", "￥{:f}", "人民币{:f} 元整"]))
def test_an_amount_in_arabic_numerals_is_found(yuan: Decimal, form: str) -> None:
    assert [one.yuan for one in amounts("罚款" + form.format(yuan))] == [yuan]


@given(YUAN)
def test_an_amount_that_is_repeated_in_brackets_counts_once(yuan: Decimal) -> None:
    found = amounts(f"罚款人民币{yuan:f}元（大写：人民币{capital(yuan)}）。")
    assert fixed(found, "fine") == [yuan]
    assert all(one.again for one in found[1:])


@given(st.text(alphabet="零壹贰拾佰仟万亿元角分整罚款没收￥（）0123456789,.以上至、；的", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for one in amounts(text):
        assert one.yuan >= 0


@pytest.mark.parametrize(
    ("text", "fines", "taken"),
    [
        ("没收违法所得9500元；处以罚款170000元（大写：壹拾柒万元整）", [170000], [9500]),
        ("处十万元以上一百万元以下的罚款", [], []),
        ("处2万元至10万元罚款；决定罚款3万元", [30000], []),
        ("罚款:8.0（万元）,其他行政处罚:责令改正", [80000], []),
        ("投入工程款约480万元。罚款二十五万元", [250000], []),
        ("罚款壹仟贰佰叁拾肆元伍角陆分", [Decimal("1234.56")], []),
        ("2026年5月12日，罚款", [], []),
    ],
)
def test_what_is_fixed_is_told_from_what_the_law_allows(text: str, fines: list[Decimal], taken: list[Decimal]) -> None:
    found = amounts(text)
    assert (fixed(found, "fine"), fixed(found, "confiscated")) == (fines, taken)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("贰拾伍万", 250000),
        ("十二", 12),
        ("两万三千", 23000),
        ("一百零五", 105),
        ("壹亿零伍万", 100050000),
        ("万", None),
        ("", None),
        ("拾X", None),
    ],
)
def test_numerals_are_numbers(text: str, value: int | None) -> None:
    assert number(text) == value
