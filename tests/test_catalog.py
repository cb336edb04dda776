"""How the data describes itself, judged by others' programs: frictionless (Data Package), rdflib and pyshacl (DCAT-AP)."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from frictionless.resources import TableResource
from pyshacl import validate
from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from publish.changes.release import Release, Standing
from publish.exports.catalog import catalog_draft
from publish.exports.datapackage import package_draft, table_schema
from publish.exports.datasets import Dataset, datasets
from publish.exports.tables import Column, Table
from publish.output import File
from publish.site import Site
from tests.content import Content

# rdflib's own reader of JSON-LD uses a class that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SHAPES = Graph().parse(Path(__file__).parent / "shapes" / "dcat-ap-3.0.1.ttl")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own does not know series yet
SPDX, VCARD = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/2006/vcard/ns#")
DIGEST = "ab" * 32
ON = date(2026, 11, 24)
STANDING = Standing("2026-11-01-0123abcd", 7, 6, ON, DIGEST, [], [], Release(1, ON, ""))
SITE = Site(url="https://data.example.org/zf", data_license="CC BY 4.0", data_terms="须删除撤回的数据。", organizer="甲省生态环境厅")
PATHS = ("decisions/2026-05.csv", "decisions/2026-05.jsonl", "years/2025.csv", "withdrawals.csv", "withdrawals.json", "deltas/index.json")
FILES = [File(f"data/v1/{path}", DIGEST, 10) for path in PATHS]


def package(site: Site = SITE, found: list[Dataset] | None = None) -> dict[str, Any]:
    _, _, rows = package_draft(site, STANDING, found or datasets(FILES, {}, ON))
    made: dict[str, Any] = rows["document"]
    return made


def graph(site: Site = SITE) -> Graph:
    _, _, rows = catalog_draft(site, STANDING, datasets(FILES, {}, ON))
    return Graph().parse(data=rows["text"], format="json-ld")


def faults(catalogue: Graph) -> str:
    """What the shapes say against a catalogue, "" for nothing."""
    conforms, _, text = validate(catalogue, shacl_graph=SHAPES, inference="none")
    return "" if conforms else str(text)


def test_frictionless_finds_every_table_of_the_sample_as_the_data_package_says(sample_site: Path) -> None:
    """Every row by its Table Schema: types, required cells, keys that are all different; and each file's size and SHA-256."""
    folder = sample_site / "data" / "v1"
    read = Package(str(folder / "datapackage.json"))
    report = read.validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    assert {one.path for one in read.resources} == {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}
    assert report.stats["warnings"] == 0
    assert all(one.stats["rows"] or one.name == "withdrawals" for one in report.tasks)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.replace(b"\r\n", b"\r\n\r\n", 1), {"hash-count", "byte-count"}),
        (lambda text: text.replace(b"2026-05-", b"2026-55-"), {"hash-count", "type-error"}),
        (lambda text: text.replace(b"decided_on", b"decided_no"), {"hash-count", "incorrect-label"}),
    ],
    ids=["another length", "no day", "another column"],
)
def test_frictionless_finds_a_table_that_is_not_as_the_package_says(
    sample_site: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], said: set[str]
) -> None:
    folder = tmp_path / "v1"
    shutil.copytree(sample_site / "data" / "v1", folder)
    table = folder / "decisions" / "2026-05.csv"
    table.write_bytes(spoil(table.read_bytes()))
    read = Package(str(folder / "datapackage.json"))
    errors = read.get_resource("decisions-2026-05").validate().flatten(["type"])
    assert said <= {one for (one,) in errors}


def test_codes_of_eighteen_digits_are_read_as_text(sample_site: Path) -> None:
    table = Package(str(sample_site / "data/v1/datapackage.json")).get_resource("decisions-2026-05")
    assert isinstance(table, TableResource)
    rows = table.read_rows()
    assert all(isinstance(row["agency_uscc"], str) and len(row["agency_uscc"]) == 18 for row in rows)
    assert all(isinstance(row["decided_on"], date) for row in rows)


def test_a_table_schema_says_titles_types_formats_what_is_required_and_the_key() -> None:
    table = Table(
        "t", "表", (Column("id", "编号", required=True), Column("on", "日期", "date", format="%Y/%m/%d", description="生效")), "id"
    )
    assert table_schema(table) == {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            {"name": "id", "title": "编号", "type": "string", "constraints": {"required": True}},
            {"name": "on", "title": "日期", "type": "date", "format": "%Y/%m/%d", "description": "生效"},
        ],
        "primaryKey": ["id"],
        "missingValues": [""],
    }
    assert "primaryKey" not in table_schema(replace(table, key=""))


def test_every_table_of_the_package_is_a_resource_of_its_own_and_json_is_none() -> None:
    resources = package()["resources"]
    assert [one["path"] for one in resources] == ["decisions/2026-05.csv", "years/2025.csv", "withdrawals.csv"]
    assert [one["title"] for one in resources] == ["行政执法决定（2026 年 5 月）", "行政执法决定（全年）（2025 年）", "已经撤下的决定"]
    assert {one["hash"] for one in resources} == {f"sha256:{DIGEST}"}


@pytest.mark.parametrize(
    ("written", "licences"),
    [
        (None, None),
        ("cc by 4.0", [{"name": "CC-BY-4.0", "title": "cc by 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]),
        ("本省开放许可", [{"title": "本省开放许可", "path": "https://data.example.org/zf/data/"}]),
    ],
    ids=["none", "known", "own"],
)
def test_the_licence_is_the_one_that_the_site_sets(written: str | None, licences: object) -> None:
    site = SITE.model_copy(update={"data_license": written})
    assert package(site).get("licenses") == licences
    assert faults(graph(site)) == ""
    assert (None, DCTERMS.license, None) in graph(site) or licences is None


def test_a_file_that_is_no_dataset_is_in_none_and_a_dataset_without_files_is_left_out() -> None:
    files = [File(f"data/v1/{path}", DIGEST, 1) for path in ("index.json", "deltas/7.jsonl", "decisions/2026.csv", "withdrawals.csv")]
    assert [(one.name, [piece.address for piece in one.pieces]) for one in datasets(files, {}, ON)] == [
        ("withdrawals", ["withdrawals.csv"])
    ]


def test_the_catalogue_of_the_sample_keeps_to_dcat_ap_and_holds_every_file_with_its_size_and_sha256(sample_site: Path) -> None:
    folder = sample_site / "data" / "v1"
    catalogue = Graph().parse(folder / "catalog.jsonld", format="json-ld")
    assert faults(catalogue) == ""
    base = "https://sthjt.yunjiang.example/xzzf/data/v1/"
    told = {
        (str(catalogue.value(one, DCAT.downloadURL)).removeprefix(base), str(catalogue.value(one, DCAT.byteSize)),
         str(catalogue.value(catalogue.value(one, SPDX.checksum), SPDX.checksumValue)).lower())
        for one in catalogue.subjects(RDF.type, DCAT.Distribution)
    }  # fmt: skip
    data = [path for path in folder.rglob("*") if path.suffix in (".csv", ".jsonl") and path.parent.name != "deltas"]
    data += [folder / "withdrawals.json", folder / "deltas" / "index.json", *(folder / "lists").glob("*.json")]
    assert told == {
        (path.relative_to(folder).as_posix(), str(path.stat().st_size), hashlib.sha256(path.read_bytes()).hexdigest()) for path in data
    }


def test_what_the_catalogue_leans_on_is_there(sample_site: Path) -> None:
    catalogue = Graph().parse(sample_site / "data" / "v1" / "catalog.jsonld", format="json-ld")
    base = "https://sthjt.yunjiang.example/xzzf/"
    addresses = {str(one) for one in catalogue.objects() if isinstance(one, URIRef) and str(one).startswith(base) and "#" not in str(one)}
    addresses |= {str(one) for one in catalogue.subjects(RDF.type, DCTERMS.Standard)}
    missing = {one for one in addresses if not (sample_site / one.removeprefix(base)).exists()}
    assert addresses
    assert missing == set()


def test_a_site_that_sets_nothing_has_a_valid_catalogue_and_package() -> None:
    site = Site()
    assert faults(graph(site)) == ""
    assert str(graph(site).value(predicate=RDF.type, object=FOAF.Agent)).startswith("https://example.invalid/")
    made = package(site)
    assert "licenses" not in made
    assert Package.from_descriptor(made).title == "行政执法信息公示：开放数据"


def test_a_month_is_a_dataset_in_a_series_and_says_its_days() -> None:
    catalogue, base = graph(), "https://data.example.org/zf/data/v1/catalog.jsonld#"
    month, series = URIRef(f"{base}decisions-2026-05"), URIRef(f"{base}decisions")
    assert catalogue.value(month, DCAT.inSeries) == series
    assert (series, RDF.type, DCAT.DatasetSeries) in catalogue
    assert {str(one).partition("#")[2] for one in catalogue.objects(month, DCAT.distribution)} == set(PATHS[:2])
    for period, days in ((month, ("2026-05-01", "2026-05-31")), (URIRef(f"{base}decisions-by-year"), ("2025-01-01", "2025-12-31"))):
        node = catalogue.value(period, DCTERMS.temporal)
        assert (str(catalogue.value(node, DCAT.startDate)), str(catalogue.value(node, DCAT.endDate))) == days


def first(catalogue: Graph, kind: URIRef) -> Any:
    return min(catalogue.subjects(RDF.type, kind), key=str)


def without(kind: URIRef, name: URIRef) -> Callable[[Graph], object]:
    return lambda catalogue: catalogue.remove((first(catalogue, kind), name, None))


def with_(kind: URIRef, name: URIRef, value: Literal | URIRef) -> Callable[[Graph], object]:
    return lambda catalogue: catalogue.add((first(catalogue, kind), name, value))


def instead(kind: URIRef, name: URIRef, value: Literal | URIRef) -> Callable[[Graph], object]:
    return lambda catalogue: catalogue.set((first(catalogue, kind), name, value))


@pytest.mark.parametrize(
    "spoil",
    [
        without(DCAT.Catalog, DCTERMS.title),
        without(DCAT.Catalog, DCTERMS.description),
        without(DCAT.Catalog, DCTERMS.publisher),
        with_(DCAT.Catalog, DCTERMS.publisher, URIRef("https://example.org/second")),
        instead(DCAT.Catalog, FOAF.homepage, URIRef("https://example.org/no-document")),
        instead(DCAT.Catalog, DCTERMS.modified, Literal("2026-11-24", datatype=XSD.string)),
        without(DCAT.Dataset, DCTERMS.title),
        without(DCAT.Dataset, DCTERMS.description),
        instead(DCAT.Dataset, DCTERMS.accrualPeriodicity, Literal("DAILY")),
        instead(DCAT.Dataset, DCTERMS.language, URIRef("https://example.org/no-language")),
        instead(DCAT.Dataset, DCAT.contactPoint, URIRef("https://example.org/nobody")),
        without(DCAT.Distribution, DCAT.accessURL),
        instead(DCAT.Distribution, DCAT.accessURL, Literal("decisions/2026-05.csv")),
        instead(DCAT.Distribution, DCAT.byteSize, Literal("10", datatype=XSD.string)),
        instead(DCAT.Distribution, DCAT.byteSize, Literal("-1", datatype=XSD.nonNegativeInteger)),
        instead(DCAT.Distribution, DCAT.mediaType, Literal("text/csv")),
        instead(DCAT.Distribution, DCTERMS.license, Literal("CC BY 4.0")),
        without(DCAT.Distribution, SPDX.checksum),
        without(SPDX.Checksum, SPDX.algorithm),
        instead(SPDX.Checksum, SPDX.checksumValue, Literal("xyz", datatype=XSD.string)),
        without(FOAF.Agent, FOAF.name),
        without(SKOS.Concept, SKOS.prefLabel),
        without(SKOS.ConceptScheme, DCTERMS.title),
        without(VCARD.Kind, RDF.type),
    ],
)  # fmt: skip
def test_the_shapes_find_a_catalogue_that_does_not_keep_to_dcat_ap(spoil: Callable[[Graph], object]) -> None:
    catalogue = graph()
    spoil(catalogue)
    assert faults(catalogue)


def test_the_same_content_and_day_describe_themselves_with_the_same_bytes_and_a_change_touches_its_own_files(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision()
    content.build()
    described = {f"data/v1/{name}" for name in ("datapackage.json", "catalog.jsonld", "SHA256SUMS", "index.json")}
    before = content.tree()
    content.decision(decided_on="2026-05-07")
    content.build()
    after = content.tree()
    changed = {path for path in before if before[path] != after.get(path) and path.startswith("data/v1/")}
    assert described <= changed
    assert "data/v1/decisions/2026-06.csv" not in changed
    assert "data/v1/tableschema/decisions.json" not in changed
    names = [one["name"] for one in json.loads((content.output / "data/v1/datapackage.json").read_bytes())["resources"]]
    assert names[:2] == ["decisions-2026-05", "decisions-2026-06"]
    shutil.rmtree(content.output)
    content.build()
    assert {path: content.tree()[path] for path in described} == {path: after[path] for path in described}
