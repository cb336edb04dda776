"""What is wrong with a build's two SQLite files before it begins: in use, not writable, damaged; and what to do about it.

A damaged `state.sqlite` is made anew. A damaged release store is refused before anything is written: nothing else knows what
was told of earlier releases, and a build without it must be somebody's decision. SQLite itself tells of a file that is shorter
than its header says, or no database; a page that is damaged in the middle is found when it is read.
"""

from __future__ import annotations

import os
import re
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

from publish.errors import DAMAGE, SQLITE_REFUSED, BadUsage, Unready, primary_code

HEAD = bytes.fromhex("d9d505f920a163d7")  # of a journal (SQLite's file format, 3)
LEAST = 512  # bytes: SQLite's smallest page
TABLE = re.compile(r"TABLE IF NOT EXISTS store\.(\w+)")


def is_damage(error: sqlite3.Error) -> bool:
    """Whether a file is not, or no longer, a database."""
    return primary_code(error) in DAMAGE


def refused(error: sqlite3.OperationalError, folder: Path, store: Path) -> BadUsage | None:
    """An error at the beginning in words; None for one that nobody can mend."""
    folders = f"{folder}" if folder == store else f"{folder} 或发布记录 {store}"
    if primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BadUsage(f"另一个构建正在使用 {folders}；请等它结束后再运行。")
    words = SQLITE_REFUSED.get(primary_code(error))
    return Unready(f"{folders} {words}；没有开始构建，网站没有改动。") if words else None


def unread(error: sqlite3.Error, path: Path) -> BadUsage:
    """Why the release store cannot be read, in words."""
    if is_damage(error):
        return _damaged(path)
    if words := SQLITE_REFUSED.get(primary_code(error)):
        return Unready(f"发布记录 {path} {words}；没有开始，网站没有改动。")
    return BadUsage(f"读不出发布记录 {path}：多半有构建正在使用它，请等构建结束后再运行；否则请核对 --store。")


def legible(database: sqlite3.Connection) -> bool:
    """Whether `state.sqlite` is a database."""
    try:
        database.execute("SELECT COUNT(*) FROM main.sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False
    return True


def clear_unused(folder: Path) -> None:
    """Delete the names of journals (SQLite's super-journals) that a killed build wrote down before any journal knew of them.

    One that a journal names says that both files go back; SQLite deletes it when they have. Called while both files are held: a
    journal that is over stays until they are let go, without its head.
    """
    for path in folder.glob("state.sqlite-mj*"):
        named = [Path(os.fsdecode(name)) for name in path.read_bytes().split(b"\0") if name]
        journals = [one.read_bytes() for one in named if one.exists()]
        if not any(one.startswith(HEAD) and path.name.encode() in one for one in journals):
            path.unlink()


def take_back(path: Path) -> None:
    """What a killed build left half written in a file is taken back, and its journal deleted: it holds what a build withdrew.

    SQLite takes back for whoever may write. A journal that is over and could not be deleted then is left by it for ever; changing
    the mode is its way to delete one while nobody else writes (its documents, `PRAGMA journal_mode`).
    """
    if not path.with_name(f"{path.name}-journal").exists():
        return
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=1)) as database:
        database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        for mode in ("PERSIST", "DELETE"):
            database.execute(f"PRAGMA journal_mode = {mode}")


def attach(database: sqlite3.Connection, path: Path, script: str) -> None:
    """Open the release store beside the state. `script`: makes its tables. Raises BadUsage where it is damaged or read-only."""
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if not writable:  # SQLite opens it all the same, and would tell in the build's last transaction
        raise Unready(f"发布记录 {path} 没有写入的权限；没有开始构建，网站没有改动。")
    if path.exists() and 0 < path.stat().st_size < LEAST:  # SQLite would begin a new one in it
        raise _damaged(path)
    try:
        take_back(path)
        database.execute("ATTACH ? AS store", (str(path),))
        tables = {name for (name,) in database.execute("SELECT name FROM store.sqlite_master WHERE type = 'table'")}
        (made_by,) = database.execute("PRAGMA store.user_version").fetchone()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        raise _damaged(path) from None
    if made_by == version(script) and not tables.issuperset(TABLE.findall(script)):
        raise _damaged(path)


def version(script: str) -> int:
    """The number that a store has whose tables this program made: one that lacks a table of them is no older one, but damaged."""
    return zlib.crc32(script.encode()) >> 1  # SQLite keeps 32 bits with a sign


def _damaged(path: Path) -> BadUsage:
    journal = path.with_name(path.name + "-journal")
    beside = f"，并删去 {journal.name}" if journal.exists() else ""  # it belongs to the damaged file, and would be applied to the copy
    return BadUsage(
        f"发布记录 {path} 已损坏；没有开始构建，网站没有改动。请用备份恢复这个文件{beside}，再重新构建。"
        "没有备份的，把它移到别处再构建：会另起一个数据系列，下载数据的单位须重新下载全部数据；撤回和修复以内容仓库里的令为准。"
    )
