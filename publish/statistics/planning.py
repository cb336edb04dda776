"""Statistics as parts of the plan: one a year, planned again only where its months, its report or its tables changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from typing import Any

from publish.output import Draft
from publish.parts import Part, key_of, over
from publish.publication import PublicationSet
from publish.rules.deadlines import report_due
from publish.statistics.annual import Annual
from publish.views import statistics as views

PREFIX = "statistics "


@dataclass
class Statistics:
    """`summaries`: month → what `publish.publication.summary` says of it; `tables`: the years whose report is out."""

    publication: PublicationSet
    summaries: Mapping[str, Mapping[str, Any]]
    tables: Mapping[str, Annual]
    today: date

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
        policy = [facts.policy.statistics.model_dump(mode="json"), facts.policy.calendar.model_dump(mode="json")]
        late = self.today > report_due(int(year))
        return key_of(frame, months, asdict(annual) if annual else None, report, policy, late)

    def _year(self, year: str) -> Iterator[Draft]:
        yield from views.year_drafts(year, self.tables.get(year), self.publication.facts, self.today, [])

    def index(self) -> Draft:
        """The page of the years."""
        counts: dict[str, dict[str, int]] = {year: {} for year in self.years()}
        for month, one in self.summaries.items():
            for kind, number in one["kind"].items():
                counts[month[:4]][kind] = counts[month[:4]].get(kind, 0) + number
        return views.index_draft(self.years(), counts, self.tables, self.publication.facts)
