"""Every kind of page as a reader meets it in a browser: at once readable by all, quiet, and the same without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.site.examples import LOST, PAGES

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
NOON = "2026-11-24T12:00:00+08:00"  # of the day on which the sample is built
SCRIPTED = "document.querySelectorAll('[data-scripted]').forEach(one => one.remove())"  # what nobody misses without a script
every_page = pytest.mark.parametrize("name", PAGES)


class Open(Protocol):
    """Opens a kind of page."""

    def __call__(self, name: str, width: int = 1280) -> Page: ...


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """One window for all pages: opening one for each would take longer than looking at them."""
    page = chromium.new_page()
    page.clock.set_fixed_time(NOON)
    yield page
    page.close()


@pytest.fixture(scope="module")
def plain_window(chromium: Browser) -> Iterator[Page]:
    """A window without JavaScript."""
    with chromium.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def open_page(window: Page, address: str, places: dict[str, str]) -> Open:
    """Open one of the kinds of page by its name."""

    def run(name: str, width: int = 1280) -> Page:
        window.set_viewport_size({"width": width, "height": 800})
        window.emulate_media(color_scheme="light")
        window.goto(address + places[name])
        return window

    return run


@every_page
def test_nothing_keeps_a_person_out(open_page: Open, name: str) -> None:
    page = open_page(name)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page, options=AXE)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"
        assert results.response["testEngine"]["name"] == "axe-core"


@every_page
def test_a_narrow_screen_never_scrolls_sideways(open_page: Open, name: str) -> None:
    page = open_page(name, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = """[...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && box.right > 320.5 && !one.closest('[tabindex][role=region]');
    }).map(one => one.outerHTML.slice(0, 80))"""
    assert page.evaluate(cut) == []


@dataclass
class Listener:
    """What a page asks for and complains about; its own status is no complaint."""

    page: Page
    here: str
    asked: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfailed", lambda request: self.trouble.append(request.url))
        self.page.on("response", self.receive)

    def hear(self, message: ConsoleMessage) -> None:
        if not (message.text.startswith("Failed to load resource") and message.location["url"] == self.here):
            self.trouble.append(message.text)

    def receive(self, response: Response) -> None:
        if response.status >= 400 and response.url != self.here:
            self.trouble.append(response.url)


@every_page
def test_a_page_is_quiet_and_asks_its_own_host_alone(chromium: Browser, address: str, places: dict[str, str], name: str) -> None:
    page = chromium.new_page()
    heard = Listener(page, address + places[name])
    status = {"404": 404, "410": 410}.get(name, 200)
    response = page.goto(heard.here)
    page.close()
    assert response
    assert response.status == status
    assert heard.trouble == []
    assert len(heard.asked) > 1
    assert {urlsplit(url).netloc for url in heard.asked} == {urlsplit(address).netloc}


@every_page
def test_a_page_says_what_it_is(open_page: Open, name: str) -> None:
    page = open_page(name)
    headings = page.locator("h1").all_inner_texts()
    assert len(headings) == 1
    assert headings[0].strip()
    assert page.title() == (headings[0] if name == "home" else f"{headings[0]} - 云江省生态环境行政执法公示")
    assert page.locator("html").get_attribute("lang") == "zh-CN"


@every_page
def test_headings_skip_no_level(open_page: Open, name: str) -> None:
    levels = [
        int(tag[1]) for tag in open_page(name).evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(one => one.tagName)")
    ]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "search"])
def test_without_javascript_a_page_says_the_same(open_page: Open, plain_window: Page, name: str) -> None:
    page = open_page(name)
    page.evaluate(SCRIPTED)
    plain_window.goto(page.url)
    page.evaluate("document.querySelectorAll('.u-script').forEach(one => one.remove())")  # buttons that only script can answer
    assert plain_window.inner_text("body") == page.inner_text("body")


@every_page
def test_the_first_stop_of_the_keyboard_leads_to_the_text(open_page: Open, name: str) -> None:
    page = open_page(name)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "跳到正文"
    box = skip.bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.locator("main:focus").count() == 1


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
