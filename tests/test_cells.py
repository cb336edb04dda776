"""Cells of a CSV: no spreadsheet runs one, and every text is read back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.exports.cells import FORMULA, HELD, NUMBER, REST, as_written, csv_bytes, harmless, joined
from tests.variety import FORMULAS

STARTS = st.sampled_from(["", *FORMULA, "'", "''", " ", '"', ",", "\r\n", "\x00", "\ufeff", "1", "-1", "+0.5"])
TEXTS = st.builds(str.__add__, STARTS, st.text(st.characters(codec="utf-8"), max_size=12))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=5)))
def test_any_text_comes_back_from_the_table(rows: list[list[str]]) -> None:
    header = [f"c{place}" for place in range(len(rows[0]) if rows else 1)]
    back = read(csv_bytes(header, rows))
    assert back[0] == header
    assert [[as_written(cell) for cell in row] for row in back[1:]] == rows


@given(TEXTS)
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = harmless(text)
    assert NUMBER.fullmatch(cell) or not cell.startswith(FORMULA)
    assert as_written(cell) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.5", "+3", "0042", "12", "甲=乙", "", "a'b"])
def test_numbers_and_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["-1+1", "-", "+", "-1,5", "－1", "+１", "-1\n"])
def test_what_only_looks_like_a_number_is_marked(text: str) -> None:
    assert harmless(text) == f"'{text}"


@given(st.lists(st.sampled_from(["甲" * 2000, "𠮷" * 2000, "短", "=1"]), max_size=40))
def test_a_joined_cell_fits_into_excel_and_tells_what_it_leaves_out(values: list[str]) -> None:
    cell = joined(values)
    assert len(harmless(cell).encode("utf-16-le")) // 2 <= HELD
    whole = "；".join(values)
    if cell != whole:
        assert cell.endswith(REST)
        assert whole.startswith(cell.removesuffix(REST))
        assert len(whole.encode("utf-16-le")) // 2 >= HELD
