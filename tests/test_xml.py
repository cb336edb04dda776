"""The XML of the site is held to grammars made from the standards: feeds (Atom), site maps, ResourceSync."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

GRAMMARS = Path(__file__).parent / "shapes"
XML = {"atom": ("feeds/**/*.atom",), "sitemap": ("sitemap.xml", "sitemap/*.xml", ".well-known/resourcesync", "data/resourcesync/*.xml")}


def faults(name: str, tree: etree._ElementTree) -> str:
    grammar = etree.RelaxNG(etree.parse(GRAMMARS / f"{name}.rng"))
    return "" if grammar.validate(tree) else str(grammar.error_log)


@pytest.mark.parametrize("name", XML)
def test_every_file_keeps_to_its_grammar(site: Path, name: str) -> None:
    for pattern in XML[name]:
        paths = sorted(site.glob(pattern))
        assert paths
        for path in paths:
            assert faults(name, etree.parse(path)) == "", path


@pytest.mark.parametrize(("name", "path", "spoilt"), [
    ("atom", "feeds/all.atom", (b"<updated>20", b"<updated>on 20")), ("atom", "feeds/all.atom", (b"<published>20", b"<published>on 20")),
    ("atom", "feeds/all.atom", (b"<id>tag:", b"<id>")),
    ("sitemap", "sitemap/site.xml", (b"<loc>https:/", b"<loc>")), ("sitemap", "data/resourcesync/resourcelist.xml", (b"at=", b"att=")),
    ("sitemap", "data/resourcesync/changelist.xml", (b'from="20', b'from="')),
])  # fmt: skip
def test_the_grammars_find_what_is_wrong(sample_site: Path, name: str, path: str, spoilt: tuple[bytes, bytes]) -> None:
    content = (sample_site / path).read_bytes()
    assert spoilt[0] in content
    assert faults(name, etree.ElementTree(etree.fromstring(content.replace(*spoilt))))
