"""Lists that read best as a table: the name of the matter first, one table a group, empty columns left out."""

from __future__ import annotations

from typing import Any

from publish.views.shapes.listing import Cell, Listing, Row


def make(listing: Listing, first: str, by: str = "") -> dict[str, Any]:
    """`first`: the column that names a row; `by`: the one by which rows are parted into tables, if any."""
    groups = listing.grouped(by) if by else [("", listing.rows)]
    key = listing.one.description.key  # often a bare number: last, unless it names the row
    order = [first, *(name for name in listing.names if name not in (first, by, key)), *([key] if key not in (first, by) else [])]
    return {"sheets": [sheet(listing, title, order, rows) for title, rows in groups]}


def sheet(listing: Listing, title: str, order: list[str], rows: list[Row]) -> dict[str, Any]:
    """One table; a column in which no row says anything is left out."""
    names = [name for name in order if any(row[name] for row in rows)]
    cells: list[list[Cell]] = [[listing.cell(row, name) for name in names] for row in rows]
    return {"title": title, "count": len(rows), "columns": [listing.title(name) for name in names], "rows": cells}
