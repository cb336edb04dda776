"""Making the output equal to the plan: mark what is in doubt, remove, let the host render what is stale, verify.

Removals come before anything is rendered: the pages of decisions that are gone, and every list, table, delta and feed that still
names one of them, though it is made again at once. So whatever happens afterwards, nothing of them is in the output. A build that
dies here leaves the outputs it touched without a key, so the next one makes them again; files that no manifest knows are deleted.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path

from publish import folders, stamps, tree
from publish.comparison import TABLES, Comparison, InPlace
from publish.compressed import is_sibling, siblings, whole
from publish.exports import credit
from publish.folders import Look
from publish.output import Output
from publish.parts import Part
from publish.plan import Plan
from publish.reporting import Report
from publish.request import Host, Request
from publish.search import ROOT as SEARCH
from publish.search.planning import VIEW
from publish.views.decision import base_of
from publish.views.statistics import FOLDER as STATISTICS
from publish.work import Work, batches, mismatched, staged_pages
from publish.workers import spread

DECISION = len("decision/ab/")
READ, FEW_READ = 500, 8  # files that are read back at a time, and pieces of them that are not worth starting workers for
FEW = 100  # ids that are looked for one by one, which is faster than reading all that could be one
IDENT = re.compile(rb"(?<![0-9a-z])[0-9a-z]{16}(?![0-9a-z])")  # whatever may be the id of a decision


def make(
    request: Request, host: Host, database: sqlite3.Connection, plan: Plan, gone: set[str], report: Report, pool: Executor | None
) -> Comparison:
    """Raises BuildFailed where the output does not equal the plan afterwards."""
    request.output.mkdir(parents=True, exist_ok=True)
    fresh = next(request.output.iterdir(), None) is None
    with report.timed("plan", request.ticks):
        there = folders.look(database, request.output)
        comparison = Comparison(database, request.output, plan.views, there.missing, there.strangers)
        todo, closing = _in_doubt(database, plan, InPlace(comparison), there.missing)
        _take_down(comparison, plan, gone)
        first = list(comparison.stale(todo[0]))
    with report.timed("render", request.ticks):
        pages = [output for output in first if output.view == "page"]
        rest = chain((one for one in first if one.view != "page"), chain.from_iterable(map(comparison.stale, todo[1:])))
        work = _work(request, plan, pages, rest)
        work.closing, work.report, work.fresh = comparison.closing(closing), comparison.report, fresh
        _render(host, work)
        for path in sorted(there.strangers - comparison.removed):
            if not comparison.is_planned(path):
                comparison.remove(path)
    with report.timed("verify", request.ticks):
        comparison.looked = stamps.now_by(request.state / "looked")
        comparison.seen = verify(comparison, pool)
    report.outputs = comparison.counts()
    return comparison


def verify(comparison: Comparison, pool: Executor | None) -> Look:
    """The tree against the plan: nothing missing, nothing extra, and what was written reads back as it was made.

    Raises BuildFailed with the first paths of each sort.
    """
    comparison.refuse_incomplete()
    database, output = comparison.database, comparison.output
    seen = folders.look(database, output, (folders.MANIFEST, "temp.planned"), comparison.removed)
    written = database.execute("SELECT path, digest FROM temp.made WHERE written")
    pieces = ((str(output), rows) for rows in iter(lambda: written.fetchmany(READ), []))
    different = {path for paths in spread(differing, pieces, pool, FEW_READ) for path in paths if path not in seen.missing}
    mismatched(("缺少", seen.missing), ("多出", seen.strangers), ("内容不符", different))
    return seen


def differing(piece: tuple[str, list[tuple[str, str]]]) -> list[str]:
    """Of some files those whose bytes have another digest. `piece`: the output, and each path with its SHA-256."""
    output, rows = piece
    return [path for path, digest in rows if tree.digest(Path(output), path) != digest]


def _take_down(comparison: Comparison, plan: Plan, gone: set[str]) -> None:
    """Delete the files of decisions that are not public, and whatever else may name one, before anything is rendered."""
    rows = dict(comparison.database.execute("SELECT path, key FROM temp.before"))
    unsure = comparison.strangers | {path for path, key in rows.items() if not key}  # a build died here; nobody knows what they tell
    public = plan.publication.ids() if unsure else set()
    for ident in gone:
        base = base_of(ident)
        files = "SELECT path FROM main.output WHERE path >= ? AND path < ?"
        for (path,) in comparison.database.execute(files, (base, base + "~")).fetchall():
            comparison.remove(path)
    for path in sorted(comparison.strangers | (rows.keys() - comparison.missing)):
        if is_sibling(path):
            if path in unsure or whole(path) in comparison.missing:  # it cannot be searched as it is, and is made again at once
                comparison.remove(path)
            continue
        ident = path[DECISION : DECISION + 16] if path.startswith("decision/") else ""
        if path in comparison.strangers and ident and ident not in public:
            comparison.remove(path)
            continue
        doubtful = not ident and (path in unsure or gone)
        if doubtful and _tells(comparison.output, path, gone, public if path in unsure else None):
            comparison.remove(path)


def _tells(output: Path, path: str, gone: set[str], public: set[str] | None) -> bool:
    """Whether a file may tell of a decision that goes. `public`: where nobody knows what it tells, the ids that it may name."""
    file = output / path
    if path.startswith((credit.FOLDER, SEARCH, STATISTICS)) or file.is_symlink() or not file.is_file():
        return True  # it names no ids that could be read, and may hold something of decisions all the same
    raw = file.read_bytes()
    if public is None and len(gone) <= FEW:
        return any(ident.encode() in raw for ident in gone)
    names = {name.decode() for name in IDENT.findall(raw)}
    return bool(names & gone or (public is not None and names - public))


def _in_doubt(database: sqlite3.Connection, plan: Plan, files: InPlace, missing: set[str]) -> tuple[list[Part], list[Part]]:
    """The parts and closing parts to plan again: until the build's end their outputs have no key in the manifest."""
    keys = dict(database.execute("SELECT name, key FROM main.part_plan"))
    doubtful = {name for (name,) in database.execute("SELECT DISTINCT part FROM main.output WHERE key = ''")}
    for path in missing:
        doubtful |= {name for (name,) in database.execute("SELECT part FROM main.output WHERE path = ?", (path,))}
    names = keys.keys() | doubtful

    def stale(parts: Iterable[Part]) -> list[Part]:
        return [one for one in parts if one.about is not None or not one.key or keys.get(one.name) != one.key or one.name in doubtful]

    todo = stale(plan.parts(names, {name: key for name, key in keys.items() if name not in doubtful}))
    closing = stale(plan.closing(names, files))
    for statement in TABLES.split(";"):
        database.execute(statement)
    database.execute("BEGIN")
    for part in [*todo, *closing]:
        for where, values in _bounds(part):
            database.execute(f"INSERT INTO temp.before SELECT path, part, key, digest, size FROM main.output WHERE {where}", values)
            database.execute(f"UPDATE main.output SET key = '' WHERE {where}", values)
    database.execute("DELETE FROM main.meta WHERE name = 'last'")
    database.execute("COMMIT")
    return todo, closing


def _bounds(part: Part) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Conditions, with their values, for the outputs that a part speaks for."""
    if part.about is None:
        yield "part = ?", (part.name,)
    for path in part.about or ():
        if path.endswith("*"):  # of what names hold, nothing comes after ~
            yield "path >= ? AND path < ?", (path[:-1], path[:-1] + "~")
        else:
            yield from (("path = ?", (one,)) for one in (path, *siblings(path)))


def _work(request: Request, plan: Plan, pages: list[Output], rest: Iterator[Output]) -> Work:
    staging = request.state / "staging"
    staged_pages(staging, pages)
    places = {
        "attachment": str(request.content), "copy": str(request.theme / "static"), VIEW: str(plan.search.folder),
    }  # fmt: skip
    site, key = plan.publication.facts.site, request.data_key
    return Work(request.output, staging, site, places, pages, batches(rest), data_key=key, theme=request.looks)


def _render(host: Host, work: Work) -> None:
    """Hand the work to the host, unless there is none: its import alone takes longer than a small build."""
    first = next(work.batches, None)
    if first is None and not work.pages:
        last = next(work.closing, None)
        if last is None:
            return
        work.closing = chain([last], work.closing)
    work.batches = chain([first] if first else [], work.batches)
    host(work)
