"""What ANSI/NISO Z39.99-2017 asks of ResourceSync documents, as far as it bears on ours; `judge` asserts all of it.

Sections of the standard stand beside the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RS = "{http://www.openarchives.org/rs/terms/}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
WELL_KNOWN = ".well-known/resourcesync"
CAPABILITIES = "data/resourcesync/capabilitylist.xml"


@dataclass(frozen=True)
class Document:
    """A parsed document. `entries`: (address, lastmod, attributes of its rs:md)."""

    index: bool
    about: Mapping[str, str]
    links: Mapping[str, str]
    entries: list[tuple[str, str, dict[str, str]]]


def parsed(content: bytes) -> Document:
    """Well formed, in its namespaces, with its own rs:md before what it lists (section 7)."""
    root = ElementTree.fromstring(content)
    assert root.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex")
    index = root.tag.endswith("index")
    item = f"{SITEMAP}{'sitemap' if index else 'url'}"
    tags = [child.tag for child in root]
    head = [tag for tag in tags if tag != item]
    assert tags[: len(head)] == head
    assert head.count(f"{RS}md") == 1
    assert set(head) <= {f"{RS}md", f"{RS}ln"}
    about = {name: value for child in root if child.tag == f"{RS}md" for name, value in child.attrib.items()}
    links = {child.attrib["rel"]: child.attrib["href"] for child in root if child.tag == f"{RS}ln"}
    return Document(index, about, links, [_entry(child) for child in root if child.tag == item])


def _entry(element: ElementTree.Element) -> tuple[str, str, dict[str, str]]:
    texts = {child.tag: child.text or "" for child in element}
    assert len(texts) == len(element), "an element is there twice"
    assert texts.keys() <= {f"{SITEMAP}loc", f"{SITEMAP}lastmod", f"{RS}md"}
    described = element.find(f"{RS}md")
    return texts[f"{SITEMAP}loc"], texts.get(f"{SITEMAP}lastmod", ""), {} if described is None else dict(described.attrib)


def judge(site: str, files: Mapping[str, bytes]) -> dict[str, Document]:
    """All documents of a site, by path. `site`: its address without a slash at the end; `files`: path → bytes."""
    documents = {path: parsed(content) for path, content in files.items()}
    by_address = {f"{site}/{path}": one for path, one in documents.items()}
    top = documents[WELL_KNOWN]
    assert top.about == {"capability": "description"}  # section 8
    assert top.entries == [(f"{site}/{CAPABILITIES}", "", {"capability": "capabilitylist"})]
    capabilities = documents[CAPABILITIES]
    assert capabilities.about == {"capability": "capabilitylist"}  # section 9
    assert capabilities.links["up"] == f"{site}/{WELL_KNOWN}"
    offered = {about["capability"]: address for address, _, about in capabilities.entries}
    assert len(offered) == len(capabilities.entries) == 2, "one entry for each capability"
    reached = {f"{site}/{WELL_KNOWN}", f"{site}/{CAPABILITIES}"}
    for capability, check in (("resourcelist", _resources), ("changelist", _changes)):
        index = by_address[offered[capability]]
        assert index.about["capability"] == capability
        parts = {address: by_address[address] for address, _, _ in index.entries}
        for part in (index, *parts.values()):
            assert part.about["capability"] == capability
            assert part.links["up"] == f"{site}/{CAPABILITIES}"
            assert len(part.entries) <= 50_000
        assert all(part.links["index"] == offered[capability] for part in parts.values())
        check(index, parts)
        reached |= {offered[capability], *parts}
    assert reached == by_address.keys(), "every document is reached, none is missing"
    return documents


def _resources(index: Document, parts: Mapping[str, Document]) -> None:
    """Section 10."""
    listed: list[str] = []
    for part in parts.values():
        assert part.about.keys() == index.about.keys() == {"capability", "at"}
        assert part.about["at"] <= index.about["at"]
        for address, lastmod, about in part.entries:
            listed.append(address)
            assert MOMENT.fullmatch(lastmod)
            assert lastmod <= part.about["at"]
            assert re.fullmatch("sha-256:[0-9a-f]{64}", about["hash"])
            assert int(about["length"]) > 0
            assert about["type"] == "application/json"
    assert len(set(listed)) == len(listed)


def _changes(index: Document, parts: Mapping[str, Document]) -> None:
    """Section 12: forward in time, within the bounds, nothing between two lists, only the last one open."""
    assert "until" not in index.about
    times = [about for _, _, about in index.entries]
    assert times[0]["from"] == index.about["from"]
    assert ["until" in one for one in times] == [True] * (len(times) - 1) + [False]
    assert all(one["until"] == after["from"] for one, after in pairwise(times))
    for time, part in zip(times, parts.values(), strict=True):
        assert part.about == {"capability": "changelist", **time}
        moments = [about["datetime"] for _, _, about in part.entries]
        assert moments == sorted(moments)
        assert all(MOMENT.fullmatch(moment) and time["from"] <= moment <= time.get("until", "9") for moment in moments)
        assert {about["change"] for _, _, about in part.entries} <= {"created", "updated", "deleted"}
