"""What is measured of every peer alike: a folder with content in its own form, a command, an output."""

from __future__ import annotations

import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

from bench.measuring import Cost, measured
from bench.peers.told import Entry, Told
from bench.site import PROJECT, environment
from publish.theme import styles

THEMES = Path(__file__).with_name("themes")


class Missing(Exception):
    """It cannot be had here."""


class Peer(ABC):
    """A generator with a folder of its own. `folder`: where its content and output lie; `aside`: where outputs go that nobody needs."""

    name: str  # as it is typed
    shown: str  # as tables show it

    def __init__(self, folder: Path, aside: Path) -> None:
        self.folder, self.aside = folder, aside

    @property
    @abstractmethod
    def output(self) -> Path:
        """Where its site lies."""

    @abstractmethod
    def command(self) -> list[str]:
        """What builds it."""

    @abstractmethod
    def page(self, ident: str) -> Path:
        """Where the page of a decision lies, or lay."""

    def place(self) -> Path:
        """The folder in which it is run."""
        return self.folder

    def environment(self) -> Mapping[str, str]:
        """With what it is run."""
        return environment()

    def leftovers(self) -> list[Path]:
        """What a build leaves besides, so that a cold one starts without."""
        return [self.output]

    def forget(self) -> None:
        """Put aside what earlier builds made; not deleted, for reasons see `bench.site.Site.forget`."""
        self.aside.mkdir(parents=True, exist_ok=True)
        for path in self.leftovers():
            if path.exists():
                path.rename(self.aside / f"{self.name}-{path.name}-{time.time_ns()}")

    def measure(self) -> Cost:
        """One build in a fresh process. Raises bench.measuring.Failed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return measured(self.command(), self.place(), self.environment(), self.folder / "build.log")


class Foreign(Peer):
    """A generator whose content is converted."""

    def source(self, entry: Entry) -> Path:
        """Where a decision's file lies."""
        return self.folder / "content" / "decision" / entry.shelf / f"{entry.id}.md"

    def page(self, ident: str) -> Path:
        """As ours: the themes keep the addresses of decisions."""
        return self.output / "decision" / ident[:2] / f"{ident}.html"

    @abstractmethod
    def frame(self, told: Told) -> None:
        """Write everything but decisions."""

    @abstractmethod
    def text(self, entry: Entry) -> str:
        """A decision's file."""

    def write(self, entry: Entry) -> None:
        """Write a decision's file."""
        path = self.source(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(entry), encoding="utf-8")

    def themed(self) -> None:
        """Lay out templates and settings anew."""
        for path in (THEMES / self.name).iterdir():
            target = self.folder / path.name
            if path.is_dir():
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(path, target)
            else:
                shutil.copy2(path, target)

    def dressed(self, static: str) -> None:
        """Lay out our styles, scripts and icon in the folder of its static files."""
        target = self.folder / static
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(PROJECT / "theme" / "static", target)
        (target / "css").mkdir()
        (target / "css" / "site.css").write_text(styles(PROJECT / "theme"), encoding="utf-8")
