"""The number of a decision in search: its day, kind, agency and topics in one integer, so that a list of numbers can be sorted by
date, counted and filtered without its records. Greater is newer.

Nothing is numbered in order of arrival: what tells decisions and names apart is a slot, taken by the digest of the name, the next
free one where it is taken. So a number stays when others come or go, but for the rare one that met another in its slot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from publish.model import KINDS
from publish.search.rows import Row

FIRST_YEAR = 1949
MONTHS, AGENCIES, TOPICS, SLOTS = 1 << 11, 1 << 10, 1 << 9, 1 << 16  # so to the year 2119
WIDTH = 53  # bits of a number: what a browser counts with exactly
KIND = {name: place for place, name in enumerate(KINDS)}


def slots(names: Collection[str], size: int) -> dict[str, int]:
    """A slot of 1 … size - 1 for each name; none for those that find no room, for which 0 stands."""
    taken: dict[int, str] = {}
    for name in sorted(names)[: size - 1]:
        slot = crc32(name.encode()) % (size - 1)
        while slot in taken:
            slot = (slot + 1) % (size - 1)
        taken[slot] = name
    return {name: slot + 1 for slot, name in taken.items()}


@dataclass(frozen=True)
class Numbering:
    """The slots of agencies and of sets of topics."""

    agencies: dict[str, int]
    topics: dict[str, int]

    @classmethod
    def of(cls, agencies: Collection[str], topics: Collection[str]) -> Numbering:
        """For all agencies and all sets of topics that there are."""
        return cls(slots(agencies, AGENCIES), slots(topics, TOPICS))

    def cell(self, row: Row) -> int | None:
        """All of a number but the slot, None on a day without one."""
        on = _on(row.decided_on)
        if on is None:
            return None
        agency, topics = self.agencies.get(row.agency, 0), self.topics.get(row.topics, 0)
        return ((on * len(KIND) + KIND[row.kind]) * AGENCIES + agency) * TOPICS + topics

    def numbers(self, rows: Iterable[Row]) -> dict[str, int]:
        """Id → number, for all decisions of a day, or of days, together; without those of days that no number tells (before 1949, after
        August 2119), and those for which a day has no room (65,535 of one cell): search does not find these."""
        cells: dict[int, list[str]] = {}
        for row in rows:
            if (cell := self.cell(row)) is not None:
                cells.setdefault(cell, []).append(row.id)
        found = {}
        for cell, idents in cells.items():
            if len(idents) == 1:  # as nearly always: the same, in a fourth of the time
                found[idents[0]] = cell * SLOTS + crc32(idents[0].encode()) % (SLOTS - 1) + 1
            else:
                found |= {ident: cell * SLOTS + slot for ident, slot in slots(idents, SLOTS).items()}
        return found


@lru_cache(maxsize=10_000)
def _on(day: str) -> int | None:
    year, month, day_of_month = map(int, day.split("-"))
    months = (year - FIRST_YEAR) * 12 + month - 1
    return months << 5 | day_of_month if 0 <= months < MONTHS else None
