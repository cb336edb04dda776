"""`catalog.jsonld`: the data as a DCAT 3 catalogue (W3C) that keeps to DCAT-AP 3.0.1, so that data portals can list it.

A dataset that is cut into months is a `dcat:DatasetSeries` with a dataset a month: distributions of one dataset hold the same
data in other forms, never other periods (DCAT 3, "Dataset series"). What DCAT-AP holds to a class (a language, a frequency, a
media type) is declared here once, for who checks the file fetches nothing. All addresses are absolute, and the context is in it.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterator, Sequence
from typing import Any

from publish.changes.release import Standing
from publish.exports import ROOT
from publish.exports.catalog_terms import CONTEXT, DAILY, FORMATS, IRREGULAR, PUBLIC, SHA256, TAXONOMY, TERMS, THEMES, ZHO, about_licence
from publish.exports.datapackage import ABOUT, KEYWORDS, table_schema_path
from publish.exports.datasets import Dataset, Piece
from publish.exports.licences import licence
from publish.output import Draft
from publish.site import Site

Node = dict[str, Any]


def catalog_draft(site: Site, standing: Standing, datasets: Sequence[Dataset]) -> Draft:
    """The catalogue as it stands with this release."""
    nodes = list(_Catalogue(site, standing).nodes(datasets))
    lines = ",\n ".join(json.dumps(node, ensure_ascii=False, sort_keys=True) for node in nodes)
    context = json.dumps(CONTEXT, sort_keys=True)
    return f"{ROOT}catalog.jsonld", "text", {"text": f'{{\n"@context": {context},\n"@graph": [\n {lines}\n]\n}}\n'}


class _Catalogue:
    """The nodes of the graph, for one site and release."""

    def __init__(self, site: Site, standing: Standing) -> None:
        self.site, self.day = site, str(standing.on)
        self.issued = standing.series[: len(self.day)]
        self.base, self.home = f"{site.url}/{ROOT}", f"{site.url}/data/"
        self.file = f"{self.base}catalog.jsonld"
        self.licence = licence(site)[1] if site.data_license else ""
        self.shared: Node = {"publisher": f"{self.file}#publisher", "language": ZHO}

    def nodes(self, datasets: Sequence[Dataset]) -> Iterator[Node]:
        """Everything, the catalogue first; what it leans on last."""
        described = [node for one in datasets for node in self._dataset(one)]
        yield self._catalogue([node["@id"] for node in described])
        yield from described
        yield from (self._distribution(one, piece) for one in datasets for piece in one.pieces)
        yield from self._around(datasets)

    def _catalogue(self, held: list[str]) -> Node:
        made = {
            "@id": self.file, "@type": "dcat:Catalog", "title": f"{self.site.name}：开放数据", "description": ABOUT, "dataset": held,
            "homepage": self.home, "issued": self.issued, "modified": self.day, "themeTaxonomy": TAXONOMY, **self.shared,
        }  # fmt: skip
        return {**made, **self._terms()}

    def _terms(self) -> Node:
        rights = {"rights": f"{self.file}#terms"} if self.site.data_terms else {}
        return {**({"license": self.licence} if self.licence else {}), **rights}

    def _dataset(self, about: Dataset) -> Iterator[Node]:
        """A dataset; one that is cut: the series, and a dataset for each period."""
        periods = about.periods
        whole: Node = {
            "@id": self._id(about.name), "title": about.title, "description": about.description, "theme": THEMES, "keyword": KEYWORDS,
            "contactPoint": f"{self.file}#contact",
            "accrualPeriodicity": IRREGULAR if about.modified else DAILY, "accessRights": PUBLIC, "landingPage": self.home,
            "modified": str(about.modified or self.day), **self.shared,
        }  # fmt: skip
        if not periods:
            yield {**whole, "@type": "dcat:Dataset", "distribution": [self._file_id(piece) for piece in about.pieces]}
            return
        span = _time(periods[0], periods[-1])
        yield {**whole, "@type": ["dcat:Dataset", "dcat:DatasetSeries"], "temporal": span}
        same = {name: whole[name] for name in ("description", "theme", "contactPoint", *self.shared)}
        for period in periods:
            files = [self._file_id(piece) for piece in about.pieces if piece.period == period]
            yield {
                **same, "@id": self._id(about.named(period)), "@type": "dcat:Dataset", "title": about.titled(period),
                "inSeries": whole["@id"], "temporal": _time(period, period), "distribution": files,
            }  # fmt: skip

    def _distribution(self, about: Dataset, piece: Piece) -> Node:
        address = self.base + piece.address
        schema = self._schema(about, piece)
        made = {
            "@id": self._file_id(piece), "@type": "dcat:Distribution", "title": f"{about.titled(piece.period)}：{piece.form.upper()}",
            "accessURL": address, "downloadURL": address, **FORMATS[piece.form], "byteSize": str(piece.file.size),
            "checksum": {"@type": "spdx:Checksum", "algorithm": SHA256, "checksumValue": piece.file.digest},
        }  # fmt: skip
        return {**made, **({"conformsTo": schema} if schema else {}), **self._terms()}

    def _schema(self, about: Dataset, piece: Piece) -> str:
        if piece.form == "csv" and about.table:
            return self.base + table_schema_path(about.table)
        return f"{self.base}schema/{about.schema}.schema.json" if about.schema else ""

    def _around(self, datasets: Sequence[Dataset]) -> Iterator[Node]:
        """Who publishes and answers, the terms, and the words of other vocabularies."""
        site = self.site
        name, contact = site.organizer or site.name, f"{self.file}#contact"
        note = {"note": site.contact} if site.contact else {}
        yield {"@id": f"{self.file}#publisher", "@type": "foaf:Agent", "name": name}
        yield {"@id": contact, "@type": ["vcard:Kind", "vcard:Organization"], "fn": name, "hasURL": f"{site.url}/", **note}
        yield {"@id": self.home, "@type": "foaf:Document", "title": "开放数据"}
        if self.licence:
            yield about_licence(self.licence, self.licence == self.home, site.data_license or "")
        if site.data_terms:
            yield {"@id": f"{self.file}#terms", "@type": "dct:RightsStatement", "label": site.data_terms}
        schemas = {self._schema(one, piece) for one in datasets for piece in one.pieces} - {""}
        yield from ({"@id": one, "@type": "dct:Standard", "title": one.removeprefix(self.base)} for one in sorted(schemas))
        yield from TERMS

    def _id(self, name: str) -> str:
        return f"{self.file}#{name}"

    def _file_id(self, piece: Piece) -> str:
        return f"{self.file}#{piece.address}"


def _time(first: str, last: str) -> Node:
    """From the first day of a month or year to the last day of another (inclusive)."""
    year, _, month = last.partition("-")
    end = f"{last}-{monthrange(int(year), int(month))[1]}" if month else f"{last}-12-31"
    return {"@type": "dct:PeriodOfTime", "startDate": f"{first}-01" if "-" in first else f"{first}-01-01", "endDate": end}
