"""Judging all decisions of a content: which days of them anew, what no single decision can tell, and what must come down.

What is found here across files: `identity.duplicate_id` (stop), twins for `identity.duplicate_number`, the orders, and
`set.vanished`: a decision that was public and now is not, without an order or an end. What a privacy rule finds in a public
decision comes down at once all the same, with a finding that an order must follow.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain

from publish import doubles, state
from publish.dossier import Facts
from publish.errors import Finding, Level
from publish.gate import DayFile, Verdict, judge_days
from publish.orders import Fate, Orders, order, surplus_restores
from publish.rules import set as set_rules
from publish.rules.identity import duplicate_id
from publish.scan import beside, filed_of, unpacked
from publish.signing.seals import Seals
from publish.signing.signatures import Released
from publish.signing.signed_orders import with_signatures
from publish.statistics.tally import Tally
from publish.workers import Apart, as_it_is, spread

POSTPONED = "这件决定已经公开，现在 published_on 却在构建日期之后；已停止发布新内容。请改回原来的公开日期，或核对构建日期（--today）。"
LOST_ORDER = (
    "决定 {} 以前按撤回令或信用修复令取下，现在令的文件不见了或改了日期，决定会重新公开；已停止发布新内容。"
    "请恢复原来的令；确要恢复公开，请在保留原令的同时写一份 action: restore 的令。"
)
FEW = 2  # pieces that are not worth starting workers for
PIECE = 150  # decisions that a worker judges at a time, at least: days are small


@dataclass
class Judgement:
    """What the gate says of the whole content. `removed`: ids of the last public set that come down whatever else is wrong."""

    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    verdicts: list[Verdict] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    returned: set[str] = field(default_factory=set)  # withdrawn by a newer release than the store knows
    leaking: set[str] = field(default_factory=set)
    tallies: dict[str, Tally] = field(default_factory=dict)  # by day


def read_orders(database: sqlite3.Connection, seals: Seals, facts: Facts) -> Orders:
    """All orders of the content with their findings, `identity.duplicate_id` and those of their signatures among them."""
    orders = Orders()
    paths: dict[str, str] = {}
    read = []
    for (packed,) in database.execute("SELECT text FROM main.filed WHERE path GLOB 'orders/*' ORDER BY path").fetchall():
        filed = unpacked(packed, "order")
        made, found = order(filed)
        orders.findings += found
        read += [(filed, made)] if made else []
    for one, found in with_signatures(database, seals, facts.trust, read):
        orders.findings += found
        orders.by_decision[one.decision].append(one)
        first = paths.setdefault(one.id, one.path)
        if one.id and first != one.path:
            words = f"编号与 {first} 相同；每份撤回令的编号应各不相同。请用 inv withdraw 重新生成其中一份。"
            orders.findings.append(duplicate_id(one.path, words))
    orders.ids = set(paths)
    orders.findings += surplus_restores(orders)
    return orders


def duplicate_ids(database: sqlite3.Connection) -> list[Finding]:
    """Two decision files with one id: which one is meant cannot be known, so nothing new goes out."""
    query = "SELECT path FROM main.source WHERE kind = 'decision' AND rid = ? ORDER BY path"
    found = []
    for ident in sorted(doubles.last(database).ids):
        paths = [path for (path,) in database.execute(query, (ident,))]
        for path in paths[1:]:
            words = f"id 与 {paths[0]} 相同；每件决定的 id 应各不相同。复制来的文件请用 inv new 换一个新 id。"
            found.append(duplicate_id(path, words))
    return found


def twins(database: sqlite3.Connection, orders: Orders) -> dict[str, str]:
    """Path → path of the decision of the same agency and number that was published first; withdrawn ones do not count."""
    query = "SELECT rid, path FROM main.source WHERE number = ? ORDER BY first"
    found: dict[str, str] = {}
    for number in doubles.last(database).numbers:
        paths = [path for ident, path in database.execute(query, (number,)) if orders.fate(ident).state != "withdrawn"]
        found |= dict.fromkeys(paths[1:], paths[0] if paths else "")
    return found


def judging_key(facts: Facts, program: str) -> str:
    """The digest of all that a verdict depends on besides the day's own files and orders; of the site, how it can be reached."""
    offices = {"contact": True, "data_terms": True}
    judged_by = facts.model_dump_json(include={"site": offices, "agencies": True, "lists": True, "policy": True, "trust": True})
    return hashlib.sha256(f"{program}\n{judged_by}".encode()).hexdigest()


def days_to_judge(database: sqlite3.Connection, key: str, today: date) -> list[str]:
    """Days (of decision) whose verdict is missing, was given with other facts, or has run out by the calendar."""
    names = days_of(database, "main.source WHERE kind = 'decision'")
    kept = {
        name
        for name, judged_with, first, last in database.execute("SELECT name, judged_with, valid_from, valid_until FROM main.day")
        if judged_with == key and first <= str(today) <= last
    }
    stored = days_of(database, "store.decision WHERE true") | {name for (name,) in database.execute("SELECT name FROM main.day")}
    return sorted((names - kept) | (stored - names))


def days_of(database: sqlite3.Connection, rows: str) -> set[str]:
    """The days of some rows, found from one to the next in their index. `rows`: a table with a condition."""
    query = f"""WITH RECURSIVE found(day) AS (SELECT MIN(day) FROM {rows}
        UNION ALL SELECT (SELECT MIN(day) FROM {rows} AND day > found.day) FROM found WHERE found.day IS NOT NULL)
        SELECT day FROM found WHERE day IS NOT NULL"""
    return {day for (day,) in database.execute(query)}


def judge(
    database: sqlite3.Connection,
    days: list[str],
    orders: Orders,
    same_number: dict[str, str],
    facts: Facts,
    today: date,
    pool: Executor | None,
    seals: Seals,
    back: bool,
) -> Judgement:
    """Judge some days; findings and counts of the others are those of their last verdict.

    `back`: an earlier state of the content is wanted, and what it does not hold leaves.
    """
    judgement = Judgement(findings=[*orders.findings])
    released_on = state.last_release(database)[0]
    fates = {ident: orders.fate(ident) for ident in orders.by_decision}
    blank = DayFile("", [], {}, {}, {}, today, released_on)
    files = (_day_file(database, replace(blank, name=day), fates, same_number, seals) for day in days)
    work = Apart(as_it_is, partial(judge_days, facts.model_dump_json()), as_it_is)
    for verdicts in chain.from_iterable(spread(work, ([piece] for piece in _pieces(files)), pool, FEW)):
        _lay_out(database, verdicts)
        for verdict in verdicts:
            judgement.verdicts.append(verdict)
            judgement.findings += verdict.findings
            judgement.counts += verdict.counts
            judgement.leaking |= verdict.leaking
            judgement.tallies[verdict.name] = verdict.tally
    judged = set(days)
    for name, counts, findings, tally in database.execute("SELECT name, counts, findings, tally FROM main.day"):
        if name not in judged:
            judgement.tallies[name] = json.loads(tally)
            judgement.counts += Counter(json.loads(counts))
            judgement.findings += [Finding.from_json(one) for one in json.loads(findings)]
    _come_down(database, judgement, orders, today, back)
    return judgement


def _pieces(files: Iterable[DayFile]) -> Iterator[list[DayFile]]:
    """Days together, so that each piece is worth handing over."""
    piece: list[DayFile] = []
    held = 0
    for one in files:
        piece.append(one)
        held += len(one.filed)
        if held >= PIECE:
            yield piece
            piece, held = [], 0
    if piece:
        yield piece


def _lay_out(database: sqlite3.Connection, verdicts: list[Verdict]) -> None:
    """Put days' public records down at once: in a first build the verdicts would hold every record there is."""
    database.execute("BEGIN")
    # Two files with one id stop the build; here the first row is as good as the other.
    for verdict in verdicts:
        database.executemany("INSERT OR IGNORE INTO temp.candidate VALUES (?, ?, ?, ?, ?, ?, ?)", verdict.rows)
        verdict.rows.clear()
    database.execute("COMMIT")


def _day_file(database: sqlite3.Connection, day: DayFile, fates: dict[str, Fate], same_number: dict[str, str], seals: Seals) -> DayFile:
    """The day of that name with its decisions and what is needed to judge them."""
    query = "SELECT path, rid FROM main.source WHERE kind = 'decision' AND day = ?"
    paths, ids = set(), set()
    for path, ident in database.execute(query, (day.name,)):
        paths.add(path)
        ids |= {ident, path.rpartition("/")[2].removesuffix(".md")}
    filed = list(filed_of(database, day.name))
    attachments, readings = _attachments(database, {path for text in filed for path in beside(text)})
    new = f"{query} AND NOT EXISTS (SELECT 1 FROM store.known WHERE id = rid)"
    return replace(
        day,
        filed=filed,
        fates={ident: fates[ident] for ident in ids if ident in fates},
        twins={path: same_number[path] for path in paths if path in same_number},
        attachments=attachments,
        readings=readings,
        new=frozenset(ident for _, ident in database.execute(new, (day.name,))) if day.released_on else frozenset(),
        signatures=seals.of_day(day.name),
        released=_released(database, day.name),
    )


def _attachments(database: sqlite3.Connection, paths: Iterable[str]) -> tuple[dict[str, tuple[int, str]], dict[str, str]]:
    """Size and digest of the attachments that are there, and what was read from them, packed."""
    query = "SELECT size, digest, text FROM main.source LEFT JOIN main.filed USING (path) WHERE path = ? AND kind = 'attachment'"
    rows = {path: row for path in paths if (row := database.execute(query, (path,)).fetchone())}
    readings = {path: text for path, (_, _, text) in rows.items() if text is not None}
    return {path: (size, digest) for path, (size, digest, _) in rows.items()}, readings


def _released(database: sqlite3.Connection, day: str) -> dict[str, Released]:
    """The last public revisions of a day's decisions; nothing is asked where the store has none."""
    if database.execute("SELECT 1 FROM store.revision LIMIT 1").fetchone() is None:
        return {}
    query = """SELECT r.id, r.revision, r.text FROM main.source s JOIN store.revision r ON r.id = s.rid
        WHERE s.kind = 'decision' AND s.day = ?"""
    return {ident: Released(revision, text) for ident, revision, text in database.execute(query, (day,))}


def _come_down(database: sqlite3.Connection, judgement: Judgement, orders: Orders, today: date, back: bool) -> None:
    """What of the last public set comes down, and whether it may: fills `removed` and adds `set.vanished`."""
    candidates = {ident for (ident,) in database.execute("SELECT id FROM temp.candidate")}
    states = {ident: one for verdict in judgement.verdicts for ident, one in verdict.states.items()}
    days = [verdict.name for verdict in judgement.verdicts]
    for ident, until, row in _public_in(database, days):
        fate = orders.fate(ident).state
        over = states.get(ident) == "ended" or (ident not in states and until is not None and until < str(today))
        if fate or over or ident in judgement.leaking:
            judgement.removed.add(ident)
        if ident not in candidates and not (fate or over or (back and ident not in judgement.leaking)):
            vanished = _vanished(ident, row, ident in judgement.leaking)
            judgement.findings.append(replace(vanished, message=POSTPONED) if states.get(ident) == "scheduled" else vanished)
    for (ident,) in database.execute("SELECT id FROM store.known WHERE state = 'ordered' ORDER BY id").fetchall():
        if ident in candidates and ident not in orders.by_decision:
            judgement.findings.append(set_rules.vanished(f"orders/{ident}", LOST_ORDER.format(ident)))
    # A restore that took back an earlier withdrawal must not hide that the later one is lost.
    for order_id, meant in database.execute("SELECT id, decision FROM store.in_force ORDER BY id").fetchall():
        ident = meant.split()[0]
        if ident in candidates and not orders.there(order_id, meant):
            judgement.findings.append(set_rules.vanished(f"orders/{ident}", LOST_ORDER.format(ident)))
    owed = "SELECT id FROM store.known WHERE state = 'privacy' AND id NOT IN (SELECT id FROM store.decision) ORDER BY id"
    for (ident,) in database.execute(owed).fetchall():
        if ident not in candidates and not orders.fate(ident).state:
            judgement.findings.append(_vanished(ident, None, leaking=True))


def _public_in(database: sqlite3.Connection, days: Iterable[str]) -> Iterable[tuple[str, str | None, str]]:
    for day in days:
        yield from database.execute("SELECT id, until, row FROM store.decision WHERE day = ? ORDER BY id", (day,))


def _vanished(ident: str, row: str | None, leaking: bool) -> Finding:
    data = json.loads(row) if row else None
    path = f"decisions/{data['agency']}/{data['decided_on'][:4]}/{ident}.md" if data else f"decisions/{ident}.md"
    if leaking:
        words = f"已公开的决定因含不得公开的信息，已立即下架；须补一份撤回令：inv withdraw {ident} --ground privacy。"
        return set_rules.vanished(path, words, Level.hold)
    words = (
        "这件决定已经公开，现在却不能公开（被删、改为草稿、暂缓或不予公开），又没有撤回令；已停止发布新内容。"
        f"要撤回请运行 inv withdraw {ident}；不是要撤回，请恢复原文件，或按这个文件的其他提示改正。"
    )
    return set_rules.vanished(path, words)


def mark_twins(database: sqlite3.Connection, now: dict[str, str]) -> None:
    """Mark the days of decisions whose twin is another than at the last build."""
    before: dict[str, str] = state.get(database, "twins", {})
    changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
    if changed:
        query = "UPDATE main.day SET judged_with = '' WHERE name = (SELECT day FROM main.source WHERE path = ?)"
        database.execute("BEGIN")
        database.executemany(query, [(path,) for path in changed])
        state.put(database, "twins", now)
        database.execute("COMMIT")
