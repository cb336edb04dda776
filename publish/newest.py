"""The newest decisions of each collection, found without reading the others: the index that feeds are planned from.

A decision stands in `store.entry` once for each collection that it belongs to (`all`, `kind/…`, `agency/…`, `topic/…`), in the
order of publication. A build lays out beside it only what differs from the last public set: `temp.fresh` has the entries of
new and changed decisions, `temp.stale` the ids of changed ones and of those gone. So the cost is that of the change.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

TABLE = """(collection TEXT, published_on TEXT, decided_on TEXT, id TEXT, digest TEXT,
  PRIMARY KEY (collection, published_on, decided_on, id)) WITHOUT ROWID"""
INDEX = f"CREATE TABLE IF NOT EXISTS store.entry {TABLE}"
CHANGES = f"CREATE TEMP TABLE fresh {TABLE}; CREATE TEMP TABLE stale (id TEXT PRIMARY KEY) WITHOUT ROWID"
# The entries of decisions, from their rows. The digest tells one version of a decision from another: eighty bits do.
ENTRIES = """
WITH d AS MATERIALIZED (SELECT id, digest, row FROM {decisions} d WHERE {which})
SELECT names.value, json_extract(d.row, '$.published_on'), json_extract(d.row, '$.decided_on'), d.id, substr(d.digest, 1, 20)
FROM d, json_each(json_array(
  'all', 'kind/' || json_extract(d.row, '$.kind'), 'agency/' || json_extract(d.row, '$.agency'))) names
UNION ALL
SELECT 'topic/' || tags.value, json_extract(d.row, '$.published_on'), json_extract(d.row, '$.decided_on'), d.id, substr(d.digest, 1, 20)
FROM d, json_each(d.row, '$.tags') tags
"""
SAME = "s.id = d.id AND s.digest = d.digest"
# A digest covers the day, so this asks the same of an index, which is small, and not of the records.
STORED = f"SELECT 1 FROM store.decision s INDEXED BY decision_by_day WHERE s.day = d.day AND {SAME}"


@dataclass(frozen=True)
class Entry:
    """A decision's place in a collection. Days as ISO text; `digest`: what tells its versions apart."""

    published_on: str
    decided_on: str
    id: str
    digest: str


def index_older(database: sqlite3.Connection) -> None:
    """Fill the index of a store that was made before there was one."""
    empty = database.execute("SELECT 1 FROM store.entry LIMIT 1").fetchone() is None
    if empty and database.execute("SELECT 1 FROM store.decision LIMIT 1").fetchone():
        database.execute(f"INSERT INTO store.entry {ENTRIES.format(decisions='store.decision', which='true')} ORDER BY 1, 2, 3, 4")


def index_by_day(database: sqlite3.Connection) -> None:
    """Bring a store up to date that had its decisions by month: a day of decisions is judged at a time."""
    if "month" in {name for _, name, *_ in database.execute("PRAGMA store.table_info(decision)")}:
        database.execute("DROP INDEX IF EXISTS store.decision_month")
        database.execute("DROP INDEX IF EXISTS store.decision_by_month")
        database.execute("ALTER TABLE store.decision RENAME COLUMN month TO day")
        database.execute("UPDATE store.decision SET day = json_extract(row, '$.decided_on')")


def lay_out(database: sqlite3.Connection) -> None:
    """What the candidates change, once they are laid out themselves; within the caller's transaction."""
    new = ENTRIES.format(decisions="temp.candidate", which=f"NOT EXISTS ({STORED})")
    database.execute(f"INSERT INTO temp.fresh {new} ORDER BY 1, 2, 3, 4")
    database.execute(f"""
        INSERT OR IGNORE INTO temp.stale
        SELECT d.id FROM temp.judged j CROSS JOIN store.decision d ON d.day = j.name
        WHERE NOT EXISTS (SELECT 1 FROM temp.candidate s WHERE {SAME})
        UNION ALL SELECT id FROM temp.fresh JOIN store.decision USING (id) WHERE collection = 'all'""")


def newest(database: sqlite3.Connection, collection: str, count: int) -> list[Entry]:
    """The newest decisions of a collection by day of publication, day of decision and id, newest first."""
    columns, order = "published_on, decided_on, id, digest", "ORDER BY published_on DESC, decided_on DESC, id DESC LIMIT ?"
    kept = f"SELECT {columns} FROM store.entry WHERE collection = ? AND id NOT IN (SELECT id FROM temp.stale) {order}"
    fresh = f"SELECT {columns} FROM temp.fresh WHERE collection = ? {order}"
    found = [row for query in (kept, fresh) for row in database.execute(query, (collection, count))]
    return [Entry(*row) for row in sorted(found, reverse=True)[:count]]


def collections_touched(database: sqlite3.Connection) -> set[str]:
    """The collections that hold what is new or changed, or held what is changed or gone."""
    old = ENTRIES.format(decisions="store.decision", which="id IN (SELECT id FROM temp.stale)")
    queries = (
        "SELECT DISTINCT collection FROM temp.fresh",
        f"WITH old (collection, a, b, c, d) AS ({old}) SELECT DISTINCT collection FROM old",
    )
    return {name for query in queries for (name,) in database.execute(query)}


def keep(database: sqlite3.Connection) -> None:
    """Bring the stored index up to this build; to be called before `store.decision` is."""
    old = ENTRIES.format(decisions="store.decision", which="id IN (SELECT id FROM temp.stale)")
    columns = "collection, published_on, decided_on, id"
    places = f"WITH old ({columns}, digest) AS ({old}) SELECT {columns} FROM old"
    database.execute(f"DELETE FROM store.entry WHERE ({columns}) IN (SELECT * FROM ({places}))")
    database.execute("INSERT OR REPLACE INTO store.entry SELECT * FROM temp.fresh")
