"""What came out of the rounds: medians, kept beside the corpora so that sizes and peers measured on other days stand in one table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from bench.peers.hugo import Hugo
from bench.peers.peer import Peer
from bench.peers.rounds import DELETED, STEPS, Taken

NOTE = "peers.json"


@dataclass(frozen=True)
class Line:
    """A build of a peer at a size. `wall`, `processor`: seconds, medians; `memory`, `size`: bytes.

    `ratio`: of `wall` to Hugo's in the same run; None where that did not run. `least`, `most`: of the wall seconds. `others`: the most
    that other programs used meanwhile, 0 to 1. `left`: whether the page of the deleted decision was still there; None where none was.
    """

    decisions: int
    peer: str
    shown: str
    step: str
    rounds: int
    on: str
    machine: str
    wall: float
    least: float
    most: float
    processor: float
    memory: float
    others: float
    files: int
    size: int
    written: int
    ratio: float | None = None
    left: bool | None = None


@dataclass
class Results:
    """All that is known. `folder`: where it is kept."""

    folder: Path
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Results:
        """As kept; empty where nothing is."""
        path = folder / NOTE
        return cls(folder, [Line(**one) for one in json.loads(path.read_text("utf-8"))] if path.exists() else [])

    def add(self, new: list[Line], order: tuple[str, ...]) -> None:
        """Take the place of what was known of the same sizes and peers, and keep it. `order`: of the peers."""
        known = {(one.decisions, one.peer, one.step): one for one in [*self.lines, *new]}
        self.lines = sorted(known.values(), key=lambda one: (one.decisions, STEPS.index(one.step), order.index(one.peer)))
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(one) for one in self.lines], ensure_ascii=False, indent=1)
        (self.folder / NOTE).write_text(text + "\n", encoding="utf-8")


def lines(decisions: int, taken: list[Taken], peers: list[Peer], on: str, machine: str) -> list[Line]:
    """The medians of each peer and step, and their ratios to Hugo's where it ran as well."""
    made = []
    for peer in peers:
        for step in STEPS:
            same = [one for one in taken if (one.peer, one.step) == (peer.name, step)]
            hugo = [one for one in taken if (one.peer, one.step) == (Hugo.name, step)]
            if same:
                one = Line(decisions, peer.name, peer.shown, step, len(same), on, machine, **_medians(same))
                made.append(replace(one, ratio=one.wall / _medians(hugo)["wall"] if hugo else None))
    return made


def _medians(same: list[Taken]) -> dict[str, Any]:
    costs, tree = [one.cost for one in same], same[-1].tree
    walls = [one.wall for one in costs]
    return {
        "wall": median(walls),
        "least": min(walls),
        "most": max(walls),
        "processor": median(one.processor for one in costs),
        "memory": median(one.memory for one in costs),
        "others": max(one.others for one in costs),
        "files": tree.files,
        "size": tree.bytes,
        "written": tree.written,
        "left": any(one.left for one in same) if same[0].step == DELETED else None,
    }
