"""Asking in Chromium, with an empty cache each time: what a query reads, in how many turns, and which decisions it finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measuring import Failed
from bench.queries import Query
from bench.serving import Line, Server, program

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FILES = "/search/v1/"
LONGEST = 120_000  # milliseconds that an answer may take
ANSWERED = "/[件。]$/.test(document.getElementById('search-status').textContent)"
NO_NETWORK = "网络不通"
LATENCY = 150  # milliseconds by which each answer is held back, as on a slow network: what is asked for together is then told apart
HOLD = f"""(() => {{
  const own = self.fetch;
  self.asked = [];
  self.fetch = async (...given) => {{
    const begin = performance.now();
    const answer = await own(...given);
    await new Promise((done) => setTimeout(done, {LATENCY}));
    self.asked.push([begin, performance.now()]);
    return answer;
  }};
}})()"""
EVERY_HIT = """async ([address, query]) => {
  const { search, shown } = await import(`${address}theme/js/query.js`);
  const part = await search(query);
  while (part.floor) await part.more();
  const hits = await Promise.all([...part.hits].map(([number, hit]) => shown(number, hit, query)));
  return hits.filter(Boolean).map(({ id }) => id);
}"""


@dataclass(frozen=True)
class Asked:
    """What a query read. `size`, `requests`, `turns`: of the search files; `page`: bytes of the page itself, its styles and scripts."""

    query: Query
    size: int
    requests: int
    turns: int
    page: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """A window with a cache of its own, which is empty."""
    with browser.new_context() as own:
        page = own.new_page()
        page.set_default_timeout(LONGEST)
        yield page


def turns(page: Page) -> int:
    """The longest chain of what the page fetched (`HOLD`), each asked for after the one before had come.

    What is asked for later may be so by chance: so this is rather too many than too few.
    """
    times: list[tuple[float, float]] = page.evaluate("self.asked")
    chains: list[tuple[float, int]] = []  # end, length
    for start, end in sorted(times):
        chains.append((end, 1 + max((length for ended, length in chains if ended <= start), default=0)))
    return max((length for _, length in chains), default=0)


def refuse_failed(lines: list[Line]) -> None:
    """Raises Failed where something was asked for that is not there."""
    if failed := [line for line in lines if line.status not in (200, 304)]:
        raise Failed(f"{failed[0].status}: {failed[0].path}")


def ask(browser: Browser, server: Server, site: str, query: Query) -> Asked:
    """One query on the page of search, up to its first page of results. `site`: the name under which it is served."""
    server.asked()
    with window(browser) as page:
        page.add_init_script(HOLD)
        page.goto(f"{server.address}{site}/search/?q={quote(query.text)}")
        page.wait_for_function(ANSWERED)
        if NO_NETWORK in page.locator("#search-status").inner_text():
            raise Failed(f"{query.text}: not answered")
        chain = turns(page)
    lines = server.asked()
    refuse_failed(lines)
    sizes = [line.size for line in lines if FILES in line.path]
    return Asked(query, sum(sizes), len(sizes), chain, sum(line.size for line in lines) - sum(sizes))


def found(page: Page, server: Server, site: str, query: Query) -> set[str]:
    """The ids of all hits of a query, as the page of search would show them page by page."""
    page.goto(f"{server.address}blank.html")
    ids: list[Any] = page.evaluate(EVERY_HIT, [f"{server.address}{site}/", query.text])
    return set(ids)
