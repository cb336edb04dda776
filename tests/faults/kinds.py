"""What can go wrong at a point: each kind of fault decides about the operations of a release, from a number on."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.stopping import HALF, KILL, PASS, Decide, Operation

SPACE = {"write", "pwrite64", "openat", "open", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "copy_file_range", "sendfile"}
NAMES = {"openat", "open", "mkdir", "rmdir", "unlink", "unlinkat", "rename", "link", "symlink"}
# Which operations each error can strike.
ERRORS: dict[int, set[str] | None] = {
    errno.ENOSPC: SPACE, errno.EIO: None, errno.EACCES: NAMES, errno.EROFS: NAMES, errno.EDQUOT: SPACE, errno.EMFILE: {"openat", "open"},
}  # fmt: skip
WRITES = {"write", "pwrite64"}


@dataclass(frozen=True)
class Kind:
    """`name`: as printed; `at`: what decides where the fault is to strike at a number; `strikes`: whether it does so at an operation."""

    name: str
    at: Callable[[int], Decide]
    strikes: Callable[[Operation, int], bool] = lambda _operation, _number: True


def error_at(number: int) -> int:
    """The error of a point: all of them in turn."""
    return [*ERRORS][number % len(ERRORS)]


def _struck(operation: Operation, error: int) -> bool:
    names = ERRORS[error]
    return names is None or operation.name in names


def _killed(point: int) -> Decide:
    return lambda _, number: KILL if number == point else PASS


def _refused(point: int) -> Decide:
    return lambda operation, number: error_at(point) if number == point and _struck(operation, error_at(point)) else PASS


def _refused_from(point: int) -> Decide:
    return lambda operation, number: error_at(point) if number >= point and _struck(operation, error_at(point)) else PASS


def _halved(point: int) -> Decide:
    return lambda _, number: HALF if number == point else PASS


def _halved_and_full(point: int) -> Decide:
    def decide(operation: Operation, number: int) -> int:
        return HALF if number == point else errno.ENOSPC if number > point and _struck(operation, errno.ENOSPC) else PASS

    return decide


def _is_write(operation: Operation, _number: int) -> bool:
    return operation.name in WRITES and operation.size > 1


KINDS = (
    Kind("killed", _killed),
    Kind("one operation fails", _refused, lambda operation, number: _struck(operation, error_at(number))),
    Kind("all fail from one on", _refused_from),
    Kind("a short write", _halved, _is_write),
    Kind("a short write, then a full disk", _halved_and_full, _is_write),
)
