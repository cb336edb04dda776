"""What a row becomes: the fields of a draft, what is missing, what is doubtful, and why it cannot be written.

Remarks say what was found, what was expected and what to do, in Chinese; a value in them is short and never holds a long number.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from publish.codes import uscc_ok
from publish.fields import half_width
from publish.importing.cells import day_of, line_of, text_of, yuan_of
from publish.importing.columns import Line
from publish.model import DecisionFile, Party, Penalty, Permit
from publish.strict_yaml import shown
from publish.titles import title_of

BLOCKS = {"party": Party, "penalty": Penalty, "permit": Permit}
DAYS = ("decided_on", "published_on", "public_until", "penalty.valid_until", "permit.valid_from", "permit.valid_until")
MONEY = ("penalty.fine_yuan", "penalty.confiscated_yuan")


def named(name: str) -> str:
    """A field as staff see it: `decided_on（作出日期）`."""
    block, _, last = name.rpartition(".")
    return f"{name}（{title_of(BLOCKS.get(block, DecisionFile), last)[0]}）"


@dataclass
class Draft:
    """A row on its way to a file. `agency` and `year` say where it goes; `refusals` why it cannot."""

    line: Line
    fields: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    agency: str = ""
    year: int = 0

    def text(self, name: str) -> str:
        """A cell as text, "" where there is none."""
        return text_of(self.line.cells.get(name, ""))

    def one_line(self, name: str) -> str:
        """A cell as one line."""
        return line_of(self.line.cells.get(name, ""))

    def column(self, name: str) -> str:
        """The column that a field stands in, as staff see it."""
        return f"“{self.line.columns[name].title}”列"

    def put(self, name: str, value: Any) -> None:
        """Give a field its value."""
        block, _, last = name.rpartition(".")
        (self.fields.setdefault(block, {}) if block else self.fields)[last] = value

    def lacks(self, name: str, why: str = "") -> None:
        """A field that must be filled in, with the reason: an empty cell, a column that is not there, or `why`."""
        if not why and name not in self.line.columns:
            why = "表里没有这一列"
        state = "里的不能用" if self.text(name) else "是空的"
        self.missing.append(f"{named(name)}，{why or self.column(name) + state}")

    def doubt(self, name: str, words: str) -> None:
        """Something in a cell that a person should look at."""
        self.doubts.append(f"{self.column(name)}{words}。")

    def refuse(self, name: str, words: str) -> None:
        """A reason why the row is not written."""
        self.refusals.append(f"{self.column(name)}{words}。" if name in self.line.columns else f"{words}。")

    def put_text(self, name: str, most: int, needed: bool, one_line: bool = False) -> None:
        """A text field from its cell."""
        value = self.one_line(name) if one_line else self.text(name)
        if value:
            self.put(name, value)
            if len(value) > most:
                self.doubt(name, f"有 {len(value)} 字；{named(name)}应不超过 {most} 字，请缩短")
        elif needed:
            self.lacks(name)

    def said(self, name: str) -> str:
        """What a cell says, short, for a remark."""
        return f"写的是“{shown(self.one_line(name))}”"


def digest(line: Line) -> str:
    """The row's mark: the same for the same row in another order of columns, another file format or another way of writing dates.

    Of what is read only: an identity number, in its own column or in that of the credit code, could be found from it by trying.
    """
    cells = {name: text for name, cell in line.cells.items() if (text := _canonical(line, name, cell))}
    if not uscc_ok(cells.get("party.uscc", "").upper()):
        cells.pop("party.uscc", None)
    plain = json.dumps([line.kind, cells], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def _canonical(line: Line, name: str, cell: str) -> str:
    text = text_of(cell)
    if text and name in DAYS and (day := day_of(text)):
        return day.isoformat()
    if text and name in MONEY and (yuan := yuan_of(text, line.columns[name].unit)[0]) is not None:
        return str(yuan)
    return re.sub(r"\s", "", half_width(text))
