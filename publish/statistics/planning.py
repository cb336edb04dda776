"""Statistics as parts of the plan: one a year, planned again only where its months, its report or its tables changed.

Of a year that is planned again only those months are read whose figures are not kept from an earlier build (`main.figures`);
where those of the last public set are kept, only what changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import Any

import msgspec

from publish import before as last
from publish.output import Draft
from publish.parts import Part, key_of, over
from publish.publication import PublicationSet
from publish.rules.deadlines import report_due
from publish.statistics.annual import Annual
from publish.statistics.figures import Figures, figures, less, together
from publish.views import statistics as views
from publish.views.figures import Year, figures_of

PREFIX = "statistics "


@dataclass
class Statistics:
    """`summaries`: month → what `publish.views.summaries.summary` says of it; `tables`: the years whose report is out.

    `program`: the digest of the program; `made`: month → key and figures, of those that this build read.
    """

    publication: PublicationSet
    summaries: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, Annual]
    today: date
    program: str
    made: dict[str, tuple[str, Figures]] = field(default_factory=dict)

    def years(self) -> list[str]:
        """The years that have a page, newest first: those of public decisions, and those whose report is out."""
        return sorted({month[:4] for month in self.summaries} | self.tables.keys(), reverse=True)

    def months(self, year: str) -> list[str]:
        """The months of a year with public decisions."""
        return sorted(month for month in self.summaries if month.startswith(f"{year}-"))

    def parts(self, frame: str, known: Iterable[str]) -> Iterator[Part]:
        """A part a year; years that are over are planned away. `frame`: the digest of what frames every page."""
        parts = {f"{PREFIX}{year}": year for year in self.years()}
        for name, year in parts.items():
            yield Part(name, self._key(year, frame), partial(self._year, year))
        yield from over(PREFIX, known, parts)

    def _key(self, year: str, frame: str) -> str:
        facts, annual = self.publication.facts, self.tables.get(year)
        months = [[month, self.publication.digest(month)] for month in self.months(year)]
        report = facts.reports[year].model_dump(mode="json") if annual else None
        days = [self.today > report_due(int(year)), self.today.year > int(year)]
        return key_of(frame, months, asdict(annual) if annual else None, report, self._policy(), days)

    def _year(self, year: str) -> Iterator[Draft]:
        facts, months = self.publication.facts, self.months(year)
        found = {month: self._figures(month) for month in months}
        last = 12 if int(year) < self.today.year else int(months[-1][-2:]) if months else 0
        every = [f"{year}-{number:02d}" for number in range(1, last + 1)]
        shown, files = figures_of(Year(year, every, {month: self.summaries[month] for month in months}, found, facts))
        yield from files
        yield from views.year_drafts(year, self.tables.get(year), facts, self.today, shown)

    def _figures(self, month: str) -> Figures:
        """What charts need of a month: as it is kept, or read from its public records."""
        key = self._figures_key(self.publication.digest(month))
        if kept := self._kept(month, key):
            return kept
        self.made[month] = (key, (self._brought_up(month) or self._read(one[3] for one in self.publication.decisions(month))).ordered())
        return self.made[month][1]

    def _brought_up(self, month: str) -> Figures | None:
        """The figures of the last public set, less those of what changed, and with those of what it is now; None where none are kept."""
        before = self._kept(month, self._figures_key(last.digest(self.publication.database, month)))
        if before is None:
            return None
        was, now = (self._read(record for _, record in told) for told in last.touched(self.publication.database, month))
        return together([less(before, was), now])

    def _kept(self, month: str, key: str) -> Figures | None:
        query = "SELECT figures FROM main.figures WHERE name = ? AND key = ?"
        kept = self.publication.database.execute(query, (month, key)).fetchone()
        return Figures(**msgspec.json.decode(kept[0])) if kept else None

    def _read(self, records: Iterable[str]) -> Figures:
        policy = self.publication.facts.policy
        return figures(records, policy.statistics, policy.working_days)

    def _figures_key(self, digest: str) -> str:
        return key_of(digest, self.program, self._policy())

    def _policy(self) -> list[Any]:
        policy = self.publication.facts.policy
        return [policy.statistics.model_dump(mode="json"), policy.calendar.model_dump(mode="json")]

    def write(self) -> None:
        """Keep what was read, within the build's last transaction; months that are over are forgotten."""
        database = self.publication.database
        rows = [(month, key, one.as_json()) for month, (key, one) in self.made.items()]
        database.executemany("INSERT OR REPLACE INTO main.figures VALUES (?, ?, ?)", rows)
        over = [(name,) for (name,) in database.execute("SELECT name FROM main.figures").fetchall() if name not in self.summaries]
        database.executemany("DELETE FROM main.figures WHERE name = ?", over)

    def index(self) -> Draft:
        """The page of the years."""
        counts: dict[str, dict[str, int]] = {year: {} for year in self.years()}
        for month, one in self.summaries.items():
            for kind, number in one["kind"].items():
                counts[month[:4]][kind] = counts[month[:4]].get(kind, 0) + number
        return views.index_draft(self.years(), counts, self.tables, self.publication.facts)
