"""The numbers of tables 1 to 4 as they were shown, and that none of them changes in silence (`domain/rules.md` §8).

Rules:

1. A year's tables are shown where its report is out (`published_on`) and the year is over. So no current year has any: day by day
   their differences would give a withheld decision away.
2. What was shown is kept in the release store, in the build's last transaction (`publish.remember`).
3. Numbers that differ from what was shown replace it. After 31 January of the next year each such cell is told for good: before,
   after and the day; and staff get a warning (`deadlines.report_changed`).
4. Under a stop they stay as they were shown, and no new year has any.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from publish.dossier import Facts
from publish.errors import Finding
from publish.reports import Report
from publish.rules import deadlines
from publish.statistics.tables import numbers, place_of
from publish.statistics.tally import Tally, count_deleted, merged

Change = list[str | int]  # day (ISO text), agency, cell, before, after


@dataclass(frozen=True)
class Annual:
    """The numbers of a year's tables, and what changed of them after 31 January, oldest first."""

    numbers: Tally
    changes: list[Change]


def follow(
    database: sqlite3.Connection, facts: Facts, tallies: Mapping[str, Tally], today: date
) -> tuple[dict[str, Annual], list[Finding]]:
    """Year → what its tables show now, of the years whose tables are shown; and what changed since the last release."""
    shown: dict[str, Annual] = {}
    found: list[Finding] = []
    before = _stored(database)
    for year in years(facts, today):
        now = _numbers(year, facts, tallies)
        last = before.get(year)
        changes = list(_differences(last.numbers, now, today)) if last else []
        told = changes if today > deadlines.report_due(int(year)) else []
        shown[year] = Annual(now, [*(last.changes if last else []), *told])
        if told:
            found.append(deadlines.report_changed(f"reports/{year}.yml", len(told), int(year)))
    return shown, found


def under_stop(database: sqlite3.Connection, facts: Facts, today: date) -> dict[str, Annual]:
    """The same under a stop: as it was shown."""
    before = _stored(database)
    return {year: before[year] for year in years(facts, today) if year in before}


def years(facts: Facts, today: date) -> list[str]:
    """The years whose tables are shown on a day."""
    return sorted(year for year, report in facts.reports.items() if is_out(report, today))


def is_out(report: Report, today: date) -> bool:
    """Whether a report is published, and its year over."""
    return report.published_on <= today and report.year < today.year


def write(database: sqlite3.Connection, shown: Mapping[str, Annual]) -> None:
    """Keep what is shown, within the build's last transaction."""
    rows = [(year, json.dumps(one.numbers, ensure_ascii=False), json.dumps(one.changes, ensure_ascii=False)) for year, one in shown.items()]
    database.executemany("INSERT OR REPLACE INTO store.annual VALUES (?, ?, ?)", rows)


def _stored(database: sqlite3.Connection) -> dict[str, Annual]:
    query = "SELECT year, numbers, changes FROM store.annual"
    return {year: Annual(json.loads(found), json.loads(changes)) for year, found, changes in database.execute(query)}


def _numbers(year: str, facts: Facts, tallies: Mapping[str, Tally]) -> Tally:
    report, policy = facts.reports[year], facts.policy.statistics
    tally = merged(one for month, one in tallies.items() if month.startswith(f"{year}-"))
    count_deleted(tally, report, policy)
    return numbers(tally, report)


def _differences(before: Tally, after: Tally, today: date) -> Iterator[Change]:
    for agency in sorted(before.keys() | after.keys()):
        was, now = before.get(agency, {}), after.get(agency, {})
        for cell in _ordered(was.keys() | now.keys()):
            if was.get(cell, 0) != now.get(cell, 0):
                yield [str(today), agency, cell, was.get(cell, 0), now.get(cell, 0)]


def _ordered(cells: Iterable[str]) -> list[str]:
    """Cells of a table, by table and then by name."""
    placed = [(place[0].number, cell) for cell in cells if (place := place_of(cell))]
    return [cell for _, cell in sorted(placed)]
