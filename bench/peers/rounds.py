"""The measured rounds: each step with one peer after the other, so that what disturbs the machine disturbs all of them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import steps
from bench.measuring import Cost, Failed
from bench.peers.peer import Foreign, Peer
from bench.peers.preparing import Converted, deleted
from bench.site import Site

COLD, NOTHING, CHANGED, DELETED = "cold", "no change", "one changed", "one deleted"
STEPS = (COLD, NOTHING, CHANGED, DELETED)
ROOM = 3  # times what a round took of the disk: with less left, what was put aside is deleted before the next
REST = 60.0  # seconds that the file system is given after that


@dataclass(frozen=True)
class Tree:
    """A site as it lies there. `written`: files that the last build wrote; `pages`: of decisions."""

    files: int
    bytes: int
    written: int
    pages: int


@dataclass(frozen=True)
class Taken:
    """One build of one peer. `left`: whether the page of the deleted decision is still there."""

    peer: str
    step: str
    cost: Cost
    tree: Tree
    left: bool


def looked(output: Path, since: int) -> Tree:
    """Count what lies in a folder. `since`: when the last build began, nanoseconds."""
    files = size = written = pages = 0
    waiting = [(str(output), False)]
    while waiting:
        folder, decisions = waiting.pop()
        with os.scandir(folder) as found:
            for one in found:
                if one.is_dir(follow_symlinks=False):
                    waiting.append((one.path, decisions or (folder == str(output) and one.name == "decision")))
                    continue
                status = one.stat(follow_symlinks=False)
                files, size = files + 1, size + status.st_size
                written += status.st_mtime_ns >= since
                pages += decisions and one.name.endswith(".html")
    return Tree(files, size, written, pages)


class Rounds:
    """Peers that build the same decisions. `say`: called with a line for each build."""

    def __init__(self, site: Site, converted: Converted, peers: list[Peer], say: Callable[[str], None]) -> None:
        self.site, self.converted, self.peers, self.say = site, converted, peers, say
        self.gone = deleted(site)

    @property
    def foreign(self) -> list[Foreign]:
        """Those whose content was converted."""
        return [peer for peer in self.peers if isinstance(peer, Foreign)]

    def run(self, rounds: int) -> list[Taken]:
        """All rounds. A peer that fails is left out from then on, and said to be."""
        taken: list[Taken] = []
        for number in range(rounds):
            if number:
                self.peers.reverse()  # nobody is always the first
            before = shutil.disk_usage(self.site.folder).free
            taken += self._round()
            free = shutil.disk_usage(self.site.folder).free
            if number + 1 < rounds and free < ROOM * (before - free):
                self._make_room()
        return [one for one in taken if one.peer in {peer.name for peer in self.peers}]

    def _round(self) -> Iterator[Taken]:
        edits = {
            CHANGED: (self.converted.correct, "one changed"),
            DELETED: (self.converted.delete, "one withdrawn"),
        }
        with steps.restored(self.site):
            self.converted.restore(self.foreign)
            self.site.settle()
            try:
                for step in STEPS:
                    if step in edits:
                        edit, ours = edits[step]
                        edit(self.foreign)
                        steps.STEPS[ours][0](self.site)
                    for peer in list(self.peers):
                        yield from self._build(peer, step)
            finally:
                self.converted.restore(self.foreign)

    def _build(self, peer: Peer, step: str) -> Iterator[Taken]:
        if step == COLD:
            peer.forget()
        os.sync()  # what another build left to be written is not this one's
        begin = time.time_ns()
        try:
            cost = peer.measure()
            tree = looked(peer.output, begin)
            if step == COLD and tree.pages != self.converted.public:
                raise Failed(f"{tree.pages} pages of decisions instead of {self.converted.public}")
        except Failed as failed:
            self.say(f"{peer.shown} is left out, for it failed: {failed}")
            self.peers.remove(peer)
            return
        self.say(f"{self.site.size:,} {peer.shown}, {step}: {cost.wall:.2f} s, {cost.memory >> 20} MB, others {cost.others:.0%}")
        yield Taken(peer.name, step, cost, tree, step == DELETED and peer.page(self.gone).exists())

    def _make_room(self) -> None:
        """Delete what was put aside, and let the file system come to rest (`bench.site.Site.forget`)."""
        for peer in self.peers:
            shutil.rmtree(peer.aside, ignore_errors=True)
        os.sync()
        time.sleep(REST)
