"""Which folders of the content changed since the last build, by one digest for all names and stamps in each.

A folder whose digest is the recorded one holds the files that are known of it: none of them is looked at any further, so that a
large content costs one question to the file system for each file, and nothing else. A folder with a stamp younger than the
last look is looked into again, for a file can change twice within one tick of the file system's clock (`publish.scan`).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path

from publish.beside import beside

ROOMS = ("agencies", "decisions", "orders", "lists", "pages", "reports", "policy", "approvals")
RACY_NS = 2_000_000_000
ENOUGH = 16  # folders to share between two processes, so that both have about as much to do


@dataclass(frozen=True)
class Seen:
    """A folder of the content as it is now. `path`: relative, "" for the content itself; `youngest`: of all stamps in it, in ns."""

    path: str
    digest: str
    youngest: int


@dataclass(frozen=True)
class Looked:
    """A look at the content: the time in ns when it began, that of the look before; the folders that changed or are too young to tell."""

    at: int
    before: int
    places: list[Seen]
    gone: set[str]


def is_content(name: str, folder: str) -> bool:
    """Whether a name in a folder can be content: hidden ones, and what stands outside the known rooms, are not."""
    return not name.startswith(".") and (folder != "" or name.lower() in (*ROOMS, "site.yml"))


def folders(content: Path, hands: int = 1) -> Iterator[Seen]:
    """All folders of the content, itself first. Raises OSError where one cannot be read: what is not seen must not look deleted.

    `hands`: with two, a fork asks for half of them (`publish.beside`).
    """
    waiting = [""]
    while waiting and (hands == 1 or len(waiting) < ENOUGH):
        yield _seen(content, waiting)
    if not waiting:
        return
    with beside(lambda: list(_below(content, waiting[1::2]))) as others:
        yield from starmap(Seen, _below(content, waiting[::2]))
        yield from starmap(Seen, others())


def _below(content: Path, waiting: list[str]) -> Iterator[tuple[str, str, int]]:
    """What is seen of some folders and of all below them."""
    while waiting:
        one = _seen(content, waiting)
        yield one.path, one.digest, one.youngest


def _seen(content: Path, waiting: list[str]) -> Seen:
    """What is seen of the first folder that waits; those in it wait then too."""
    folder = waiting.pop(0)
    prefix = f"{folder}/" if folder else ""
    names: list[str] = []
    stamps: list[int] = []
    at = os.open(content / folder, os.O_RDONLY | os.O_DIRECTORY)  # asked from here, each file costs a fifth less than by its path
    try:
        with os.scandir(at) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == "." or not (folder or is_content(name, folder)):
                    continue
                names.append(name)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(prefix + name)
                    names.append("/")
                else:
                    stat = entry.stat(follow_symlinks=False)
                    stamps += (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
    finally:
        os.close(at)
    return Seen(folder, _digest(names, stamps), max(max(stamps[0::4], default=0), max(stamps[1::4], default=0)))


def _digest(names: list[str], stamps: list[int]) -> str:
    total = hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape"))
    total.update(struct.pack(f"<{len(stamps)}q", *stamps))
    return total.hexdigest()


def recorded(database: sqlite3.Connection) -> dict[str, str]:
    """Folder → digest at the last look. Names are kept as the file system has them, for they may be no text."""
    return {os.fsdecode(path): digest for path, digest in database.execute("SELECT path, digest FROM main.place")}


def changed(content: Path, known: Mapping[str, str], last_look: int, hands: int = 1) -> tuple[list[Seen], set[str]]:
    """The folders that are new, changed or too young to tell, and those that are gone. `known`: folder → digest at the last look."""
    found: list[Seen] = []
    gone = set(known)
    for one in folders(content, hands):
        gone.discard(one.path)
        if known.get(one.path) != one.digest or one.youngest >= last_look - RACY_NS:
            found.append(one)
    return found, gone


def now_by(stamp: Path) -> int:
    """The time of the file system in ns: a file is touched for it."""
    stamp.write_bytes(b"")
    return stamp.stat().st_mtime_ns


def look(database: sqlite3.Connection, content: Path, stamp: Path, hands: int = 1) -> Looked:
    """What changed since the last look. `stamp`: a file that is touched, to know the file system's time; `hands`: see `folders`."""
    at = now_by(stamp)
    row = database.execute("SELECT value FROM main.meta WHERE name = 'scanned'").fetchone()
    before = int(row[0]) if row else 0
    return Looked(at, before, *changed(content, recorded(database), before, hands))
