"""Making the output equal to the plan: mark what is in doubt, remove, let the host render what is stale, verify.

Removals come before anything is rendered: the pages of decisions that are gone, and every list, table, delta and feed that still
names one of them, though it is made again at once. So whatever happens afterwards, nothing of them is in the output. A build that
dies here leaves the outputs it touched without a key, so the next one makes them again; files that no manifest knows are deleted.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from publish import tree
from publish.compressed import ENDINGS, is_sibling, siblings, whole
from publish.errors import BuildFailed
from publish.exports import credit
from publish.output import File, Output, keyed
from publish.parts import Part
from publish.plan import Plan
from publish.request import Host, Report, Request
from publish.search import ROOT as SEARCH
from publish.search.planning import VIEW
from publish.views.statistics import FOLDER as STATISTICS
from publish.work import Work, batches, staged_pages, verify

DECISION = len("decision/ab/")
FEW = 100  # ids that are looked for one by one, which is faster than reading all that could be one
IDENT = re.compile(rb"(?<![0-9a-z])[0-9a-z]{16}(?![0-9a-z])")  # whatever may be the id of a decision


@dataclass
class Comparison:
    """The plan against the manifest, part by part as it is planned."""

    database: sqlite3.Connection
    output: Path
    views: dict[str, str]
    present: set[str]
    planned: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # path → part, view, key
    made: dict[str, tuple[str, int]] = field(default_factory=dict)  # path → SHA-256 and size of what is in place
    removed: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)  # planned anew: name → key
    rendered: set[str] = field(default_factory=set)  # paths of what was stale

    def files(self) -> dict[str, str]:
        """Path → SHA-256 of every file of the output, once all is made."""
        kept = self.database.execute("SELECT path, digest FROM main.output WHERE key != ''")
        found = {path: digest for path, digest in kept if path not in self.removed}
        return found | {path: digest for path, (digest, _) in self.made.items()}

    def remove(self, path: str) -> None:
        """Delete an output now, its compressed siblings before it: they hold the same, and some servers ask for them alone."""
        for one in (*(path + ending for ending in ENDINGS if path + ending in self.present), path):
            tree.remove(self.output, one)
            self.removed.add(one)
            self.present.discard(one)

    def stale(self, part: Part) -> Iterator[Output]:
        """The outputs of a part that have to be made; what the part no longer plans is deleted first."""
        query = "SELECT path, key, digest, size FROM temp.before WHERE part = ?"
        before = {path: about for path, *about in self.database.execute(query, (part.name,))}
        outputs = list(keyed(part.drafts(), self.views))
        forms = [(output.path, *siblings(output.path)) for output in outputs]
        for path in sorted(before.keys() - set(chain.from_iterable(forms)) - self.planned.keys()):
            self.remove(path)
        for output, paths in zip(outputs, forms, strict=True):
            stays: dict[str, tuple[str, int]] = {}
            for path in paths:
                if path in self.planned:
                    raise BuildFailed(f"两个输出要写同一个文件 {path}。")
                self.planned[path] = (part.name, output.view, output.key)
                self.removed.discard(path)
                key, digest, size = before.get(path, ("", "", 0))
                if key == output.key and digest and path in self.present:
                    stays[path] = (digest, size)
            if len(stays) == len(paths):
                self.made |= stays
            else:
                self.rendered.update(paths)
                yield output
        self.parts[part.name] = part.key

    def closing(self, parts: list[Part]) -> Iterator[list[Output]]:
        """What is stale of the closing parts, each planned when everything before it is in place."""
        for part in parts:
            yield from batches(self.stale(part))


@dataclass
class InPlace:
    """The files of the output as they are while the closing parts are planned: those made so far and those that stay."""

    comparison: Comparison

    def below(self, prefix: str) -> list[File]:
        """All files whose path begins so, by path, without compressed ones; of the closing parts those that are planned already."""
        query = "SELECT path, digest, size FROM main.output WHERE path >= ? AND path < ? AND key != ''"
        bounds = (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))
        rows = {path: about for path, *about in self.comparison.database.execute(query, bounds) if path not in self.comparison.removed}
        rows |= {path: [*about] for path, about in self.comparison.made.items() if path.startswith(prefix)}
        return [File(path, *about) for path, about in sorted(rows.items()) if not is_sibling(path)]

    def file(self, path: str) -> File:
        """One file that is in place. Raises KeyError where it is not."""
        query = "SELECT digest, size FROM main.output WHERE path = ? AND key != ''"
        about = self.comparison.made.get(path) or self.comparison.database.execute(query, (path,)).fetchone()
        if about is None:
            raise KeyError(path)
        return File(path, *about)


def make(request: Request, host: Host, database: sqlite3.Connection, plan: Plan, gone: set[str], report: Report) -> Comparison:
    """Raises BuildFailed where the output does not equal the plan afterwards."""
    request.output.mkdir(parents=True, exist_ok=True)
    present = tree.listing(request.output)
    comparison = Comparison(database, request.output, plan.views, present)
    with report.timed("plan", request.ticks):
        files = InPlace(comparison)
        known, todo, closing = _in_doubt(database, plan, files, present)
        strangers = present - known
        _take_down(comparison, plan, strangers, gone)
        first = list(comparison.stale(todo[0]))
    with report.timed("render", request.ticks):
        pages = [output for output in first if output.view == "page"]
        rest = chain((one for one in first if one.view != "page"), chain.from_iterable(map(comparison.stale, todo[1:])))
        work = _work(request, plan, pages, rest)
        work.closing, work.made = comparison.closing(closing), comparison.made
        _render(host, work)
        for path in sorted(strangers - comparison.planned.keys() - comparison.removed):
            comparison.remove(path)
    with report.timed("verify", request.ticks):
        expected = (known - comparison.removed) | comparison.planned.keys()
        unmade = comparison.planned.keys() - comparison.made.keys()
        if unmade:
            raise BuildFailed(f"有 {len(unmade)} 个文件没有生成，如 {'、'.join(sorted(unmade)[:3])}；请看上面的出错信息。")
        verify(request.output, expected, work)
    written = len(work.written)
    report.outputs = {
        "written": written, "kept": len(expected) - written, "removed": len(comparison.removed), "total": len(expected),
    }  # fmt: skip
    return comparison


def _take_down(comparison: Comparison, plan: Plan, strangers: set[str], gone: set[str]) -> None:
    """Delete the files of decisions that are not public, and whatever else may name one, before anything is rendered."""
    rows = dict(comparison.database.execute("SELECT path, key FROM temp.before"))
    unsure = strangers | {path for path, key in rows.items() if not key}  # a build died here; nobody knows what they tell
    public = plan.publication.ids() if unsure else set()
    for path in sorted(comparison.present):
        if is_sibling(path):
            if whole(path) not in comparison.present or path in unsure:  # it cannot be searched as it is, and is made again at once
                comparison.remove(path)
            continue
        ident = path[DECISION : DECISION + 16] if path.startswith("decision/") else ""
        if ident in gone or (path in strangers and ident and ident not in public):
            comparison.remove(path)
            continue
        doubtful = not ident and (path in unsure or (gone and path in rows))
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


def _in_doubt(database: sqlite3.Connection, plan: Plan, files: InPlace, present: set[str]) -> tuple[set[str], list[Part], list[Part]]:
    """What the manifest knows, and the parts and closing parts to plan again: until the build's end their outputs have no key in it."""
    known: set[str] = set()
    names: set[str] = set()
    doubtful: set[str] = set()
    for path, part, sure in database.execute("SELECT path, part, key != '' FROM main.output"):
        known.add(path)
        names.add(part)
        if not sure or path not in present:
            doubtful.add(part)
    keys = dict(database.execute("SELECT name, key FROM main.part_plan"))

    def stale(parts: Iterable[Part]) -> list[Part]:
        return [one for one in parts if one.about is not None or not one.key or keys.get(one.name) != one.key or one.name in doubtful]

    todo = stale(plan.parts(names, {name: key for name, key in keys.items() if name not in doubtful}))
    closing = stale(plan.closing(names, files))
    database.execute("CREATE TEMP TABLE before (path TEXT, part TEXT, key TEXT, digest TEXT, size INT)")
    database.execute("CREATE INDEX temp.before_part ON before (part)")
    database.execute("BEGIN")
    for part in [*todo, *closing]:
        for where, values in _bounds(part):
            database.execute(f"INSERT INTO temp.before SELECT path, part, key, digest, size FROM main.output WHERE {where}", values)
            database.execute(f"UPDATE main.output SET key = '' WHERE {where}", values)
    database.execute("DELETE FROM main.meta WHERE name = 'last'")
    database.execute("COMMIT")
    return known, todo, closing


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
    folders = {
        "attachment": str(request.content), "copy": str(request.theme / "static"), VIEW: str(plan.search.folder),
    }  # fmt: skip
    site, key = plan.publication.facts.site, request.data_key
    return Work(request.output, staging, site, folders, pages, batches(rest), data_key=key, theme=request.looks)


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
