"""What can go wrong, grouped by who must act.

* `Finding`: something in the content; staff mend it. Its code is its address: `privacy.id_number` is the
  function `id_number` in `publish/rules/privacy.py`.
* `BadUsage`: the command was typed wrongly (exit code 2).
* `BuildFailed`: the site could not be made or does not equal the plan; the output is not to be used (exit code 3).
* `TargetFailed`: the place that serves the site could not be reached, read or written (exit code 3).
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import IntEnum

REFUSED = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "这里只能读，不能写",
    errno.ENOSPC: "磁盘满了", errno.EDQUOT: "磁盘配额满了",
    errno.ENOENT: "找不到文件或文件夹", errno.EISDIR: "应为文件，却是文件夹", errno.ENOTDIR: "应为文件夹，却是文件",
    errno.EEXIST: "已经有同名的文件", errno.ENAMETOOLONG: "名称太长",
}  # fmt: skip
SQLITE_REFUSED = {
    sqlite3.SQLITE_READONLY: "没有写入的权限", sqlite3.SQLITE_PERM: "没有写入的权限",
    sqlite3.SQLITE_CANTOPEN: "打不开，多半是没有写入的权限",
    sqlite3.SQLITE_FULL: "所在的磁盘满了", sqlite3.SQLITE_IOERR: "读写出错，请检查磁盘",
}  # fmt: skip
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Level(IntEnum):
    """How loud a finding is: tell, keep one decision out, let nothing new in."""

    warn = 0
    hold = 1
    stop = 2


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: where, what was found, what was expected and what to do (Chinese, for staff).

    `path` is relative to the content folder; `line` and `column` count from 1 (column 0: the whole line).
    The message never holds a secret: see `publish.rules.privacy.masked`.
    """

    path: str
    line: int
    code: str
    message: str
    level: Level = Level.hold
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.code} {self.message}"

    def at(self, level: Level) -> Finding:
        """The same finding at another level."""
        return replace(self, level=level)

    def as_json(self) -> dict[str, str | int]:
        """The shape in the report: level by name."""
        return {**asdict(self), "level": self.level.name}

    @classmethod
    def from_json(cls, data: dict[str, str | int]) -> Finding:
        """The other way."""
        return cls(
            str(data["path"]), int(data["line"]), str(data["code"]), str(data["message"]),
            Level[str(data["level"])], int(data["column"]),
        )  # fmt: skip


def bounded(findings: list[Finding], most: int = 100) -> list[Finding]:
    """The findings of one file; where there are more than `most`, the loudest, and one that says how many are not listed."""
    if len(findings) <= most:
        return findings
    kept = sorted(findings, key=lambda one: (-one.level, one.line))
    last = kept[most - 1]
    return [*kept[: most - 1], replace(last, message=f"这个文件还有 {len(kept) - most + 1} 处问题没有列出；请先改正上面的，再检查一次。")]


def loudest(findings: Iterable[Finding]) -> Level:
    """The highest level among findings; `warn` where there is none."""
    return max((finding.level for finding in findings), default=Level.warn)


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for an error of the Python module's own."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def why(error: BaseException) -> str:
    """An unexpected error in words: what the operating system refused, and where; of any other its name and message."""
    if isinstance(error, BuildFailed):
        return str(error)
    if isinstance(error, OSError) and error.errno in REFUSED:
        return f"{REFUSED[error.errno]}：{error.filename}" if error.filename else REFUSED[error.errno]
    if isinstance(error, sqlite3.Error) and primary_code(error) in DAMAGE:
        words = "先删去 state.sqlite 重新构建，会全部重做；还是这样的，请用备份恢复 store.sqlite"
        return f"发布记录（store.sqlite）或检查记录（state.sqlite）已损坏（{error}）。{words}"
    if isinstance(error, sqlite3.Error) and (words := SQLITE_REFUSED.get(primary_code(error), "")):
        return f"发布记录（store.sqlite）或检查记录（state.sqlite）{words}（{error}）"
    if isinstance(error, sqlite3.Error):
        return f"发布记录或检查记录（.state 文件夹）读写不了，可能有构建正在使用它，或没有权限，或文件已损坏（{error}）"
    return f"{type(error).__name__}：{error}"


class BadUsage(Exception):
    """The command cannot be carried out as typed; the message says what to type instead."""


class Unready(BadUsage):
    """State or store cannot be read or written. A build was typed for the wrong place; a release that did well before has failed."""


class BuildFailed(Exception):
    """The output does not equal the plan and must not be used."""


class TargetFailed(BuildFailed):
    """The place that serves the site cannot be reached, read or written; what it serves is whole, and the next release goes on."""
