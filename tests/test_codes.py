"""Unified credit codes: what the program takes for one, another program does too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from publish.codes import USCC_CHARACTERS, uscc_ok

BODIES = st.tuples(st.text("0123456789", min_size=8, max_size=8), st.text(USCC_CHARACTERS, min_size=9, max_size=9)).map("".join)


@given(BODIES)
def test_of_all_check_characters_both_take_the_same_one(body: str) -> None:
    taken = [character for character in USCC_CHARACTERS if uscc_ok(body + character)]
    assert taken == [uscc.calc_check_digit(body)]
    assert uscc.is_valid(body + taken[0])
