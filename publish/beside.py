"""Work in a fork beside this process, for what is done before a pool of workers would stand."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Made = TypeVar("Made")


@contextmanager
def beside(work: Callable[[], Made]) -> Iterator[Callable[[], Made]]:
    """A function that waits for what the fork made, which is something that JSON holds.

    Where the fork ended without it, the work is done here instead, and raises here. Only for processes without threads: a fork
    has none of the threads, and all of their locks.
    """
    reading, writing = os.pipe()
    fork = os.fork()
    if not fork:
        _do(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        try:
            yield lambda: _made(pipe.read(), work)
        finally:
            os.kill(fork, signal.SIGKILL)  # it has told everything, or nobody waits for it any more
            os.waitpid(fork, 0)


def _do(work: Callable[[], Made], writing: int) -> None:
    """The fork. It ends here, and nothing that its parent opened is written or closed by it."""
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(json.dumps(work()).encode())
    finally:
        os._exit(0)


def _made(raw: bytes, work: Callable[[], Made]) -> Made:
    try:
        made: Made = json.loads(raw)
    except ValueError:  # it ended early
        return work()
    return made
