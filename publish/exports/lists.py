"""The current catalogue lists as tables: for `/lists/<slug>.csv`, `.json` and `.xlsx`, and the first two among the data."""

from __future__ import annotations

from collections.abc import Iterator

from publish.dossier import Facts
from publish.exports import ROOT, workbook
from publish.lists import CatalogueList, Version
from publish.output import Draft

NUMBERS = ("integer", "number")
FOLDER = f"{ROOT}lists/"


def table_drafts(base: str, one: CatalogueList, version: Version) -> Iterator[Draft]:
    """A version of a list as CSV and JSON. `base`: their path without the ending."""
    about = one.description
    table = {"columns": [column.model_dump(mode="json") for column in about.fields], "rows": version.rows}
    yield f"{base}.csv", "csv", table
    yield f"{base}.json", "json", {"title": about.title, "basis": about.basis, "version": str(version.on), "key": about.key, **table}


def workbook_draft(base: str, one: CatalogueList, version: Version, facts: Facts) -> Draft:
    """A version of a list as a workbook for people: columns by their titles, numbers as numbers, its basis and address below."""
    about = one.description
    columns = [workbook.column(column.title, number=column.type in NUMBERS) for column in about.fields]
    notes = [f"{version.on} 起执行", f"编制依据：{about.basis}", f"{facts.site.name}，{facts.site.url}/lists/{one.slug}/"]
    sheet = workbook.sheet(about.title, about.title, columns, version.rows, notes)
    return f"{base}.xlsx", "workbook", {"title": about.title, "author": facts.site.name, "on": str(version.on), "sheets": [sheet]}
