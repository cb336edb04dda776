"""Whether a build would find everything as it left it, asked before anything of a build is imported.

A build that ended well notes the digest of what it was asked, and the stamps of all that it depends on: the program and the libraries, the
theme, whom to trust, the key, its own two databases, and the served index of the data. The content is looked through by folders
(`publish.stamps`), the output too (`publish.folders`). Where one of them is not as it was, or too young to tell, the build
looks for itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish import folders, stamps
from publish.stamps import Looked

NOTE = "unchanged.json"
ROOMS = ("publish", "plugins", "theme")
INDEX = "data/v1/index.json"
Stamp = tuple[int, int, int, int]


@dataclass(frozen=True)
class Asked:
    """What a build was asked. `said`: what was typed besides folders; `others`: files and folders outside the content it depends on."""

    project: Path
    content: Path
    output: Path
    state: Path
    store: Path
    said: tuple[str, ...]
    others: tuple[Path, ...]

    def inputs(self) -> tuple[str, int]:
        """The digest of it and of the stamps of whatever it depends on but the content, and the youngest of these. Raises OSError."""
        libraries = Path(sysconfig.get_paths()["purelib"])  # changes whenever one is put in, or another version of it
        stamps_of = [(str(path), _stamp(os.lstat(path))) for path in (self.project / "pelicanconf.py", libraries)]
        for folder in (*(self.project / room for room in ROOMS), *self.others):
            stamps_of += sorted(_below(folder))
        said = (self.content, self.output, self.store, self.said, sys.version, stamps_of)
        return hashlib.sha256(repr(said).encode()).hexdigest(), max(max(stamp[1:3]) for _, stamp in stamps_of)

    def outcome(self) -> list[Stamp | None]:
        """The stamps of what a build leaves; a build that was stopped may leave no site."""
        left = (self.output / INDEX, self.state / "state.sqlite", self.store / "store.sqlite")
        return [_stamp(os.lstat(path)) if path.exists() else None for path in left]


def _stamp(stat: os.stat_result) -> Stamp:
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _below(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """All files of a folder, or the one file, but what Python keeps of its own."""
    if not folder.is_dir():
        yield str(folder), _stamp(os.lstat(folder))
        return
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    yield entry.path, _stamp(entry.stat(follow_symlinks=False))


def begin(asked: Asked, now: int) -> str:
    """The digest of what a build depends on, before it begins; "" where some of it is too young to tell, or cannot be seen.

    `now`: the time in ns.
    """
    digest, youngest = _seen(asked)
    return digest if youngest < now - stamps.RACY_NS else ""


def _seen(asked: Asked) -> tuple[str, int]:
    try:
        return asked.inputs()
    except OSError:
        return "", 0


def note(asked: Asked, begun: str) -> None:
    """Note a build that ended well, when its databases are closed. `begun`: what `begin` said. What changed meanwhile was not built."""
    (asked.state / NOTE).unlink(missing_ok=True)
    if begun and begun == _seen(asked)[0]:
        draft = asked.state / f"{NOTE}.new"
        draft.write_text(json.dumps({"asked": begun, "outcome": asked.outcome()}), encoding="ascii")
        draft.replace(asked.state / NOTE)


def last_report(asked: Asked, hands: int = 1) -> tuple[dict[str, Any] | None, Looked | None]:
    """The report of the last build where nothing at all has changed since, None where that is not certain; and the look at the content.

    A build that has to be looked at again (it was stopped before there was a site, or a signature could not be proved) left no report.
    `hands`: see `stamps.folders`.
    """
    looked = None
    try:
        noted = json.loads((asked.state / NOTE).read_bytes())
        same = noted["asked"] == asked.inputs()[0] and noted["outcome"] == [one and [*one] for one in asked.outcome()]
        if not same or (asked.state / "unfinished").exists():
            return None, None
        with closing(sqlite3.connect(f"{(asked.state / 'state.sqlite').as_uri()}?mode=ro", uri=True, timeout=0)) as database:
            row = database.execute("SELECT value FROM main.meta WHERE name = 'last'").fetchone()
            if row is None:
                return None, None
            looked = stamps.look(database, asked.content, asked.state / "scan", hands)
            if looked.places or looked.gone:
                return None, looked
            there = folders.look(database, asked.output)
            if there.missing or there.strangers:
                return None, looked
    except (OSError, ValueError, KeyError, sqlite3.Error):
        return None, looked
    return json.loads(row[0])["report"], looked
