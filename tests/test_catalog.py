"""The DCAT catalogue, judged by rdflib and pyshacl with the shapes of DCAT-AP, and what a change does to how the data is described."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from publish.exports.catalog import catalog_draft
from publish.exports.datasets import datasets
from publish.output import File
from publish.site import Site
from tests.content import Content
from tests.described import DIGEST, FILES, ON, PATHS, SITE, STANDING

# rdflib's own reader of JSON-LD uses a class that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SHAPES = Graph().parse(Path(__file__).parent / "shapes" / "dcat-ap-3.0.1.ttl")
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own does not know series yet
SPDX, VCARD = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/2006/vcard/ns#")


def graph(site: Site = SITE) -> Graph:
    _, _, rows = catalog_draft(site, STANDING, datasets(FILES, {}, ON))
    return Graph().parse(data=rows["text"], format="json-ld")


def faults(catalogue: Graph) -> str:
    """What the shapes say against a catalogue, "" for nothing."""
    conforms, _, text = validate(catalogue, shacl_graph=SHAPES, inference="none")
    return "" if conforms else str(text)


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


def test_a_site_that_sets_nothing_has_a_valid_catalogue() -> None:
    made = graph(Site())
    assert faults(made) == ""
    assert (None, DCTERMS.license, None) not in made
    assert str(made.value(predicate=RDF.type, object=FOAF.Agent)).startswith("https://example.invalid/")


def test_a_licence_of_the_sites_own_stands_on_the_page_about_the_data() -> None:
    made = graph(SITE.model_copy(update={"data_license": "本省开放许可"}))
    assert faults(made) == ""
    page = URIRef("https://data.example.org/zf/data/")
    assert (None, DCTERMS.license, page) in made
    assert str(made.value(page, RDFS.label)) == "本省开放许可"


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
