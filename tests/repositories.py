"""A content repository under git with hooks, and a bare one that it pushes to, for tests that commit and push for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from publish.staff.hooking import install

PROJECT = Path(__file__).parent.parent
BASE = Path(__file__).parent / "cases" / "base"
PENALTY = "decisions/jia/2026/cfjd000000000001.md"
MOBILE = "13800138000"
ORDER = """id: r00000000000000{}
action: withdraw
decision: {}
agency: jia
ground: {}
effective_on: 2026-06-12
ordered_on: 2026-06-12
reason: 原处罚决定被行政复议机关撤销。
"""


@dataclass
class Repository:
    """A content repository with hooks, and a bare one that it pushes to."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "neirong"

    def git(self, *words: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        person = {
            "GIT_AUTHOR_NAME": "甲",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "甲",
            "GIT_COMMITTER_EMAIL": "a@example.org",
        }
        alone = {"HOME": str(self.root), "GIT_CONFIG_NOSYSTEM": "1", "PUBLISH_TODAY": "2026-06-15", "PYTHONDONTWRITEBYTECODE": "1"}
        settings = {**os.environ, **alone, **person, **environment}
        return subprocess.run(["git", *words], cwd=cwd or self.folder, env=settings, capture_output=True, text=True, check=False)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text("utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def leak(self) -> None:
        self.edit(PENALTY, "facts: ", f"facts: 电话{MOBILE}，")

    def order(self, number: int, ground: str = "revoked", decision: str = "cfjd000000000001") -> str:
        path = f"orders/2026/r00000000000000{number}.yml"
        self.write(path, ORDER.format(number, decision, ground))
        return path

    def commit(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.git("commit", "--message", "改", *words)

    def commits(self) -> int:
        return int(self.git("rev-list", "--count", "HEAD").stdout)

    def without_program(self) -> None:
        self.git("config", "publish.program", str(self.root / "gone"))


def guarded(root: Path, python: str | Path = sys.executable) -> Repository:
    """A repository with the base content of the rule cases, pushed, and hooks, which run the program with `python`."""
    made = Repository(root)
    shutil.copytree(BASE, made.folder)
    made.git("init", "--quiet", "--bare", str(root / "remote.git"), cwd=root)
    for words in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "-A"),
        ("commit", "--quiet", "-m", "一"),
        ("remote", "add", "origin", "../remote.git"),
        ("push", "--quiet", "-u", "origin", "main"),
    ):
        assert made.git(*words).returncode == 0
    install(made.folder, PROJECT, str(python))
    return made
