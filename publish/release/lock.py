"""One release at a time: a lock that the operating system takes back from whoever dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.errors import BadUsage

HELD = "另一个发布正在进行（{}）；没有开始。等它结束后再运行，或者加上 --wait，让它排队等候。"


@contextmanager
def held(path: Path, who: str, wait: bool) -> Iterator[None]:
    """Hold a lock file. `who`: what others are told, one line; `wait`: until it is free. Raises BadUsage where another has it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # what lies there is not for the web server
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            file.seek(0)
            raise BadUsage(HELD.format(file.read().strip() or "刚刚开始")) from None
        file.truncate(0)
        file.write(f"{who}\n")
        file.flush()
        yield
        file.truncate(0)
