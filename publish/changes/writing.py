"""Taking this build's ledger over into the release store, within the build's last transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from publish.changes.ledger import Ledger
from publish.changes.removals import reason_of
from publish.changes.telling import write_changes


def write(ledger: Ledger) -> None:
    """Make this build's release the last one of the store. What is gone is overwritten (`secure_delete`)."""
    database, standing = ledger.database, ledger.standing
    if ledger.fresh:
        database.execute("DELETE FROM store.event")
    else:
        database.execute("DELETE FROM store.event WHERE id IN (SELECT id FROM temp.op WHERE op != 'MOD')")
        if ledger.new:
            database.execute("INSERT INTO store.event SELECT id, ?, op FROM temp.op", (standing.seq,))
    _removals(ledger)
    database.execute("INSERT OR REPLACE INTO store.shared SELECT * FROM temp.share")
    database.execute("DELETE FROM store.shared WHERE id IN (SELECT id FROM temp.op WHERE op = 'DEL')")
    database.executemany("INSERT OR REPLACE INTO store.shared_group VALUES (?, ?)", ledger.groups.items())
    database.execute("DELETE FROM store.shared_group WHERE hash = ''")
    _bring(database, "release", "seq", [(one.seq, str(one.on), one.key) for one in standing.releases])
    oldest = standing.releases[0].seq if standing.releases else standing.seq + 1
    database.execute("DELETE FROM store.event WHERE seq < ?", (oldest,))
    write_changes(ledger)
    database.execute("INSERT OR REPLACE INTO store.part VALUES ('series', ?)", (json.dumps(asdict(ledger.last)),))


def _removals(ledger: Ledger) -> None:
    """Removals with their days and versions, so that a decision which comes back goes on counting; those over are forgotten."""
    database, standing = ledger.database, ledger.standing
    query = "SELECT id, rev FROM store.removal UNION SELECT id, rev FROM store.shared WHERE id IN (SELECT id FROM temp.op WHERE op = 'DEL')"
    versions = dict(database.execute(query))
    rows = [(one.id, str(one.on), versions[one.id], reason_of(one)) for one in standing.removals if one.id in versions]
    _bring(database, "removal", "id", rows)


def _bring(database: sqlite3.Connection, table: str, key: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Make a table of the store hold these rows, by touching those that differ. `key`: its first column."""
    before = {row[0]: row for row in database.execute(f"SELECT * FROM store.{table}")}
    over = [(name,) for name in before.keys() - {row[0] for row in rows}]
    database.executemany(f"DELETE FROM store.{table} WHERE {key} = ?", over)
    fresh = [row for row in rows if before.get(row[0]) != row]
    if fresh:
        database.executemany(f"INSERT OR REPLACE INTO store.{table} VALUES ({', '.join('?' * len(fresh[0]))})", fresh)
