"""The clocks that no single decision tells: withdrawals, lists, the annual report (`domain/rules.md` §1).

What can be known of each, and from where:

* An order says when the act took effect and when the withdrawal was ordered; the store says whether the decision was still
  public when this build took it down.
* A list's version says from which day it is; the store says which version was shown last. Its rows say when a law came into
  force or ended (`effective_on`, `ended_on`): where that lies after the version before, the new version shows the change.
  A row that is merely added late (an old law) is no change that could be dated, and is not told.
* The report of a year says when it was published; that it is missing shows in the next year, from 1 February.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from publish import state
from publish.calendar import Calendar, Undetermined
from publish.days import iso_day
from publish.dossier import Facts
from publish.errors import Finding
from publish.lists import CatalogueList, Version
from publish.load import load
from publish.orders import Order, Orders
from publish.rules import deadlines
from publish.scan import unpacked


def late(database: sqlite3.Connection, content: Path, facts: Facts, orders: Orders, today: date) -> list[Finding]:
    """Every finding of `deadlines` that is not made for a single decision."""
    calendar = facts.policy.working_days
    return [
        *_withdrawals(database, orders, calendar, today),
        *_lists(database, facts, calendar, today),
        *_reports(database, content, facts, today),
    ]


def _withdrawals(database: sqlite3.Connection, orders: Orders, calendar: Calendar, today: date) -> Iterator[Finding]:
    public = "SELECT rid FROM main.source WHERE path GLOB 'orders/*' AND EXISTS (SELECT 1 FROM store.decision WHERE id = rid)"
    still_public = {ident for (ident,) in database.execute(public)}
    for decision, group in orders.by_decision.items():
        standing = orders.fate(decision).withdrawals if decision in still_public else ()
        for one in group:
            if one.action == "withdraw" and one.effective_on and one.ordered_on:
                yield from _withdrawal(database, one, calendar, today if one in standing else one.ordered_on)


def _withdrawal(database: sqlite3.Connection, one: Order, calendar: Calendar, down_on: date) -> Iterator[Finding]:
    """`down_on`: the day on which the decision comes down, as far as it is known; else that of the order."""
    assert one.effective_on
    assert one.ordered_on
    last = calendar.deadline(one.effective_on, deadlines.WITHDRAWAL)
    if isinstance(last, Undetermined):
        what = f"行为生效或送达（{one.effective_on}）起 {deadlines.WITHDRAWAL} 个工作日的撤回期限"
        line = _order_line(database, one, "effective_on")
        yield Finding(one.path, line, "deadlines.undetermined", deadlines.unknown_year(what, last), deadlines.LEVEL)
    elif one.ordered_on > last:
        yield deadlines.withdrawal(
            one.path, _order_line(database, one, "ordered_on"), one.effective_on, last, f"{one.ordered_on} 才作出撤回"
        )
    elif down_on > last:
        words = f"到 {down_on} 决定还在网站上，本次才撤下"
        yield deadlines.withdrawal(one.path, _order_line(database, one, "effective_on"), one.effective_on, last, words)


def _order_line(database: sqlite3.Connection, one: Order, name: str) -> int:
    """The line of an order's field, read again: few orders are late."""
    row = database.execute("SELECT text FROM main.filed WHERE path = ?", (one.path,)).fetchone()
    return unpacked(row[0], "order").line(name) if row else 1


def _lists(database: sqlite3.Connection, facts: Facts, calendar: Calendar, today: date) -> Iterator[Finding]:
    released_on, shown = state.last_release(database)
    for slug, one in facts.lists.items():
        version = one.current(today)
        if released_on and slug in shown and version and version.on > shown[slug]:
            yield from _changed(f"lists/{slug}/{version.on}.csv", version.on, today, f"{today} 才第一次公开", calendar)
        for before, after in zip(one.versions, one.versions[1:], strict=False):
            for day in sorted(_dated_changes(one, before, after)):
                yield from _changed(f"lists/{slug}/{after.on}.csv", day, after.on, f"这一版从 {after.on} 起才写明", calendar)


def _changed(path: str, changed_on: date, shown_on: date, words: str, calendar: Calendar) -> Iterator[Finding]:
    last = calendar.deadline(changed_on, deadlines.LATER)
    if isinstance(last, Undetermined):
        if shown_on.year >= last.year:
            what = f"清单 {changed_on} 的变动起 {deadlines.LATER} 个工作日的公开期限"
            yield Finding(path, 1, "deadlines.undetermined", deadlines.unknown_year(what, last), deadlines.LEVEL)
    elif shown_on > last:
        yield deadlines.list(path, changed_on, last, words)


def _dated_changes(one: CatalogueList, before: Version, after: Version) -> set[date]:
    """The days on which something of this version changed: laws that came into force or ended since the version before."""
    names = [column.name for column in one.description.fields]
    begins, ends = (names.index(name) if name in names else None for name in ("effective_on", "ended_on"))
    if begins is None and ends is None:
        return set()
    old = {row[one.key]: row for row in before.rows}
    days: set[date | None] = set()
    for row in after.rows:
        known = old.get(row[one.key])
        if begins is not None and known is None:
            days.add(_after(row[begins], before.on))
        if ends is not None and known is not None and known[ends] != row[ends]:
            days.add(iso_day(row[ends]))
    return {day for day in days if day and day <= after.on}


def _after(text: str, day: date) -> date | None:
    found = iso_day(text)
    return found if found and found > day else None


def _reports(database: sqlite3.Connection, content: Path, facts: Facts, today: date) -> Iterator[Finding]:
    for year, report in facts.reports.items():
        last = deadlines.report_due(report.year)
        if report.published_on > last:
            path = f"reports/{year}.yml"
            line = load("report", path, (content / path).read_bytes()).line("published_on")
            yield deadlines.report(
                path, line, f"公开日期 {report.published_on} 晚于 {last}；{report.year} 年的执法总体情况应在这一天以前公开"
            )
    year_before = today.year - 1
    path = f"reports/{year_before}.yml"
    if today > deadlines.report_due(year_before) and not _has(database, "path = ?", path):
        decided = "kind = 'decision' AND day GLOB ?"
        if _has(database, decided, f"{year_before}-*"):
            yield deadlines.report(path, 1, f"有 {year_before} 年作出的决定，却没有这一年的执法总体情况；应在 {today.year}-01-31 以前公开")


def _has(database: sqlite3.Connection, condition: str, value: str) -> bool:
    return database.execute(f"SELECT 1 FROM main.source WHERE {condition} LIMIT 1", (value,)).fetchone() is not None
