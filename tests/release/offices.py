"""A clerk's content repository and the bare one on a server that it pushes to, which releases to a folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import tasks
from tests.content import TODAY, Content
from tests.offices import shim
from tests.release.places import PERSON
from verbs.receiving import install_server


class Office:
    """A content, the repository `content.git` with its hooks, and `site/` that it is released to."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.server = content.root / "content.git"
        self.site = content.root / "site"
        self.installed = install_server(str(self.server), str(self.site), "", "", "", "", "", shared=False)
        self.run_with(shim(content.root / "python"))
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "remote.origin.url", str(self.server))

    @property
    def served(self) -> Path:
        """The root of the web server."""
        return self.site / "current"

    @property
    def environment(self) -> dict[str, str]:
        """That of every git here, and of the hooks that it runs."""
        return {**os.environ, **PERSON, "PUBLISH_TODAY": str(TODAY), "PYTHONDONTWRITEBYTECODE": "1"}

    def git(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command, folder = ["git", *words], cwd or self.content.folder
        return subprocess.run(command, cwd=folder, env=self.environment, capture_output=True, text=True, check=False)

    def run_with(self, python: Path) -> None:
        """What the hooks run the program with."""
        self.git("config", "publish.python", str(python), cwd=self.server)

    def commit(self) -> None:
        self.git("add", "-A")
        assert self.git("commit", "--quiet", "--allow-empty", "--message", "改").returncode == 0

    def push(self) -> subprocess.CompletedProcess[str]:
        """Commit all there is and push it."""
        self.commit()
        return self.git("push", "origin", "HEAD:main")

    def release(self) -> int:
        """The nightly release of what is on the server; the exit code."""
        return tasks.release_site(tasks.wished(str(self.site), str(self.server), today=str(TODAY), jobs=1))

    def colleague(self) -> Path:
        """Another working tree of the same content."""
        folder = self.content.root / "other"
        assert self.git("clone", "--quiet", str(self.server), str(folder)).returncode == 0
        return folder

    def shows(self, ident: str) -> bool:
        """Whether a decision's page is served."""
        return (self.served / self.content.page_of(ident)).exists()
