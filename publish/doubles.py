"""Which ids and document numbers more than one decision file bears: of a change only those that it touches are counted again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from publish import state

NOTE = "doubles"


@dataclass
class Doubles:
    """Ids and numbers (agency and document number, `publish.scan`). `numbers` in the order of their text."""

    ids: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)


@dataclass
class Touched:
    """Those of the files that changed, before and after. `noted`: what was noted last, None where all are to be counted."""

    database: sqlite3.Connection
    noted: list[list[str]] | None
    doubles: Doubles = field(default_factory=Doubles)

    def add(self, path: str) -> None:
        """What is known of a file now."""
        if self.noted is None:
            return
        for kind, ident, number in self.database.execute("SELECT kind, rid, number FROM main.source WHERE path = ?", (path,)):
            if kind == "decision" and ident:
                self.doubles.ids.add(ident)
            if number:
                self.doubles.numbers.add(number)

    def note(self) -> None:
        """Bring what is noted up to the change; all are counted where nothing is noted."""
        if self.noted is None:
            ids = self._all("SELECT rid FROM main.source WHERE kind = 'decision' GROUP BY rid HAVING COUNT(*) > 1")
            numbers = self._all("SELECT number FROM main.source WHERE number IS NOT NULL GROUP BY number HAVING COUNT(*) > 1")
        else:
            ids = self._counted("kind = 'decision' AND rid", {*self.noted[0], *self.doubles.ids})
            numbers = self._counted("number", {*self.noted[1], *self.doubles.numbers})
        state.put(self.database, NOTE, [sorted(ids), sorted(numbers)])

    def _all(self, query: str) -> set[str]:
        return {one for (one,) in self.database.execute(query)} - {None}

    def _counted(self, condition: str, values: Iterable[str]) -> set[str]:
        query = f"SELECT COUNT(*) FROM main.source WHERE {condition} = ?"
        return {one for one in values if self.database.execute(query, (one,)).fetchone()[0] > 1}


def last(database: sqlite3.Connection) -> Doubles:
    """What was noted by the last look at the content."""
    ids, numbers = state.get(database, NOTE, [[], []])
    return Doubles(set(ids), set(numbers))
