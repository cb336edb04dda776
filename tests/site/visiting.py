"""A first visit to a page in Chromium: what it asks for, complains about, weighs and moves; and what axe-core says of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

NARROW, WIDE = 320, 1280
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"], "preload": False,
}  # fmt: skip
NOON = "2026-11-24T12:00:00+08:00"  # of the day on which the sample is built
MOVED = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries()
    .map(one => [one.value, ...one.sources.map(source => source.node?.outerHTML?.slice(0, 80) ?? '')].join(' '))))
    .observe({ type: 'layout-shift', buffered: true }) || setTimeout(done, 30, []))"""


@dataclass
class Listener:
    """What a page asks for and complains about; its own status is no complaint."""

    page: Page
    here: str
    asked: list[Request] = field(default_factory=list)
    done: list[Request] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    failed: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("request", self.ask)
        self.page.on("requestfailed", self.fail)
        self.page.on("requestfinished", self.end)
        self.page.on("response", self.receive)

    def ask(self, request: Request) -> None:
        self.asked.append(request)

    def end(self, request: Request) -> None:
        self.done.append(request)

    def fail(self, request: Request) -> None:
        self.failed += 1
        self.trouble.append(request.url)

    def hear(self, message: ConsoleMessage) -> None:
        if not (message.text.startswith("Failed to load resource") and message.location["url"] == self.here):
            self.trouble.append(message.text)

    def receive(self, response: Response) -> None:
        if response.status >= 400 and response.url != self.here:
            self.trouble.append(response.url)

    def settle(self) -> None:
        """Wait until nothing more is asked for."""
        seen = -1
        while seen != len(self.done) or len(self.done) + self.failed < len(self.asked):
            seen = len(self.done)
            self.page.wait_for_timeout(20)


@dataclass
class Visit:
    """A page that was just opened for the first time on a phone, and then on a desk.

    `asked`, `trouble`, `weight`: what the first visit asked for and complained about, and the bytes of all that came over the
    network; `moved`: what shifted, by width.
    """

    name: str
    page: Page
    url: str
    status: int
    asked: list[str]
    trouble: list[str]
    weight: dict[str, int]
    moved: dict[int, list[str]]

    def at(self, width: int) -> Page:
        """The page in a window of some width, in light colours and ordinary text."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme="light")
        self.page.evaluate("document.documentElement.removeAttribute('data-text')")
        return self.page


@contextmanager
def visited(browser: Browser, name: str, url: str) -> Iterator[Visit]:
    """Open a page with an empty cache, and again with it in a wide window."""
    with browser.new_context(viewport={"width": NARROW, "height": 640}) as own:
        page = own.new_page()
        page.clock.set_fixed_time(NOON)
        heard = Listener(page, url)
        response = page.goto(url)
        assert response
        heard.settle()
        weight = {request.url: request.sizes()["responseBodySize"] for request in heard.done}
        asked, trouble = [request.url for request in heard.asked], list(heard.trouble)  # loading again breaks off what is late
        moved = {NARROW: page.evaluate(MOVED)}
        page.set_viewport_size({"width": WIDE, "height": 800})
        page.reload()
        moved[WIDE] = page.evaluate(MOVED)
        yield Visit(name, page, url, response.status, asked, trouble, weight, moved)


def faults(page: Page, contrast: bool = True) -> list[Any]:
    """What axe-core finds wrong. `contrast`: whether colours are looked at, which takes longer than all the rest."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {**AXE, "rules": {"color-contrast": {"enabled": contrast}}}
    run = "options => axe.run(options).then(said => said.violations.map(one => [one.id, ...one.nodes.map(node => node.html)]))"
    found: list[Any] = page.evaluate(run, options)
    return found
