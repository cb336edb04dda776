"""git, as far as the content repository needs it: one call that either gives its output or says in words why not."""

from __future__ import annotations

import subprocess
from pathlib import Path

from publish.errors import BadUsage


def git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """What a git command prints, run in a folder; `given`: its input. Raises BadUsage where git is missing or refuses.

    Without optional locks: whoever only asks leaves no `index.lock` behind when he is killed.
    """
    try:
        done = subprocess.run(["git", "--no-optional-locks", *words], cwd=folder, input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise BadUsage("没有找到 git；请先安装 git，再运行一次。") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise BadUsage(f"git {words[0]} 没有成功：{said or done.returncode}")
    return done.stdout


def git_line(folder: Path, *words: str) -> str:
    """The one line that a git command prints; empty where it fails (a setting that is not there, no commit yet)."""
    try:
        return git(folder, *words).decode("utf-8", "surrogateescape").rstrip("\n")
    except BadUsage:
        return ""


def repository(content: Path) -> Path:
    """The top of the working tree that a content folder lies in. Raises BadUsage where there is none."""
    top = git_line(content, "rev-parse", "--show-toplevel") if content.is_dir() else ""
    if not top:
        raise BadUsage(f"{content} 不在 git 仓库里；请用 --content 指定内容仓库，或用 inv init 新建一个。")
    return Path(top)
