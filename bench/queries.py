"""What is asked: a sample of what citizens type, drawn from what is public, and what a naive scan finds for it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from publish.search.folding import fold, fold_number
from publish.search.readings import FORMS, readings

FOUR, NAME, NUMBER, CODE = "four characters of a name", "whole name", "document number", "credit code, or 8 of it"
SCANNED = (FOUR, NAME, NUMBER, CODE)  # of which a naive scan says what is right
COUNTS = {
    FOUR: 60,
    "two characters of a name": 20,
    NAME: 20,
    NUMBER: 20,
    CODE: 20,
    "pinyin of three characters": 20,
    "initials of four": 20,
}
EVERYWHERE = "有限公司"
SEED = 5
Row = dict[str, Any]


@dataclass(frozen=True)
class Query:
    """A query and its sort."""

    sort: str
    text: str


def rows_of(output: Path) -> list[Row]:
    """What lists say of every public decision of a built site (`publish.publication.row`), by id."""
    store = output.with_name(f"{output.name}.state") / "store.sqlite"
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
        return [json.loads(text) for (text,) in database.execute("SELECT row FROM decision ORDER BY id")]


def sample(rows: list[Row], share: float = 1.0) -> list[Query]:
    """The queries, always the same for the same decisions. `share`: of the usual number of each sort."""
    rng = Random(SEED)
    firms = [row for row in rows if row["code"] and row["number"] and len(_stem(row["party"])) > 4]
    made = [
        Query(sort, _typed(rng, sort, at, rng.choice(firms)))
        for sort, count in COUNTS.items()
        for at in range(max(2, round(count * share)))
    ]
    return [*made, Query(f"{EVERYWHERE}, in nearly every name", EVERYWHERE)]


def _stem(name: str) -> str:
    """A folded name up to the words for its form."""
    text = fold(name)
    form = FORMS.search(text)
    return text[: form.start()] if form else text


def _typed(rng: Random, sort: str, at: int, row: Row) -> str:
    """One query about a decision; every second one of a part of a name or code is of another part."""
    stem = _stem(row["party"])
    if sort == FOUR:
        first = rng.randint(1, len(stem) - 4) if at % 2 else 0
        return stem[first : first + 4]
    if sort.startswith("two"):
        first = rng.randint(0, len(stem) - 2)
        return stem[first : first + 2]
    if sort == NAME:
        return str(row["party"])
    if sort == NUMBER:
        return str(row["number"])
    if sort == CODE:
        return str(row["code"])[: 8 if at % 2 else 18]
    spelt = [every[0] for every in readings(stem)]
    return "".join(spelt[:3]) if sort.startswith("pinyin") else "".join(one[0] for one in spelt[:4])


class Scan:
    """The naive scan: every decision is looked at."""

    def __init__(self, rows: list[Row]) -> None:
        self.folded = [(row["id"], *_folded(row)) for row in rows]

    def right(self, query: Query) -> set[str]:
        """The ids of what a query of one of the sorts `SCANNED` means."""
        return set(self._right(query))

    def _right(self, query: Query) -> Iterator[str]:
        text, number = fold(query.text), fold_number(query.text)
        for ident, texts, document, code in self.folded:
            if query.sort == NUMBER:
                right = document == number
            elif query.sort == CODE:
                right = code.startswith(text)
            else:
                right = any(text in one for one in texts)
            if right:
                yield ident


def _folded(row: Row) -> tuple[list[str], str, str]:
    document = fold_number(row["number"])
    return [fold(row["party"]), fold(row["title"]), document.replace("/", "")], document, fold(row["code"] or "")
