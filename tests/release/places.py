"""A content under git and the folder that it is released to, for tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

import tasks
from tests.content import TODAY, Content, opened

PERSON = {
    "GIT_AUTHOR_NAME": "甲", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "甲", "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
}  # fmt: skip


@dataclass
class Place:
    """A content, and `site/` that it is released to."""

    content: Content
    capsys: pytest.CaptureFixture[str]
    words: str = field(default="", init=False)

    @property
    def root(self) -> Path:
        return self.content.root

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def store(self) -> Path:
        return self.root / "site.store"

    @property
    def state(self) -> Path:
        return self.root / "site.state"

    def release(self, today: date = TODAY, **options: object) -> int:
        """The exit code; what was said is in `words`."""
        self.capsys.readouterr()
        wish = tasks.wished(str(self.site), str(self.content.folder), today=str(today), jobs=1, **options)  # type: ignore[arg-type]  # as typed
        code = tasks.release_site(wish)
        told = self.capsys.readouterr()
        self.words = told.out + told.err
        return code

    def git(self, *words: str) -> str:
        settings = {**os.environ, **PERSON}
        return subprocess.run(["git", *words], cwd=self.content.folder, env=settings, capture_output=True, text=True, check=True).stdout

    def commit(self) -> str:
        """Commit all there is; the commit."""
        if not (self.content.folder / ".git").exists():
            self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", "-A")
        self.git("commit", "--quiet", "--allow-empty", "--message", "改")
        return self.git("rev-parse", "HEAD").strip()

    def backup(self, name: str) -> Path:
        """A copy of one of the folders as it is."""
        return Path(shutil.copytree(self.root / name, self.root / f"{name}.backup", symlinks=True, dirs_exist_ok=True))

    def restore(self, name: str) -> None:
        """Put the copy back in its place."""
        shutil.rmtree(self.root / name)
        shutil.copytree(self.root / f"{name}.backup", self.root / name, symlinks=True)

    def served(self) -> dict[str, bytes]:
        """path → bytes of what is served."""
        return files(self.site / "current")

    def shows(self, ident: str) -> bool:
        """Whether a decision's page is served."""
        return (self.site / "current" / self.content.page_of(ident)).exists()

    def holding(self, ident: str) -> set[str]:
        """Every file below the target, in both trees, that holds a word of a decision besides its id."""
        needles = [word.encode() for word in self.content.words(ident) if word != ident]
        found = files(self.site)
        return {path for path, content in found.items() if any(needle in opened(content, path) for needle in needles)}


def files(folder: Path) -> dict[str, bytes]:
    """path → bytes of everything below a folder; links are not followed."""
    resolved = folder.resolve()
    return {str(path.relative_to(resolved)): path.read_bytes() for path in sorted(resolved.rglob("*")) if path.is_file()}


def inodes(folder: Path) -> Mapping[str, int]:
    """path → inode of everything below a folder."""
    resolved = folder.resolve()
    return {str(path.relative_to(resolved)): path.stat().st_ino for path in sorted(resolved.rglob("*")) if path.is_file()}


def clean(place: Place, today: date = TODAY) -> dict[str, bytes]:
    """What a first release of the same content makes, without what tells of earlier releases."""
    root = place.root / "clean"
    shutil.rmtree(root, ignore_errors=True)
    other = Place(replace(place.content, root=root, decisions={}, orders=[]), place.capsys)
    shutil.rmtree(root / "content")
    shutil.copytree(place.content.folder, root / "content")
    assert other.release(today) in (0, 1), other.words
    return without_history(other.served())


def without_history(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that do not depend on earlier releases (design.md, law 2)."""
    told = ("data/v1/index.json", "data/v1/deltas/", "data/v1/withdrawals", "data/v1/SHA256SUMS", "data/v1/datapackage.json",
            "data/v1/catalog.jsonld", "data/resourcesync/", "data/index.html", ".well-known/")  # fmt: skip
    return {path: content for path, content in tree.items() if not path.startswith(told)}
