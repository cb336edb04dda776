"""What the last build left of a month, for what is brought up to a change: its files, and which of its decisions changed since.

To be asked while the plan is laid out, before anything is removed. A file that is not as the manifest says, or that is too much
to hold, is as none: then what needs it is made whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publish import before
from publish.exports.patches import Place
from publish.publication import PublicationSet

FEW, SHARE = 20, 10  # so many decisions, or one of so many in the month, may change before it is made whole
HELD = 300_000_000  # bytes of files that are held until they are needed


@dataclass
class Left:
    """`frame`: the digest of what frames every page; `keys`: part → the key under which its outputs in place were planned."""

    publication: PublicationSet
    output: Path
    frame: str
    keys: Mapping[str, str] = field(default_factory=dict)
    held: int = 0
    known: dict[str, list[Place]] = field(default_factory=dict)  # places by month, once asked for
    changed: dict[str, list[str]] = field(default_factory=dict)  # ids by month, once asked for

    def key(self, month: str, *more: object) -> str:
        """The key of a part that stands for a month: what frames it, the digest of its records, and more words."""
        return " ".join((self.frame, self.publication.digest(month), *map(str, more)))

    def few(self, month: str, part: str) -> frozenset[str] | None:
        """What changed of a month since a part of it was planned; None where it is to be made whole."""
        if self.keys.get(part, "").split(" ")[:2] != [self.frame, before.digest(self.publication.database, month)]:
            return None
        touched = self.touched(month)
        return frozenset(touched) if len(touched) <= FEW or len(touched) <= len(self.places(month)) // SHARE else None

    def touched(self, month: str) -> list[str]:
        """The ids of what is new, changed or gone of a month."""
        if month not in self.changed:
            self.changed[month] = self.publication.touched_in(month)
        return self.changed[month]

    def places(self, month: str) -> list[Place]:
        """Day of decision and id of a month's decisions in the last public set, in order."""
        if month not in self.known:
            self.known[month] = before.places(self.publication.database, month)
        return self.known[month]

    def file(self, path: str) -> bytes | None:
        """A file as the last build left it."""
        row = self.publication.database.execute("SELECT key, digest, size FROM main.output WHERE path = ?", (path,)).fetchone()
        if row is None or not row[0] or self.held + row[2] > HELD:
            return None
        try:
            content = (self.output / path).read_bytes()
        except OSError:
            return None
        self.held += len(content)
        return content if hashlib.sha256(content).hexdigest() == row[1] else None
