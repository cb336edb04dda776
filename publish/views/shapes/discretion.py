"""裁量基准: one fold a violation; in it, which circumstance leads to which grade and range.

What all rows of a violation share is said once above their table; a column in which nothing is written is left out of it.
"""

from __future__ import annotations

from typing import Any

from publish.views.listing import Listing, Row

NEEDS = ("violation", "factor", "circumstance", "grade", "range")
ALWAYS = ("circumstance", "grade", "range")

ONCE = ("violated_article", "penalty_basis", "factor")  # of a violation rather than of a grade


def make(listing: Listing) -> dict[str, Any]:
    """The violations in the order of the list."""
    return {"violations": [_violation(listing, name, rows) for name, rows in listing.grouped("violation")]}


def _violation(listing: Listing, name: str, rows: list[Row]) -> dict[str, Any]:
    others = [one for one in listing.names if one not in ("violation", *ALWAYS, listing.one.description.key)]
    shared = [one for one in others if len({row[one] for row in rows}) == 1 and (len(rows) > 1 or one in ONCE)]
    columns = [*ALWAYS, *(one for one in others if one not in shared and any(row[one] for row in rows))]
    return {
        "title": name,
        "count": listing.numbers["violation"][name],
        "labels": listing.labels(rows[0], shared),
        "columns": [listing.title(one) for one in columns],
        "rows": [[listing.cell(row, one) for one in columns] for row in rows],
    }
