"""The output tree on disk: listing it, writing a file whole or not at all, removing without leaving empty folders."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from publish.errors import BadUsage

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
PIECE = 1 << 16  # bytes; nearly all files are smaller
MODE = 0o666  # less what the process masks
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


def write(output: Path, path: str, content: bytes, fresh: bool = False) -> bool:
    """Make a file hold these bytes; False where it already did (its modification time then stays).

    Written beside and renamed: a reader, or a build that is killed, sees the old file or the new one, never a part. `fresh`: the
    output was empty when the build began, so that nobody reads it yet, and is most likely not there: it is written at its place.
    """
    target = f"{output}/{path}"  # of a cold build this is a good part: a Path takes as long as the kernel, so it is text here
    if fresh:
        with suppress(FileExistsError):
            _fill(target, content)
            return True
    if os.access(target, os.F_OK) and holds(target, content):
        return False
    folder, _, name = target.rpartition("/")
    draft = f"{folder}/.{name}.new"
    try:
        _fill(draft, content)
    except FileExistsError:  # a killed run left it, and it may be a hard link, which must not be written through
        os.unlink(draft)  # noqa: PTH108
        _fill(draft, content)
    os.replace(draft, target)  # noqa: PTH105
    return True


def _fill(target: str, content: bytes) -> None:
    """Make a new file. Raises FileExistsError where there is one."""
    try:
        file = os.open(target, NEW, MODE)
    except FileNotFoundError:
        os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - see above, as the others
        file = os.open(target, NEW, MODE)
    try:
        while content:
            content = content[os.write(file, content) :]  # all of it, unless there are more than 2 GB (write(2))
    finally:
        os.close(file)


def holds(target: str, content: bytes) -> bool:
    """Whether a file is there and holds these bytes."""
    try:
        file = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    with open(file, "rb", buffering=0) as raw:  # noqa: PTH123
        return os.fstat(file).st_size == len(content) and raw.read() == content


def move(source: Path, output: Path, path: str, digest: str) -> tuple[int, bool] | None:
    """Put a file that was made with this SHA-256 in its place by a new name alone: its size, and whether the place held something else.

    None where that cannot be: the file is not there, or on another disk.
    """
    target = f"{output}/{path}"
    try:
        with open(target, "rb") as file:  # noqa: PTH123 - see `write`, as the others
            if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                return os.fstat(file.fileno()).st_size, False
    except FileNotFoundError:
        pass
    for _ in range(2):
        try:
            os.replace(source, target)  # noqa: PTH105
            break
        except FileNotFoundError:
            if not source.exists():
                return None
            os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            return None
    return os.stat(target).st_size, True  # noqa: PTH116


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
        file = os.open(f"{output}/{path}", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        found = hashlib.sha256()
        while piece := os.read(file, PIECE):
            found.update(piece)
    finally:
        os.close(file)
    return found.hexdigest()


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
