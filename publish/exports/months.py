"""All public decisions made in a month: JSON Lines for programs, CSV for spreadsheets, both by `decided_on`, then id.

Both forms are made from the same rows: the records as the publication set holds them, and the names and codes of their
agencies. The CSV is flat: `publish.exports.tables.DECISIONS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.dossier import Facts
from publish.exports import ROOT
from publish.exports.cells import csv_bytes, joined
from publish.exports.records import agency_of, line, public_record
from publish.exports.tables import BLOCKS, DECISIONS, PARTY
from publish.output import Draft
from publish.views.frame import decision_href

FOLDER = f"{ROOT}decisions/"
LISTS = ("basis", "tags", "omitted")


def drafts(month: str, digest: str, rows: list[dict[str, Any]], records: list[str], facts: Facts) -> Iterator[Draft]:
    """Both files of a month. `digest`: that of all its records; `rows` and `records`: of each of its decisions, in the same order."""
    ordered = sorted(zip(rows, records, strict=True), key=lambda one: (one[0]["decided_on"], one[0]["id"]))
    agencies = {slug: agency_of(slug, facts) for slug in {row["agency"] for row in rows}}
    data = {"digest": digest, "records": [[row["agency"], record] for row, record in ordered], "agencies": agencies}
    yield f"{FOLDER}{month}.jsonl", "month_lines", data
    yield f"{FOLDER}{month}.csv", "month_table", data


def _records(rows: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (public_record(record, rows["agencies"][agency]) for agency, record in rows["records"])


def lines(rows: dict[str, Any]) -> bytes:
    """JSON Lines: one record a line, LF."""
    return b"".join(line(record) + b"\n" for record in _records(rows))


def table(rows: dict[str, Any]) -> bytes:
    """The same decisions as a flat table."""
    return csv_bytes(DECISIONS.header, map(cells, _records(rows)))


def cells(record: dict[str, Any]) -> list[str]:
    """A record's row in `DECISIONS`: "" for what it does not have."""
    flat = {**record, **{name: joined(record[name]) for name in LISTS}}
    for name, field in PARTY.items():
        flat[name] = record["party"].get(field, "")
    for kind in BLOCKS:
        for field, value in record.get(kind, {}).items():
            flat[f"{kind}_{field}"] = joined(value) if isinstance(value, list) else value
    flat["corrections"] = joined([f"{one['on']} {one['note']}" for one in record["corrections"]])
    flat["url"] = decision_href(record["id"])
    flat["attachments"] = joined([f"{flat['url'].rpartition('/')[0]}/{one['path']}" for one in record["attachments"]])
    return [flat.get(name, "") for name in DECISIONS.header]
