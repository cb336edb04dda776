"""A site that is served while it changes, and an agency's copy of it that `resync-sync` keeps."""

from __future__ import annotations

import contextlib
import io
import logging
import runpy
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from pelican.log import LimitFilter

from tests.content import TODAY, Content
from tests.resourcesync import WELL_KNOWN, Document, judge

LISTS = "data/resourcesync/"


@dataclass
class Copy:
    """An agency's copy of a site, in a folder of its own, kept with `resync-sync`."""

    site: str
    folder: Path

    def sync(self, *options: str) -> str:
        """Run the client's command; what it says. In this process, for it starts slowly."""
        self.folder.mkdir(exist_ok=True)
        command, said = Path(sys.executable).with_name("resync-sync"), io.StringIO()
        with ExitStack() as around:
            around.enter_context(contextlib.chdir(self.folder))  # it keeps its memory in the working folder
            around.enter_context(contextlib.redirect_stdout(said))
            around.enter_context(contextlib.redirect_stderr(said))
            around.enter_context(patch.object(sys, "argv", [str(command), *options, self.site, "copy"]))
            around.callback(logging.getLogger("resync").handlers.clear)
            # Where Pelican is imported, a message that was said once is not said again.
            around.enter_context(patch.object(LimitFilter, "_raised_messages", set()))
            runpy.run_path(str(command), run_name="__main__")
        assert "FatalError" not in said.getvalue(), said.getvalue()
        return said.getvalue()

    def baseline(self) -> str:
        """Everything, and nothing else."""
        return self.sync("--baseline", "--delete")

    def incremental(self) -> str:
        """What changed since the last time."""
        return self.sync("--incremental", "--delete", "--changelist-uri", f"{self.site}/{LISTS}changelist.xml")

    def files(self) -> dict[str, bytes]:
        """Path on the site → bytes."""
        folder = self.folder / "copy"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def in_sync(self) -> bool:
        """What the client itself says, by time and length."""
        return "NOT IN SYNC" not in self.sync("--audit")


@dataclass
class Source:
    """A content whose output is served."""

    content: Content
    site: str

    def release(self, days: int = 0) -> None:
        """Publish, some days after `TODAY`."""
        assert self.content.publish(TODAY + timedelta(days=days)) == 0

    def files(self) -> dict[str, bytes]:
        """The JSON files of all public decisions."""
        return self._below("decision/*/*.json")

    def at(self) -> str:
        """The instant of this release."""
        return self.documents()[f"{LISTS}resourcelist.xml"].about["at"]

    def documents(self) -> dict[str, Document]:
        """The ResourceSync documents, judged."""
        return judge(self.site, self._below(f"{LISTS}*.xml") | self._below(WELL_KNOWN))

    def _below(self, pattern: str) -> dict[str, bytes]:
        return {path.relative_to(self.content.output).as_posix(): path.read_bytes() for path in self.content.output.glob(pattern)}


def applied(held: dict[str, bytes], since: str, source: Source) -> dict[str, bytes]:
    """What a client makes of its copy that follows the standard to the letter: it takes what is later than `since`, nothing else."""
    documents, files = source.documents(), source.files()
    index = documents[f"{LISTS}changelist-index.xml"]
    assert index.about["from"] <= since, "the lists do not reach back so far"
    held = dict(held)
    for address, _, about in index.entries:
        if about.get("until", "9") <= since:
            continue
        for location, _, change in documents[address.removeprefix(f"{source.site}/")].entries:
            path = location.removeprefix(f"{source.site}/")
            if change["datetime"] > since and change["change"] == "deleted":
                held.pop(path, None)
            elif change["datetime"] > since:
                held[path] = files[path]
    return held


def served(folder: Path, serve: Callable[[Path], str]) -> Source:
    """A content with three decisions, of three months."""
    content = Content(folder / "site")
    site = serve(content.output).rstrip("/")
    content.write("site.yml", f"name: 甲省行政执法公示\nurl: {site}\n")
    for number in range(3):
        penalty = {"violation_type": "超标", "categories": ["罚款"], "fine_yuan": "4000", "severity": "serious"}  # public for three years
        content.decision(decided_on=f"2026-0{4 + number}-01", penalty=penalty)
    return Source(content, site)


def gone(path: str) -> str:
    """The id in a path."""
    return Path(path).stem
