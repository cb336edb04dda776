"""Which set is published: the new one where the gate lets it pass, else the last one less what must come down.

A stop lets nothing new in and still lets everything out (design.md, "When the gate stops"): orders, ends and privacy take
their decisions from the last public set, as it was; notices of withdrawals are added. Without an earlier build there is
nothing to take away, and the output stays untouched.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from publish import newest
from publish.dossier import Facts
from publish.errors import Finding, Level, loudest
from publish.gate import Verdict
from publish.judging import Judgement
from publish.levels import raised
from publish.notices import notices_of
from publish.orders import Orders, unknown_decisions
from publish.publication import Notice, PublicationSet
from publish.statistics.annual import Annual


@dataclass
class Decision:
    """What the gate decided. `publication` is None where nothing may be built; `gone`: ids that leave the last public set."""

    findings: list[Finding]
    counts: Counter[str]
    stopped: bool
    key: str
    publication: PublicationSet | None = None
    verdicts: list[Verdict] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    ordered: set[str] = field(default_factory=set)  # ids that an order names
    ordered_away: set[str] = field(default_factory=set)  # of those, the withdrawn and the repaired
    in_force: dict[str, str] = field(default_factory=dict)  # order id → the decision that it holds down, and its day
    leaking: set[str] = field(default_factory=set)
    tables: dict[str, Annual] = field(default_factory=dict)  # year → the numbers of its annual report
    unsure: bool = False  # something outside the inputs kept a signature from being proved


def decide(database: sqlite3.Connection, judgement: Judgement, facts: Facts, orders: Orders, key: str, today: date) -> Decision:
    """The set to publish, laid out in the temporary tables that `PublicationSet` reads."""
    part = dict(database.execute("SELECT name, value FROM store.part"))
    built = "facts" in part
    judgement.findings += _unknown(database, orders, built)
    notices, found = notices_of(database, orders, facts, key)
    judgement.findings = [raised(finding, facts.policy.gate) for finding in judgement.findings + found]
    stopped = loudest(judgement.findings) >= Level.stop
    decision = Decision(sorted(set(judgement.findings)), judgement.counts, stopped, key, verdicts=judgement.verdicts)
    decision.ordered = set(orders.by_decision)
    decision.ordered_away = {ident for ident in decision.ordered if orders.fate(ident).state} | judgement.returned
    decision.in_force = orders.in_force()
    decision.leaking = judgement.leaking
    if not stopped:
        judged = {verdict.name for verdict in judgement.verdicts}
        _lay_out(database, judged)
        decision.publication = PublicationSet(database, facts, notices, judged, orders.restored())
    elif built:
        last = [Notice.model_validate(one) for one in json.loads(part["notices"])]
        facts = _still_there(Facts.model_validate_json(part["facts"]), facts)
        removed = judgement.removed | _over(database, today) | decision.ordered_away
        judged = _without(database, removed)
        decision.publication = PublicationSet(database, facts, _merged(last, notices), judged, orders.restored())
    decision.gone = _gone(database) if decision.publication else set()
    return decision


def _lay_out(database: sqlite3.Connection, judged: set[str]) -> None:
    """Lay out what the candidates change, in the days named."""
    database.execute("BEGIN")
    database.executemany("INSERT INTO temp.judged VALUES (?)", [(name,) for name in judged])
    newest.lay_out(database)
    database.execute("COMMIT")


def _without(database: sqlite3.Connection, removed: set[str]) -> set[str]:
    """Lay out the last public set's days that lose something, without what is removed; their names."""
    days: set[str] = set()
    for ident in removed:
        days |= {name for (name,) in database.execute("SELECT day FROM store.decision WHERE id = ?", (ident,))}
    database.execute("DELETE FROM temp.candidate")  # what the gate let pass
    for day in sorted(days):
        query = "INSERT INTO temp.candidate SELECT id, day, party, until, digest, row, record FROM store.decision WHERE day = ?"
        database.execute(query, (day,))
    database.executemany("DELETE FROM temp.candidate WHERE id = ?", [(ident,) for ident in removed])
    _lay_out(database, days)
    return days


def _over(database: sqlite3.Connection, today: date) -> set[str]:
    return {ident for (ident,) in database.execute("SELECT id FROM store.decision WHERE until < ?", (str(today),))}


def _still_there(last: Facts, now: Facts) -> Facts:
    """The last facts without the pages, reports, lists, versions and columns that are gone from the content, or may not be shown."""
    pages = {name: one for name, one in last.pages.items() if name in now.pages}
    reports = {year: one for year, one in last.reports.items() if year in now.reports}
    lists = {}
    for slug, one in last.lists.items():
        if slug in now.lists:
            days = {version.on for version in now.lists[slug].versions}
            kept = one.model_copy(update={"versions": [version for version in one.versions if version.on in days]})
            lists[slug] = kept.without(
                {column.name for column in kept.description.fields} - {column.name for column in now.lists[slug].description.fields}
            )
    return last.model_copy(update={"pages": pages, "reports": reports, "lists": {slug: one for slug, one in lists.items() if one}})


def _gone(database: sqlite3.Connection) -> set[str]:
    query = """SELECT d.id FROM temp.judged j CROSS JOIN store.decision d ON d.day = j.name
        WHERE d.id NOT IN (SELECT id FROM temp.candidate)"""
    return {ident for (ident,) in database.execute(query)}


def _unknown(database: sqlite3.Connection, orders: Orders, built: bool) -> list[Finding]:
    query = "SELECT 1 FROM main.source WHERE kind = 'decision' AND rid = ?"
    known = {ident for ident in orders.by_decision if database.execute(query, (ident,)).fetchone()}
    ever = {ident for ident in orders.by_decision if database.execute("SELECT 1 FROM store.known WHERE id = ?", (ident,)).fetchone()}
    return unknown_decisions(orders, known, ever if built else None)


def _merged(last: list[Notice], new: list[Notice]) -> list[Notice]:
    """The last notices with those of new withdrawals; under a stop none is taken back."""
    return list({one.id: one for one in [*last, *new]}.values())
