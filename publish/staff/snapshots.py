"""The content as git holds it, not as it lies in the working tree: what is staged, or a commit, written into a folder.

Blobs are written as they are stored, without any conversion of line ends. Only the known rooms are written.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from publish.errors import BadUsage
from publish.staff.git import git
from publish.stamps import ROOMS

LINK, MODULE = "120000", "160000"


@dataclass(frozen=True)
class Blob:
    """A file in git: its mode, the name of its content, its path."""

    mode: str
    object: str
    path: str


def staged(top: Path) -> list[Blob]:
    """The content files of the index (of the one that git hands to a hook, where it does)."""
    lines = git(top, "ls-files", "--stage", "-z").split(b"\0")
    return _blobs(line.replace(b"\t", b" ", 1).split(b" ", 3) for line in lines if line)


def committed(top: Path, commit: str) -> list[Blob]:
    """The content files of a commit."""
    lines = git(top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
    rows = (line.replace(b"\t", b" ", 1).split(b" ", 3) for line in lines if line)
    return _blobs([mode, name, kind, path] for mode, kind, name, path in rows)


def _blobs(rows: Iterable[list[bytes]]) -> list[Blob]:
    """Rows of mode, object, something else, path."""
    blobs = (Blob(mode.decode(), name.decode(), path.decode("utf-8", "surrogateescape")) for mode, name, _, path in rows)
    return [blob for blob in blobs if blob.mode != MODULE and is_content(blob.path)]


def is_content(path: str) -> bool:
    """Whether a path of the repository lies in one of the rooms that are read; what is hidden does not."""
    parts = path.split("/")
    return (path == "site.yml" or parts[0].lower() in ROOMS) and not any(part.startswith(".") for part in parts)


def write(top: Path, blobs: list[Blob], folder: Path) -> None:
    """Write some files below a folder. Raises BadUsage where git does not have them."""
    asked = folder.with_name(f"{folder.name}.asked")
    asked.write_text("".join(f"{blob.object}\n" for blob in blobs), encoding="ascii")
    with asked.open("rb") as names, subprocess.Popen(["git", "cat-file", "--batch"], cwd=top, stdin=names, stdout=subprocess.PIPE) as cat:
        assert cat.stdout is not None
        for blob in blobs:
            content = _next(cat.stdout)
            target = folder / blob.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if blob.mode == LINK:
                target.symlink_to(content.decode("utf-8", "surrogateescape"))  # told by the gate, never followed
            else:
                target.write_bytes(content)
    asked.unlink()


def _next(stream: IO[bytes]) -> bytes:
    head = stream.readline().split()
    if len(head) != 3:
        raise BadUsage("git 里缺少要检查的文件；请运行 git fsck 看看仓库是否完好。")
    content = stream.read(int(head[2]))
    stream.read(1)
    return content
