"""权责清单: by kind of power, each power folded under its name."""

from __future__ import annotations

from typing import Any

from publish.views.listing import Listing

NEEDS = ("code", "name", "kind")


def make(listing: Listing) -> dict[str, Any]:
    """Groups of entries, each with all that the list says of it."""
    groups = [
        {
            "title": kind,
            "count": listing.numbers["kind"][kind],
            "entries": [{"title": row["name"], "mark": row["code"], "labels": listing.rest(row, *NEEDS)} for row in rows],
        }
        for kind, rows in listing.grouped("kind")
    ]
    return {"groups": groups}
