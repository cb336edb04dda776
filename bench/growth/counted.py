"""What a built site consists of, from its manifest: files, bytes and blocks by kind, folders, single files."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.dossier import Facts

BLOCK = 4096  # of ext4
FIRST = {
    "decision": "decisions: page, JSON, files", "decisions": "lists", "kind": "lists", "agency": "lists", "topic": "lists",
    "party": "organizations", "search": "search", "feeds": "feeds", "sitemap": "sitemaps", "sitemap.xml": "sitemaps",
    "notices": "notices of withdrawal",
}  # fmt: skip
TABLES = ("data/v1/decisions/", "data/v1/credit/", "data/v1/years/", "data/resourcesync/")
KINDS = (*dict.fromkeys(FIRST.values()), "tables and lines", "all else")


def kind_of(path: str) -> str:
    """What a file of a site is."""
    return "tables and lines" if path.startswith(TABLES) else FIRST.get(path.partition("/")[0], "all else")


@dataclass
class Counted:
    """A built site. `decisions`: those that are public; `rows`: month → what lists say of its decisions."""

    decisions: int
    facts: Facts
    rows: dict[str, list[dict[str, Any]]]
    files: Counter[str] = field(default_factory=Counter)  # by kind
    size: Counter[str] = field(default_factory=Counter)  # bytes by kind
    blocks: Counter[str] = field(default_factory=Counter)  # bytes that they take on disk, by kind
    entries: Counter[str] = field(default_factory=Counter)  # folder → what lies in it
    single: dict[str, int] = field(default_factory=dict)  # path → bytes
    members: int = 0  # bytes of all files as members of a tar archive

    def below(self, *prefixes: str) -> int:
        """How many folders lie there."""
        return sum(name.startswith(prefixes) for name in self.entries)


def counted(state: Path, store: Path | None = None) -> Counted:
    """Count a site by its folders of state and release store; without `store` the latter is in the former, as of a bare build."""
    with closing(_opened(state / "state.sqlite")) as database, closing(_opened((store or state) / "store.sqlite")) as released:
        facts = Facts.model_validate_json(
            json.loads(database.execute("SELECT value FROM meta WHERE name = 'facts'").fetchone()[0])["facts"]
        )
        rows: dict[str, list[dict[str, Any]]] = {}
        for day, row in released.execute("SELECT day, row FROM decision ORDER BY id"):
            rows.setdefault(day[:7], []).append(json.loads(row))
        found = Counted(sum(map(len, rows.values())), facts, rows)
        _count(found, database.execute("SELECT path, size FROM output WHERE key != ''"))
    return found


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _count(found: Counted, files: Iterable[tuple[str, int]]) -> None:
    folders: set[str] = set()
    for path, size in files:
        kind = kind_of(path)
        found.files[kind] += 1
        found.size[kind] += size
        found.blocks[kind] += -(-size // BLOCK) * BLOCK
        found.members += 512 + -(-size // 512) * 512  # a header, and whole records (POSIX ustar)
        found.single[path] = size
        parts = path.split("/")[:-1]
        folder = "/".join(parts)
        found.entries[folder] += 1
        for depth in range(len(parts), 0, -1):
            folder = "/".join(parts[:depth])
            if folder in folders:
                break
            folders.add(folder)
            found.entries["/".join(parts[: depth - 1])] += 1
