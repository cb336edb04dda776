"""One release at a time: a lock that the operating system takes back from whoever dies."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.errors import BadUsage

HELD = "另一个发布正在进行（{}）；没有开始。等它结束后再运行，或者加上 --wait，让它排队等候。"


@contextmanager
def held(path: Path, who: str, wait: bool, told: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold a lock file. `who`: what others are told, one line; `wait`: until it is free, after `told` was told who has it.

    Raises BadUsage where another has it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # what lies there is not for the web server
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            other = file.read().strip() or "刚刚开始"
            if not wait:
                raise BadUsage(HELD.format(other)) from None
            told(other)
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(f"{who}\n")
        file.flush()
        yield
        file.truncate(0)
