"""The plan against the manifest, part by part as it is planned.

What is planned and what is made lie in two temporary tables, so that memory does not grow with the site; the manifest takes them
over in the build's last transaction (`remember`). Until then the outputs of the parts that are planned anew have no key in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from publish import state, tree
from publish.compressed import ENDINGS, is_sibling, siblings
from publish.errors import BuildFailed
from publish.folders import Look
from publish.output import File, Output, keyed
from publish.parts import Part
from publish.work import Made, batches

TABLES = """
CREATE TEMP TABLE before (path TEXT, part TEXT, key TEXT, digest TEXT, size INT);
CREATE INDEX temp.before_part ON before (part);
CREATE TEMP TABLE planned (path TEXT, part TEXT, view TEXT, key TEXT, stale INT);
CREATE TEMP TABLE made (path TEXT, digest TEXT, size INT, written INT);
"""
PLAN = "INSERT INTO temp.planned VALUES (?, ?, ?, ?, ?)"
AT_ONCE = 500  # rows that are put down together
Planned = tuple[str, str, str, str, bool]  # path, part, view, key, whether it has to be made


@dataclass
class Comparison:
    """`missing`: files of the manifest that are not in the output; `strangers`: files in it that the manifest does not know.

    `seen`: what the look after all was made found; `looked`: the time in ns before it.
    """

    database: sqlite3.Connection
    output: Path
    views: dict[str, str]
    missing: set[str]
    strangers: set[str]
    removed: set[str] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)  # planned anew: name → key
    empty: set[str] = field(default_factory=set)  # of these, those without outputs
    seen: Look = field(default_factory=Look)
    looked: int = 0
    total: int = 0
    indexed: bool = False

    def report(self, done: Iterable[Made]) -> None:
        """What the host made."""
        self._put_down("INSERT INTO temp.made VALUES (?, ?, ?, ?)", done)

    def index(self) -> None:
        """Make both tables fit for questions by path: sorting once what is there is cheaper than keeping it in order."""
        if not self.indexed:
            for table in ("planned", "made"):
                self.database.execute(f"CREATE INDEX temp.{table}_path ON {table} (path)")
            self.indexed = True

    def is_planned(self, path: str) -> bool:
        """Whether a part that was planned in this build makes it."""
        self.index()
        return self.database.execute("SELECT 1 FROM temp.planned WHERE path = ?", (path,)).fetchone() is not None

    def remove(self, path: str) -> None:
        """Delete an output now, its compressed siblings before it: they hold the same, and some servers ask for them alone."""
        for one in (*(path + ending for ending in ENDINGS), path):
            if tree.remove(self.output, one):
                self.removed.add(one)
        self.removed.add(path)

    def stale(self, part: Part) -> Iterator[Output]:
        """The outputs of a part that have to be made; what the part no longer plans is deleted first."""
        query = "SELECT path, key, digest, size FROM temp.before WHERE part = ?"
        before = {path: about for path, *about in self.database.execute(query, (part.name,))}
        outputs: Iterable[Output] = keyed(part.drafts(), self.views)
        if before:
            outputs = list(outputs)
            planned = set(chain.from_iterable((output.path, *siblings(output.path)) for output in outputs))
            for path in sorted(before.keys() - planned):
                if not self.is_planned(path):
                    self.remove(path)
        rows: list[Planned] = []
        stays: list[Made] = []
        if part.about is None:
            self.empty.add(part.name)
        for output in outputs:
            self.empty.discard(part.name)
            if self._compared(part.name, output, before, rows, stays):
                yield output
            if len(rows) >= AT_ONCE:
                self._noted(rows, stays)
        self._noted(rows, stays)
        self.parts[part.name] = part.key

    def _compared(self, part: str, output: Output, before: dict[str, list[Any]], rows: list[Planned], stays: list[Made]) -> bool:
        """Whether the output, or one of its siblings, has to be made. It becomes `rows`, and what is there already `stays`."""
        paths = (output.path, *siblings(output.path))
        there: list[Made] = []
        for path in paths:
            key, digest, size = before.get(path, ("", "", 0))
            if key == output.key and digest and path not in self.missing and path not in self.removed:
                there.append((path, digest, int(size), False))
            self.removed.discard(path)
        stale = len(there) < len(paths)
        rows += [(path, part, output.view, output.key, stale) for path in paths]
        stays += [] if stale else there
        return stale

    def _noted(self, rows: list[Planned], stays: list[Made]) -> None:
        self._put_down(PLAN, rows)
        self.report(stays)
        rows.clear()
        stays.clear()

    def _put_down(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        self.database.execute("BEGIN")
        self.database.executemany(query, rows)
        self.database.execute("COMMIT")

    def closing(self, parts: list[Part]) -> Iterator[list[Output]]:
        """What is stale of the closing parts, each planned when everything before it is in place."""
        self.index()
        for part in parts:
            yield from batches(self.stale(part))

    def refuse_incomplete(self) -> None:
        """Raises BuildFailed where two outputs have one path, or one was not made."""
        self.index()
        if twice := self.database.execute("SELECT path FROM temp.planned GROUP BY path HAVING COUNT(*) > 1 LIMIT 1").fetchone():
            raise BuildFailed(f"两个输出要写同一个文件 {twice[0]}。")
        query = "SELECT path FROM temp.planned p WHERE NOT EXISTS (SELECT 1 FROM temp.made m WHERE m.path = p.path) ORDER BY path"
        if unmade := [path for (path,) in self.database.execute(query)]:
            raise BuildFailed(f"有 {len(unmade)} 个文件没有生成，如 {'、'.join(unmade[:3])}；请看上面的出错信息。")

    def counts(self) -> dict[str, int]:
        """How many files were written, kept and removed, and how many there are now."""
        count = "SELECT COUNT(*) FROM temp.planned p WHERE NOT EXISTS (SELECT 1 FROM main.output o WHERE o.path = p.path)"
        new = self.database.execute(count).fetchone()[0]
        known = "SELECT 1 FROM main.output WHERE path = ?"
        gone = sum(self.database.execute(known, (path,)).fetchone() is not None for path in self.removed)
        written = self.database.execute("SELECT COUNT(*) FROM temp.made WHERE written").fetchone()[0]
        before = state.get(self.database, "files")
        if before is None:
            before = self.database.execute("SELECT COUNT(*) FROM main.output").fetchone()[0]
        self.total = before + new - gone
        return {"written": written, "kept": self.total - written, "removed": len(self.removed), "total": self.total}

    def rendered(self) -> frozenset[str]:
        """The paths of what was stale."""
        return frozenset(path for (path,) in self.database.execute("SELECT path FROM temp.planned WHERE stale"))

    def files(self) -> dict[str, str]:
        """Path → SHA-256 of every file of the output, once all is made."""
        kept = self.database.execute("SELECT path, digest FROM main.output WHERE key != ''")
        found = {path: digest for path, digest in kept if path not in self.removed}
        return found | dict(self.database.execute("SELECT path, digest FROM temp.made"))

    def keep(self) -> None:
        """Bring the manifest up to this build, within its last transaction."""
        database = self.database
        database.executemany("DELETE FROM main.output WHERE path = ?", [(path,) for path in self.removed])
        database.execute("""INSERT OR REPLACE INTO main.output
            SELECT p.path, part, view, key, digest, size FROM temp.planned p JOIN temp.made m ON m.path = p.path ORDER BY p.path""")
        database.executemany("INSERT OR REPLACE INTO main.part_plan VALUES (?, ?)", self.parts.items())
        database.executemany("DELETE FROM main.part_plan WHERE name = ?", [(name,) for name in self.empty])
        self.seen.record(database, self.looked)
        state.put(database, "files", self.total)


@dataclass
class InPlace:
    """The files of the output as they are while the closing parts are planned: those made so far and those that stay."""

    comparison: Comparison

    def below(self, prefix: str) -> list[File]:
        """All files whose path begins so, by path, without compressed ones; of the closing parts those that are planned already."""
        self.comparison.index()
        bounds = {"first": prefix, "end": prefix[:-1] + chr(ord(prefix[-1]) + 1)}
        query = """
            SELECT path, digest, size FROM main.output WHERE path >= :first AND path < :end AND key != ''
            UNION ALL SELECT path, digest, size FROM temp.made WHERE path >= :first AND path < :end"""
        rows = {row[0]: row for row in self.comparison.database.execute(query, bounds) if row[0] not in self.comparison.removed}
        return [File(*row) for path, row in sorted(rows.items()) if not is_sibling(path)]

    def file(self, path: str) -> File:
        """One file that is in place. Raises KeyError where it is not."""
        self.comparison.index()
        for table in ("temp.made WHERE", "main.output WHERE key != '' AND"):
            if row := self.comparison.database.execute(f"SELECT path, digest, size FROM {table} path = ?", (path,)).fetchone():
                return File(*row)
        raise KeyError(path)
