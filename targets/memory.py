"""What was sent where, remembered on this side so that a release sends only what changed.

It may be lost at any time: then the whole place is compared. It counts only for the release that the place says it has. Paths
name decisions, so what is forgotten is overwritten (`secure_delete`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sent (path TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS before (path TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unclean (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""
EVERYTHING = ""  # among what is unclean: nobody knows what is, so all of it
IN_DOUBT = ""  # in place of a digest: whatever there may be


@dataclass(frozen=True)
class Difference:
    """What turns one tree into another: paths, sorted."""

    changed: list[str]
    removed: list[str]

    @classmethod
    def between(cls, old: Mapping[str, str], new: Mapping[str, str]) -> Difference:
        """From path → digest to path → digest."""
        return cls(sorted(path for path, digest in new.items() if old.get(path) != digest), sorted(old.keys() - new.keys()))


@dataclass(frozen=True)
class Memory:
    """A file in a folder of this side, one for each address."""

    path: Path

    def token(self) -> str:
        """A name that no other memory has; made by SQLite's own generator when the memory is."""
        return self._note("token")

    def remembers(self, release: str) -> bool:
        """Whether it is known what was sent of a release."""
        return release in (self._note("sent"), self._note("before"))

    def known(self, release: str) -> dict[str, str] | None:
        """Path → digest of what was sent of a release; None where that is not remembered."""
        if release and release == self._note("sent"):
            return dict(self._read("SELECT path, digest FROM sent"))
        if release and release == self._note("before"):
            files = dict(self._read("SELECT path, digest FROM sent")) | dict(self._read("SELECT path, digest FROM before"))
            return {path: digest for path, digest in files.items() if digest is not None}
        return None

    def way(self, old: str, new: str) -> Difference | None:
        """What turns one remembered release into the other, at a cost of what differs; None where that is not remembered."""
        sent, before = self._note("sent"), self._note("before")
        if not (old and new and sent and before and {old, new} == {sent, before}):
            return None
        rows = self._read("SELECT before.path, before.digest IS NULL, sent.path IS NULL FROM before LEFT JOIN sent USING (path) ORDER BY 1")
        gone = 2 if new == sent else 1
        return Difference([row[0] for row in rows if not row[gone]], [row[0] for row in rows if row[gone]])

    def keep(self, release: str, files: Mapping[str, str], before: str = "") -> None:
        """From now on the place has these files of a release. `before`: a release that it has as well, and is remembered with it."""
        if before == release:
            return
        there = dict(self._read("SELECT path, digest FROM sent"))
        old = there if before and before == self._note("sent") else self.known(before)
        ways = Difference.between(there, files)
        with closing(self._open()) as database, database:
            database.execute("DELETE FROM before")
            database.executemany("DELETE FROM sent WHERE path = ?", [(path,) for path in ways.removed])
            database.executemany("INSERT OR REPLACE INTO sent VALUES (?, ?)", [(path, files[path]) for path in ways.changed])
            if old is not None:
                back = Difference.between(files, old)
                rows: list[tuple[str, str | None]] = [(path, old[path]) for path in back.changed]
                database.executemany("INSERT INTO before VALUES (?, ?)", [*rows, *((path, None) for path in back.removed)])
            database.execute("INSERT OR REPLACE INTO note VALUES ('sent', ?)", (release,))
            database.execute("INSERT OR REPLACE INTO note VALUES ('before', ?)", (before if old is not None else "",))

    def forget_before(self) -> None:
        """The place has one release only."""
        with closing(self._open()) as database, database:
            database.execute("DELETE FROM before")
            database.execute("DELETE FROM note WHERE name = 'before'")

    def doubt(self, paths: Iterable[str]) -> None:
        """What these hold is not known until `keep`; what lies beneath them is to be cleaned."""
        with closing(self._open()) as database, database:
            rows = [(path, IN_DOUBT) for path in paths]
            database.executemany("INSERT OR REPLACE INTO sent VALUES (?, ?)", rows)
            database.executemany("INSERT OR REPLACE INTO unclean VALUES (?)", [(path,) for path, _ in rows])

    def unclean(self) -> set[str]:
        """Paths beneath which older versions may lie; `EVERYTHING` among them where nobody knows."""
        return {path for (path,) in self._read("SELECT path FROM unclean")}

    def cleaned(self) -> None:
        """Nothing lies beneath anything."""
        with closing(self._open()) as database, database:
            database.execute("DELETE FROM unclean")

    def _note(self, name: str) -> str:
        found: list[tuple[str]] = self._read(f"SELECT value FROM note WHERE name = '{name}'")
        return found[0][0] if found else ""

    def _read(self, query: str) -> list[Any]:
        with closing(self._open()) as database:
            return database.execute(query).fetchall()

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._prepared()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self.path.unlink()  # damaged, which is as good as lost
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path)
        try:
            database.execute("PRAGMA secure_delete = ON")
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'unclean'").fetchone():
                database.executescript(TABLES)
                with database:
                    database.execute("INSERT OR IGNORE INTO unclean VALUES (?)", (EVERYTHING,))
                    database.execute("INSERT OR IGNORE INTO note VALUES ('token', lower(hex(randomblob(8))))")
        except BaseException:
            database.close()
            raise
        return database
