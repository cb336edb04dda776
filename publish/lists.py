"""Catalogue lists (事前、事中、事后公开的清单和目录): reading a version's table, and what changed between two.

A version `<date>.csv` is the whole table from that day on. CSV as Excel saves it is read: UTF-8 with or without a byte
order mark, or GB 18030; the first row holds the field names of `list.yml`. Findings: `list.row` (a cell that is not of
its column's type, a row of the wrong length, a column that is missing or unknown), `list.key` (a key that is empty or
stands twice). Both leave the version out; its last released state stays.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from pydantic import BaseModel

from publish.days import iso_day
from publish.detectors import NOTHING, Known, leaks
from publish.errors import Finding
from publish.fields import CONTROL, HIDDEN
from publish.load import CONFLICT_WORDS, conflict, too_large
from publish.rules import list as list_rules
from publish.rules import load as load_rules
from publish.site import Column, ListDescription
from publish.strict_yaml import shown

MAX_BYTES = 5 * 1024 * 1024
MAX_CELL = 5000
CONTACT_NAMES = ("phone", "address", "hours", "body", "consultation", "progress_query")
TYPE_WORDS = {
    "date": "日期，如 2026-05-12",
    "integer": "整数，如 12",
    "number": "数字，如 12.5",
    "boolean": "true 或 false",
    "url": "以 http:// 或 https:// 开头的网址",
}


class Version(BaseModel):
    """The table of a list from a day on: public columns only, rows as texts in the columns' order."""

    on: date
    rows: list[list[str]]


class CatalogueList(BaseModel):
    """A list with its readable versions, oldest first; `description.fields` holds the public columns only."""

    slug: str
    description: ListDescription
    versions: list[Version]

    def current(self, today: date) -> Version | None:
        """The newest version not after the day."""
        return next((version for version in reversed(self.versions) if version.on <= today), None)

    def as_of(self, day: date) -> Version | None:
        """The version in force on a record's own day; before the first version, the first."""
        return self.current(day) or (self.versions[0] if self.versions else None)

    @property
    def key(self) -> int:
        """The position of the key column."""
        return [column.name for column in self.description.fields].index(self.description.key)

    def without(self, columns: set[str]) -> CatalogueList | None:
        """The list without some columns; None where its key is among them."""
        if self.description.key in columns:
            return None
        places = [place for place, column in enumerate(self.description.fields) if column.name not in columns]
        description = self.description.model_copy(update={"fields": [self.description.fields[place] for place in places]})
        versions = [Version(on=one.on, rows=[[row[place] for place in places] for row in one.rows]) for one in self.versions]
        return CatalogueList(slug=self.slug, description=description, versions=versions)


def is_contact(column: Column) -> bool:
    """Whether a column tells how to reach an office: by its mark or its name."""
    return column.contact or any(word in column.name for word in CONTACT_NAMES)


def contacts(lists: Iterable[CatalogueList]) -> Iterator[str]:
    """What the lists say about reaching offices."""
    for one in lists:
        yield one.description.contact or ""
        places = [place for place, column in enumerate(one.description.fields) if is_contact(column)]
        yield from (row[place] for version in one.versions for row in version.rows for place in places)


def describe(description: ListDescription, path: str) -> list[Finding]:
    """What is wrong with a list's description beyond its fields' types."""
    names = [column.name for column in description.fields]
    found = []
    if description.key not in names:
        words = f"key 写的是 {shown(description.key)}，但 fields 里没有这一列；应为其中之一：{'、'.join(names)}。请改正。"
        found.append(list_rules.key(path, 1, words))
    elif description.fields[names.index(description.key)].internal:
        found.append(list_rules.key(path, 1, f"主键列 {description.key} 标为 internal（不公开）；主键必须公开。请改正。"))
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.append(load_rules.duplicate_key(path, 1, f"列 {name} 写了两次；应只写一次。请删去一处。"))
    return found


def public(description: ListDescription) -> ListDescription:
    """The description without the columns that are internal."""
    return description.model_copy(update={"fields": [column for column in description.fields if not column.internal]})


def table(path: str, raw: bytes, description: ListDescription, known: Known = NOTHING) -> tuple[Version | None, list[Finding]]:
    """A version's file to its public table, with every finding in it."""
    on = iso_day(path.rpartition("/")[2].removesuffix(".csv"))
    if on is None:
        return None, [load_rules.path(path, 1, "文件名应为版本生效日期，如 2026-08-15.csv。请改名。")]
    if len(raw) > MAX_BYTES:
        return None, [too_large(path, len(raw), MAX_BYTES)]
    content = decoded(raw)
    if content is None:
        words = "既不是 UTF-8 也不是 GB 18030 编码，读不出文字。请在 Excel 里另存为“CSV UTF-8（逗号分隔）”。"
        return None, [load_rules.encoding(path, 1, words)]
    if line := conflict(content):
        return None, [list_rules.row(path, line, CONFLICT_WORDS)]
    try:
        lines = _lines(content)
    except csv.Error:
        return None, [list_rules.row(path, 1, "不是有效的 CSV 表格（引号不成对或单元格过长）。请在 Excel 里另存为 CSV UTF-8。")]
    return _table(path, on, lines, description, known)


def _table(
    path: str, on: date, lines: list[tuple[int, list[str]]], description: ListDescription, known: Known
) -> tuple[Version | None, list[Finding]]:
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    found = _header(path, header, description)
    if found:
        return None, found
    columns = {column.name: column for column in description.fields}
    kept = [column.name for column in description.fields if not column.internal]
    rows: list[list[str]] = []
    keys: dict[str, int] = {}
    for line, cells in lines[1:]:
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if len(cells) != len(header):
            words = f"这一行有 {len(cells)} 格，表头有 {len(header)} 列；应相等。内容里有逗号时请整格加英文双引号。"
            found.append(list_rules.row(path, line, words))
            continue
        for name in header:
            at = (path, line, columns[name], row[name])
            found += _cell(*at) or _cell_leaks(*at, known) or _cell_hidden(*at)
        found += _key(path, line, row[description.key], keys)
        rows.append([row[name] for name in kept])
    return (None if found else Version(on=on, rows=rows)), found


def _header(path: str, header: list[str], description: ListDescription) -> list[Finding]:
    names = [column.name for column in description.fields]
    if not header:
        return [list_rules.row(path, 1, f"文件是空的；第一行应为列名：{','.join(names)}。请补上。")]
    found = [list_rules.row(path, 1, f"缺少列 {name}（list.yml 里有）；请补上这一列。") for name in names if name not in header]
    for name in header:
        if name not in names:
            found.append(list_rules.row(path, 1, f"不认识的列 {shown(name)}；应为 {'、'.join(names)}。请改名或在 list.yml 里添加。"))
        elif header.count(name) > 1:
            found.append(list_rules.row(path, 1, f"列 {name} 出现两次；请删去一列。"))
    return found


def _cell(path: str, line: int, column: Column, value: str) -> list[Finding]:
    """Findings of one cell; the value is not repeated."""
    if not value:
        return [list_rules.row(path, line, f"列 {column.name} 没有内容；这一列必填。请补写。")] if column.required else []
    if len(value) > MAX_CELL:
        return [list_rules.row(path, line, f"列 {column.name} 过长；应不超过 {MAX_CELL} 字。请缩短。")]
    if not _of_type(column.type, value):
        return [list_rules.row(path, line, f"列 {column.name} 应为{TYPE_WORDS[column.type]}。请改写。")]
    if column.enum and value not in column.enum:
        return [list_rules.row(path, line, f"列 {column.name} 应为下列之一：{'、'.join(column.enum)}。请照抄其中一个。")]
    return []


def _cell_leaks(path: str, line: int, column: Column, value: str, known: Known) -> list[Finding]:
    """Secrets in a public cell; columns about reaching an office may hold telephone numbers, mailboxes and addresses."""
    if column.internal:
        return []
    found = leaks(value, contact=is_contact(column), known=known)
    # A certificate's number may have the shape of a mobile's: it begins with the code of a province.
    exempt = "privacy.mobile" if "certificate" in column.name else ""
    return [Finding(path, line, code, f"列 {column.name} 中{words}") for _, code, words in found if code != exempt]


def _cell_hidden(path: str, line: int, column: Column, value: str) -> list[Finding]:
    if not (CONTROL.search(value) or HIDDEN.search(value)):
        return []
    return [list_rules.row(path, line, f"列 {column.name} 含有不可见的控制字符；应为普通文字。请删去后重新输入。")]


def passes(version: Version, description: ListDescription, known: Known = NOTHING) -> bool:
    """Whether a released version holds nothing that today's detectors find."""
    cells = ((column, cell) for row in version.rows for column, cell in zip(description.fields, row, strict=True))
    return not any(_cell_leaks("", 1, column, cell, known) for column, cell in cells)


def _of_type(kind: str, value: str) -> bool:
    if kind == "date":
        return iso_day(value) is not None
    if kind == "integer":
        return re.fullmatch(r"-?\d{1,15}", value, re.ASCII) is not None
    if kind == "number":
        return re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value, re.ASCII) is not None
    if kind == "boolean":
        return value in ("true", "false")
    if kind == "url":
        return urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)
    return True


def _key(path: str, line: int, key: str, keys: dict[str, int]) -> list[Finding]:
    first = keys.setdefault(key, line)
    if not key:
        return [list_rules.key(path, line, "主键列没有内容；每行都要有。请补写。")]
    return [list_rules.key(path, line, f"主键与第 {first} 行相同；应各不相同。请改正或合并。")] if first != line else []


def decoded(raw: bytes) -> str | None:
    """The text of a table: UTF-8 with or without a byte order mark, else GB 18030, else None."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(content: str) -> list[tuple[int, list[str]]]:
    """The rows with the line on which each begins; rows that are empty throughout are left out."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    lines, begins = [], 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            lines.append((begins, cells))
        begins = reader.line_num + 1
    return lines


def changes(before: Version, after: Version, key: int) -> tuple[list[list[str]], list[list[str]], list[tuple[list[str], list[str]]]]:
    """Rows added, removed, and changed (before, after) between two versions, in the order of the tables."""
    old = {row[key]: row for row in before.rows}
    new = {row[key]: row for row in after.rows}
    added = [row for name, row in new.items() if name not in old]
    removed = [row for name, row in old.items() if name not in new]
    changed = [(old[name], row) for name, row in new.items() if name in old and old[name] != row]
    return added, removed, changed
