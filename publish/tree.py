"""The output tree on disk: listing it, writing a file whole or not at all, removing without leaving empty folders."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from publish.errors import BadUsage

GENERATOR = b'<meta name="generator" content="publish"'


def listing(output: Path) -> set[str]:
    """Every file and link below the output, as relative paths."""
    return set(inodes(output))


def inodes(output: Path) -> dict[str, int]:
    """Relative path → inode of every file and link below the output."""
    found: dict[str, int] = {}
    folders = [(str(output), "")]
    while folders:
        folder, prefix = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    found[prefix + entry.name] = entry.inode()
    return found


def write(output: Path, path: str, content: bytes) -> bool:
    """Make a file hold these bytes; False where it already did (its modification time then stays).

    Written beside and renamed: a reader, or a build that is killed, sees the old file or the new one, never a part.
    """
    target = output / path
    try:
        if target.read_bytes() == content:
            return False
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.new")
    try:
        file = draft.open("xb")
    except FileExistsError:  # a killed run left it, and it may be a hard link, which must not be written through
        draft.unlink()
        file = draft.open("xb")
    with file:
        file.write(content)
    draft.replace(target)
    return True


def remove(output: Path, path: str) -> bool:
    """Delete a file, and the folders above it that it leaves empty; whether it was there."""
    target = output / path
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    for folder in target.parents:
        if folder == output:
            break
        try:
            folder.rmdir()
        except OSError:
            break
    return True


def digest(output: Path, path: str) -> str | None:
    """SHA-256 of a file, or None where it is missing."""
    try:
        with (output / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def refuse_foreign(output: Path, unfinished: Path) -> None:
    """Raises BadUsage where the output folder holds files that are not a site of ours: a build would delete them.

    `unfinished`: a file that exists while a build of ours writes there; what a killed one left is ours as well.
    """
    if unfinished.exists() or not output.exists() or not any(output.iterdir()):
        return
    home = output / "index.html"
    lost = output / "404.html"
    if any(page.is_file() and GENERATOR in page.read_bytes()[:4000] for page in (home, lost)):
        return
    raise BadUsage(f"输出目录 {output} 里有别的文件，构建会把它们删掉，所以没有开始。请用 --output 指定一个空目录。")
