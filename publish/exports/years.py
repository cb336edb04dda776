"""All public decisions made in a year as one CSV, where they are few enough for a spreadsheet: the months' tables, joined as they are.

Planned in the closing stage, for it is made of the months' files in place: their bytes, the first one's header kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from publish.errors import BuildFailed
from publish.exports import ROOT, months
from publish.output import Draft
from publish.parts import Files

FOLDER = f"{ROOT}years/"
MOST = 20_000  # decisions (outputs.md, "Data")


def small(totals: Mapping[str, int]) -> dict[str, list[str]]:
    """Year → its months, of the years that get a table. `totals`: decisions by month."""
    found: dict[str, list[str]] = {}
    for month in sorted(totals):
        found.setdefault(month[:4], []).append(month)
    return {year: group for year, group in found.items() if sum(totals[month] for month in group) <= MOST}


def drafts(group: Sequence[str], files: Files) -> Iterator[Draft]:
    """The table of the year that some months make."""
    tables = [files.file(f"{months.FOLDER}{month}.csv") for month in group]
    yield f"{FOLDER}{group[0][:4]}.csv", "year_table", {"parts": [[one.path, one.digest] for one in tables]}


def table(output: Path, rows: dict[str, Any]) -> bytes:
    """The bytes of a year's table. Raises BuildFailed where a month's file is not as it was made."""
    texts: list[bytes] = []
    for path, digest in rows["parts"]:
        content = (output / path).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise BuildFailed(f"文件 {path} 与生成时的不同；请删去这个文件，再生成一次。")
        texts.append(content.split(b"\r\n", 1)[1] if texts else content)
    return b"".join(texts)
