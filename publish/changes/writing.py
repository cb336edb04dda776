"""Taking this build's ledger over into the release store, within the build's last transaction."""

from __future__ import annotations

import json
from dataclasses import asdict

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
    database.execute("DELETE FROM store.release")
    database.executemany("INSERT INTO store.release VALUES (?, ?, ?)", [(one.seq, str(one.on), one.key) for one in standing.releases])
    database.execute("DELETE FROM store.event WHERE seq NOT IN (SELECT seq FROM store.release)")
    write_changes(ledger)
    database.execute("INSERT OR REPLACE INTO store.part VALUES ('series', ?)", (json.dumps(asdict(ledger.last)),))


def _removals(ledger: Ledger) -> None:
    """Removals with their days and versions, so that a decision which comes back goes on counting; those over are forgotten."""
    database, standing = ledger.database, ledger.standing
    query = "SELECT id, rev FROM store.removal UNION SELECT id, rev FROM store.shared WHERE id IN (SELECT id FROM temp.op WHERE op = 'DEL')"
    versions = dict(database.execute(query))
    database.execute("DELETE FROM store.removal")
    rows = [(one.id, str(one.on), versions[one.id], reason_of(one)) for one in standing.removals if one.id in versions]
    database.executemany("INSERT INTO store.removal VALUES (?, ?, ?, ?)", rows)
