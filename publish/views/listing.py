"""A version of a list as its views read it: rows by column name, labels as staff wrote them.

Only public columns are there (`publish.lists.public`). A shape names the columns that it cannot do without; every other column
is shown under its own title, so that nothing that staff add gets lost.

A long version is cut into pages (`Listing.pages`) in the order of its rows, for its rows change all at once, with the next version.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from publish.dossier import Facts
from publish.lists import CatalogueList, Version

PART = re.compile(r"[；;\n]+")
ARROW = re.compile(r"\s*(?:→|->|—>|\n)\s*")
DIALLED = re.compile(r"(?:\d{3,4}-)?\d{5,8}")  # a number that a telephone can call as it stands
CALLED = ("phone", "consultation")
UNITS = {"工作日": "个工作日", "日": "日", "天": "天", "个月": "个月", "年": "年", "次": "次", "元": "元"}
UNIT = re.compile(f"（({'|'.join(UNITS)})）$")
SAFE = re.compile(r"[0-9A-Za-z-]{1,64}")
TAKEN = re.compile(r"(\d{4}-\d\d-\d\d(-table)?|index|table)(-\d+)?")  # what other pages of the same folder are called
ROWS, CHARACTERS = 500, 24_000  # most of a page; a Chinese character takes up to two bytes, packed
Row = dict[str, str]
Cell = dict[str, Any]


@dataclass(frozen=True)
class Listing:
    """`current`: whether it is the version in force on the build's day, whose pages of single rows exist.

    `chosen`: the rows of one page, and `whole`: the version that they are of; None where it is all of it.
    """

    one: CatalogueList
    version: Version
    facts: Facts
    today: date
    current: bool
    chosen: list[Row] | None = None
    whole: Listing | None = None

    @cached_property
    def names(self) -> list[str]:
        """The columns, in their order."""
        return [column.name for column in self.one.description.fields]

    @property
    def rows(self) -> list[Row]:
        """Every row, by column, that is to be shown."""
        return self.every if self.chosen is None else self.chosen

    @cached_property
    def every(self) -> list[Row]:
        """Every row of the version."""
        return self.whole.every if self.whole else [dict(zip(self.names, row, strict=True)) for row in self.version.rows]

    @cached_property
    def numbers(self) -> dict[str, Counter[str]]:
        """Column → what it says → in how many rows of the version."""
        return self.whole.numbers if self.whole else {name: Counter(row[name] for row in self.every) for name in self.names}

    def pages(self, by: str = "") -> list[Listing]:
        """The pages of the version, rows that say the same in a column together; itself where one page is enough."""
        rows = [row for _, group in self.grouped(by) for row in group] if by else self.every
        parts: list[list[Row]] = [[]]
        room = CHARACTERS
        for row in rows:
            room -= sum(map(len, row.values()))
            if parts[-1] and (len(parts[-1]) == ROWS or room < 0):
                parts.append([])
                room = CHARACTERS - sum(map(len, row.values()))
            parts[-1].append(row)
        return [replace(self, chosen=part, whole=self) for part in parts] if len(parts) > 1 else [self]

    def title(self, name: str) -> str:
        """A column's title."""
        return self.one.description.fields[self.names.index(name)].title

    def cell(self, row: Row, name: str) -> Cell:
        """A cell as shown."""
        return cell(name, self.one.description.fields[self.names.index(name)].type, row[name], self.facts)

    def labels(self, row: Row, names: Iterable[str]) -> list[dict[str, Any]]:
        """Some cells under their columns' titles; empty ones and columns that are not there are left out."""
        told = ((self.title(name), self.cell(row, name)) for name in names if name in self.names)
        return [_label(title, cell) for title, cell in told if cell["text"]]

    def rest(self, row: Row, *used: str) -> list[dict[str, Any]]:
        """The other cells under their columns' titles."""
        return self.labels(row, (name for name in self.names if name not in used))

    def grouped(self, name: str) -> list[tuple[str, list[Row]]]:
        """The rows by what a column says: in the order of its enumeration, else of appearance."""
        found: dict[str, list[Row]] = {value: [] for value in self.one.description.fields[self.names.index(name)].enum}
        for row in self.rows:
            found.setdefault(row[name], []).append(row)
        return [(value, rows) for value, rows in found.items() if rows]


def _label(title: str, cell: Cell) -> dict[str, Any]:
    """A cell under its title; a number's unit, where the title has it in brackets, goes to the number."""
    unit = UNIT.search(title)
    if unit and cell["text"].isdecimal():
        return {"title": title[: unit.start()], "cells": [cell | {"text": f"{cell['text']} {UNITS[unit[1]]}"}]}
    return {"title": title, "cells": [cell]}


def cell(name: str, kind: str, text: str, facts: Facts) -> Cell:
    """A cell as shown: a page's slug becomes a link to its full text, a web address a link that leaves the site."""
    if name == "page" and text:
        known = any(page.slug == text for page in facts.pages.values())
        return {"text": "全文" if known else "", "href": f"pages/{text}.html" if known else None, "external": False}
    if kind == "url" and text:
        return {"text": "样例" if name == "sample" else "原文", "href": text, "external": True}
    if DIALLED.fullmatch(text) and any(word in name for word in CALLED):
        return plain(text, f"tel:{text}")
    return plain({"true": "是", "false": "否"}.get(text, text) if kind == "boolean" else text)


def plain(text: str, href: str | None = None) -> Cell:
    """A cell of our own."""
    return {"text": text, "href": href, "external": False}


def parts(text: str) -> list[Cell]:
    """What a cell enumerates: conditions, materials, each by itself."""
    return [plain(part) for one in PART.split(text) if (part := one.strip(" 　。"))]


def steps(text: str) -> list[Cell]:
    """The steps of a flow that a cell writes with arrows."""
    return [plain(part) for one in ARROW.split(text) if (part := one.strip(" 　。"))]


def slug_of(key: str) -> str:
    """What a row's page is called: its key where that can be part of an address, else a name that stands for the key alone.

    So an address neither holds a name nor changes with the row's place in the table.
    """
    if SAFE.fullmatch(key) and not TAKEN.fullmatch(key):
        return key
    return f"k{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def current(facts: Facts, slug: str, needs: Iterable[str], today: date) -> Listing | None:
    """The version of a list that is in force; None where there is none, or not with the columns that are needed."""
    one = facts.lists.get(slug)
    version = one.current(today) if one else None
    listing = Listing(one, version, facts, today, current=True) if one and version else None
    return listing if listing and set(needs) <= set(listing.names) else None
