"""A small reader of the open data, written from outputs.md alone, and a history of releases for it to follow.

The host here makes every data file as a real build does, and of a page only a mark: what pages say is tested elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from jinja2 import Environment

from plugins.rendering import Target, content_of
from publish import compressed, tree
from publish.build import build, check
from publish.exports import ROOT
from publish.reporting import Report
from publish.request import Host, Request
from publish.work import Work
from tests.content import PROJECT
from tests.histories import History

Files = dict[str, bytes]


def sha256(content: bytes) -> str:
    """Hex."""
    return hashlib.sha256(content).hexdigest()


def state_hash(lines: dict[str, str]) -> str:
    """As outputs.md has it: id → line of JSON."""
    total = ""
    for name, idents in groupby(sorted(lines), key=lambda one: one[:2]):
        total += f"{name}:{sha256(''.join(f'{one}:{sha256(lines[one].encode())}' + chr(10) for one in idents).encode())}\n"
    return sha256(total.encode())


def rows(files: Files, path: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in files[ROOT + path].decode().splitlines()]


def document(files: Files, path: str) -> Any:
    """A JSON file."""
    return json.loads(files[ROOT + path])


@dataclass
class Reader:
    """A program that keeps id → line, and follows."""

    series: str = ""
    seq: int = 0
    lines: dict[str, str] = field(default_factory=dict)
    loads: int = 0  # how often all was loaded

    def follow(self, files: Files) -> None:
        """Come to the site's state: by deltas where there are all that are needed, else by loading everything."""
        index = document(files, "index.json")
        listed = {one["seq"]: one for one in document(files, "deltas/index.json")["deltas"]}
        missing = range(self.seq + 1, index["seq"] + 1)
        if self.series != index["series"] or not all(seq in listed for seq in missing):
            self.load(files, index)
        else:
            for seq in missing:
                self.apply(rows(files, listed[seq]["url"]))
        self.series, self.seq = index["series"], index["seq"]
        assert state_hash(self.lines) == index["state_hash"]

    def apply(self, changes: list[dict[str, Any]]) -> None:
        """One delta."""
        for row in changes:
            if row["op"] == "DEL":
                self.lines.pop(row["id"], None)
            else:
                self.lines[row["id"]] = json.dumps(row["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def load(self, files: Files, index: Any) -> None:
        """Everything anew."""
        tables = [files[ROOT + one["url"]].decode() for one in index["resources"] if one["url"].startswith("decisions/")]
        lines = [line for table in tables if not table.startswith("\ufeff") for line in table.splitlines()]
        self.lines = {json.loads(line)["id"]: line for line in lines}
        self.loads += 1


def host(work: Work) -> None:
    """Data files as in a real build; of every other file the mark of our sites and its path."""
    key = str(work.data_key.path) if work.data_key else ""
    target = Target(str(work.output), tuple(sorted(work.folders.items())), work.site.model_dump_json(), ("", ()), key)
    for output in chain(work.pages, chain.from_iterable(work.batches), chain.from_iterable(work.closing)):
        text = tree.GENERATOR + output.path.encode()
        if output.path.startswith(ROOT):
            text = content_of(output, Environment(), target, work.site)
        work.report(compressed.put(work.output, output.path, text))


def fail() -> None:
    """The end of a host that fails."""
    raise OSError


@dataclass(frozen=True)
class Dying:
    """A host that ends badly after some batches of the closing stage, or before any file (-1)."""

    after: int
    end: Callable[[], None] = fail

    def __call__(self, work: Work) -> None:
        if self.after < 0:
            self.end()
        work.closing = islice(work.closing, self.after)
        host(work)
        self.end()


@dataclass
class Releases:
    """A history whose releases readers follow. `stops`: what a reader that stopped there holds."""

    history: History
    store: Path | None = None
    stops: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)

    def request(self, output: str = "output", **changes: Any) -> Request:
        """A build of the history."""
        given: dict[str, Any] = {"today": self.history.today, "store": self.store, **changes}
        return Request(PROJECT, self.history.content, self.history.root / output, **given)

    def build(self, output: str = "output", host: Host = host) -> Report:
        """Build with the host above, or another one."""
        return build(self.request(output), host, None)

    def die(self, after: int) -> None:
        """A build that fails on the way; nothing to do is no failure."""
        try:
            self.build(host=Dying(after))
        except OSError:
            return

    def look(self) -> None:
        """`inv check`, and the preview, whose output is its own."""
        check(self.request(), None)
        build(self.request("preview", store=None), host, None)

    def files(self, output: str = "output") -> Files:
        """The site's data."""
        return {path: content for path, content in self.history.tree(output).items() if path.startswith(ROOT)}

    def released(self) -> tuple[Report, Files]:
        """Build; all readers that ever stopped come back and end in the state of one who loads everything now."""
        report = self.build()
        files = self.files()
        fresh = Reader()
        fresh.follow(files)
        for (series, seq), lines in self.stops.items():
            reader = Reader(series, seq, dict(lines))
            reader.follow(files)
            assert reader.lines == fresh.lines, (series, seq)
        self.stops.setdefault((fresh.series, fresh.seq), dict(fresh.lines))
        return report, files

    @property
    def held(self) -> dict[str, str]:
        """What the last reader holds."""
        return self.stops[max(self.stops, key=lambda one: one[1])]
