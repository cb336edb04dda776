"""A spreadsheet file to texts, as a process of its own: bytes on standard input, JSON on standard output.

The reader (calamine) asks for memory by the place of the farthest cell and ends the process where there is none, so this process
has bounds of memory and time, and its end is told in words by `publish.importing.workbook`. Exit code 4: words on standard output.

* Formulas give the value that was last computed; a text that begins with `=` stays text.
* A number is what Excel shows of it (15 digits); a date is `YYYY-MM-DD`.
* Cells merged downwards all hold the first one's text.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from publish.importing.workbook import MAX_CELL, MAX_COLUMNS, MAX_ROWS, SAVE_AS
from publish.strict_yaml import shown

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 100
MAX_SHEETS = 50
Value = int | float | str | bool | time | date | datetime | timedelta


class Unreadable(Exception):
    """Words for the person who gave the file."""


def text_of(value: Value) -> str:
    """A cell as text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        shown = format(value, ".15g")
        return format(value, ".0f") if "e+" in shown and abs(value) < 1e20 else shown
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)[: MAX_CELL + 1]


def rows_of(sheet: CalamineSheet) -> list[list[str]]:
    """A sheet's rows from its first row and column on. Raises Unreadable where it is out of bounds."""
    if sheet.total_width > MAX_COLUMNS or sheet.total_height > MAX_ROWS:
        raise Unreadable(
            f"工作表“{shown(sheet.name)}”有 {sheet.total_height} 行、{sheet.total_width} 列；应不超过 {MAX_ROWS} 行、{MAX_COLUMNS} 列。"
            "请删去最下面、最右边用不到的内容，或分成几个文件。"
        )
    rows = [[text_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and not row[left]:
                row[left] = rows[top][left]
    return rows


def sheets_of(raw: bytes) -> list[dict[str, Any]]:
    """All worksheets of a file. Raises Unreadable."""
    try:
        with load_workbook(io.BytesIO(raw)) as book:
            listed = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            if len(listed) > MAX_SHEETS:
                raise Unreadable(f"Excel 文件有 {len(listed)} 个工作表；应不超过 {MAX_SHEETS} 个。请只留下要导入的。")
            return [
                {
                    "name": one.name,
                    "hidden": one.visible != SheetVisibleEnum.Visible,
                    "rows": rows_of(book.get_sheet_by_name(one.name)) if one.visible == SheetVisibleEnum.Visible else [],
                }
                for one in listed
            ]
    except PasswordError:
        raise Unreadable("Excel 文件有密码。请取消密码后再导入。") from None
    except CalamineError:
        raise Unreadable(f"Excel 文件已损坏，或不是 .xlsx、.xls 格式，打不开。{SAVE_AS}") from None


def main() -> int:
    """Read standard input, write standard output; the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = json.dumps(sheets_of(sys.stdin.buffer.read()))
    except Unreadable as error:
        sys.stdout.buffer.write(str(error).encode())
        return 4
    sys.stdout.buffer.write(answer.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
