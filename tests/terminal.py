"""A person at a terminal: a program runs in a pseudo-terminal, and each reply is typed when its prompt has been seen."""

from __future__ import annotations

import os
import pty
import select
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass

from tests.offices import Office

CTRL_C, CTRL_D = "\x03", "\x04"
PATIENCE = 60.0  # seconds for one prompt


@dataclass
class Talk:
    """How it ended, and all that stood on the screen."""

    code: int
    screen: str


def talk(office: Office, words: Iterable[str], replies: Iterable[tuple[str, str]]) -> Talk:
    """Run a verb; for each (words of a prompt, reply) wait for the prompt and type the reply."""
    ours, theirs = pty.openpty()
    settings = {"TERM": "xterm", "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null"}
    process = office.start(*words, files=(theirs, theirs, theirs), environment=settings)
    os.close(theirs)
    screen, read_to = b"", 0
    try:
        for prompt, reply in replies:
            while (at := screen.find(prompt.encode(), read_to)) < 0:
                screen += (got := _read(ours))
                assert got, f"没有等到 {prompt!r}；屏幕上是：\n{screen.decode('utf-8', 'replace')}"
            read_to = at + len(prompt.encode())
            if reply == CTRL_C:
                while not process.ended(0.1):  # again, as a person would: one that comes just before the keyboard is read is lost
                    process.signal(signal.SIGINT)
                    while got := _read(ours, 2):
                        screen += got
            else:
                os.write(ours, (reply if reply == CTRL_D else f"{reply}\n").encode())
        while got := _read(ours):
            screen += got
        return Talk(process.wait(PATIENCE), screen.decode("utf-8", "replace").replace("\r\n", "\n"))
    finally:
        process.signal(signal.SIGKILL)
        process.wait(PATIENCE)
        os.close(ours)


def _read(terminal: int, patience: float = PATIENCE) -> bytes:
    """What comes next; empty when the program has ended or nothing comes for long."""
    until = time.monotonic() + patience
    while (left := until - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                return os.read(terminal, 65536)
            except OSError:
                return b""
    return b""
