"""Stock Pelican: the same version that this program stands on, with its own readers, generators and writers."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

from bench.peers.peer import Foreign
from bench.peers.told import Entry, Told


class Pelican(Foreign):
    """`pelican` with a settings file."""

    name = "pelican"

    def __init__(self, folder: Path, aside: Path) -> None:
        super().__init__(folder, aside)
        self.shown = f"Pelican {version('pelican')}"

    @property
    def output(self) -> Path:
        """As Pelican names it."""
        return self.folder / "output"

    def command(self) -> list[str]:
        """What its users type."""
        return [sys.executable, "-m", "pelican", "content", "--settings", "pelicanconf.py", "--quiet"]

    def frame(self, told: Told) -> None:
        """Settings, templates, styles, and the site's words."""
        self.themed()
        (self.folder / "told.json").write_text(told.text(), encoding="utf-8")
        self.dressed("theme/static")

    def text(self, entry: Entry) -> str:
        """Metadata as Pelican reads them before Markdown: a line each, further values on lines of their own."""
        tags = [*entry.topics, *([entry.organization] if entry.organization else [])]
        texts = {
            "Title": entry.title, "Date": entry.decided, "Slug": entry.id, "Shelf": entry.shelf, "Category": entry.kind,
            "Author": entry.agency, "Tags": ", ".join(tags), "Number": entry.number, "Decided": entry.decided,
            "Published": entry.published, "Until": entry.until, "Party": entry.party, "Organization": entry.organization,
            "Conclusion": entry.conclusion, "Yuan": str(entry.yuan or ""), "Facts": entry.facts, "Basis": _lines(entry.basis),
            "Details": _lines([f"{name}：{value}" for name, value in entry.details]),
        }  # fmt: skip
        return "\n".join([*(f"{name}: {value}" for name, value in texts.items() if value), "", entry.body]) + "\n"


def _lines(values: list[str]) -> str:
    return "\n    ".join(values)
