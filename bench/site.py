"""A made content repository and the site that is built from it in fresh processes."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.drawing import TODAY
from bench.maker import made
from bench.measuring import Cost, measured

PROJECT = Path(__file__).resolve().parent.parent
OUT = PROJECT / "bench" / "out"
ASIDE = OUT / "aside"  # what `clean_up` deletes
SETTLED = 3.0  # a build reads files again that are younger than two seconds: a clone's files are not


@dataclass(frozen=True)
class Measure:
    """One build: what it took and what it reported."""

    size: int
    step: str
    cost: Cost
    report: dict[str, Any]


@dataclass
class Site:
    """A made content repository and the site that is built from it."""

    size: int
    root: Path = OUT
    folder: Path = field(init=False)
    known: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.root / str(self.size)
        self.known = made(self.folder, self.size)

    @property
    def content(self) -> Path:
        """The content repository."""
        return self.folder / "content"

    def command(self, *more: str, days: int = 0) -> list[str]:
        """The build as typed, `days` after the day for which the content was made."""
        return ["-m", "invoke", "build", *self.options(self.folder / "site", days), *more]

    def options(self, output: Path, days: int = 0) -> list[str]:
        """Content, output and day as options of the command line."""
        return ["--content", str(self.content), "--output", str(output), "--today", str(TODAY + timedelta(days=days))]

    def forget(self) -> None:
        """Put the site and all that earlier builds knew aside.

        Not deleted before a measure: for minutes ext4 passes over the inodes of deleted files, and new files take ten times as long.
        """
        ASIDE.mkdir(parents=True, exist_ok=True)
        for name in ("site", "site.state"):
            if (self.folder / name).exists():
                (self.folder / name).rename(ASIDE / f"{self.size}-{time.time_ns()}")

    def settle(self) -> None:
        """Wait until no content file is so young that it has to be read again."""
        newest = max(path.stat().st_mtime for path in self.content.rglob("*"))
        time.sleep(max(0.0, SETTLED - (time.time() - newest)))

    def measure(self, step: str, days: int = 0) -> Measure:
        """One build in a fresh process."""
        report = self.folder / "report.json"
        command = [sys.executable, *self.command("--report", str(report), days=days)]
        cost = measured(command, PROJECT, environment(), self.folder / "build.log")
        return Measure(self.size, step, cost, json.loads(report.read_text("utf-8")))


def environment() -> Mapping[str, str]:
    """This process's without the program's own settings; compiled modules are kept, as on any machine, but under `bench/out/`."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("PUBLISH_")}
    return {**kept, "PYTHONPYCACHEPREFIX": str(OUT / "compiled")}


def clean_up() -> None:
    """Delete the sites that were put aside, once nothing is measured any more."""
    shutil.rmtree(ASIDE, ignore_errors=True)


def warm_up() -> None:
    """Compile every module that a build and its workers import, before anything is measured."""
    site = Site(300)
    site.forget()
    site.measure("warm-up")
