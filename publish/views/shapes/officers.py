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
        hrefs, number = officers.hrefs_of(listing), listing.title("certificate_number")
        place = sheet["columns"].index(number) if number in sheet["columns"] else None
        sheet["columns"].append("状态")
        for row, cells in zip(listing.rows, sheet["rows"], strict=True):
            if place is not None:
                cells[place] = cells[place] | {"href": hrefs.get(row["certificate_number"])}
            state, look = officers.state_of(row, listing.today)
            cells.append(plain(state) | {"look": look})
    return made
