"""The builds that are measured, in the order in which they are: each with the edit that comes before it.

Edits touch made content only, and are taken back at the end, so that the bench can be repeated.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.drawing import TODAY
from bench.maker import made
from bench.measuring import Cost, measured

PROJECT = Path(__file__).resolve().parent.parent
OUT = PROJECT / "bench" / "out"
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
    folder: Path = field(init=False)
    known: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.folder = OUT / str(self.size)
        self.known = made(self.folder, self.size)

    @property
    def content(self) -> Path:
        """The content repository."""
        return self.folder / "content"

    def command(self, *more: str, days: int = 0) -> list[str]:
        """The build as typed, `days` after the day for which the content was made."""
        folders = ["--content", str(self.content), "--output", str(self.folder / "site")]
        return ["-m", "invoke", "build", *folders, "--today", str(TODAY + timedelta(days=days)), *more]

    def forget(self) -> None:
        """Delete the site and all that earlier builds knew."""
        for name in ("site", "site.state"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

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
    """This process's, with compiled modules kept as on any user's machine, but under `bench/out/`."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "PUBLISH_DEBUG")}
    return {**kept, "PYTHONPYCACHEPREFIX": str(OUT / "compiled")}


def _change_one(site: Site) -> None:
    path = site.content / site.known["changed"]
    text = path.read_text("utf-8")
    path.write_text(text.replace("\ntitle: ", "\ntitle: 更正后的", 1), encoding="utf-8")


def _add(site: Site, path: str, text: str) -> None:
    target = site.content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _nothing(site: Site) -> None:
    del site


STEPS: dict[str, tuple[Callable[[Site], None], int]] = {  # the edit, and days after the first
    "cold": (Site.forget, 0),
    "no change": (_nothing, 0),
    "one changed": (_change_one, 0),
    "one new": (lambda site: _add(site, *site.known["new"]), 0),
    "one withdrawn": (lambda site: _add(site, *site.known["order"]), 0),
    "next day": (_nothing, 1),
}


@contextmanager
def restored(site: Site) -> Iterator[None]:
    """Take the edits back, those that an interrupted run left too."""
    changed = site.content / site.known["changed"]
    keep = site.folder / "unchanged.md"

    def restore() -> None:
        for path, _ in (site.known["new"], site.known["order"]):
            (site.content / path).unlink(missing_ok=True)
        if keep.exists():
            keep.replace(changed)

    restore()
    shutil.copy2(changed, keep)
    try:
        yield
    finally:
        restore()


def run(size: int) -> Iterator[Measure]:
    """All builds of one size."""
    site = Site(size)
    with restored(site):
        site.settle()
        for step, (edit, days) in STEPS.items():
            edit(site)
            yield site.measure(step, days)


def warm_up() -> None:
    """Compile every module that a build and its workers import, before anything is measured."""
    site = Site(300)
    site.forget()
    site.measure("warm-up")
