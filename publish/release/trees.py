"""The two trees of a local target. One is served, the other is built in; at rest both are the same files, by hard links.

    TARGET/current -> r-0123456789abcdef    the root of the web server: the one thing that a switch changes
    TARGET/r-0123456789abcdef/              the served tree; its name is that of its release
    TARGET/spare/                           the other one

A tree bears a name only once it was verified, so what a killed release, or a state folder from an old backup, left behind is seen
for what it is. Files are replaced by rename and never written in place: a link shared with the served tree cannot be changed.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from publish import tree
from publish.errors import BadUsage, TargetFailed

NAME = re.compile(r"r-([0-9a-f]{16})")
OURS = ("current", ".current.new", "spare")


@dataclass(frozen=True)
class Trees:
    """The trees below a folder."""

    folder: Path

    @property
    def spare(self) -> Path:
        """The tree that a build may change."""
        return self.folder / "spare"

    @property
    def current(self) -> Path:
        """The link to the tree that is served."""
        return self.folder / "current"

    def named(self, name: str) -> Path:
        """The tree of a release."""
        return self.folder / f"r-{name}"

    def served(self) -> str:
        """The name of the release that is served; "" where there is none. Raises TargetFailed where the link is not ours."""
        try:
            link = str(self.current.readlink())
        except FileNotFoundError:
            return ""
        except OSError:
            link = ""
        name = NAME.fullmatch(link)
        if name is None:
            raise TargetFailed(f"{self.current} 不是发布程序做的链接，没有动它；请用 --to 另指一个文件夹，或把它移走。")
        return name[1]

    def refuse_foreign(self) -> None:
        """Raises BadUsage where the folder holds what is not of a release, and no release was ever made there."""
        if not self.folder.is_dir() or self.current.is_symlink():
            return
        foreign = [path.name for path in self.folder.iterdir() if path.name not in OURS and not NAME.fullmatch(path.name)]
        if foreign:
            raise BadUsage(f"--to 指的文件夹 {self.folder} 里有别的文件（如 {sorted(foreign)[0]}），没有开始；请指定一个空文件夹。")

    def lay_out(self, last: str) -> str:
        """Make `spare` ready: which release it equals now; "" where nobody knows. `last`: the release that the store knows last.

        Where the last release is in place but not served, its own run died between the store and the switch: that tree goes on.
        Else the spare tree is made equal to the served one, which also takes away what an earlier run left there.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        served = self.served() if self.current.is_dir() else ""  # a link may lead nowhere
        unserved = [path for path in self.folder.iterdir() if NAME.fullmatch(path.name) and path != self.named(served)]
        goes_on = last if last != served and self.named(last) in unserved else ""
        if goes_on:
            unserved.remove(self.named(last))
            self._drop(self.spare)
            self.named(last).replace(self.spare)
        for path in unserved:
            if self.spare.exists():
                self._drop(path)
            else:
                path.replace(self.spare)
        self.spare.mkdir(exist_ok=True)
        if served and not goes_on:
            mirror(self.named(served), self.spare)
        return goes_on or served

    def name_spare(self, name: str) -> None:
        """The spare tree is that of a release from now on; where it is so already, nothing happens."""
        if not self.named(name).exists():
            self.spare.replace(self.named(name))

    def switch(self, name: str) -> None:
        """Serve the tree of that name. All its bytes are on the disk before."""
        if not self.named(name).is_dir():
            raise TargetFailed(f"要发布的 {self.named(name)} 不见了；网站没有改动。请重新运行 inv release。")
        os.sync()
        draft = self.folder / ".current.new"
        draft.unlink(missing_ok=True)
        draft.symlink_to(f"r-{name}", target_is_directory=True)
        draft.replace(self.current)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _drop(self, path: Path) -> None:
        if path.exists():
            shutil.rmtree(path)


def mirror(source: Path, target: Path) -> None:
    """Make one tree the same files as another. The cost is two listings and what differs, for nothing is read or copied."""
    wanted, there = tree.inodes(source), tree.inodes(target)
    for path in there.keys() - wanted.keys():
        tree.remove(target, path)
    for path, inode in wanted.items():
        if there.get(path) != inode:
            _link(source / path, target / path)


def _link(source: Path, target: Path) -> None:
    """Put a file in the place of another, at once. The name in between is one that nothing ever writes to."""
    target.parent.mkdir(parents=True, exist_ok=True)
    between = target.with_name(f".{target.name}.link")
    between.unlink(missing_ok=True)
    os.link(source, between)
    between.replace(target)
