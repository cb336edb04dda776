"""Measuring one command: wall and processor seconds, and the most memory that all of its processes hold together.

Linux only. Workers that outlive the command are waited for and counted: this process adopts them (`adopt_orphans`).
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.machine import busy_seconds, cores

EVERY = 0.05  # seconds between two looks
PR_SET_CHILD_SUBREAPER = 36
KILO = 1024
GREATER = 1.005  # how much a look must exceed the greatest before it is worth the exact, costlier one


class Failed(Exception):
    """A command that should have succeeded did not."""


@dataclass(frozen=True)
class Cost:
    """What a command took.

    `memory`: bytes, those that processes share counted once (PSS). `others`: the share of the machine that other programs
    used meanwhile; the more it is, the less the wall time says.
    """

    wall: float
    processor: float
    memory: int
    others: float


def adopt_orphans() -> None:
    """From now on, processes whose parent ends become children of this one, so that their processor time is known."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end, what it prints in `log`. Raises Failed unless it succeeds."""
    before, busy = _children_seconds(), busy_seconds()
    memory = _Memory(os.getpid())
    with log.open("wb") as file:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=file, stderr=subprocess.STDOUT)
        memory.start()
        code = process.wait()
        wall = time.perf_counter() - begin
    memory.stop()
    _wait_for_orphans()
    if code:
        raise Failed(f"{' '.join(command)}: exit code {code}\n{log.read_text('utf-8', 'replace')[-2000:]}")
    processor = _children_seconds() - before
    others = (busy_seconds() - busy - processor) / (wall * cores())
    return Cost(wall, processor, memory.greatest, max(0.0, others))


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait_for_orphans() -> None:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


class _Memory(threading.Thread):
    """Looks every `EVERY` seconds at the descendants of a process, itself not counted."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.greatest, self.rough = root, 0, 0.0
        self.over = threading.Event()

    def run(self) -> None:
        """Resident pages are cheap to read but count shared ones twice: the exact sum is read only near a new peak."""
        while not self.over.wait(EVERY):
            family = _descendants(self.root)
            rough = sum(_resident(one) for one in family)
            if rough > self.rough * GREATER:
                self.rough = rough
                self.greatest = max(self.greatest, sum(_proportional(one) for one in family))

    def stop(self) -> None:
        """Look no more."""
        self.over.set()
        self.join()


def _descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        if stat := _read(f"{folder}/stat"):
            children[int(stat.rpartition(")")[2].split()[1])].append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        new = children.pop(waiting.pop(), [])
        found += new
        waiting += new
    return found


def _resident(process: int) -> int:
    statm = _read(f"/proc/{process}/statm")
    return int(statm.split()[1]) * resource.getpagesize() if statm else 0


def _proportional(process: int) -> int:
    for line in _read(f"/proc/{process}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * KILO
    return 0


def _read(path: str) -> str:
    """Text of a file of `/proc`; empty where the process has just ended."""
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""
