"""Workbooks (.xlsx, ECMA-376) that people open in a spreadsheet: titled tables in, the same bytes out for the same cells.

Rows of the view `workbook`:

* `title`, `author`: of the document's properties; `on`: the day that stands in them as the day of making (ISO text), for
  the clock must not get in.
* `sheets`: each `{name, title, columns, rows, notes}`. A column is `{title, number, group}`: `number` says that its cells are
  numbers (texts such as `12.05`; what is no number stays a text); every other cell stays a text as it is, codes with leading zeros and
  what begins like a formula too. Neighbours with the same `group` stand below one heading; "" is none.

XlsxWriter writes a row at a time (`constant_memory`) and dates all entries of the archive alike.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

from publish.exports.cells import HELD, NUMBER, REST

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")  # in the name of a sheet
NAMED = 31  # characters of a sheet's name
WIDEST = 48.0  # of a column, in half-width characters
NARROWEST = 8.0
LOOKED_AT = 200  # rows whose widths are asked for
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
BORDER = {"border": 1, "valign": "top"}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "head": {**BORDER, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#EEEEEE"},
    "text": {**BORDER, "text_wrap": True, "num_format": "@"},
    "number": {**BORDER, "num_format": "General"},
    "note": {"text_wrap": False},
}


def column(title: str, number: bool = False, group: str = "") -> dict[str, Any]:
    """One column of a sheet."""
    return {"title": title, "number": number, "group": group}


def sheet(
    name: str, title: str, columns: Sequence[dict[str, Any]], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()
) -> dict[str, Any]:
    """One table of a workbook. `notes`: lines below it."""
    return {"name": name, "title": title, "columns": list(columns), "rows": [list(row) for row in rows], "notes": list(notes)}


def workbook(rows: dict[str, Any]) -> bytes:
    """The bytes of a workbook."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 60 ms, and most builds make none

    made = io.BytesIO()
    book = Workbook(made, OPTIONS)
    book.set_properties({"title": rows["title"], "author": rows["author"], "created": datetime.fromisoformat(rows["on"])})
    formats = {name: book.add_format(about) for name, about in FORMATS.items()}
    taken: set[str] = set()
    for one in rows["sheets"]:
        _fill(book.add_worksheet(_name(one["name"], taken)), one, formats)
    book.close()
    return made.getvalue()


def _name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes: short, without its own marks, of no other sheet."""
    base = FORBIDDEN.sub(" ", wanted).strip("' ")[:NAMED] or "表"
    names = (base, *(f"{base[: NAMED - 4]} {number}" for number in range(2, 1000)))
    name = next(one for one in names if one.lower() not in taken)
    taken.add(name.lower())
    return name


def _fill(page: Any, one: dict[str, Any], formats: dict[str, Any]) -> None:
    columns = one["columns"]
    for place, width in enumerate(_widths(columns, one["rows"])):
        page.set_column(place, place, width)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, _cut(one["title"]), formats["title"])
    line = 1
    if any(each["group"] for each in columns):
        for first, last, title in _groups(columns):
            _spanning(page, line, (first, last), title, formats["head"])
        line += 1
    for place, each in enumerate(columns):
        page.write_string(line, place, _cut(each["title"]), formats["head"])
    page.repeat_rows(1, line)
    page.freeze_panes(line + 1, 1)
    for row in one["rows"]:
        line += 1
        for place, (each, cell) in enumerate(zip(columns, row, strict=True)):
            _write(page, (line, place), each, cell, formats)
    for number, note in enumerate(one["notes"], line + 2):
        page.write_string(number, 0, _cut(note), formats["note"])


def _groups(columns: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int, str]]:
    """(first, last, title) of neighbours below one heading."""
    for title, group in groupby(enumerate(columns), key=lambda each: each[1]["group"]):
        places = [place for place, _ in group]
        if title:
            yield places[0], places[-1], title
        else:
            yield from ((place, place, "") for place in places)


def _spanning(page: Any, line: int, places: tuple[int, int], title: str, form: Any) -> None:
    first, last = places
    if first == last:
        page.write_string(line, first, title, form)
    else:
        page.merge_range(line, first, line, last, title, form)


def _write(page: Any, at: tuple[int, int], column: dict[str, Any], cell: str, formats: dict[str, Any]) -> None:
    if column["number"] and NUMBER.fullmatch(cell):
        page.write_number(*at, float(cell), formats["number"])
    else:
        page.write_string(*at, _cut(cell), formats["text"])


def _cut(text: str) -> str:
    """A text as a cell holds it; XlsxWriter leaves one out that is longer."""
    return text if len(text) < HELD else text[: HELD - len(REST)] + REST


def _widths(columns: Sequence[dict[str, Any]], rows: Sequence[Sequence[str]]) -> list[float]:
    """The width of each column: of its longest line among the first rows, within bounds."""
    widths = []
    for place, each in enumerate(columns):
        texts = [each["title"], *(row[place] for row in rows[:LOOKED_AT])]
        longest = max(_wide(line) for text in texts for line in text.split("\n"))
        widths.append(min(WIDEST, max(NARROWEST, longest + 2.0)))
    return widths


def _wide(line: str) -> int:
    return sum(2 if east_asian_width(ch) in "FW" else 1 for ch in line)
