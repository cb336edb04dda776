"""The machine that is measured on, and how busy it is: what a number of the bench is worth depends on both."""

from __future__ import annotations

import os
import sys
from pathlib import Path

GIGA = 1024**3
IDLE = (3, 4)  # the columns idle and iowait of /proc/stat


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0))


def described() -> str:
    """The machine in a line."""
    info = Path("/proc/cpuinfo").read_text("utf-8")
    model = next((line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIGA
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{cores()} cores ({model}), {memory:.0f} GiB, Python {version}"


def busy_seconds() -> float:
    """Processor seconds that all programs have used since the machine started."""
    ticks = Path("/proc/stat").read_text("utf-8").partition("\n")[0].split()[1:9]
    return sum(int(count) for place, count in enumerate(ticks) if place not in IDLE) / os.sysconf("SC_CLK_TCK")
