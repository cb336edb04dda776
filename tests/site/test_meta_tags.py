"""The meta tags that crawlers and the government's inspection read (site-rules.md): site, column, article."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.examples import ARTICLES, COLUMNS, LOST, PAGES, record
from tests.site.markup import markup

SITE = "https://sthjt.yunjiang.example/xzzf/"
Metas = dict[str, dict[str, str]]
OF_ARTICLES = ("ArticleTitle", "PubDate", "ContentSource")


@pytest.fixture(scope="session")
def metas(sample_site: Path, places: dict[str, str]) -> Metas:
    """Name of a page → its meta tags by name."""
    return {
        name: named(sample_site / (f"{name}.html" if name in LOST else place + "index.html" * (not place.endswith(".html"))))
        for name, place in places.items()
    }


def named(path: Path) -> dict[str, str]:
    tags = [one.attributes for one in markup(path).elements if one.tag == "meta" and "name" in one.attributes]
    assert len(tags) == len({tag["name"] for tag in tags}), path
    return {tag["name"]: tag["content"] for tag in tags}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_names_its_site(metas: Metas, name: str) -> None:
    wanted = {"SiteName": "云江省生态环境行政执法公示", "SiteDomain": "sthjt.yunjiang.example", "SiteIDCode": "9900000001"}
    assert wanted.items() <= metas[name].items()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_names_its_column(metas: Metas, name: str) -> None:
    assert metas[name]["ColumnName"] == COLUMNS[name]
    assert all(metas[name][tag] for tag in ("ColumnDescription", "ColumnKeywords", "ColumnType", "Keywords", "Description"))


@pytest.mark.parametrize("name", [name for name in PAGES if name not in LOST])
def test_every_page_names_its_own_address(metas: Metas, places: dict[str, str], name: str) -> None:
    assert metas[name]["Url"] == SITE + places[name]


@pytest.mark.parametrize("name", LOST)
def test_error_pages_ask_not_to_be_found(metas: Metas, name: str) -> None:
    assert metas[name]["robots"] == "noindex"
    assert "Url" not in metas[name]


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("decision")])
def test_a_decision_is_an_article_with_its_real_first_publication(
    metas: Metas, places: dict[str, str], sample_site: Path, name: str
) -> None:
    decision = record(sample_site, places[name])
    wanted = {
        "ArticleTitle": decision["title"],
        "PubDate": f"{decision['published_on']} 00:00",
        "ContentSource": decision["agency_name"],
        "Author": decision["agency_name"],
    }
    assert wanted.items() <= metas[name].items()


def test_a_notice_is_an_article_without_the_party(metas: Metas) -> None:
    assert metas["notice"]["ArticleTitle"] == "撤回公告"
    assert metas["notice"]["PubDate"].endswith(" 00:00")
    assert metas["notice"]["ContentSource"].endswith("局")


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ARTICLES])
def test_a_list_is_no_article(metas: Metas, name: str) -> None:
    assert not set(OF_ARTICLES) & set(metas[name])
