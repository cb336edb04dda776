"""Taking the content in: what changed since the last build is read and kept, and the days that it touches are marked.

This is the first transaction of a build. It changes what is known of the content, and nothing of what is published.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import Executor
from pathlib import Path

from publish import state
from publish.scan import KEPT, Row, scan
from publish.sources import Source

DECISION = "SELECT day FROM main.source WHERE path = ?1 AND kind = 'decision'"
ORDER = """SELECT d.day FROM main.source o JOIN main.source d ON d.rid = o.rid AND d.kind = 'decision' WHERE o.path = ?1
    UNION SELECT s.day FROM main.source o JOIN store.decision s ON s.id = o.rid WHERE o.path = ?1"""
APPROVAL = "SELECT d.day FROM main.source a JOIN main.source d ON d.rid = a.rid AND d.kind = 'decision' WHERE a.path = ?1"
APPROVED_ORDER = """SELECT d.day FROM main.source a JOIN main.source o ON o.first = a.rid AND o.kind = 'order'
    JOIN main.source d ON d.rid = o.rid AND d.kind = 'decision' WHERE a.path = ?1"""
FOLDER = "SELECT DISTINCT day FROM main.source WHERE kind = 'decision' AND path > ?1 || '/' AND path < ?1 || '0'"


def take_in(database: sqlite3.Connection, content: Path, sources: list[Source], stamp: Path, program: str, pool: Executor | None) -> bool:
    """Whether anything of the content changed. `stamp`: a file whose time tells when the files were last looked at."""
    stamp.write_bytes(b"")
    now = stamp.stat().st_mtime_ns
    database.execute("BEGIN")
    if state.get(database, "program") != program:  # another program may read the same file otherwise
        database.execute("DELETE FROM main.source")
        database.execute("DELETE FROM main.filed")
        database.execute("DELETE FROM main.seal")
        database.execute("UPDATE main.day SET judged_with = ''")
        database.execute("DELETE FROM main.meta WHERE name = 'facts'")
        state.put(database, "program", program)
    days: set[str] = set()
    changed = []
    gone = {path for (path,) in database.execute("SELECT path FROM main.source")} - {source.path for source in sources}
    for row, is_new in scan(database, content, sources, state.get(database, "scanned", 0), pool):
        if is_new:
            days |= _touched(database, row[0])
            changed.append(row[0])
        _save(database, row, is_new)
    for path in gone:
        days |= _touched(database, path)
    for table in ("source", "filed", "seal"):
        database.executemany(f"DELETE FROM main.{table} WHERE path = ?", [(path,) for path in gone])
    for path in changed:
        days |= _touched(database, path)
    database.executemany("UPDATE main.day SET judged_with = '' WHERE name = ?", [(day,) for day in days])
    state.put(database, "scanned", now)
    if changed or gone:
        database.execute("DELETE FROM main.meta WHERE name = 'last'")
    database.execute("COMMIT")
    return bool(changed or gone)


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
