"""Lists that read best as a table: the name of the matter first, one table a group, empty columns left out."""

from __future__ import annotations

from typing import Any

from publish.views.listing import Cell, Listing, Row


def make(listing: Listing, first: str, by: str = "", key_last: bool = True) -> dict[str, Any]:
    """`first`: the column that names a row; `by`: the one by which rows are parted into tables, if any.

    `key_last`: whether the key, which often is a bare number, comes last.
    """
    groups = listing.grouped(by) if by else [("", listing.rows)]
    names = [first, *(name for name in listing.names if name not in (first, by))]
    key = listing.one.description.key
    order = sorted(names, key=lambda name: key_last and name == key and name != first)
    counts = listing.numbers[by] if by else {"": len(listing.every)}
    return {"sheets": [sheet(listing, title, order, rows) | {"count": counts[title]} for title, rows in groups]}


def sheet(listing: Listing, title: str, order: list[str], rows: list[Row]) -> dict[str, Any]:
    """One table; a column in which no row says anything is left out."""
    names = [name for name in order if any(row[name] for row in rows)]
    cells: list[list[Cell]] = [[listing.cell(row, name) for name in names] for row in rows]
    return {"title": title, "columns": [listing.title(name) for name in names], "rows": cells}
