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
from pathlib import Path

from publish.errors import DAMAGE, SQLITE_REFUSED, BadUsage, primary_code

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
    return BadUsage(f"{folders} {words}；没有开始构建，网站没有改动。") if words else None


def legible(database: sqlite3.Connection) -> bool:
    """Whether `state.sqlite` is a database."""
    try:
        database.execute("SELECT COUNT(*) FROM main.sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False
    return True


def attach(database: sqlite3.Connection, path: Path, script: str) -> None:
    """Open the release store beside the state. `script`: makes its tables. Raises BadUsage where it is damaged or read-only."""
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    if not writable:  # SQLite opens it all the same, and would tell in the build's last transaction
        raise BadUsage(f"发布记录 {path} 没有写入的权限；没有开始构建，网站没有改动。")
    try:
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
