"""Unified credit codes: what the program takes for one, another program does too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from publish.codes import USCC_CHARACTERS, USUAL, number_key, uscc_ok

BODIES = st.tuples(st.text("0123456789", min_size=8, max_size=8), st.text(USCC_CHARACTERS, min_size=9, max_size=9)).map("".join)


@given(BODIES)
def test_of_all_check_characters_both_take_the_same_one(body: str) -> None:
    taken = [character for character in USCC_CHARACTERS if uscc_ok(body + character)]
    assert taken == [uscc.calc_check_digit(body)]
    assert uscc.is_valid(body + taken[0])


@given(st.from_regex(USUAL, fullmatch=True), st.sampled_from(["", " ", "\u3000"]))
def test_a_document_number_in_its_usual_form_has_the_key_of_every_other_form(number: str, blank: str) -> None:
    other = number.replace("〔", f"{blank}【第").replace("〕", "】0") + "号"
    assert not USUAL.fullmatch(other)
    assert number_key(number) == number_key(other)


def test_what_is_between_usual_and_other_forms_has_their_key() -> None:
    forms = ["京环罚〔2026〕45号", "京环罚〔2026〕045号", "京环罚〔2026〕第45号", "京环罚（2026）45 号", "京环罚［2026］４５号"]
    assert {number_key(one) for one in forms} == {"京环罚|2026|45"}
    assert number_key("京环〇罚〔2026〕45号") == "京环〇罚|2026|45"
