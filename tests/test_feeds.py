"""Feeds hold to their standards and say the same in every format; judged on the sample site by readers that others wrote."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree, html

from tests.feeds import ATOM, HISTORY, TOMBSTONES, entries, json_feed, names, parsed, xml

FORMATS = ("atom", "rss", "json")
URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[a-z0-9/-]+")
SITE = "https://sthjt.yunjiang.example/xzzf/"


def test_there_is_a_feed_of_all_of_each_kind_agency_and_topic_and_of_withdrawals(sample_site: Path) -> None:
    pages = {path.parent.relative_to(sample_site).as_posix() for path in sample_site.glob("*/*/index.html")}
    collections = {page for page in pages if page.startswith(("kind/", "agency/", "topic/"))}
    assert set(names(sample_site)) == {"all", "withdrawals"} | collections
    for name in names(sample_site):
        assert all((sample_site / "feeds" / f"{name}.{form}").is_file() for form in FORMATS)


def test_every_format_says_the_same_of_every_entry(sample_site: Path) -> None:
    for name in names(sample_site):
        atom, rss, other = (entries(sample_site, name, form) for form in FORMATS)
        assert atom == rss == other, name


def test_an_entry_says_the_four_legal_facts_and_holds_the_text(sample_site: Path) -> None:
    checked = 0
    for one in entries(sample_site, "all"):
        if one.title == "该信息已依法撤回":
            continue
        record = json.loads((sample_site / "decision" / one.id[-16:-14] / f"{one.id[-16:]}.json").read_text("utf-8"))
        for value in (record["agency_name"], record["party"]["name"], record["conclusion"].split("\n")[0]):
            assert value in one.summary
        assert one.summary.count("：") >= 4
        assert one.url == f"{SITE}decision/{record['id'][:2]}/{record['id']}.html"
        assert all(title in one.html for title in ("执法机关", "执法对象", "执法类别", "执法结论"))
        assert "<h3>依据</h3>" in one.html
        assert ("<h3>决定书正文</h3>" in one.html) == bool(record.get("body"))
        checked += 1
    assert checked == 82


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_the_newest_come_first_and_the_feed_is_as_new_as_its_newest_entry(sample_site: Path, form: str) -> None:
    for name in names(sample_site):
        found = entries(sample_site, name, form)
        assert [one.published for one in found] == sorted((one.published for one in found), reverse=True)
        latest = parsed(sample_site, name, form).feed.updated_parsed
        assert max(one.updated for one in found)[:19] == f"{datetime(*latest[:6])}"


def test_atom_feeds_keep_what_rfc_4287_demands(sample_site: Path) -> None:
    for name in names(sample_site):
        feed = xml(sample_site, name)
        assert feed.tag == f"{ATOM}feed"
        assert feed.findtext(f"{ATOM}author/{ATOM}name")  # 4.1.1: so no entry needs its own
        for one in (feed, *feed.findall(f"{ATOM}entry")):
            for tag in ("id", "title", "updated"):
                assert len(one.findall(f"{ATOM}{tag}")) == 1
            assert URI.fullmatch(one.findtext(f"{ATOM}id"))
            for moment in (*one.findall(f"{ATOM}updated"), *one.findall(f"{ATOM}published")):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", moment.text)  # 3.3
            links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in one.findall(f"{ATOM}link")]
            assert len(set(links)) == len(links)  # 4.1.1: one alternate of a type
            assert all(link.get("href").startswith(SITE) for link in one.findall(f"{ATOM}link"))
        known = [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")]
        assert len(set(known)) == len(known)
        own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own == [f"{SITE}feeds/{name}.atom"]
        assert {one.get("type") for one in feed.iter(f"{ATOM}content")} <= {"html"}


def test_rss_feeds_keep_what_rss_2_demands_and_their_guids_are_no_addresses(sample_site: Path) -> None:
    for name in names(sample_site):
        channel = xml(sample_site, name, "rss").find("channel")
        assert xml(sample_site, name, "rss").get("version") == "2.0"
        assert all(len(channel.findall(tag)) == 1 for tag in ("title", "link", "description", "lastBuildDate", "language"))
        assert channel.findtext("link").startswith(SITE)
        assert "/feeds/" not in channel.findtext("link")
        for item in channel.findall("item"):
            assert item.find("guid").get("isPermaLink") == "false"
            assert re.fullmatch(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} 00:00:0[0-2] \+0800", item.findtext("pubDate"))


def test_json_feeds_have_the_members_that_version_1_1_demands(sample_site: Path) -> None:
    known = {"id", "url", "title", "summary", "content_html", "date_published", "date_modified", "authors", "tags"}
    for name in names(sample_site):
        feed = json_feed(sample_site, name)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == f"{SITE}feeds/{name}.json"
        assert "hubs" not in feed
        for item in feed["items"]:
            assert item.keys() <= known
            assert isinstance(item["id"], str)
            assert item["content_html"]
            assert all(datetime.fromisoformat(item[one]).tzinfo for one in ("date_published", "date_modified"))


def test_a_small_feed_is_said_to_be_complete_and_none_to_be_an_archive(sample_site: Path) -> None:
    for name in names(sample_site):
        assert len(xml(sample_site, name).findall(f"{HISTORY}complete")) == 1
        assert not xml(sample_site, name).findall(f"{HISTORY}archive")


def test_deleted_entries_are_those_that_the_feed_replaces(sample_site: Path) -> None:
    for name in names(sample_site):
        feed = xml(sample_site, name)
        replaced = {one.findtext(f"{ATOM}id"): one.findtext(f"{ATOM}updated") for one in feed.findall(f"{ATOM}entry")
                    if one.findtext(f"{ATOM}title") == "该信息已依法撤回"}  # fmt: skip
        gone = feed.findall(f"{TOMBSTONES}deleted-entry")
        assert {one.get("ref"): one.get("when") for one in gone} == replaced
        assert len(gone) == len(replaced)
        assert bool(gone) or name != "all"


def test_every_feed_is_well_formed_xml_without_declarations_of_its_own(sample_site: Path) -> None:
    for path in sorted(path for form in ("*.atom", "*.rss") for path in (sample_site / "feeds").rglob(form)):
        tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
        assert tree.docinfo.internalDTD is None
        assert path.read_bytes().startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n")


def test_the_opml_lists_every_feed_once_with_its_page(sample_site: Path) -> None:
    root = etree.parse(sample_site / "feeds/subscriptions.opml").getroot()
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title")
    listed = root.findall("body/outline/outline")
    assert {one.get("xmlUrl") for one in listed} == {f"{SITE}feeds/{name}.atom" for name in names(sample_site)}
    assert len(listed) == len(names(sample_site))
    for one in listed:
        assert one.get("type") == "rss"
        assert (
            one.get("text") == parsed(sample_site, one.get("xmlUrl").removeprefix(f"{SITE}feeds/").removesuffix(".atom"), "atom").feed.title
        )
        assert (sample_site / one.get("htmlUrl").removeprefix(SITE) / "index.html").is_file()


def test_the_page_leads_to_every_format_of_every_feed_and_names_each_link(sample_site: Path) -> None:
    page = html.parse(sample_site / "feeds/index.html").getroot()
    links = {link.get("href"): link for link in page.iter("a")}
    wanted = {f"../feeds/{name}.{form}" for name in names(sample_site) for form in FORMATS}
    assert wanted <= links.keys()
    assert len({links[one].get("aria-label") for one in wanted}) == len(wanted)
    assert "../feeds/subscriptions.opml" in links


@pytest.mark.parametrize(("page", "own"), [
    ("index.html", []), ("decisions/2026/05/index.html", []), ("kind/penalty/index.html", ["kind/penalty"]),
    ("agency/lanpu/index.html", ["agency/lanpu"]), ("topic/water/index.html", ["topic/water"]), ("notices/index.html", ["withdrawals"]),
])  # fmt: skip
def test_a_page_names_the_feed_of_all_and_its_own(sample_site: Path, page: str, own: list[str]) -> None:
    head = html.parse(sample_site / page).getroot().find("head")
    links = [link.get("href") for link in head.iter("link") if link.get("type") == "application/atom+xml"]
    root = "../" * page.count("/")
    assert links == [f"{root}feeds/{name}.atom" for name in ("all", *own)]
