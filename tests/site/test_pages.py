"""Every kind of page as a reader meets it in a browser: readable by all, quiet, light, at rest, and the same without JavaScript.

Each kind is visited once (`visit`), and all tests look at that visit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.site.examples import LOST, PAGES
from tests.site.visiting import NARROW, WIDE, Visit, faults, visited

HEAVIEST = 60_000  # bytes
SCRIPTED = "document.querySelectorAll('[data-scripted]').forEach(one => one.remove())"  # what nobody misses without a script
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module", params=PAGES)
def visit(request: pytest.FixtureRequest, chromium: Browser, address: str, places: dict[str, str]) -> Iterator[Visit]:
    """A first visit to each kind of page; pytest runs all tests of one before it opens the next."""
    with visited(chromium, request.param, address + places[request.param]) as one:
        yield one


@pytest.fixture(scope="module")
def plain_window(chromium: Browser) -> Iterator[Page]:
    """A window without JavaScript."""
    with chromium.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def test_a_page_is_quiet_and_asks_its_own_host_alone(visit: Visit, address: str) -> None:
    assert visit.status == {"404": 404, "410": 410}.get(visit.name, 200)
    assert visit.trouble == []
    assert len(visit.asked) > 1
    assert {urlsplit(url).netloc for url in visit.asked} == {urlsplit(address).netloc}


def test_a_first_visit_is_light(visit: Visit) -> None:
    assert 2_000 < sum(visit.weight.values()) <= HEAVIEST, visit.weight


def test_nothing_moves_while_a_page_loads(visit: Visit) -> None:
    assert visit.moved == {NARROW: [], WIDE: []}


def test_nothing_keeps_a_person_out(visit: Visit) -> None:
    """Colours are looked at in two of the four looks, in the others on the next kind of page: all pages are made of the same parts."""
    odd = PAGES.index(visit.name) % 2
    looks: tuple[tuple[int, Scheme], ...] = ((WIDE, "light"), (NARROW, "dark"), (WIDE, "dark"), (NARROW, "light"))
    for number, (width, scheme) in enumerate(looks):
        page = visit.at(width)
        page.emulate_media(color_scheme=scheme)
        if number // 2 == odd:
            assert faults(page) == [], (width, scheme)


def test_large_text_keeps_no_one_out(visit: Visit) -> None:
    for width in (WIDE, NARROW):
        page = visit.at(width)
        page.evaluate("document.documentElement.setAttribute('data-text', 'large')")
        assert faults(page, contrast=False) == [], width  # the colours are the same
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_narrow_screen_never_scrolls_sideways(visit: Visit) -> None:
    page = visit.at(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    cut = """[...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && box.right > 320.5 && !one.closest('[tabindex][role=region]');
    }).map(one => one.outerHTML.slice(0, 80))"""
    assert page.evaluate(cut) == []


def test_a_table_stays_a_table_for_screen_readers_on_a_narrow_screen(visit: Visit) -> None:
    page = visit.at(NARROW)
    shown = page.evaluate("[...document.querySelectorAll('table')].filter(one => one.checkVisibility()).length")
    if shown:
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
        roles = [node["role"]["value"] for node in tree["nodes"] if not node["ignored"]]
        assert roles.count("table") == shown
        assert {"row", "cell"} <= set(roles)


def test_a_page_says_what_it_is(visit: Visit) -> None:
    page = visit.at(WIDE)
    headings = page.locator("h1").all_inner_texts()
    assert len(headings) == 1
    assert headings[0].strip()
    assert page.title() == (headings[0] if visit.name == "home" else f"{headings[0]} - 云江省生态环境行政执法公示")
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_headings_skip_no_level(visit: Visit) -> None:
    found = visit.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => one.tagName)")
    levels = [int(tag[1]) for tag in found]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_first_stop_of_the_keyboard_leads_to_the_text(visit: Visit) -> None:
    page = visit.at(WIDE)
    page.goto(visit.url)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "跳到正文"
    box = skip.bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.locator("main:focus").count() == 1


def test_without_javascript_a_page_says_the_same(visit: Visit, plain_window: Page) -> None:
    if visit.name != "search":
        page = visit.at(WIDE)
        page.goto(visit.url)
        page.evaluate(SCRIPTED)
        page.evaluate("document.querySelectorAll('.u-script').forEach(one => one.remove())")  # buttons that only script can answer
        plain_window.goto(page.url)
        assert plain_window.inner_text("body") == page.inner_text("body")


def test_an_address_that_never_was_is_not_found(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    for unknown in (LOST["404"], "decision/00/short.html", "decision/00/1100000000000000.html", "party/910000000000000000.html"):
        response = page.goto(address + unknown)
        assert response
        assert response.status == 404, unknown
        assert page.inner_text("h1") == "没有找到页面"
    page.close()


def test_a_decision_address_without_a_decision_is_gone(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    for gone in (LOST["410"], "decision/00/0000000000000000.json", "decision/00/0000000000000000/1.pdf"):
        response = page.goto(address + gone)
        assert response
        assert response.status == 410, gone
        assert page.inner_text("h1") == "信息已不再公开"
    page.close()
