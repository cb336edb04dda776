"""The part of the plan that is search: changed where a few decisions changed, made whole otherwise.

What a change needs of the last build it reads from the files that this one left: so it is planned before anything is removed, and what
is not there as the manifest says leads to all being made anew.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from publish.output import Draft
from publish.parts import Part, key_of
from publish.publication import PublicationSet
from publish.search import ROOT
from publish.search.changing import change
from publish.search.files import Aside, Lost, Shelf, flat_name, packed, put_aside
from publish.search.whole import whole

VIEW = "search_file"
NAME = "search"
FEW, SHARE = 20, 200  # so many decisions, or one of so many, may change before all is made anew


@dataclass(frozen=True)
class Making:
    """How search is made. `read`: a file of the last build, None where it made none, raises Lost; `folder`: where files are put aside."""

    read: Callable[[str], bytes | None]
    folder: Path
    pool: Executor | None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A time in which files can be put aside; before it, what a killed build left goes, after it, everything."""
        self.clear()
        try:
            yield
        finally:
            self.clear()

    def clear(self) -> None:
        """Delete what was put aside, as far as that is possible now."""
        shutil.rmtree(self.folder, ignore_errors=True)


def part(publication: PublicationSet, program: str, planned: str | None, making: Making) -> Part:
    """All files of search. `program`: the digest of what makes them; `planned`: the key under which they were planned last."""
    facts = publication.facts
    months = {month: publication.digest(month) for month in publication.months()}
    names = {slug: agency.name for slug, agency in facts.agencies.items()}
    key = key_of(program, months, names, facts.policy.vocabulary.topics)
    touched = len(publication.touched()) if planned and planned != key else 0
    if planned and (touched <= FEW or touched <= publication.total() // SHARE):
        try:
            files = _changed(publication, program, key[:16], lru_cache(maxsize=None)(making.read)) if planned != key else {}
            return Part(NAME, key, lambda: _drafts(_put_aside(files, making.folder)), frozenset(ROOT + path for path in files))
        except Exception:  # not only Lost: a fault here must not stand before the removals; made whole after them, it is seen
            pass
    return Part(NAME, key, lambda: _drafts(whole(publication, program, key[:16], making.folder, making.pool)))


def _changed(publication: PublicationSet, program: str, version: str, read: Callable[[str], bytes | None]) -> dict[str, bytes | None]:
    """The files that a few decisions change, None for those that go. Raises Lost."""
    shelf = Shelf(read)
    change(publication, shelf, program, version)
    files = {path: None if content is None else packed(content) for path, content in shelf.made.items()}
    return {path: raw for path, raw in files.items() if raw is None or raw != read(ROOT + path)}


def _put_aside(files: dict[str, bytes | None], folder: Path) -> Iterator[Aside]:
    folder.mkdir(parents=True, exist_ok=True)
    return (put_aside(folder, path, raw) for path, raw in files.items() if raw is not None)


def _drafts(files: Iterator[Aside]) -> Iterator[Draft]:
    for path, digest in files:
        yield ROOT + path, VIEW, {"source": flat_name(path), "digest": digest}


def read_back(database: sqlite3.Connection, output: Path, path: str) -> bytes | None:
    """A file of the output as the manifest knows it, None where it knows none. Raises Lost where it is another or in doubt."""
    row = database.execute("SELECT key, digest FROM main.output WHERE path = ?", (path,)).fetchone()
    if row is None:
        return None
    try:
        raw = (output / path).read_bytes()
    except FileNotFoundError:
        raise Lost from None
    if not row[0] or hashlib.sha256(raw).hexdigest() != row[1]:
        database.execute("UPDATE main.output SET key = '' WHERE part = ?", (NAME,))  # others may be damaged as well: all are made again
        raise Lost
    return raw
