"""Which set is published: the new one where the gate lets it pass, else the last one less what must come down.

A stop lets nothing new in and still lets everything out (design.md, "When the gate stops"): orders, ends and privacy take
their decisions from the last public set, as it was; notices of withdrawals are added. Without an earlier build there is
nothing to take away, and the output stays untouched.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from publish.detectors import identity_numbers, mobiles
from publish.dossier import Facts
from publish.errors import Finding, Level, loudest
from publish.gate import Verdict
from publish.judging import Judgement
from publish.levels import raised
from publish.model import DecisionFile
from publish.naming import names_party
from publish.orders import Order, Orders, unknown_decisions
from publish.publication import Notice, PublicationSet
from publish.scan import unpacked
from publish.strict_yaml import shown


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
    withdrawn: set[str] = field(default_factory=set)
    leaking: set[str] = field(default_factory=set)


def decide(database: sqlite3.Connection, judgement: Judgement, facts: Facts, orders: Orders, key: str, today: date) -> Decision:
    """The set to publish, laid out in the temporary tables that `PublicationSet` reads."""
    part = dict(database.execute("SELECT name, value FROM store.part"))
    built = "facts" in part
    judgement.findings += _unknown(database, orders, built)
    notices, found = _notices(database, orders, facts)
    judgement.findings = [raised(finding, facts.policy.gate) for finding in judgement.findings + found]
    stopped = loudest(judgement.findings) >= Level.stop
    decision = Decision(sorted(set(judgement.findings)), judgement.counts, stopped, key, verdicts=judgement.verdicts)
    decision.withdrawn = {ident for ident in orders.by_decision if orders.fate(ident).state == "withdrawn"}
    decision.leaking = judgement.leaking
    if not stopped:
        judged = {verdict.name for verdict in judgement.verdicts}
        _lay_out(database, judged, (row for verdict in judgement.verdicts for row in verdict.rows))
        decision.publication = PublicationSet(database, facts, notices, judged)
    elif built:
        last = [Notice.model_validate(one) for one in json.loads(part["notices"])]
        facts = Facts.model_validate_json(part["facts"])
        removed = judgement.removed | _over(database, today) | decision.withdrawn | _repaired(orders)
        judged = _without(database, removed)
        decision.publication = PublicationSet(database, facts, _merged(last, notices), judged)
    decision.gone = _gone(database) if decision.publication else set()
    return decision


def _lay_out(database: sqlite3.Connection, judged: set[str], rows: Iterable[tuple[object, ...]]) -> None:
    database.execute("BEGIN")
    database.executemany("INSERT INTO temp.judged VALUES (?)", [(name,) for name in judged])
    # Two files with one id stop the build; here the first row is as good as the other.
    database.executemany("INSERT OR IGNORE INTO temp.candidate VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    database.execute("COMMIT")


def _without(database: sqlite3.Connection, removed: set[str]) -> set[str]:
    """Lay out the last public set's months that lose something, without what is removed; their names."""
    months: set[str] = set()
    for ident in removed:
        months |= {name for (name,) in database.execute("SELECT month FROM store.decision WHERE id = ?", (ident,))}
    kept = [
        row
        for month in sorted(months)
        for row in database.execute("SELECT id, month, party, until, digest, row, record FROM store.decision WHERE month = ?", (month,))
        if row[0] not in removed
    ]
    _lay_out(database, months, kept)
    return months


def _over(database: sqlite3.Connection, today: date) -> set[str]:
    return {ident for (ident,) in database.execute("SELECT id FROM store.decision WHERE until < ?", (str(today),))}


def _repaired(orders: Orders) -> set[str]:
    return {ident for ident in orders.by_decision if orders.fate(ident).state == "repaired"}


def _gone(database: sqlite3.Connection) -> set[str]:
    query = """SELECT d.id FROM store.decision d JOIN temp.judged j ON d.month = j.name
        WHERE d.id NOT IN (SELECT id FROM temp.candidate)"""
    return {ident for (ident,) in database.execute(query)}


def _unknown(database: sqlite3.Connection, orders: Orders, built: bool) -> list[Finding]:
    query = "SELECT 1 FROM main.source WHERE kind = 'decision' AND rid = ?"
    known = {ident for ident in orders.by_decision if database.execute(query, (ident,)).fetchone()}
    ever = {ident for (ident,) in database.execute("SELECT id FROM store.known")} if built else None
    return unknown_decisions(orders, known, ever)


def _notices(database: sqlite3.Connection, orders: Orders, facts: Facts) -> tuple[list[Notice], list[Finding]]:
    """The notices of all withdrawals in force, and what is wrong with their reasons."""
    notices, found = [], []
    for ident in sorted(orders.by_decision):
        for one in orders.fate(ident).withdrawals:
            reason, faults = _reason(database, one)
            found += faults
            if one.agency and one.agency not in facts.agencies:
                words = f"agencies 文件夹里没有 {shown(one.agency)}.yml；决定仍会撤回，公告不写机关。请改正 agency。"
                found.append(Finding(one.path, 1, "identity.agency", words, Level.hold))
            if not one.silent:
                notices.append(_notice(one, reason, facts))
    return notices, found


def _notice(one: Order, reason: str, facts: Facts) -> Notice:
    shown = one.instrument if facts.policy.privacy.show_instrument else ""
    agency = one.agency if one.agency in facts.agencies else ""
    return Notice(
        id=one.id, agency=agency, ground=one.ground, ordered_on=one.ordered_on, effective_on=one.effective_on,
        reason=reason, instrument=shown, kind=one.kind, tags=list(one.tags),
    )  # fmt: skip


def _reason(database: sqlite3.Connection, one: Order) -> tuple[str, list[Finding]]:
    """The reason as the notice shows it: empty where it leads to the party, or where that cannot be checked."""
    query = "SELECT text FROM main.source JOIN main.filed USING (path) WHERE kind = 'decision' AND rid = ?"
    records = [unpacked(filed, "decision").record for (filed,) in database.execute(query, (one.decision,))]
    known = [record for record in records if isinstance(record, DecisionFile)]
    if not one.reason or not known or len(known) < len(records):
        return "", []
    found = []
    if any(names_party(one.reason, record) for record in known):
        words = "reason 里有能认出当事人的内容；公告改用固定说明。请改写 reason，不写当事人、代码和文号。"
        found.append(Finding(one.path, 1, "order.reason_names_party", words, Level.warn))
    for code, leaks in (("privacy.id_number", identity_numbers(one.reason)), ("privacy.mobile", mobiles(one.reason))):
        for _, seen in leaks:
            words = f"reason 中有不得公开的号码 {seen}；公告改用固定说明。请删去。"
            found.append(Finding(one.path, 1, code, words, Level.hold))
    return ("" if found else one.reason), found


def _merged(last: list[Notice], new: list[Notice]) -> list[Notice]:
    """The last notices with those of new withdrawals; under a stop none is taken back."""
    return list({one.id: one for one in [*last, *new]}.values())
