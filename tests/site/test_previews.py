"""What pages say to link previews and to programs: Open Graph, canonical addresses, JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from tests.site.examples import ARTICLES, LOST, PAGES, record
from tests.site.markup import markup

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # which rdflib uses itself
SITE = "https://sthjt.yunjiang.example/xzzf/"
CREATIVE = {
    "name", "description", "url", "identifier", "inLanguage", "publisher", "creator", "dateCreated", "datePublished", "dateModified",
    "expires", "about", "genre", "encoding", "isAccessibleForFree", "license", "mainEntity",
}  # fmt: skip
PLACE = {"name", "url", "identifier", "description", "contactPoint"}
VOCABULARY = {  # type → properties that schema.org (version 29) gives it
    "WebPage": CREATIVE | {"breadcrumb"},
    "WebSite": CREATIVE | {"potentialAction"},
    "DigitalDocument": CREATIVE,
    "DataCatalog": CREATIVE | {"dataset"},
    "Dataset": CREATIVE | {"distribution", "temporalCoverage"},
    "DataDownload": {"contentUrl", "encodingFormat"},
    "MediaObject": {"contentUrl", "encodingFormat"},
    "Organization": PLACE,
    "GovernmentOrganization": PLACE,
    "GovernmentPermit": {"name", "identifier", "issuedBy", "validFrom", "validUntil"},
    "ContactPoint": {"description"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}  # fmt: skip
every_found_page = pytest.mark.parametrize("name", [name for name in PAGES if name not in LOST])


def path_of(sample_site: Path, places: dict[str, str], name: str) -> Path:
    place = f"{name}.html" if name in LOST else places[name]
    return sample_site / (place if place.endswith(".html") else place + "index.html")


def previewed(path: Path) -> dict[str, str]:
    """The properties of a page's link preview."""
    tags = [one.attributes for one in markup(path).elements if one.tag == "meta" and "property" in one.attributes]
    assert len(tags) == len({tag["property"] for tag in tags})
    return {tag["property"]: tag["content"] for tag in tags}


def linked(path: Path) -> Any:
    """The data in a page, or None."""
    _, begins, rest = path.read_text("utf-8").partition('<script type="application/ld+json">')
    return json.loads(rest.partition("</script>")[0]) if begins else None


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All typed things in some data."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(one)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_preview(sample_site: Path, places: dict[str, str], name: str) -> None:
    said = previewed(path_of(sample_site, places, name))
    assert said["og:site_name"] == "云江省生态环境行政执法公示"
    assert said["og:locale"] == "zh_CN"
    assert said["og:title"]
    assert said["og:description"]
    assert said["og:type"] == ("article" if name in ARTICLES else "website")
    assert ("article:published_time" in said) == (name in ARTICLES)


@every_found_page
def test_a_page_is_passed_on_by_its_canonical_address(sample_site: Path, places: dict[str, str], name: str) -> None:
    path = path_of(sample_site, places, name)
    assert previewed(path)["og:url"] == linked(path)["url"] == SITE + places[name]
    assert [one.attributes["href"] for one in markup(path).elements if one.attributes.get("rel") == "canonical"] == [SITE + places[name]]


@pytest.mark.parametrize("name", LOST)
def test_error_pages_have_no_address_to_pass_on(sample_site: Path, places: dict[str, str], name: str) -> None:
    path = path_of(sample_site, places, name)
    assert "og:url" not in previewed(path)
    assert linked(path) is None
    assert not [one for one in markup(path).elements if one.attributes.get("rel") == "canonical"]


@every_found_page
def test_data_in_pages_keeps_to_the_words_of_schema_org(sample_site: Path, places: dict[str, str], name: str) -> None:
    data = linked(path_of(sample_site, places, name))
    assert data.pop("@context") == "https://schema.org"
    for node in nodes(data):
        assert set(node) - {"@type"} <= VOCABULARY[node["@type"]], node
        assert all(node.values())
    graph = Graph().parse(data=json.dumps({**data, "@context": {"@vocab": "https://schema.org/"}}), format="json-ld")
    assert len(graph) > 4


@every_found_page
def test_the_addresses_in_the_data_lead_to_files(sample_site: Path, places: dict[str, str], name: str) -> None:
    for node in nodes(linked(path_of(sample_site, places, name))):
        for address in (node[key] for key in ("url", "item", "contentUrl") if key in node):
            assert address.startswith(SITE)
            path = address.removeprefix(SITE).partition("#")[0]
            assert (sample_site / (path if path and not path.endswith("/") else f"{path}index.html")).is_file(), address


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("decision")])
def test_a_decision_says_in_the_data_what_its_record_says(sample_site: Path, places: dict[str, str], name: str) -> None:
    one, path = record(sample_site, places[name]), path_of(sample_site, places, name)
    document, party = linked(path)["mainEntity"], one["party"]
    assert document["name"] == one["title"]
    assert (document["dateCreated"], document["datePublished"]) == (one["decided_on"], one["published_on"])
    assert document.get("identifier") == one.get("document_number")
    assert document["creator"]["name"] == one["agency_name"]
    about = [node["identifier"] for node in document.get("about", []) if node["@type"] == "Organization"]
    assert about == ([party["uscc"]] if party.get("uscc") and party["type"] != "individual" else [])
    said = previewed(path)["og:description"]
    assert said.startswith(f"{one['agency_name']}对{party['name']}")
    assert said.endswith(("。", "……"))


def test_every_downloadable_kind_of_decisions_is_a_dataset(sample_site: Path) -> None:
    sets = linked(sample_site / "data/index.html")["mainEntity"]["dataset"]
    assert len(sets) == 3
    for one in sets:
        files = [node["contentUrl"] for node in one["distribution"]]
        months = {file.rpartition("/")[2].partition(".")[0][-7:] for file in files}
        assert 0 < len(months) <= 12
        assert max(months) == one["temporalCoverage"].partition("/")[2]
