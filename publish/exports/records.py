"""A public decision for programs: one form for its own JSON file, the monthly tables and the deltas.

Fields have the names of the content format (format 1); what a decision does not have is left out. `content_hash` is the
SHA-256 of the record's line without its line end, `state_hash` that of all of them in groups (outputs.md, "Converging").
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from publish.dossier import Facts
from publish.views.frame import agency_name

PARTY = ("type", "name", "uscc", "legal_representative")
ENCODER = msgspec.json.Encoder(order="sorted")
DECODER = msgspec.json.Decoder()
Agency = dict[str, str]  # name, uscc, … as `publish.views.decision` shows it


def agency_of(slug: str, facts: Facts) -> Agency:
    """The name and the code of an agency; its slug and no code where it has no file any more."""
    agency = facts.agencies.get(slug)
    return {"name": agency_name(facts, slug), "uscc": agency.uscc if agency else ""}


def public_record(record: str | bytes, agency: Agency) -> dict[str, Any]:
    """The decision for programs. `record`: its JSON as the publication set holds it, which leaves out what is as by default.

    Read without the model, which takes several times as long; a test holds both together.
    """
    absent: dict[str, Any] = {"attachments": [], "basis": [], "body": "", "corrections": [], "omitted": [], "tags": []}
    data = {**absent, **DECODER.decode(record)}
    data["agency_name"], data["agency_uscc"] = agency["name"], agency["uscc"]
    data["public_until"] = data.pop("until", "long")
    data.pop("credit_until", None)
    data["party"] = {name: value for name, value in data["party"].items() if name in PARTY}
    data["attachments"] = [
        {"path": f"{data['id']}/{one['name']}", "title": one["title"], "bytes": one["bytes"], "sha256": one["digest"]}
        for one in data["attachments"]
    ]
    if "penalty" in data:
        data["penalty"].setdefault("procedure", "ordinary")
    return data


def line(data: Any) -> bytes:
    """A record, or any other object, as a line of JSON Lines, without its line end: keys sorted, nothing to spare."""
    return ENCODER.encode(data)


def readable(data: Any) -> bytes:
    """A JSON file that a person may read too: keys sorted, indented, with a line end."""
    return msgspec.json.format(line(data), indent=1) + b"\n"


def content_hash(text: bytes) -> str:
    """SHA-256 of a record's line, hex."""
    return hashlib.sha256(text).hexdigest()


def group_hash(hashes: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over the sorted lines `id:content_hash` of one group: the decisions whose ids begin with the same two characters."""
    lines = sorted(f"{ident}:{digest}\n" for ident, digest in hashes)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def state_hash(groups: Iterable[tuple[str, str]]) -> str:
    """SHA-256 over the sorted lines `<ab>:<hash>` of all groups that hold something."""
    lines = sorted(f"{name}:{digest}\n" for name, digest in groups)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
