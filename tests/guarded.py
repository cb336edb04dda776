"""Loaded by a Dask worker before it begins (`--preload`): what it must not read, what it did, and when it is to end.

`GUARDED`: folders, with colons, below which nothing may be opened. `ENDS`: `<how> <n>`, of its n-th piece: `dies` in the middle of it,
`leaves` after it, `takes <process>` the scheduler with it. What it does it writes into `done` in its working directory.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from verbs import cluster

GUARDED = tuple(os.environ["GUARDED"].split(":"))
HOW, PIECE, *OF = os.environ.get("ENDS", "never 0").split()
each: Callable[..., Any] = getattr(cluster._each, "before", cluster._each)  # Dask loads a module twice
pieces = 0


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse to open what only the machine of the build has."""
    if event in ("open", "os.listdir", "os.scandir", "os.mkdir") and str(arguments[0]).startswith(GUARDED):
        raise PermissionError(f"{event} {arguments[0]}")


def at_work(asked_by: str, function: Callable[[Any], Any], items: bytes) -> Any:
    """A piece, written down; the one that is the last is not finished."""
    global pieces  # noqa: PLW0603 - of this worker
    pieces += 1
    with Path("done").open("a", encoding="utf-8") as done:
        done.write(f"{(function.func if isinstance(function, partial) else function).__name__}\n")
    if pieces == int(PIECE):
        if HOW == "dies":
            os._exit(9)
        os.kill(int(OF[0]) if OF else os.getpid(), signal.SIGKILL if OF else signal.SIGTERM)
    return each(asked_by, function, items)


at_work.__module__, at_work.__qualname__ = each.__module__, each.__qualname__
at_work.before = each  # type: ignore[attr-defined]
cluster._each = at_work
sys.addaudithook(watch)
