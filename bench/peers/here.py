"""This program as a peer: all its outputs, or only those that the others make."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.peers.peer import Peer
from bench.site import PROJECT, Site


class Here(Peer):
    """`inv build` with all outputs."""

    name = "all"
    shown = "here, all outputs"

    def __init__(self, site: Site, folder: Path, aside: Path) -> None:
        super().__init__(folder, aside)
        self.site = site

    @property
    def output(self) -> Path:
        """The site; its state beside it."""
        return self.folder / "site"

    def leftovers(self) -> list[Path]:
        """Also what the program knows from build to build."""
        return [self.output, self.folder / "site.state"]

    def command(self) -> list[str]:
        """As typed."""
        return [sys.executable, *self.verb(), *self.site.options(self.output)]

    def place(self) -> Path:
        """The folder of the program."""
        return PROJECT

    def verb(self) -> list[str]:
        """What the program is told to do."""
        return ["-m", "invoke", "build"]

    def page(self, ident: str) -> Path:
        """As readers know it."""
        return self.output / "decision" / ident[:2] / f"{ident}.html"


class Pages(Here):
    """Pages, lists and one feed."""

    name = "pages"
    shown = "here, what peers make"

    def verb(self) -> list[str]:
        """See `bench.peers.pages`."""
        return ["-m", "bench.peers.pages"]
