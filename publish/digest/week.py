"""What became public in some days, and what was withdrawn, read from the last public set."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from publish.dossier import Facts
from publish.finding.store import settled
from publish.model import GROUNDS, KINDS
from publish.publication import Notice, PublicDecision
from publish.views.frame import agency_name, decision_href
from publish.views.sharing import shortened

NOTABLE = 5  # of the largest fines
CONCLUSION = 80  # characters


@dataclass(frozen=True)
class Told:
    """A decision against an organization or a sole trader. `fine`: yuan, 0 for none; `url`: its page."""

    kind: str
    agency: str
    party: str
    conclusion: str
    fine: Decimal
    url: str


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawal, told from its notice alone: no party."""

    on: str
    agency: str
    ground: str
    url: str


@dataclass(frozen=True)
class Week:
    """The days from `first` to `last`. `counts`: kind → agency's name → number of decisions, those of individuals included.

    `told`: newest first; `built`: the day of the last build.
    """

    name: str
    url: str
    first: date
    last: date
    counts: dict[str, dict[str, int]]
    told: list[Told]
    withdrawn: list[Withdrawn]
    built: date

    @property
    def total(self) -> int:
        """How many decisions became public."""
        return sum(sum(one.values()) for one in self.counts.values())

    @property
    def notable(self) -> list[Told]:
        """Those with the largest fines, largest first."""
        return sorted((one for one in self.told if one.fine), key=lambda one: -one.fine)[:NOTABLE]

    @property
    def period(self) -> str:
        """2026年11月18日至24日; what the two days share is said once."""
        end = f"{self.last.day}日" if (self.first.year, self.first.month) == (self.last.year, self.last.month) else _day(self.last)
        end = f"{self.last.year}年{end}" if self.first.year != self.last.year else end
        begin = f"{self.first.year}年{_day(self.first)}"
        return begin if self.first == self.last else f"{begin}至{end}"

    def of_kind(self, kind: str) -> list[Told]:
        """The decisions of a kind that are told."""
        return [one for one in self.told if one.kind == kind]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def week(state: Path, release_store: Path, today: date, days: int) -> Week:
    """The `days` days up to `today`. `state`: `<output>.state`. Raises BadUsage where there is no site or a build is at work."""
    first = today - timedelta(days=days - 1)
    with settled(state, release_store) as database:
        parts = dict(database.execute("SELECT name, value FROM main.part WHERE name IN ('facts', 'notices', 'release')"))
        records = _records(database, first, today)
    facts = Facts.model_validate_json(parts["facts"])
    decisions = [PublicDecision.model_validate_json(record) for record in records]
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for one in decisions:
        counts[one.kind][agency_name(facts, one.agency)] += 1
    notices = [Notice.model_validate(one) for one in json.loads(parts["notices"])]
    return Week(
        facts.site.name, facts.site.url, first, today,
        {kind: dict(sorted(of.items(), key=lambda pair: (-pair[1], pair[0]))) for kind, of in counts.items() if of},
        [_told(one, facts) for one in decisions if one.party.type != "individual"],
        [_withdrawn(one, facts) for one in notices if one.ordered_on and first <= one.ordered_on <= today],
        date.fromisoformat(json.loads(parts["release"])["day"]),
    )  # fmt: skip


def _records(database: sqlite3.Connection, first: date, last: date) -> list[str]:
    """The records of the days, newest first; without those that ended since the last build."""
    query = """
        SELECT record FROM main.entry JOIN main.decision USING (id)
        WHERE collection = 'all' AND published_on BETWEEN ? AND ? AND coalesce(until, '9999-12-31') >= ?
        ORDER BY published_on DESC, decided_on DESC, id DESC"""
    return [record for (record,) in database.execute(query, (str(first), str(last), str(last)))]


def _told(one: PublicDecision, facts: Facts) -> Told:
    fine = (one.penalty and one.penalty.fine_yuan) or Decimal(0)
    url = f"{facts.site.url}/{decision_href(one.id)}"
    conclusion = shortened(one.conclusion, CONCLUSION).rstrip("。；;")
    return Told(one.kind, agency_name(facts, one.agency), one.party.name, conclusion, fine, url)


def _withdrawn(one: Notice, facts: Facts) -> Withdrawn:
    agency = agency_name(facts, one.agency) if one.agency else ""
    return Withdrawn(str(one.ordered_on), agency, GROUNDS.get(one.ground, "依法撤回"), f"{facts.site.url}/notices/{one.id}.html")
