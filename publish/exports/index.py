"""What a program reads first: the index of the data, the deltas with theirs, the withdrawals (outputs.md, "Data").

* `index.json`: where the series stands, the hash of the state, and every file with its size and SHA-256 but the deltas;
* `deltas/index.json`: the deltas that there are, oldest first, with the same of each;
* `deltas/<seq>.jsonl`: what a release changed, by id, with each decision as it is now; empty where nothing changed;
* `withdrawals.json`, `.csv`: what must be deleted, by id.

Addresses are relative to `data/v1/`, notices to the site's root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from publish.changes.ledger import Ledger, Line
from publish.changes.release import RETENTION, Release, Removal, Standing
from publish.dossier import Facts
from publish.exports import ROOT
from publish.exports.records import agency_of, line, public_record
from publish.exports.tables import WITHDRAWALS
from publish.output import Draft, File

SCHEMA_VERSION = "1.0"
MEDIA_TYPES = {
    "json": "application/json", "jsonl": "application/jsonl", "csv": "text/csv", "jsonld": "application/ld+json",
    "py": "text/x-python", "": "text/plain",
}  # fmt: skip
OUTSIDE = ("index.json", "SHA256SUMS", "SHA256SUMS.sig")  # they tell of the index, so it cannot tell of them
DELTA = re.compile(rf"{ROOT}deltas/\d+\.jsonl")


def media_type(path: str) -> str:
    """The media type of a data file."""
    name = path.rpartition("/")[2]
    return MEDIA_TYPES.get(name.rpartition(".")[2] if "." in name else "", "application/octet-stream")


def resource_name(path: str) -> str:
    """A file's name within the data: `decisions-2026-05.jsonl`."""
    return path.removeprefix(ROOT).replace("/", "-").lower()


def delta_drafts(ledger: Ledger, release: Release) -> Iterator[Draft]:
    """The delta of one release. Each line: operation, id, version, day, and record with its agency, or the removal."""
    removals = {one.id: one for one in ledger.standing.removals}
    facts = ledger.publication.facts
    rows = [_delta_row(one, release, facts, removals) for one in ledger.lines(release.seq)]
    yield f"{ROOT}deltas/{release.seq}.jsonl", "delta", {"lines": rows}


def _delta_row(one: Line, release: Release, facts: Facts, removals: dict[str, Removal]) -> dict[str, Any]:
    row: dict[str, Any] = {"op": one.op, "id": one.id, "on": str(release.on)}
    if one.record is None:
        removal = removals[one.id]
        return {**row, "reason": removal.reason, **({"notice": removal.notice} if removal.notice else {})}
    agency, record = one.record
    return {**row, "rev": one.rev, "record": record, "agency": agency_of(agency, facts)}


def delta_text(rows: dict[str, Any]) -> bytes:
    """The bytes of a delta (JSON Lines)."""
    return b"".join(line(_told(row)) + b"\n" for row in rows["lines"])


def _told(row: dict[str, Any]) -> dict[str, Any]:
    if "record" not in row:
        return row
    return {"op": row["op"], "id": row["id"], "on": row["on"], "rev": row["rev"], "record": public_record(row["record"], row["agency"])}


def withdrawal_drafts(removals: Iterable[Removal]) -> Iterator[Draft]:
    """What is gone: id, day, reason, notice (of withdrawn ones), and the day until which the deletion is told."""
    rows = [[one.id, str(one.on), one.reason, one.notice, str(one.purge_after)] for one in removals]
    columns = WITHDRAWALS.header
    listed = [{name: cell for name, cell in zip(columns, row, strict=True) if cell} for row in rows]
    yield f"{ROOT}withdrawals.json", "json", {"document": listed}
    yield f"{ROOT}withdrawals.csv", "csv", {"columns": [{"name": name} for name in columns], "rows": rows}


def deltas_index(standing: Standing, files: Sequence[File]) -> Draft:
    """The list of deltas. `files`: all data files."""
    sizes = {one.path: one for one in files}
    deltas = []
    for release in standing.releases:
        url = f"deltas/{release.seq}.jsonl"
        file = sizes[ROOT + url]
        about = {"seq": release.seq, "previous_seq": release.seq - 1, "published_on": str(release.on)}
        deltas.append({**about, "url": url, "bytes": file.size, "sha256": file.digest})
    return f"{ROOT}deltas/index.json", "json", {"document": {"series": standing.series, "seq": standing.seq, "deltas": deltas}}


def index(standing: Standing, facts: Facts, counts: dict[str, int], files: Sequence[File]) -> Draft:
    """The index. `counts`: decisions by kind; `files`: all data files."""
    resources = [
        {
            "name": resource_name(one.path),
            "url": one.path.removeprefix(ROOT),
            "media_type": media_type(one.path),
            "bytes": one.size,
            "sha256": one.digest,
        }
        for one in files
        if one.path.removeprefix(ROOT) not in OUTSIDE and not DELTA.fullmatch(one.path)
    ]
    document = {
        "schema_version": SCHEMA_VERSION,
        "series": standing.series,
        "seq": standing.seq,
        "previous_seq": standing.previous_seq,
        "published_on": str(standing.on),
        "authority": facts.site.organizer or facts.site.name,
        "counts": {"decisions": sum(counts.values()), **counts, "withdrawals": len(standing.removals)},
        "state_hash": standing.state_hash,
        "resources": resources,
        "deltas": "deltas/index.json",
        "withdrawals": "withdrawals.json",
        "deletion_retention_days": RETENTION,
    }
    return f"{ROOT}index.json", "json", {"document": document}
