"""What suits each list: slug → shape. A further list, and one without the columns that its shape needs, is a plain table.

A shape is a function from a `Listing` to what its component shows; `components/shape.html` picks the component by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from publish.views.listing import Listing, cell
from publish.views.shapes import cards, discretion, laws, officers, powers, procedures, sheets

TABLE = "table"
Shown = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """`name`: of the component; `needs`: the columns without which it cannot be drawn.

    `unit`: what its rows are counted in; `found`: what the box of the page finds, where these are not the rows. `by`: the column whose
    rows are shown together, on pages too; `cut`: whether it may be cut into pages, else a long list is the plain table.
    """

    name: str
    needs: tuple[str, ...]
    make: Callable[[Listing], Shown]
    unit: str = "项"
    found: str = ""
    by: str = ""
    cut: bool = True


SHAPES = {
    "laws": Shape("laws", laws.NEEDS, laws.make, "件", by="level"),
    "powers": Shape("entries", powers.NEEDS, powers.make, by="kind"),
    "discretion": Shape("grades", discretion.NEEDS, discretion.make, "档", "种违法行为", by="violation"),
    "permit-guides": Shape("cards", cards.GUIDES, cards.guides),
    "remedies": Shape("cards", cards.REMEDIES, cards.remedies, by="channel"),
    "windows": Shape("cards", cards.WINDOWS, cards.windows, by="window"),
    "procedures": Shape("procedures", procedures.NEEDS, procedures.make, "步", cut=False),
    "officers": Shape("sheets", officers.NEEDS, officers.make, "人"),
    "random-inspections": Shape(
        "sheets", ("item", "object", "importance"), lambda one: sheets.make(one, "item", "importance"), by="importance"
    ),
    "business-inspections": Shape("sheets", ("item", "object", "yearly_limit"), lambda one: sheets.make(one, "item")),
    "review-items": Shape("sheets", ("item", "kind"), lambda one: sheets.make(one, "item", "kind"), by="kind"),
    "recording-items": Shape("sheets", ("stage", "kind"), lambda one: sheets.make(one, "stage", "kind"), by="kind"),
}


def shape_of(listing: Listing) -> Shape | None:
    """The shape of a list; None for the plain table."""
    shape = SHAPES.get(listing.one.slug)
    return shape if shape and listing.rows and set(shape.needs) <= set(listing.names) else None


def table(listing: Listing) -> Shown:
    """The whole table, column by column."""
    fields = listing.one.description.fields
    return {
        "columns": [column.title for column in fields],
        "key": listing.one.key,
        "rows": [[cell(column.name, column.type, row[column.name], listing.facts) for column in fields] for row in listing.rows],
    }
