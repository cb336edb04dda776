"""The bytes of a table file to sheets of texts, with bounds; whatever the bytes are, the end is a table or words.

1. A file of a spreadsheet program (XLSX, XLS) is told by its first bytes, whatever its name. An XLSX is a zip: it is unpacked once
   under bounds, and read in a process of its own (`publish.importing.sheets`), for the reader can end a process.
2. Anything else is text: UTF-8 with or without byte order mark, UTF-16 with one, or GB 18030; comma, tab or semicolon between cells.
3. Rows are numbered as Excel numbers them: a row with line breaks in a cell is one row, an empty one counts.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from publish.errors import BadUsage

MAX_FILE = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_ROWS = 100_000
MAX_COLUMNS = 300
FIELD = 131_072  # characters: more than that is a quote that was not closed
MAX_CELL = 32_767  # characters: Excel's own bound
SECONDS = 120
PROJECT = Path(__file__).resolve().parents[2]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = (",", "\t", ";")
SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”或“CSV UTF-8”，再导入。"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name ("" for a text file), whether it is hidden, and its rows as texts (row 1 first, empty rows too)."""

    name: str
    rows: list[list[str]]
    hidden: bool = False


def read(raw: bytes) -> list[list[Sheet]]:
    """The sheets of a file, once for each way of taking it apart: a text has one for each separator. Raises BadUsage."""
    if len(raw) > MAX_FILE:
        raise BadUsage(f"文件有 {len(raw) // 1024 // 1024} MB；应不超过 {MAX_FILE // 1024 // 1024} MB。请分成几个文件导入。")
    if raw.startswith(ZIP):
        _bounded_zip(raw)
        return [_spreadsheet(raw)]
    if raw.startswith(OLE):
        return [_spreadsheet(raw)]
    text = decoded(raw)
    if text.lstrip()[:500].lower().startswith(("<html", "<!doctype", "<table", "<?xml", "<meta")):
        raise BadUsage(f"文件其实是网页，不是表格（有些系统导出的 .xls 是这样）。{SAVE_AS}")
    return [[Sheet("", rows)] for rows in _separated(text)]


def decoded(raw: bytes) -> str:
    """A text file's text. Raises BadUsage where it is of no known encoding."""
    if raw.startswith(UTF_16):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\0") == 0:
            return text
    raise BadUsage(f"读不出文字：既不是 UTF-8、GB 18030 文本，也不是 Excel 文件。{SAVE_AS}")


def _separated(text: str) -> list[list[list[str]]]:
    """The rows for each separator that occurs in the text. Raises BadUsage where none gives a table."""
    tables, faults = [], []
    for separator in [one for one in SEPARATORS if one in text] or [","]:
        rows: list[list[str]] = []
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
                rows.append(row)
                _bounded(rows)
                if max(map(len, row), default=0) > FIELD:  # the library's own limit is one of the process, which others raise
                    raise csv.Error
        except csv.Error:
            faults.append(len(rows) + 1)
        else:
            tables.append(rows)
    if not tables:
        raise BadUsage(f"第 {max(faults)} 行起读不成表格：引号不成对，或一格里的文字过长。{SAVE_AS}")
    return tables


def _bounded(rows: list[list[str]]) -> None:
    if len(rows) > MAX_ROWS:
        raise BadUsage(f"表格超过 {MAX_ROWS} 行。请分成几个文件导入。")
    if len(rows[-1]) > MAX_COLUMNS:
        raise BadUsage(f"第 {len(rows)} 行超过 {MAX_COLUMNS} 列；请删去右边用不到的列，再导入。")


def _bounded_zip(raw: bytes) -> None:
    """Unpack once, in pieces: the reader of spreadsheets has no bound of its own. Raises BadUsage."""
    if raw.count(b"PK\x01\x02") > 2 * MAX_ENTRIES:  # before the list of entries is made: it can be as large as the file
        raise BadUsage(f"Excel 文件里有太多部分，没有读取。{SAVE_AS}")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            entries = packed.infolist()
            if len(entries) > MAX_ENTRIES or sum(one.file_size for one in entries) > MAX_UNPACKED:
                raise BadUsage(f"Excel 文件解压后过大（应不超过 {MAX_UNPACKED // 1024 // 1024} MB），没有读取。请分成几个文件导入。")
            if any(one.flag_bits & 1 for one in entries):
                raise BadUsage("Excel 文件有密码。请取消密码后再导入。")
            broken = packed.testzip()  # reads no more of an entry than its stated size, and compares the checksum
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
        broken = "?"
    if broken:
        raise BadUsage(f"Excel 文件已损坏，打不开。{SAVE_AS}")


def _spreadsheet(raw: bytes) -> list[Sheet]:
    """A workbook's sheets, read by a child: a hostile or broken one can end it, and not us. Raises BadUsage."""
    command = [sys.executable, "-m", "publish.importing.sheets"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, cwd=PROJECT, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise BadUsage(f"{SECONDS} 秒还没有读完这个 Excel 文件，已停止。请删去用不到的工作表和空行，或分成几个文件导入。") from None
    if done.returncode == 4:
        raise BadUsage(done.stdout.decode("utf-8"))
    if done.returncode != 0:
        raise BadUsage(f"这个 Excel 文件读不出来：已损坏，或最下面、最右边还有内容，使表格过大。请把用到的部分复制到新文件。{SAVE_AS}")
    return [Sheet(one["name"], one["rows"], one["hidden"]) for one in json.loads(done.stdout)]
