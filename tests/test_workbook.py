"""Workbooks: the same bytes from the same cells, cells as they were, no cell that a spreadsheet would run."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import read_excel
from python_calamine import CalamineWorkbook

from publish.exports.workbook import column, sheet, workbook

COLUMNS = [column("编号"), column("封", number=True, group="措施"), column("扣", number=True, group="措施"), column("万元", number=True)]
ROWS = [["0012", "3", "0", "12.050001"], ["=1+1", "", "7", "0.5"], ["91990101MA0000001X", "1", "2", "3"]]


def book(*sheets: dict[str, Any]) -> bytes:
    return workbook({"title": "总体情况", "author": "甲省", "on": "2026-01-28", "sheets": list(sheets)})


def cells(made: bytes, number: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(number).to_python(skip_empty_area=False)


def test_the_same_cells_are_the_same_bytes_whatever_the_clock_says() -> None:
    first = book(sheet("表一", "处罚", COLUMNS, ROWS))
    time.sleep(2.1)  # an archive counts time in steps of two seconds
    assert book(sheet("表一", "处罚", COLUMNS, ROWS)) == first


def test_a_sheet_reads_back_as_title_headings_and_cells() -> None:
    read = cells(book(sheet("表一", "行政处罚", COLUMNS, ROWS, notes=["说明：按月统计"])))
    assert read[0][0] == "行政处罚"
    assert read[1][1] == "措施"
    assert read[2] == ["编号", "封", "扣", "万元"]
    assert read[3] == ["0012", 3, 0, 12.050001]
    assert read[4] == ["=1+1", "", 7, 0.5]
    assert read[-1][0] == "说明：按月统计"


def test_codes_and_what_begins_like_a_formula_stay_texts() -> None:
    read = cells(book(sheet("表", "表", [column("甲")], [["=HYPERLINK(1)"], ["@SUM(A1)"], ["007"], ["http://a.example/"]])))
    assert [row[0] for row in read[2:]] == ["=HYPERLINK(1)", "@SUM(A1)", "007", "http://a.example/"]
    with zipfile.ZipFile(io.BytesIO(book(sheet("表", "表", [column("甲")], [["=1+1"]])))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_names_of_sheets_are_short_of_no_marks_and_different() -> None:
    made = book(*(sheet(name, "表", [column("甲")], []) for name in ("a/b[c]:d*e?", "长" * 40, "长" * 40, "", "''")))
    names = CalamineWorkbook.from_filelike(io.BytesIO(made)).sheet_names
    assert names == ["a b c  d e", "长" * 31, "长" * 27 + " 2", "表", "表 2"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    read = cells(book(sheet("表", "表", [column("甲")], [["字" * 40_000]])))
    assert read[2][0].startswith("字" * 32_000)
    assert read[2][0].endswith("……")


def test_pandas_reads_a_table_below_its_title() -> None:
    table = read_excel(io.BytesIO(book(sheet("表", "表", COLUMNS, ROWS))), engine="calamine", skiprows=2, dtype={"编号": str})
    assert list(table["编号"]) == ["0012", "=1+1", "91990101MA0000001X"]
    assert table["扣"].sum() == 9


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufffe\uffff"), min_size=1, max_size=40) | st.just("_x0041_")


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_any_text_reads_back(texts: list[str]) -> None:
    read = cells(book(sheet("表", "表", [column("甲")], [[text] for text in texts])))
    assert [row[0] for row in read[2:]] == texts
