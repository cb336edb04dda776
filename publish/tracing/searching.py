"""Looking through files for all patterns, in the pool where there is much of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from publish.tracing.forms import Pattern, Wanted
from publish.tracing.locating import place
from publish.tracing.matching import Matcher, compiled, matcher
from publish.tracing.packed import Unread
from publish.tracing.squeezing import Squeezed
from publish.tracing.views import undone, views
from publish.workers import spread

PIECE = 16 * 1024 * 1024  # bytes of files that a worker looks through at a time
FEW = 1  # pieces that are not worth the pool
ENOUGH = 40  # places of a pattern that are looked at closely and told, of a piece
Database = tuple[int, bytes]


@dataclass(frozen=True)
class Looked:
    """A file to look into. `path`: below the site's root, which says what may be told there; `shown`: its name; `file`: where it is.

    `ids`: whether ids of records count, as they do everywhere but in the release store.
    """

    path: str
    shown: str
    file: str
    ids: bool = True


@dataclass(frozen=True)
class Hit:
    """A pattern that was found: its number, the file, how this was read, the first byte in what was read."""

    pattern: int
    shown: str
    how: str
    at: int


@dataclass
class Found:
    """What was looked at, and what was found. `times`: in how many files a pattern was found; `unread`: (file, why not)."""

    files: int = 0
    size: int = 0  # bytes of the files as they are on disk
    read: int = 0  # bytes of all that was read in them
    hits: list[Hit] = field(default_factory=list)
    times: Counter[int] = field(default_factory=Counter)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Take over what was found elsewhere."""
        self.files, self.size, self.read = self.files + other.files, self.size + other.size, self.read + other.read
        self.hits += other.hits
        self.times += other.times
        self.unread += other.unread


Piece = tuple[list[Looked], tuple[Database, ...], list[Pattern], bool]


def search(wanted: Wanted, files: Iterable[Looked], pool: Executor | None, closely: bool = True) -> Found:
    """Look through files for patterns. Not `closely`: only which of them there seem to be, in `times`, and no places."""
    total = Found()
    databases = tuple(compiled([one.squeezed for one in wanted.patterns]))
    pieces = ((group, databases, wanted.patterns, closely) for group in _grouped(files))
    for found in spread(looked_through, pieces, pool, FEW):
        total.add(found)
    return total


def _grouped(files: Iterable[Looked]) -> Iterator[list[Looked]]:
    group: list[Looked] = []
    size = 0
    for one in files:
        group.append(one)
        try:
            size += os.lstat(one.file).st_size
        except OSError:  # told when it is read
            continue
        if size >= PIECE:
            yield group
            group, size = [], 0
    if group:
        yield group


def looked_through(piece: Piece) -> Found:
    """What was found in some files."""
    files, databases, patterns, closely = piece
    found = Found()
    looking = Looking(matcher(databases), patterns, found, closely)
    for one in files:
        found.files += 1
        try:
            raw = _bytes(Path(one.file))
            found.size += len(raw)
            looking.file(one, raw)
        except Unread as fault:
            found.unread.append((one.shown, str(fault)))
        except OSError as error:
            found.unread.append((one.shown, f"读不了（{error.strerror or type(error).__name__}）"))
    return found


def _bytes(path: Path) -> bytes:
    """The bytes of a file; of a link the path that it leads to, for what is there is looked at where it is."""
    return os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()


@dataclass
class Looking:
    """One worker's look at its files."""

    matcher: Matcher
    patterns: list[Pattern]
    found: Found
    closely: bool
    before: tuple[str, bytes] = ("?", b"")  # where the file before was, and its bytes

    def file(self, one: Looked, raw: bytes) -> None:
        """Look into a file, and at its name; a compressed form of the file before it says nothing new. Raises Unread."""
        same = b""
        if one.file.startswith(f"{self.before[0]}."):
            same = self.before[1]
        else:
            self.before = (one.file, raw)
        name = os.fsencode(one.path)
        seen: set[int] = set()
        for how, view in (("文件名", name), *((f"文件名{how}", view) for how, view in undone(name)), *views(one.path, raw, same=same)):
            self._view(one, how, view, seen)
        for number in seen:
            self.found.times[number] += 1

    def _view(self, one: Looked, how: str, view: bytes, seen: set[int]) -> None:
        self.found.read += len(view)
        squeezed = Squeezed(view)
        for number in self.matcher.found(squeezed.bytes):
            pattern = self.patterns[number]
            if number in seen or (pattern.ident and not one.ids):
                continue
            if not self.closely or self.found.times[number] >= ENOUGH:
                seen.add(number)
            elif (at := place(pattern, one.path, squeezed)) is not None:
                seen.add(number)
                self.found.hits.append(Hit(number, one.shown, how, at))
