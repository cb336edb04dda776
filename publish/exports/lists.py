"""The current catalogue lists as tables: for `/lists/<slug>.csv` and `.json`, and the same among the data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish.dossier import Facts
from publish.exports import ROOT
from publish.lists import CatalogueList, Version
from publish.output import Draft

FOLDER = f"{ROOT}lists/"


def table_drafts(base: str, one: CatalogueList, version: Version) -> Iterator[Draft]:
    """A version of a list as CSV and JSON. `base`: their path without the ending."""
    about = one.description
    table = {"columns": [column.model_dump(mode="json") for column in about.fields], "rows": version.rows}
    yield f"{base}.csv", "csv", table
    yield f"{base}.json", "json", {"title": about.title, "basis": about.basis, "version": str(version.on), "key": about.key, **table}


def drafts(facts: Facts, today: date) -> Iterator[Draft]:
    """The lists in force on the day."""
    for slug, one in sorted(facts.lists.items()):
        if version := one.current(today):
            yield from table_drafts(f"{FOLDER}{slug}", one, version)
