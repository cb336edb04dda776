"""A build, from top to bottom: scan, judge, decide, plan, make, verify, remember.

Whatever goes wrong ends in less published, never more: findings of level stop leave the last public set less what must come
down; any failure after that raises, with the outputs marked as in doubt so that the next build makes them again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from publish import clocks, folders, judging, stamps, state, tree
from publish.changes.ledger import follow, last_told
from publish.changes.series import Shown, is_lost, shown_index, told_by
from publish.comparison import Comparison
from publish.deciding import Decision, decide
from publish.dossier import Facts
from publish.errors import BuildFailed, Finding, Level
from publish.facts import read_facts
from publish.finding import FOLDER, partitions
from publish.intake import known_sources, others, strays, take_in
from publish.making import make
from publish.output import Draft
from publish.plan import Plan
from publish.publication import PublicationSet
from publish.release.where import where
from publish.remember import Mark, remember
from publish.reporting import Report
from publish.request import Host, Release, Request, Verified
from publish.returning import keep_out, withdrawn_in
from publish.rules import load as load_rules
from publish.rules import set as set_rules
from publish.search.planning import Making, read_back
from publish.signing.needs import Needs
from publish.signing.seals import Seals
from publish.signing.trust import Trust, read_trust, trust_lost, unknown_agencies
from publish.site import Site
from publish.sources import refuse_no_content
from publish.statistics import annual
from publish.theme import preview_drafts, program_digest, static_drafts, view_digests
from publish.work import mismatched


@dataclass(frozen=True)
class Given:
    """What a build is given besides the request: the program's digest, whom to trust, what is wrong with that."""

    found: list[Finding]
    program: str
    trust: Trust | None


def build(request: Request, host: Host, pool: Executor | None) -> Report:
    """Make the output equal to the plan for the request's content and day. Raises BadUsage, BuildFailed, OSError."""
    report = Report(request.today)
    with report.timed("total", request.ticks):
        refuse_no_content(request.content)
        request.refuse_nesting()
        request.refuse_trust()
        tree.refuse_foreign(request.output, request.unfinished)
        database = state.open_state(request.state, request.store or request.state)
        try:
            return _build(request, host, pool, database, report)
        finally:
            database.close()


def check(request: Request, pool: Executor | None) -> list[Finding]:
    """The gate alone: all findings, sorted. Output and store stay as they are."""
    refuse_no_content(request.content)
    request.refuse_trust()
    database = state.open_state(request.state, request.store or request.state)
    try:
        given = _given(request, database)
        take_in(database, request.content, request.state / "scan", given.program, pool)
        return _gate(request, database, given, pool).findings
    finally:
        database.close()


def verify_tree(output: Path) -> int:
    """Compare every byte of the output with the manifest; how many files there are. Raises BadUsage, BuildFailed.

    `output`: the output of a build, or the folder that a release serves from, of which the served tree is looked at.
    """
    place = where(output)
    output = place.output
    database = state.reading(place.state)
    try:
        digests = dict(database.execute("SELECT path, digest FROM main.output WHERE key != ''"))
        doubtful = database.execute("SELECT COUNT(*) FROM main.output WHERE key = ''").fetchone()[0]
    finally:
        database.close()
    if doubtful:
        raise BuildFailed("上次构建没有完成；请重新构建。")
    present = tree.listing(output)
    different = {path for path in present & digests.keys() if tree.digest(output, path) != digests[path]}
    mismatched(("缺少", digests.keys() - present), ("多出", present - digests.keys()), ("内容不符", different))
    return len(digests)


def _build(request: Request, host: Host, pool: Executor | None, database: sqlite3.Connection, report: Report) -> Report:
    state.distrust_strangers(database, _standing(request, database))
    with report.timed("load", request.ticks):
        given = _given(request, database)
        changed = take_in(database, request.content, request.state / "scan", given.program, pool, request.looked)
    inputs = _inputs(request, given, strays(database))
    search = Making(partial(read_back, database, request.output), request.state / "search-files", pool)
    if not changed and _as_last_time(database, inputs, request, report):
        partitions.clear(request.state / FOLDER, dict(database.execute("SELECT name, digest FROM store.month")).get)
        search.clear()  # what could not be deleted last time
        request.unfinished.unlink(missing_ok=True)  # of a build that was killed when all was done
        return report
    with report.timed("gate", request.ticks):
        decision = _gate(request, database, given, pool)
        report.findings, report.decisions = decision.findings, decision.counts
    if decision.publication is None:
        report.decisions["published"] = 0
        partitions.clear(request.state / FOLDER, lambda _: None)
        return report
    views = _views(request, decision.publication.facts.site, given.program)
    day = max(request.today, state.last_release(database)[0] or request.today)
    shown = shown_release(request)
    ledger = follow(decision.publication, decision.gone, day, given.program, shown, bare=request.store is None)
    plan = Plan(decision.publication, ledger, day, views, _themed(request), search, decision.tables, request.output, request.data_key)
    report.decisions["published"] = sum(one["total"] for one in plan.summaries.values())
    request.unfinished.write_bytes(b"")
    left = partitions.clear(request.state / FOLDER, decision.publication.digest)
    with search.aside():
        comparison = make(request, host, database, plan, decision.gone, report, pool)
    if left:
        raise BuildFailed(f"查找用的索引里有 {len(left)} 个文件删不掉，如 {left[0]}；请删去 {request.state / FOLDER}，再重新构建。")
    name = state.name_of(database, inputs, comparison.removed)
    if request.release:
        request.release.ready(_verified(name, decision, decision.publication, comparison))
    remember(database, decision, plan, comparison, report, Mark(name, inputs, request.release))
    request.unfinished.unlink()
    return report


def _verified(name: str, decision: Decision, publication: PublicationSet, comparison: Comparison) -> Verified:
    judged = frozenset(one.name for one in decision.verdicts)
    return Verified(name[:16], publication, comparison.rendered(), frozenset(decision.gone), judged, comparison.files())


def shown_release(request: Request) -> Shown | None:
    """What is served of the last release, or what the output tells; a build that died there may have told of one that never was."""
    if request.release:
        return told_by(request.release.index)
    shown = shown_index(request.output)
    return replace(shown, seq=shown.seq - 1) if shown and request.unfinished.exists() else shown


def _lost(request: Request, database: sqlite3.Connection) -> bool:
    """Whether the store is older than what is served, or of something else."""
    return is_lost(last_told(database), shown_release(request), request.today, bare=request.store is None)


def _standing(request: Request, database: sqlite3.Connection) -> str | None:
    """The release that the output equals; "" where its files may be of a later one than the store knows."""
    return "" if _lost(request, database) else request.release.standing if request.release else None


def _history(request: Request, database: sqlite3.Connection) -> list[Finding]:
    """What is wrong with the release store against the day and the output."""
    released, _ = state.last_release(database)
    found = [set_rules.clock(request.today, released)] if released and request.today < released else []
    return [*found, set_rules.series()] if _lost(request, database) else found


def _given(request: Request, database: sqlite3.Connection) -> Given:
    trust, found = read_trust(request.trust_folder) if request.trust_folder else (None, trust_lost(database, request.content))
    return Given(found, program_digest(request.project), trust)


def _themed(request: Request) -> list[Draft]:
    """The theme's own files."""
    return [*static_drafts(request.theme), *(preview_drafts(request.theme) if request.preview else [])]


def _views(request: Request, site: Site, program: str) -> dict[str, str]:
    return view_digests(request.theme, program, site.model_dump_json())


def _inputs(request: Request, given: Given, not_read: list[Finding]) -> str:
    """The digest of what a build depends on besides the content files."""
    theme = hashlib.sha256(json.dumps([_views(request, Site(), given.program), _themed(request)]).encode()).hexdigest()
    trust = given.trust.digest if given.trust else None
    signer = request.data_key.fingerprint if request.data_key else None
    found = [str(one) for one in (*not_read, *given.found, *(request.release.findings if request.release else ()))]
    return json.dumps([str(request.today), request.site_url, theme, trust, signer, found])


def _as_last_time(database: sqlite3.Connection, inputs: str, request: Request, report: Report) -> bool:
    """Whether nothing that the last build depended on has changed since, the output included; its report then stands."""
    last = state.get(database, "last")
    if last is None or last["inputs"] != inputs:
        return False
    now = stamps.now_by(request.state / "looked")
    there = folders.look(database, request.output)
    if there.missing or there.strangers:
        return False
    if there.stamps:
        database.execute("BEGIN")
        there.record(database, now)
        database.execute("COMMIT")
    report.repeat(last["report"])
    total = last["report"]["outputs"]["total"]
    report.outputs = {"written": 0, "kept": total, "removed": 0, "total": total}
    return True


def _gate(request: Request, database: sqlite3.Connection, given: Given, pool: Executor | None) -> Decision:
    """Judge what has to be judged, and decide which set is published."""
    facts, found = _facts(request, database, given)
    seals = Seals(database, request.content, given.trust, request.state / "proving", pool)
    orders = judging.read_orders(database, seals, facts)
    key = judging.judging_key(facts, given.program)
    same_number = judging.twins(database, orders)
    judging.mark_twins(database, same_number)
    days = judging.days_to_judge(database, key, request.today)
    release = request.release or Release(withdrawn=withdrawn_in(request.output))
    judgement = judging.judge(database, days, orders, same_number, facts, request.today, pool, seals, release.back)
    keep_out(database, judgement, orders, release.withdrawn)
    judgement.findings += strays(database) + given.found + found + judging.duplicate_ids(database) + seals.findings(orders.ids)
    judgement.findings += [*release.findings, *_history(request, database)]
    judgement.findings += clocks.late(database, request.content, facts, orders, request.today)
    tables, changed = annual.follow(database, facts, judgement.tallies, request.today)
    judgement.findings += changed
    decision = decide(database, judgement, facts, orders, key, request.today)
    decision.tables = tables
    if decision.stopped and decision.publication:
        decision.tables = annual.under_stop(database, decision.publication.facts, request.today)
    decision.unsure = bool(seals.unsure)
    return decision


def _facts(request: Request, database: sqlite3.Connection, given: Given) -> tuple[Facts, list[Finding]]:
    """Everything but decisions and orders; read again only where one of its files changed."""
    key = hashlib.sha256(json.dumps(others(database, "path, digest")).encode()).hexdigest()
    kept = state.get(database, "facts")
    found: list[Finding] = []
    if kept and kept["key"] == key:
        facts = Facts.model_validate_json(kept["facts"])
    else:
        last = database.execute("SELECT value FROM store.part WHERE name = 'facts'").fetchone()
        facts, found = read_facts(request.content, known_sources(database), Facts.model_validate_json(last[0]) if last else None)
        if not found:  # findings may lean on the last public set, which changes
            state.put(database, "facts", {"key": key, "facts": facts.model_dump_json()})
    if given.trust and request.trust_folder:
        found += unknown_agencies(request.trust_folder, given.trust.policy, facts.agencies)
        facts = facts.model_copy(update={"trust": Needs(policy=given.trust.policy, digest=given.trust.digest)})
    if request.site_url:
        facts = facts.model_copy(update={"site": facts.site.model_copy(update={"url": request.site_url})})
    if database.execute("SELECT 1 FROM main.source LIMIT 1").fetchone() is None:
        words = "内容目录里没有任何内容文件；应有 agencies、decisions 等文件夹。请检查 --content 是否写对、仓库是否取全。"
        found.append(load_rules.path(".", 1, words, Level.stop))
    return facts, found
