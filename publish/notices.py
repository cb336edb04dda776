"""撤回公告: what is said of each withdrawal in force, made from the order alone; what could lead to the party is left out.

A notice depends on the order, the decision's files and whatever decisions are judged by, so it is kept with the digest of these: a
site of many withdrawals does not read all their decisions in every build.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3

from publish.detectors import leaks
from publish.detectors.persons import named, others
from publish.dossier import Facts, Tables
from publish.errors import Finding, Level
from publish.model import DecisionFile
from publish.naming import names_party
from publish.orders import Order, Orders
from publish.publication import Notice
from publish.rules import order as order_rules
from publish.scan import unpacked
from publish.strict_yaml import shown

FILES = "SELECT path, digest FROM main.source WHERE kind = 'decision' AND rid = ? ORDER BY path"


def notices_of(database: sqlite3.Connection, orders: Orders, facts: Facts, key: str) -> tuple[list[Notice], list[Finding]]:
    """The notices of all withdrawals in force, and what is wrong with their reasons. `key`: of what decisions are judged by."""
    notices: list[Notice] = []
    found: list[Finding] = []
    kept = {path: (digest, said) for path, digest, said in database.execute("SELECT path, key, said FROM main.notice")}
    fresh: list[tuple[str, str, str]] = []
    tables = Tables(facts.lists)
    for ident in sorted(orders.by_decision):
        for one in orders.fate(ident).withdrawals:
            files = database.execute(FILES, (one.decision,)).fetchall()
            digest = hashlib.sha256(repr((key, one, files)).encode()).hexdigest()
            known, said = kept.pop(one.path, ("", ""))
            if known != digest:
                said = _said(database, one, facts, tables)
                fresh.append((one.path, digest, said))
            notice, faults = json.loads(said)
            found += [Finding.from_json(fault) for fault in faults]
            if notice:
                notices.append(Notice.model_validate(notice))
    if fresh or kept:
        database.execute("BEGIN")
        database.executemany("INSERT OR REPLACE INTO main.notice VALUES (?, ?, ?)", fresh)
        database.executemany("DELETE FROM main.notice WHERE path = ?", [(path,) for path in kept])
        database.execute("COMMIT")
    return notices, found


def _said(database: sqlite3.Connection, one: Order, facts: Facts, tables: Tables) -> str:
    """The notice of an order, where it has one, and its faults: as JSON."""
    records, whole = _records(database, one.decision)
    reason, found = _reason(one, records, facts, tables) if whole else ("", [])
    if one.agency and one.agency not in facts.agencies:
        words = f"agencies 文件夹里没有 {shown(one.agency)}.yml；决定仍会撤回，公告不写机关。请改正 agency。"
        found.append(Finding(one.path, 1, "identity.agency", words, Level.hold))
    notice = None if one.silent else _notice(one, reason, facts, records).model_dump(mode="json")
    return json.dumps([notice, [fault.as_json() for fault in found]], ensure_ascii=False)


def _notice(one: Order, reason: str, facts: Facts, records: list[DecisionFile]) -> Notice:
    leaking = any(True for _ in leaks(one.instrument, known=facts.known)) or any(names_party(one.instrument, record) for record in records)
    shown_instrument = one.instrument if facts.policy.privacy.show_instrument and not leaking else ""
    agency = one.agency if one.agency in facts.agencies else ""
    return Notice(
        id=one.id, agency=agency, ground=one.ground, ordered_on=one.ordered_on, effective_on=one.effective_on,
        reason=reason, instrument=shown_instrument, kind=one.kind, tags=list(one.tags),
        decision=one.decision,
    )  # fmt: skip


def _records(database: sqlite3.Connection, ident: str) -> tuple[list[DecisionFile], bool]:
    """The decision's files as they are now, and whether there are some and all can be read."""
    query = "SELECT text FROM main.source JOIN main.filed USING (path) WHERE kind = 'decision' AND rid = ?"
    filed = [unpacked(text, "decision").record for (text,) in database.execute(query, (ident,))]
    records = [record for record in filed if isinstance(record, DecisionFile)]
    return records, bool(records) and len(records) == len(filed)


def _reason(one: Order, records: list[DecisionFile], facts: Facts, tables: Tables) -> tuple[str, list[Finding]]:
    """The reason as the notice shows it: empty where it leads to the party."""
    if not one.reason:
        return "", []
    found = []
    if any(names_party(one.reason, record) for record in records):
        words = "reason 里有能认出当事人的内容；公告改用固定说明。请改写 reason，不写当事人、代码和文号。"
        found.append(order_rules.reason_names_party(one.path, 1, words))
    found += [
        Finding(one.path, 1, code, f"reason 中{words}公告已改用固定说明，请改写。", Level.hold)
        for _, code, words in leaks(one.reason, known=facts.known)
    ]
    if any(named(one.reason, others(record, tables.as_of("officers", record.decided_on)), ()) for record in records):
        words = "reason 里有办案、审核人员或其他在场人员的姓名；公告已改用固定说明。请改写 reason，不写他们的姓名。"
        found.append(Finding(one.path, 1, "privacy.other_person", words, Level.hold))
    return ("" if found else one.reason), found
