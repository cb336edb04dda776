"""Every file of the sample site is well made, and every address in it leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from tests.site.content_model import faults
from tests.site.markup import ROLES, Element, markup, pages

SITE = "https://sthjt.yunjiang.example/xzzf/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SLICES = 8  # so that workers share what takes long


def resolved(page: str, address: str) -> str:
    """An address as a browser takes it on a page."""
    return urljoin(SITE + page, address)


def file_of(address: str) -> str:
    """The file that the server gives for an address of the site."""
    path = unquote(urlsplit(address).path).removeprefix(urlsplit(SITE).path)
    return path + "index.html" if path.endswith("/") or not path else path


def leaves(address: str) -> bool:
    """Whether an address as written names another site, be it on the same host."""
    return bool(urlsplit(address).netloc) and not address.startswith(SITE)


def locations(path: Path, element: str) -> list[str]:
    """The addresses of a sitemap file."""
    root = ElementTree.parse(path).getroot()
    return [place.text or "" for place in root.findall(f"{SITEMAP}{element}/{SITEMAP}loc")]


def test_every_internal_address_leads_to_a_file(sample_site: Path) -> None:
    dead = []
    for page in pages(sample_site):
        for _, address in markup(sample_site / page).addresses():
            target = resolved(page, address)
            if not leaves(address) and not (target.startswith(SITE) and (sample_site / file_of(target)).is_file()):
                dead.append((page, address))
    assert not dead


def test_every_fragment_names_an_element_of_its_page(sample_site: Path) -> None:
    dead = []
    for page in pages(sample_site):
        for _, address in markup(sample_site / page).addresses():
            target = resolved(page, address)
            if not leaves(address) and (fragment := urlsplit(target).fragment):
                held = markup(sample_site / file_of(target)).ids
                dead += [] if fragment in held else [(page, address)]
    assert not dead


def test_only_links_that_say_so_leave_the_site(sample_site: Path) -> None:
    silent = []
    for page in pages(sample_site):
        for element, address in markup(sample_site / page).addresses():
            if leaves(address) and not says_that_it_leaves(element):
                silent.append((page, element))
    assert not silent


def says_that_it_leaves(element: Element) -> bool:
    return element.tag == "a" and "external" in element.attributes.get("rel", "").split() and "离开本站" in element.text


def test_only_canonical_addresses_are_absolute(sample_site: Path) -> None:
    for page in pages(sample_site):
        for element, address in markup(sample_site / page).addresses():
            if urlsplit(address).netloc and not leaves(address):
                assert element.attributes.get("rel") == "canonical", (page, address)
                assert file_of(address) == page


def test_what_an_element_says_of_others_names_elements_of_its_page(sample_site: Path) -> None:
    for page in pages(sample_site):
        assert set(markup(sample_site / page).named()) <= set(markup(sample_site / page).ids), page


def test_elements_have_roles_that_html_lets_them_have(sample_site: Path) -> None:
    for page in pages(sample_site):
        for element in markup(sample_site / page).elements:
            assert not element.attributes.get("role") or element.tag in ROLES[element.attributes["role"]], (page, element)


def test_pictures_that_styles_name_are_there(sample_site: Path) -> None:
    for path in (sample_site / "theme").rglob("*.css"):
        for address in re.findall(r"url\(\s*[\"']?(\.[^)\"']+)", path.read_text("utf-8")):
            assert (path.parent / address).is_file(), (path, address)


def test_styles_load_nothing_from_elsewhere(sample_site: Path) -> None:
    for path in (sample_site / "theme").rglob("*.css"):
        assert not re.search(r"@import|url\((?!\s*[\"']?(?:data:|\.))", path.read_text("utf-8")), path


@pytest.mark.parametrize("part", range(SLICES))
def test_pages_parse_without_an_error_and_hold_elements_where_they_may_stand(sample_site: Path, part: int) -> None:
    for page in pages(sample_site)[part::SLICES]:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        try:
            root = parser.parse((sample_site / page).read_text("utf-8"))
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{page}: {parser.errors or error}")
        assert list(faults(root)) == [], page


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<ul><div>x</div></ul>", "div in ul"), ("<div><li>x</li></div>", "li in div"), ("<dl><p>x</p></dl>", "p in dl"),
        ("<span><div>x</div></span>", "div in span"), ("<h2><p>x</p></h2>", "p in h2"),
        ("<a href='/'><button>x</button></a>", "button in a"),
        ("<main></main><main></main>", "more than one main"), ("<label>x <input></label><ul><li>x</ul><h2><span>x</span></h2>", None),
    ],
)  # fmt: skip
def test_elements_that_stand_where_they_may_not_are_found(body: str, said: str | None) -> None:
    root = html5lib.parse(f"<!doctype html><title>x</title>{body}", namespaceHTMLElements=False)
    assert list(faults(root)) == ([said] if said else [])


def test_pages_hold_no_inline_style_or_script(sample_site: Path) -> None:
    found = []
    for page in pages(sample_site):
        for element in markup(sample_site / page).elements:
            inline = [name for name in element.attributes if name == "style" or name.startswith("on")]
            runs = element.tag == "script" and "src" not in element.attributes and element.attributes != {"type": "application/ld+json"}
            if inline or element.tag == "style" or runs:
                found.append((page, element))
    assert not found


def test_element_ids_are_unique(sample_site: Path) -> None:
    for page in pages(sample_site):
        ids = markup(sample_site / page).ids
        assert len(ids) == len(set(ids)), page


def test_the_sitemap_names_every_page_that_may_be_found_and_no_other(sample_site: Path) -> None:
    parts = locations(sample_site / "sitemap.xml", "sitemap")
    named = [address for part in parts for address in locations(sample_site / file_of(part), "url")]
    assert all(address.startswith(SITE) for address in [*parts, *named])
    assert len(named) == len(set(named))
    wanted = {page for page in pages(sample_site) if page not in ("404.html", "410.html") and not page.startswith("party/")}
    assert {file_of(address) for address in named} == wanted


def test_addresses_in_the_sitemap_are_canonical(sample_site: Path) -> None:
    for part in locations(sample_site / "sitemap.xml", "sitemap"):
        for address in locations(sample_site / file_of(part), "url"):
            links = [one.attributes for one in markup(sample_site / file_of(address)).elements if one.tag == "link"]
            assert [one["href"] for one in links if one.get("rel") == "canonical"] == [address]


def test_robots_are_shown_the_sitemap(sample_site: Path) -> None:
    lines = (sample_site / "robots.txt").read_text("utf-8").splitlines()
    assert f"Sitemap: {SITE}sitemap.xml" in lines
