"""The two SQLite files of a build, opened as one connection so that they change together or not at all.

* `state.sqlite` in `<output>.state/` may be lost at any time: parsed files, what the gate said of each day (of decision), what charts are
  drawn from (`figures`), who is in the credit tables (`credit`), the manifest and the stamps of its folders.
* `store.sqlite` in the release store (`--store`, default the same folder) must not be lost: the last public set as it was
  (`decision`, `part`; `entry`: see `newest`), every id that was ever public or withdrawn (`known`), the orders that hold one
  down (`in_force`), the last public revision of signed files, what was told of each release (`shared`, `event`, `removal`,
  `release`: see `changes`), what the last ones were made from (`released`: see `release.origins`), and the numbers of the annual
  reports as they were shown (`annual`: see `statistics.annual`).

Deleted rows are overwritten (`secure_delete`): what was withdrawn stays in neither file. Writes are grouped in two
transactions: `T1` before the first file is written (what was read; "these outputs are in doubt"), `T2` after `verify`.
A build that dies between them leaves outputs in doubt, and the next one makes them again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from publish import damaged, newest
from publish.errors import BadUsage, BuildFailed

VERSION = "9"
STATE = """
CREATE TABLE IF NOT EXISTS source (
  path TEXT PRIMARY KEY, kind TEXT, size INT, mtime INT, ctime INT, inode INT, digest TEXT,
  day TEXT, rid TEXT, number TEXT, first TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS source_day ON source (day) WHERE kind = 'decision';
CREATE INDEX IF NOT EXISTS source_rid ON source (rid, kind);
CREATE INDEX IF NOT EXISTS source_number ON source (number) WHERE number IS NOT NULL;
CREATE INDEX IF NOT EXISTS source_order ON source (first) WHERE kind = 'order';
CREATE TABLE IF NOT EXISTS place (path BLOB PRIMARY KEY, digest TEXT, strays TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS filed (path TEXT PRIMARY KEY, text TEXT);
CREATE TABLE IF NOT EXISTS day (
  name TEXT PRIMARY KEY, judged_with TEXT, valid_from TEXT, valid_until TEXT, counts TEXT, findings TEXT, tally TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS credit (month TEXT PRIMARY KEY, key TEXT, day TEXT, listing TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS figures (name TEXT PRIMARY KEY, key TEXT, figures TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notice (path TEXT PRIMARY KEY, key TEXT, said TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seal (path TEXT PRIMARY KEY, digest TEXT, key BLOB, inputs TEXT, signature TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part_plan (name TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS output (path TEXT PRIMARY KEY, part TEXT, view TEXT, key TEXT, digest TEXT, size INT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS output_part ON output (part);
CREATE INDEX IF NOT EXISTS output_doubt ON output (part) WHERE key = '';
CREATE TABLE IF NOT EXISTS folder (path TEXT PRIMARY KEY, mtime INT, ctime INT, inode INT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
STORE = """
CREATE TABLE IF NOT EXISTS store.decision (
  id TEXT PRIMARY KEY, day TEXT, party TEXT, until TEXT, digest TEXT, row TEXT, record TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS store.decision_by_day ON decision (day, id, digest, party);
CREATE INDEX IF NOT EXISTS store.decision_party ON decision (party) WHERE party IS NOT NULL;
CREATE INDEX IF NOT EXISTS store.decision_until ON decision (until) WHERE until IS NOT NULL;
CREATE TABLE IF NOT EXISTS store.month (name TEXT PRIMARY KEY, digest TEXT, summary TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.part (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.known (id TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS store.known_ordered ON known (id) WHERE state = 'ordered';
CREATE INDEX IF NOT EXISTS store.known_privacy ON known (id) WHERE state = 'privacy';
CREATE TABLE IF NOT EXISTS store.in_force (id TEXT PRIMARY KEY, decision TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.revision (id TEXT PRIMARY KEY, revision INT, text TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.shared (id TEXT PRIMARY KEY, digest TEXT, hash TEXT, rev INT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.shared_group (name TEXT PRIMARY KEY, hash TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.event (id TEXT, seq INT, op TEXT, PRIMARY KEY (id, seq)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS store.event_seq ON event (seq);
CREATE TABLE IF NOT EXISTS store.removal (id TEXT PRIMARY KEY, day TEXT, rev INT, told TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.changed (id TEXT PRIMARY KEY, seq INT, day TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS store.release (seq INTEGER PRIMARY KEY, day TEXT, key TEXT);
CREATE TABLE IF NOT EXISTS store.released (no INTEGER PRIMARY KEY, name TEXT, day TEXT, origin TEXT);
CREATE TABLE IF NOT EXISTS store.annual (year TEXT PRIMARY KEY, numbers TEXT, changes TEXT) WITHOUT ROWID;
"""
CANDIDATE = """
CREATE TEMP TABLE candidate (id TEXT PRIMARY KEY, day TEXT, party TEXT, until TEXT, digest TEXT, row TEXT, record TEXT);
CREATE INDEX temp.candidate_day ON candidate (day);
CREATE INDEX temp.candidate_party ON candidate (party) WHERE party IS NOT NULL;
CREATE TEMP TABLE judged (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP VIEW public AS SELECT * FROM temp.candidate
  UNION ALL SELECT * FROM store.decision WHERE day NOT IN (SELECT name FROM temp.judged);
CREATE TEMP TABLE share (id TEXT PRIMARY KEY, digest TEXT, hash TEXT, rev INT) WITHOUT ROWID;
CREATE TEMP TABLE op (id TEXT PRIMARY KEY, op TEXT) WITHOUT ROWID;
"""


def open_state(folder: Path, store: Path) -> sqlite3.Connection:
    """Both files, made where they are missing. Raises BadUsage where another build holds them, or the store cannot be read or written."""
    folder.mkdir(parents=True, exist_ok=True)
    store.mkdir(parents=True, exist_ok=True)
    database = _connected(folder / "state.sqlite")
    try:
        if not damaged.legible(database):
            database.close()
            for name in ("state.sqlite", "state.sqlite-journal"):
                (folder / name).unlink(missing_ok=True)
            database = _connected(folder / "state.sqlite")
        damaged.attach(database, store / "store.sqlite", STORE)
        _prepare(database)
        damaged.clear_unused(folder)
    except sqlite3.OperationalError as error:
        database.close()
        if words := damaged.refused(error, folder, store):
            raise words from None
        raise
    except BaseException:
        database.close()
        raise
    return database


def reading(folder: Path, store: Path | None = None) -> sqlite3.Connection:
    """State, and store if wanted, of the last build, to be read only: nothing is made or changed. Raises BadUsage, BuildFailed."""
    wanted = [(folder / "state.sqlite", "检查记录"), *([(store / "store.sqlite", "发布记录")] if store else [])]
    for path, words in wanted:
        if not path.is_file():
            raise BadUsage(f"没有{words} {path}，无从核对；请先运行 inv build，或改正 --output、--store。")
    database, *attached = (f"{path.absolute().as_uri()}?mode=ro" for path, _ in wanted)
    connection = sqlite3.connect(database, uri=True, isolation_level=None, timeout=1)
    try:
        connection.execute("SELECT COUNT(*) FROM main.sqlite_master").fetchone()
        for one in attached:
            connection.execute("ATTACH ? AS store", (one,))
            connection.execute("SELECT COUNT(*) FROM store.sqlite_master").fetchone()
        connection.executescript(CANDIDATE)
        connection.executescript(newest.CHANGES)
    except sqlite3.OperationalError as error:
        connection.close()
        if any(path.with_name(f"{path.name}-journal").exists() for path, _ in wanted):
            raise BuildFailed("上次构建没有完成，或还在进行；请等它结束，或重新构建。") from None
        if refused := damaged.refused(error, folder, store or folder):
            raise refused from None
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=1)
    database.execute("PRAGMA locking_mode = EXCLUSIVE")
    return database


def _prepare(database: sqlite3.Connection) -> None:
    for pragma in ("main.secure_delete = ON", "store.secure_delete = ON", "temp_store = FILE", "cache_size = -16000"):
        database.execute(f"PRAGMA {pragma}")
    for one in ("temp", "store"):  # a record takes two pages of 4 kB; a store keeps the size that it began with
        database.execute(f"PRAGMA {one}.page_size = 16384")
    database.execute("BEGIN EXCLUSIVE")
    forget_older(database)
    newest.index_by_day(database)
    for script in (STATE, STORE):
        for statement in script.split(";"):
            database.execute(statement)
    if database.execute("PRAGMA store.user_version").fetchone()[0] != damaged.version(STORE):
        database.execute(f"PRAGMA store.user_version = {damaged.version(STORE)}")
    database.execute(newest.INDEX)
    newest.index_older(database)
    database.execute("COMMIT")
    database.executescript(CANDIDATE)
    database.executescript(newest.CHANGES)
    put(database, "version", VERSION)


def forget_older(database: sqlite3.Connection) -> None:
    """Start the losable state anew where another version of the program made it; the store stays."""
    tables = [name for (name,) in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    if "meta" in tables and get(database, "version") != VERSION:
        for name in tables:
            database.execute(f"DROP TABLE main.{name}")


def distrust_strangers(database: sqlite3.Connection, standing: str | None) -> None:
    """Where state, store and output are not of one build (one was lost, restored or used elsewhere), judge and make all anew.

    `standing`: the name of the release that the output is; None where nobody knows, and it is believed.
    """
    row = database.execute("SELECT value FROM store.part WHERE name = 'build'").fetchone()
    last = row[0] if row else ""
    if get(database, "build", "") != last or (standing is not None and standing != last[:16]):
        database.execute("BEGIN")
        database.execute("DELETE FROM main.day")
        database.execute("UPDATE main.part_plan SET key = ''")
        database.execute("UPDATE main.output SET key = ''")
        database.execute("DELETE FROM main.meta WHERE name = 'last'")
        database.execute("COMMIT")


def name_of(database: sqlite3.Connection, inputs: str, removed: set[str]) -> str:
    """The name of a build, 64 hexadecimal digits: no two trees share it.

    It follows from the build before and from the files that this one looked at (`temp.made`) or removed.
    """
    total = hashlib.sha256("\0".join((get(database, "build", ""), inputs, "")).encode())
    for path, digest in database.execute("SELECT path, digest FROM temp.made ORDER BY path"):
        total.update(f"{path} {digest}\n".encode())
    total.update("".join(("\0", *(f"{path}\n" for path in sorted(removed)))).encode())
    return total.hexdigest()


def files(folder: Path) -> dict[str, str]:
    """Path → SHA-256 of every file that the last build left in place."""
    with closing(sqlite3.connect(f"file:{quote(str(folder / 'state.sqlite'))}?mode=ro", uri=True)) as database:
        return dict(database.execute("SELECT path, digest FROM output WHERE key != ''"))


def sign(database: sqlite3.Connection, name: str) -> None:
    """Mark state and store as of one build, within its last transaction."""
    put(database, "build", name)
    database.execute("INSERT OR REPLACE INTO store.part VALUES ('build', ?)", (name,))


def last_release(database: sqlite3.Connection) -> tuple[date | None, dict[str, date]]:
    """The day of the last release, and of the version that it showed of each list; None where nothing was released yet."""
    row = database.execute("SELECT value FROM store.part WHERE name = 'release'").fetchone()
    if row is None:
        return None, {}
    told = json.loads(row[0])
    return date.fromisoformat(told["day"]), {slug: date.fromisoformat(on) for slug, on in told["lists"].items()}


def get(database: sqlite3.Connection, name: str, default: Any = None) -> Any:
    """A note of the last build (JSON)."""
    row = database.execute("SELECT value FROM main.meta WHERE name = ?", (name,)).fetchone()
    return json.loads(row[0]) if row else default


def put(database: sqlite3.Connection, name: str, value: Any) -> None:
    """Note something (JSON) for the next build."""
    database.execute("INSERT OR REPLACE INTO main.meta VALUES (?, ?)", (name, json.dumps(value, ensure_ascii=False)))
