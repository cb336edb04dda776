"""This build's public set against what the last release shared, decision by decision.

The outcome lies in two temporary tables: `share` (id, digest of the record, hash of its line, version), for all that is new or
changed, and `op` (id, ADD, MOD or DEL). Only days that were judged anew are looked at, unless what shapes every line changed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator

import msgspec

from publish.changes.release import Op
from publish.dossier import Facts
from publish.exports.records import agency_of, content_hash, group_hash, line, public_record
from publish.publication import PublicationSet

JUDGED = """
SELECT c.id, c.digest, c.row, c.record, s.digest, s.hash, s.rev, r.rev
FROM temp.candidate c LEFT JOIN store.shared s USING (id) LEFT JOIN store.removal r USING (id)"""
OTHERS = """
SELECT d.id, d.digest, d.row, d.record, s.digest, s.hash, s.rev, r.rev
FROM store.decision d LEFT JOIN store.shared s USING (id) LEFT JOIN store.removal r USING (id)
WHERE d.day NOT IN (SELECT name FROM temp.judged)"""


class Row(msgspec.Struct):
    """What of a decision's row is asked for here."""

    agency: str


ROW = msgspec.json.Decoder(Row)
Share = tuple[str, str, str, int]  # id, digest of the record, hash of its line, version


def form_of(facts: Facts, program: str) -> str:
    """The digest of what shapes every record's line besides the record. `program`: the digest of the program."""
    agencies = [[slug, agency_of(slug, facts)] for slug in sorted(facts.agencies)]
    return hashlib.sha256(json.dumps([program, agencies]).encode()).hexdigest()


def compare(publication: PublicationSet, gone: set[str], every: bool) -> None:
    """Fill the temporary tables. `gone`: ids that leave the public set; `every`: look at all records, not at those judged anew alone."""
    database = publication.database
    query = f"{JUDGED} UNION ALL {OTHERS}" if every else f"{JUDGED} WHERE s.digest IS NOT c.digest"
    ops: list[tuple[str, Op]] = [(ident, "DEL") for ident in gone if _shared(database, ident)]
    database.execute("BEGIN")
    database.executemany("INSERT INTO temp.share VALUES (?, ?, ?, ?)", _changed(database.execute(query), publication.facts, ops))
    database.executemany("INSERT INTO temp.op VALUES (?, ?)", ops)
    database.execute("COMMIT")


def _shared(database: sqlite3.Connection, ident: str) -> bool:
    return database.execute("SELECT 1 FROM store.shared WHERE id = ?", (ident,)).fetchone() is not None


def _changed(rows: Iterator[tuple[str, ...]], facts: Facts, ops: list[tuple[str, Op]]) -> Iterator[Share]:
    """What is shared anew; each operation is noted in `ops`."""
    agencies = {slug: agency_of(slug, facts) for slug in facts.agencies}
    for ident, digest, row, record, old_digest, old_hash, version, last_version in rows:
        slug = ROW.decode(row).agency
        agency = agencies.get(slug) or agency_of(slug, facts)
        made = content_hash(line(public_record(record, agency)))
        number = int(version or last_version or 0)
        if made != old_hash:
            ops.append((ident, "MOD" if old_hash else "ADD"))
            yield ident, digest, made, number + 1
        elif digest != old_digest:
            yield ident, digest, made, number


def changed_groups(database: sqlite3.Connection) -> dict[str, str]:
    """The hashes of the groups that change; "" for one that is empty now."""
    names = [name for (name,) in database.execute("SELECT substr(id, 1, 2) FROM temp.share UNION SELECT substr(id, 1, 2) FROM temp.op")]
    return {name: _group(database, name) for name in names}


def _group(database: sqlite3.Connection, name: str) -> str:
    bounds = {"first": name, "end": name + "~"}  # ids are of digits and small letters, which come before it
    query = """
        SELECT id, hash FROM temp.share WHERE id >= :first AND id < :end
        UNION ALL SELECT id, hash FROM store.shared s WHERE id >= :first AND id < :end
          AND NOT EXISTS (SELECT 1 FROM temp.share n WHERE n.id = s.id)
          AND NOT EXISTS (SELECT 1 FROM temp.op o WHERE o.id = s.id AND o.op = 'DEL')"""
    hashes = database.execute(query, bounds).fetchall()
    return group_hash(hashes) if hashes else ""
