"""What the peers build from: the bench's own content, converted once for each peer and kept until a converter or the corpus changes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bench.peers.here import Here
from bench.peers.peer import Foreign
from bench.peers.told import Entry, entries, told
from bench.site import Site

NOTE = "converted.json"
CORRECTED = "更正后的"  # as `bench.steps` writes it


@dataclass(frozen=True)
class Converted:
    """How many decisions are public, and the two of them that a round changes and deletes."""

    public: int
    changed: Entry
    deleted: Entry

    def correct(self, peers: Iterable[Foreign]) -> None:
        """Give the one another title."""
        for peer in peers:
            peer.write(replace(self.changed, title=CORRECTED + self.changed.title))

    def delete(self, peers: Iterable[Foreign]) -> None:
        """Delete the other's file."""
        for peer in peers:
            peer.source(self.deleted).unlink()

    def restore(self, peers: Iterable[Foreign]) -> None:
        """Take both back."""
        for peer in peers:
            peer.write(self.changed)
            peer.write(self.deleted)


def prepared(site: Site, reference: Here, peers: list[Foreign]) -> Converted:
    """Convert for those that have no content yet. `reference`: built for it where there is one, unmeasured, and put aside again."""
    stamp = hashlib.sha256((_program() + site.known["program"]).encode()).hexdigest()
    path = reference.folder.parent / NOTE
    note: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    done: set[str] = set(note["peers"]) if note.get("stamp") == stamp else set()
    missing = [peer for peer in peers if peer.name not in done]
    for peer in missing:
        shutil.rmtree(peer.folder, ignore_errors=True)
    for peer in peers:
        peer.folder.mkdir(parents=True, exist_ok=True)
        peer.frame(told(site.content))
    if missing or not done:
        made = _convert(site, reference, missing)
        note = {"stamp": stamp, "peers": sorted(done | {peer.name for peer in missing}), **asdict(made)}
        path.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    return Converted(note["public"], _entry(note["changed"]), _entry(note["deleted"]))


def _convert(site: Site, reference: Here, peers: list[Foreign]) -> Converted:
    reference.forget()
    site.settle()
    reference.measure()
    ids = {"changed": Path(site.known["changed"]).stem, "deleted": deleted(site)}
    found: dict[str, Entry] = {}
    count = 0
    for entry in entries(reference.output):
        count += 1
        found |= {name: entry for name, ident in ids.items() if ident == entry.id}
        for peer in peers:
            peer.write(entry)
    reference.forget()
    return Converted(count, **found)


def deleted(site: Site) -> str:
    """The id of the decision that the made order withdraws."""
    _, text = site.known["order"]
    return next(line.removeprefix("decision: ") for line in str(text).splitlines() if line.startswith("decision: "))


def _program() -> str:
    """The digest of what converts."""
    files = [Path(__file__).with_name(f"{name}.py") for name in ("told", "peer", "hugo", "stock")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _entry(kept: dict[str, Any]) -> Entry:
    return Entry(**{**kept, "details": [(name, value) for name, value in kept["details"]]})
