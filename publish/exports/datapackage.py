"""`datapackage.json` (Data Package v2, https://datapackage.org): every table with its Table Schema, size and SHA-256.

A table that is cut into months is as many resources: v2 knows `bytes` and `hash` of one file only. They share one Table Schema,
which is a file of its own, so that ten years of tables stay readable. JSON Lines are no tables (a record has parts) and are in
`index.json`; a standard program would try to read them as tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from publish.changes.release import Standing
from publish.exports import ROOT
from publish.exports.datasets import Dataset, Piece
from publish.exports.licences import licence
from publish.exports.tables import Column, Table
from publish.output import Draft
from publish.site import Site

PROFILES = "https://datapackage.org/profiles/2.0"
KEYWORDS = ["行政执法公示", "行政处罚", "行政许可", "行政强制", "行政检查", "生态环境"]
ABOUT = (
    "行政执法决定、报送信用平台的表格、各类清单和撤下的决定。每个文件的大小、校验值和栏目都在这里；JSON Lines 和每次的变更见 index.json。"
)


def table_schema_path(table: Table) -> str:
    """Where a table's schema is, relative to `/data/v1/`."""
    return f"tableschema/{table.name}.json"


def schema_drafts(datasets: Sequence[Dataset]) -> Iterator[Draft]:
    """The Table Schema of each table that there is; to be planned before the sums, which cover it."""
    tables = {one.table.name: one.table for one in datasets if one.table}
    for _, table in sorted(tables.items()):
        yield f"{ROOT}{table_schema_path(table)}", "json", {"document": table_schema(table)}


def table_schema(table: Table) -> dict[str, Any]:
    """A table as Table Schema v2 describes it."""
    made: dict[str, Any] = {"$schema": f"{PROFILES}/tableschema.json", "fields": [_field(column) for column in table.columns]}
    return {**made, **({"primaryKey": [table.key]} if table.key else {}), "missingValues": [""]}


def _field(column: Column) -> dict[str, Any]:
    said = {"description": column.description, "format": column.format, "constraints": {"required": True} if column.required else None}
    return {"name": column.name, "title": column.title, "type": column.type, **{name: value for name, value in said.items() if value}}


def package_draft(site: Site, standing: Standing, datasets: Sequence[Dataset]) -> Draft:
    """The package as it stands with this release."""
    resources = [_resource(one, one.table, piece) for one in datasets if one.table for piece in one.pieces if piece.form == "csv"]
    host = re.sub(r"[^a-z0-9._-]+", "-", (site.domain + site.prefix).lower()).strip("-")
    package: dict[str, Any] = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": host or "disclosure-data",
        "id": f"{site.url}/{ROOT}",
        "title": f"{site.name}：开放数据",
        "description": "\n\n".join([ABOUT, *([site.data_terms] if site.data_terms else [])]),
        "homepage": f"{site.url}/data/",
        "created": f"{standing.on}T00:00:00+08:00",
        "series": standing.series,
        "seq": standing.seq,
        "keywords": KEYWORDS,
        "contributors": [{"title": site.organizer or site.name, "path": f"{site.url}/", "roles": ["creator"]}],
        "sources": [{"title": site.name, "path": f"{site.url}/"}],
    }
    if site.data_license:
        name, path = licence(site)
        package["licenses"] = [{**({"name": name} if name else {}), "title": site.data_license, "path": path}]
    return f"{ROOT}datapackage.json", "json", {"document": {**package, "resources": resources}}


def _resource(dataset: Dataset, table: Table, piece: Piece) -> dict[str, Any]:
    """One file. The encoding is UTF-8 with a byte order mark, which readers of CSV take away; the dialect is the default (RFC 4180)."""
    return {
        "name": dataset.named(piece.period),
        "type": "table",
        "title": dataset.titled(piece.period),
        "path": piece.address,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": piece.file.size,
        "hash": f"sha256:{piece.file.digest}",
        "schema": table_schema_path(table),
    }
