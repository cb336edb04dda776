"""What is released while something goes wrong: a small content with everything that can change, and what comes of it untroubled."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import tasks
from publish import build, theme
from tests.content import TODAY, Content, opened
from tests.faults.stopping import PASS, Decide, Ended, Operation, stopped
from tests.release.places import Place, files, inodes

LATER = TODAY + timedelta(days=1)
PAGE = "Title: 说明\nSlug: shuoming\n\n第{}版。\n"
GONE, CHANGED = "d000000000000001", "d000000000000002"


@dataclass
class Scenario:
    """A folder in which a release is tried again and again, each time from the same beginning.

    `needles`: words of the withdrawn decision; `old`, `new`: what is served before and after; `left`: what lies in the folders of
    state and store afterwards; `operations`: those of an untroubled release.
    """

    work: Path
    old: Mapping[str, bytes] = field(default_factory=dict)
    new: Mapping[str, bytes] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    operations: list[Operation] = field(default_factory=list)
    needles: tuple[bytes, ...] = ()

    @property
    def case(self) -> Path:
        """Where it is tried: always the same place, which paths in the state may tell."""
        return self.work / "case"

    @property
    def site(self) -> Path:
        return self.case / "site"

    def prepare(self) -> None:
        """Release a first time, commit a change, release it as reference."""
        build.program_digest = lru_cache(theme.program_digest)  # type: ignore[attr-defined]  # once for all forks, as in the suite
        (self.case / "tmp").mkdir(parents=True)
        place = Place(content := Content(self.case), None)  # type: ignore[arg-type]  # nothing is captured here
        for number in range(4):
            content.decision(decided_on=f"2026-0{5 + number % 2}-01")
        content.listed("2026-01-01", "number,name\n1,一号法\n")
        content.write("pages/shuoming.md", PAGE.format(1))
        place.commit()
        self._expect(self.release(TODAY))
        self.old = files(self.site / "current")
        content.decision()
        content.edit(CHANGED, facts="独实改：更正后的事实")
        content.order(GONE)
        content.listed("2026-06-01", "number,name\n1,一号法\n2,二号法\n")
        content.write("pages/shuoming.md", PAGE.format(2))
        place.commit()
        self.needles = tuple(word.encode() for word in content.words(GONE) if word != GONE)
        self.case.rename(self.work / "base")
        self.begin()
        self._warm()
        self.begin()
        reference = self.release(LATER)
        self._expect(reference)
        self.new, self.left, self.operations = files(self.site / "current"), self.lying(), reference.operations

    def begin(self) -> None:
        """Back to the beginning: copies, for nothing of one case may reach another; links among them stay links."""
        shutil.rmtree(self.case, ignore_errors=True)
        subprocess.run(["cp", "-a", str(self.work / "base"), str(self.case)], check=True)

    def clear(self) -> None:
        """Delete it all."""
        shutil.rmtree(self.work, ignore_errors=True)

    def release(self, today: date = LATER, decide: Decide = lambda _operation, _number: PASS) -> Ended:
        """Release as `inv release` does, in a fork."""
        return stopped(lambda: self._run(today), self.case, decide, self.work / "said")

    def _run(self, today: date) -> int:
        for name in ("TMPDIR", "SQLITE_TMPDIR"):
            os.environ[name] = str(self.case / "tmp")
        return tasks.release_site(tasks.wished(str(self.site), str(self.case / "content"), today=str(today), jobs=1))

    def _warm(self) -> None:
        """Once in this process: what the program loads and remembers is then there in every fork."""
        before = dict(os.environ)
        with (self.work / "said").open("w") as said, redirect_stdout(said), redirect_stderr(said):
            self._run(LATER)
        os.environ.clear()
        os.environ.update(before)

    def _expect(self, ended: Ended) -> None:
        if ended.code:
            raise RuntimeError(f"the untroubled release ended with {ended.code}: {ended.words}")

    def lying(self) -> frozenset[str]:
        """Every file of the state and the store, by path."""
        folders = (self.case / "site.state", self.case / "site.store")
        return frozenset(
            path.relative_to(self.case).as_posix() for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()
        )

    def faults_served(self) -> list[str]:
        """What is wrong with what is served: it must be one whole release."""
        served = files(self.site / "current")
        if served in (self.old, self.new):
            return []
        return [f"serves neither release: {_differing(served, self.old)[:3]} / {_differing(served, self.new)[:3]}"]

    def serves_new(self) -> bool:
        """Whether the new release is served."""
        return files(self.site / "current") == self.new

    def faults_settled(self) -> list[str]:
        """What is wrong after an untroubled release: all is as if nothing had happened."""
        served, site = files(self.site / "current"), self.site
        found = [f"other bytes: {differing[:5]}"] if (differing := _differing(served, self.new)) else []
        if inodes(site / "current") != inodes(site / "spare"):
            found.append("the trees are not the same files")
        names = {path.name for path in site.iterdir()}
        if names != {"current", "spare", (site / "current").resolve().name}:
            found.append(f"beside the trees lies {names}")
        if (lying := self.lying()) != self.left:
            found.append(f"left over: {sorted(lying - self.left)[:5]}, missing: {sorted(self.left - lying)[:5]}")
        telling = self.telling()
        return [*found, *([f"tells of what was withdrawn: {telling[:3]}"] if telling else [])]

    def telling(self) -> list[str]:
        """Files below target, store and the system's folder for what is temporary that hold a word of the withdrawn decision."""
        folders = (self.site, self.case / "site.store", self.case / "tmp")
        paths = (path for folder in folders for path in folder.rglob("*") if path.is_file() and "current" not in path.parts)
        return [
            str(path.relative_to(self.case))
            for path in paths
            if any(needle in opened(path.read_bytes(), path.name) for needle in self.needles)
        ]


def _differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
