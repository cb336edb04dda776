"""What stands in the output and what does not, found without listing the folders that nobody touched.

A folder's times change whenever a name in it is made, replaced or taken away (POSIX.1-2017, `open`, `rename`, `unlink`). So a folder
whose stamp is the one that the last build recorded holds the names that the manifest knows; only the others are listed. A stamp
that was young when it was taken proves nothing, for a name can come and go within one tick of the file system's clock: it is
recorded as none, and the folder listed again by the next build. Bytes that were changed in place show in no stamp: `inv verify`
reads all of them.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from publish.stamps import RACY_NS

Stamp = tuple[int, int, int]  # modification and change time in ns, inode
FINE_NS = 100_000_000  # ten ticks of the slowest clock of a kernel (CONFIG_HZ=100), where stamps tell parts of a second
NONE: Stamp = (0, 0, 0)
MANIFEST = "main.output"


@dataclass
class Look:
    """What a look at the output found. `strangers`: files that should not be there; `missing`: such as are not there.

    `stamps`: of the folders that were listed; `gone`: recorded folders that are not there any more.
    """

    strangers: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def record(self, database: sqlite3.Connection, now: int) -> None:
        """Keep the stamps for the next look. `now`: the file system's time in ns before the look."""
        rows = [(path, *(one if _is_settled(one, now) else NONE)) for path, one in self.stamps.items()]
        database.executemany("INSERT OR REPLACE INTO main.folder VALUES (?, ?, ?, ?)", rows)
        database.executemany("DELETE FROM main.folder WHERE path = ?", [(path,) for path in self.gone])


def look(database: sqlite3.Connection, output: Path, tables: tuple[str, ...] = (MANIFEST,), removed: Set[str] = frozenset()) -> Look:
    """Compare the output with what should be in it: the paths of some tables without those removed."""
    found = Look()
    recorded = {path: (mtime, ctime, inode) for path, mtime, ctime, inode in database.execute("SELECT * FROM main.folder")}
    for folder, stamp, names in _changed(output, recorded):
        if stamp is None:
            found.gone.add(folder)
        else:
            found.stamps[folder] = stamp
        wanted = {path for table in tables for path in _inside(database, table, folder)} - removed
        found.strangers |= names - wanted
        found.missing |= wanted - names
    for table in tables:
        if table != MANIFEST or not recorded:  # else the folders of all its paths are recorded
            for (path,) in database.execute(f"SELECT path FROM {table}"):
                folder = path.rpartition("/")[0]
                if folder not in recorded and folder not in found.stamps and path not in removed:
                    found.missing.add(path)
    return found


def _is_settled(stamp: Stamp, now: int) -> bool:
    """Whether whatever happens from now on gives a folder another stamp."""
    youngest = max(stamp[:2])
    return youngest < now - (FINE_NS if youngest % 10**9 else RACY_NS)


def _changed(output: Path, recorded: Mapping[str, Stamp]) -> Iterator[tuple[str, Stamp | None, set[str]]]:
    """The folders (relative, "" for the output itself) with another stamp than the recorded one: with it and the files in them.

    One that is gone has no stamp.
    """
    root = str(output)
    waiting = ["", *recorded]
    seen: set[str] = set()
    while waiting:
        folder = waiting.pop()
        if folder in seen:
            continue
        seen.add(folder)
        at = f"{root}/{folder}" if folder else root
        stamp = _stamp(at)
        if stamp is None:
            yield folder, None, set()
        elif stamp != recorded.get(folder):
            names, folders = _listed(at, f"{folder}/" if folder else "")
            waiting += [one for one in folders if one not in recorded]
            yield folder, stamp, names


def _stamp(folder: str) -> Stamp | None:
    """None where there is no such folder: a link to one is a file."""
    try:
        found = os.lstat(folder)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_ino) if stat.S_ISDIR(found.st_mode) else None


def _listed(folder: str, prefix: str) -> tuple[set[str], list[str]]:
    """The files and links of a folder, and the folders in it."""
    with os.scandir(folder) as entries:
        found = {prefix + entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    folders = [path for path, is_folder in found.items() if is_folder]
    return found.keys() - folders, folders


def _inside(database: sqlite3.Connection, table: str, folder: str) -> Iterator[str]:
    """The paths of a table that lie in a folder itself: what lies below it is passed over, folder by folder."""
    prefix = f"{folder}/" if folder else ""
    end = f"{folder}0" if folder else "\U0010ffff"  # 0 comes after /
    query = f"SELECT path FROM {table} WHERE path >= ? AND path < ? ORDER BY path"
    at: str | None = prefix
    while at is not None:
        rows, at = database.execute(query, (at, end)), None
        for (path,) in rows:
            below = path.find("/", len(prefix))
            if below >= 0:
                at = f"{path[:below]}0"
                break
            yield path
