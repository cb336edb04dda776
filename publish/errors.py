"""What can go wrong, grouped by who must act.

* `Finding`: something in the content; staff mend it. Its code is its address: `privacy.id_number` is the
  function `id_number` in `publish/rules/privacy.py`.
* `BadUsage`: the command was typed wrongly (exit code 2).
* `BuildFailed`: the site could not be made or does not equal the plan; the output is not to be used (exit code 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import IntEnum


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


class BadUsage(Exception):
    """The command cannot be carried out as typed; the message says what to type instead."""


class BuildFailed(Exception):
    """The output does not equal the plan and must not be used."""
