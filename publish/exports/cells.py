"""Cells of a CSV that people open in a spreadsheet: harmless there, and read back exactly as they were.

A spreadsheet runs a cell that begins like a formula (OWASP, "CSV Injection"; `FORMULA`). Such a cell gets an apostrophe in
front, and so does one that begins with an apostrophe itself; so who loads the file takes one apostrophe away wherever a cell
begins with it, and has every cell as it was. Numbers with a sign are left alone: they run nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

MARK = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARKED = frozenset((MARK, *FORMULA))  # as a set: most of the time for a table goes into asking for this
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
HELD = 32_767  # UTF-16 units in a cell of Excel ("Excel specifications and limits")
REST = "……"
RULE = (
    "以 = + - @（半角或全角）、制表符、换行开头的单元格，前面加了一个半角单引号（'），以免表格软件把它当作公式执行；数字不加。"
    "本来就以单引号开头的，也再加一个。用程序读取时，凡以单引号开头的单元格，去掉开头的一个单引号，就是原文。"
)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs. `as_written` takes it back."""
    if cell[:1] in MARKED and not NUMBER.fullmatch(cell):
        return MARK + cell
    return cell


def as_written(cell: str) -> str:
    """What stood in a cell before `harmless`."""
    return cell.removeprefix(MARK)


def joined(values: Sequence[str]) -> str:
    """Several values in one cell. Those that the cell cannot hold are left out whole, and it ends in `REST`."""
    text = "；".join(values)
    if _units(text) < HELD:  # one is for the apostrophe
        return text
    kept: list[str] = []
    for value in values:
        if _units("；".join([*kept, value, REST])) >= HELD:
            break
        kept.append(value)
    return "；".join([*kept, REST])


def _units(text: str) -> int:
    return len(text) if len(text) * 2 < HELD else len(text.encode("utf-16-le")) // 2


def csv_rows(rows: Iterable[Iterable[str]]) -> list[bytes]:
    """Each row of a table as it stands in `csv_bytes`."""
    made = []
    for row in rows:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerow([harmless(cell) for cell in row])
        made.append(text.getvalue().encode())
    return made


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table that opens in Excel: UTF-8 with a byte order mark, CRLF (RFC 4180), cells harmless."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell if cell[:1] not in MARKED else harmless(cell) for cell in row] for row in rows)  # asked here: most are
    return text.getvalue().encode("utf-8-sig")
