"""All public decisions made in a month: JSON Lines for programs, CSV for spreadsheets, both by `decided_on`, then id.

Both forms are made from the same rows: the records as the publication set holds them, and the names and codes of their
agencies. The CSV is flat: `publish.exports.tables.DECISIONS`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from publish.exports import ROOT
from publish.exports.cells import csv_bytes, csv_rows, joined
from publish.exports.patches import Patch, patched
from publish.exports.records import line, public_record
from publish.exports.tables import BLOCKS, DECISIONS, PARTY
from publish.output import Draft
from publish.views.frame import decision_href

FOLDER = f"{ROOT}decisions/"
VIEWS = {"jsonl": "month_lines", "csv": "month_table"}
LISTS = ("basis", "tags", "omitted")


def path_of(month: str, form: str) -> str:
    """The path of a month's file in one of the forms of `VIEWS`."""
    return f"{FOLDER}{month}.{form}"


def drafts(month: str, digest: str, records: Patch, kept: Callable[[str], Patch]) -> Iterator[Draft]:
    """Both files of a month. `digest`: that of all its records and agencies; `records` and, by path, `kept`: see `patches`."""
    for form, view in VIEWS.items():
        path = path_of(month, form)
        yield path, view, {"digest": digest, "records": {**records, **kept(path)}}


def _records(about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (public_record(record, about["agencies"][agency]) for agency, record in about["new"])


def lines(rows: dict[str, Any]) -> bytes:
    """JSON Lines: one record a line, LF."""
    about = rows["records"]
    if "kept" in about:
        return patched(about, [line(record) + b"\n" for record in _records(about)])
    made = io.BytesIO()  # a month of a large site is 100 MB: its lines are not held beside it
    for record in _records(about):
        made.write(line(record) + b"\n")
    return made.getvalue()


def table(rows: dict[str, Any]) -> bytes:
    """The same decisions as a flat table."""
    about = rows["records"]
    made = map(cells, _records(about))
    if "kept" not in about:
        return csv_bytes(DECISIONS.header, made)
    return patched(about, csv_rows(made), head=1)


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
