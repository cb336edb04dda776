"""Taking the content in: what changed since the last build is read and kept, and the days that it touches are marked.

This is the first transaction of a build. It changes what is known of the content, and nothing of what is published.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish import doubles, stamps, state
from publish.doubles import Touched
from publish.errors import Finding
from publish.scan import KEPT, Row, Suspect, scan, trusted
from publish.sources import Source, within
from publish.stamps import Looked, Seen

DECISION = "SELECT day FROM main.source WHERE path = ?1 AND kind = 'decision'"
ORDER = """SELECT d.day FROM main.source o JOIN main.source d ON d.rid = o.rid AND d.kind = 'decision' WHERE o.path = ?1
    UNION SELECT s.day FROM main.source o JOIN store.decision s ON s.id = o.rid WHERE o.path = ?1"""
APPROVAL = "SELECT d.day FROM main.source a JOIN main.source d ON d.rid = a.rid AND d.kind = 'decision' WHERE a.path = ?1"
APPROVED_ORDER = """SELECT d.day FROM main.source a JOIN main.source o ON o.first = a.rid AND o.kind = 'order'
    JOIN main.source d ON d.rid = o.rid AND d.kind = 'decision' WHERE a.path = ?1"""
BESIDES = (  # 0 comes after /
    "path < 'approvals/'",
    "path > 'approvals0' AND path < 'decisions/'",
    "path > 'decisions0' AND path < 'orders/'",
    "path > 'orders0'",
)
FOLDER = "SELECT DISTINCT day FROM main.source WHERE kind = 'decision' AND path > ?1 || '/' AND path < ?1 || '0'"


def take_in(
    database: sqlite3.Connection, content: Path, stamp: Path, program: str, pool: Executor | None, looked: Looked | None = None
) -> bool:
    """Whether anything of the content changed. `stamp`: see `stamps.look`; `looked`: a look just taken."""
    database.execute("BEGIN")
    if state.get(database, "program") != program:  # another program may read the same file otherwise
        for table in ("source", "filed", "seal", "place"):
            database.execute(f"DELETE FROM main.{table}")
        database.execute("UPDATE main.day SET judged_with = ''")
        database.execute("DELETE FROM main.meta WHERE name IN ('facts', 'doubles')")
        state.put(database, "program", program)
        looked = None
    if looked is None or looked.before != state.get(database, "scanned", 0):  # another build came between
        looked = stamps.look(database, content, stamp)
    changed, gone = _taken_in(database, content, pool, looked)
    state.put(database, "scanned", looked.at)
    if changed or gone:
        database.execute("DELETE FROM main.meta WHERE name = 'last'")
    database.execute("COMMIT")
    return bool(changed or gone)


def _taken_in(database: sqlite3.Connection, content: Path, pool: Executor | None, looked: Looked) -> tuple[list[str], set[str]]:
    """The files that are new or changed, and those that are gone: what they say is kept, and the days that they touch are marked."""
    taking = Taking(database, content, looked.before)
    touched = Touched(database, state.get(database, doubles.NOTE))
    days: set[str] = set()
    changed = []
    for row, is_new in scan(content, taking.suspects(looked.places), pool):
        if is_new:
            touched.add(row[0])
            days |= _touched(database, row[0])
            changed.append(row[0])
        _save(database, row, is_new)
    gone = taking.gone | {path for folder in looked.gone for path in taking.known(folder)}
    for path in gone:
        touched.add(path)
        days |= _touched(database, path)
    for table in ("source", "filed", "seal"):
        database.executemany(f"DELETE FROM main.{table} WHERE path = ?", [(path,) for path in gone])
    database.executemany("DELETE FROM main.place WHERE path = ?", [(os.fsencode(folder),) for folder in looked.gone])
    for path in changed:
        touched.add(path)
        days |= _touched(database, path)
    if changed or gone:
        touched.note()
    database.executemany("UPDATE main.day SET judged_with = '' WHERE name = ?", [(day,) for day in days])
    return changed, gone


@dataclass
class Taking:
    """Looking through the folders that changed. `gone`: known files that are not there any more."""

    database: sqlite3.Connection
    content: Path
    last_look: int
    gone: set[str] = field(default_factory=set)

    def suspects(self, places: Iterable[Seen]) -> Iterator[Suspect]:
        """The files whose stamp is not the recorded one, or too young to tell. What is found of each folder is kept."""
        for place in places:
            sources, strays = within(self.content, place.path)
            known = self.known(place.path)
            for one in sources:
                recorded = known.pop(one.path, None)
                if not trusted(one, recorded, self.last_look):
                    yield one, recorded[4] if recorded else None
            self.gone.update(known)
            told = json.dumps([one.as_json() for one in strays], ensure_ascii=False) if strays else ""
            self.database.execute("INSERT OR REPLACE INTO main.place VALUES (?, ?, ?)", (os.fsencode(place.path), place.digest, told))

    def known(self, folder: str) -> dict[str, Row]:
        """Path → size, times, inode and digest of the recorded files of a folder, without those in the folders below it."""
        query = "SELECT path, size, mtime, ctime, inode, digest FROM main.source WHERE path >= ? AND path < ?"
        prefix = f"{folder}/" if folder else ""
        if not folder:  # a handful, among all
            query += " AND kind NOT IN ('decision', 'attachment')"
        rows = self.database.execute(query, (prefix, f"{folder}0" if folder else "~"))  # 0 comes after /
        return {path: about for path, *about in rows if "/" not in path[len(prefix) :]}


def strays(database: sqlite3.Connection) -> list[Finding]:
    """What is told of files that are not read."""
    told = database.execute("SELECT strays FROM main.place WHERE strays != ''").fetchall()
    return sorted(Finding.from_json(one) for (text,) in told for one in json.loads(text))


def others(database: sqlite3.Connection, columns: str) -> list[Any]:
    """Columns of all files but decisions, orders, their attachments and signatures, by path: their three folders are passed over."""
    return [row for part in BESIDES for row in database.execute(f"SELECT {columns} FROM main.source WHERE {part} ORDER BY path")]


def known_sources(database: sqlite3.Connection) -> list[Source]:
    """The same as sources."""
    return [Source(path, kind, tuple(stamp)) for path, kind, *stamp in others(database, "path, kind, size, mtime, ctime, inode")]


def _touched(database: sqlite3.Connection, path: str) -> set[str]:
    """The days of a decision, of the decisions beside an attachment, of the one that an order names or that a signature is over."""
    if path.startswith("orders/"):
        query, value = ORDER, path
    elif path.startswith("approvals/"):
        return {day for query in (APPROVAL, APPROVED_ORDER) for (day,) in database.execute(query, (path,))}
    elif path.startswith("decisions/") and not path.endswith(".md"):
        query, value = FOLDER, "/".join(path.split("/")[:3])
    else:
        query, value = DECISION, path
    return {day for (day,) in database.execute(query, (value,))}


def _save(database: sqlite3.Connection, row: Row, is_new: bool) -> None:
    """Keep what was read; where the content is as before, only the file's new stamp."""
    if not is_new and row[1] in KEPT:
        database.execute("UPDATE main.source SET size=?, mtime=?, ctime=?, inode=? WHERE path=?", (*row[2:6], row[0]))
    else:
        database.execute(f"INSERT OR REPLACE INTO main.source VALUES ({','.join('?' * 11)})", row[:11])
        if row[11] is not None:
            database.execute("INSERT OR REPLACE INTO main.filed VALUES (?, ?)", (row[0], row[11]))
