"""执法人员名录: as a table; of the version in force, with each certificate's state on the build's day and the way to its page."""

from __future__ import annotations

from typing import Any

from publish.views import officers
from publish.views.listing import Listing, plain
from publish.views.shapes.sheets import make as make_sheets

NEEDS = officers.NEEDS


def make(listing: Listing) -> dict[str, Any]:
    """One table, by the columns' own order."""
    made = make_sheets(listing, "name" if "name" in listing.names else "certificate_number", key_last=False)
    if listing.current:
        (sheet,) = made["sheets"]
        place = sheet["columns"].index(listing.title("certificate_number"))
        sheet["columns"].append("状态")
        for row, cells in zip(listing.rows, sheet["rows"], strict=True):
            cells[place] = cells[place] | {"href": officers.href_of(row)}
            state, look = officers.state_of(row, listing.today)
            cells.append(plain(state) | {"look": look})
    return made
