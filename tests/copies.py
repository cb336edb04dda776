"""A copy of the program that a test may break, and runs of its verbs as a person types them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
BASE = Path(__file__).parent / "cases" / "base"  # three decisions, one of them withdrawn, an attachment, lists and a page
ROOMS = ("publish", "plugins", "targets", "theme", "verbs", "starter", "hooks", "servers", "docs")
SAMPLE = ("content", "content.trust")
FILES = ("tasks.py", "pelicanconf.py")
TODAY = "2026-11-24"


@dataclass
class Copy:
    """A copied program in a folder of its own."""

    root: Path

    @classmethod
    def of(cls, root: Path, content: Path | None = None) -> Copy:
        """Copy the program, as Python has compiled it, and its sample content, or another one."""
        for room in ROOMS if content else (*ROOMS, *SAMPLE):
            shutil.copytree(PROJECT / room, root / room)
        if content:
            shutil.copytree(content, root / "content")
        for name in FILES:
            shutil.copy2(PROJECT / name, root / name)
        return cls(root)

    def command(self, *words: str) -> list[str]:
        """The command line of a verb."""
        return [sys.executable, "-m", "invoke", *words]

    def run(self, *words: str, cwd: Path | None = None, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a verb to its end."""
        settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})}
        search = [] if cwd is None else ["--search-root", str(self.root)]
        command = [sys.executable, "-m", "invoke", *search, *words]
        return subprocess.run(command, cwd=cwd or self.root, env=settings, capture_output=True, text=True, check=False)

    def build(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`inv build` on the day of the sample, in one process if nothing else is said."""
        jobs = () if "--jobs" in words else ("--jobs", "1")
        return self.run("build", "--today", TODAY, *jobs, *words, environment=environment)

    def report(self, *words: str) -> dict[str, Any]:
        """Build, and read the report."""
        self.build("--report", str(self.root / "report.json"), *words)
        data: dict[str, Any] = json.loads((self.root / "report.json").read_text("utf-8"))
        return data


def tree(folder: Path) -> dict[str, bytes]:
    """path → bytes of everything below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
