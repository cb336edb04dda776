"""What the files below `/data/v1/` are, in datasets and the periods that they are cut into: the data package and the catalogue
are both made from this.

A file that no dataset knows (the index, the schemas, the sums) is in none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from publish.exports import ROOT
from publish.exports.credit_columns import PENALTIES, PERMITS
from publish.exports.tables import DECISIONS, WITHDRAWALS, Table, list_table
from publish.lists import CatalogueList
from publish.output import File

MONTH = r"(?P<period>\d{4}-\d{2})"


@dataclass(frozen=True)
class Piece:
    """One file of a dataset. `period`: the month (2026-05) or year (2026) that it is of, "" for a dataset that is not cut."""

    file: File
    period: str

    @property
    def address(self) -> str:
        """Where it is, relative to `/data/v1/`."""
        return self.file.path.removeprefix(ROOT)

    @property
    def form(self) -> str:
        """Its form: csv, jsonl or json."""
        return self.file.path.rpartition(".")[2]


@dataclass(frozen=True)
class Dataset:
    """A dataset, described once for all its periods.

    `table`: what its CSV files are; `schema`: the name of its JSON files' schema, "" for none. `modified`: the day of its
    last change, None for that of the release. `pieces`: by path, so by form and period.
    """

    name: str
    title: str
    description: str
    table: Table | None = None
    schema: str = ""
    modified: date | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def periods(self) -> list[str]:
        """The months or years that it is cut into, oldest first."""
        return sorted({one.period for one in self.pieces} - {""})

    def named(self, period: str) -> str:
        """The name of what it holds of a period; its own name where it is not cut."""
        return f"{self.name}-{period}" if period else self.name

    def titled(self, period: str) -> str:
        """The title of that."""
        year, _, month = period.partition("-")
        return self.title + (f"（{year} 年{f' {int(month)} 月' if month else ''}）" if period else "")


def of_table(table: Table, schema: str = "") -> Dataset:
    """A dataset that is a table."""
    return Dataset(table.name, table.title, table.description or table.title, table, schema)


YEARS = Dataset("decisions-by-year", f"{DECISIONS.title}（全年）", f"一年一个文件。{DECISIONS.description}", DECISIONS)
DELTAS = Dataset(
    "deltas",
    "每次发布的变更",
    "相邻两次发布之间新增、更正、撤下了哪些决定；本文件列出各次变更的地址。依次执行，就与最新的数据一致。",
    schema="deltas-index",
)
KNOWN = (
    (rf"decisions/{MONTH}\.(csv|jsonl)", of_table(DECISIONS, "decision")),
    (r"years/(?P<period>\d{4})\.csv", YEARS),
    (rf"credit/penalties-{MONTH}\.csv", of_table(PENALTIES)),
    (rf"credit/permits-{MONTH}\.csv", of_table(PERMITS)),
    (r"withdrawals\.(csv|json)", of_table(WITHDRAWALS, "withdrawals")),
    (r"deltas/index\.json", DELTAS),
)


def datasets(files: Sequence[File], lists: Mapping[str, CatalogueList], today: date) -> list[Dataset]:
    """What there is, decisions first. `files`: all below `/data/v1/`; `lists`: those of the site, some perhaps of a later day."""
    rules = [*KNOWN]
    for slug, one in sorted(lists.items()):
        if version := one.current(today):
            about = replace(of_table(list_table(slug, one.description), "list"), modified=version.on)
            rules.append((rf"lists/{slug}\.(csv|json)", about))
    found = [replace(about, pieces=_pieces(re.compile(ROOT + form, re.ASCII), files)) for form, about in rules]
    return [one for one in found if one.pieces]


def _pieces(form: re.Pattern[str], files: Sequence[File]) -> tuple[Piece, ...]:
    matches = ((one, form.fullmatch(one.path)) for one in files)
    return tuple(Piece(one, match.groupdict().get("period") or "") for one, match in matches if match)
