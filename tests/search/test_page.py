"""The page of search in a real browser: what a citizen types and sees, with the keyboard, on an old phone, without a network."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.content import Content

JS = Path(__file__).parents[2] / "theme" / "static" / "js"
NAME, NUMBER = "有限公司", "松环行罚[2024]22号"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


def answered(page: Page) -> Page:
    """The page, when it has answered."""
    expect(page.locator("#search-status")).to_have_text(re.compile("[件。]$"))
    return page


def ask(page: Page, address: str, query: str) -> Page:
    page.goto(f"{address}search/?q={quote(query)}")
    return answered(page)


def titles(page: Page) -> list[str]:
    return page.locator("#search-results .c-rows__title").all_inner_texts()


def test_a_document_number_finds_its_decision_and_no_other(window: Page, address: str) -> None:
    ask(window, address, NUMBER.replace("[", "〔").replace("]", "〕第0"))
    assert NUMBER in window.locator("#search-results dd").all_inner_texts()
    assert len(titles(window)) == 1


def test_results_come_while_one_types_marked_and_the_address_says_what_was_asked(window: Page, address: str) -> None:
    window.goto(f"{address}search/")
    window.locator("#search-box").press_sequentially(NAME)
    expect(window.locator("#search-results .c-rows__title").first).to_be_visible()
    assert quote(NAME) in window.url
    assert window.locator("#search-results mark").first.inner_text() == NAME
    assert window.locator("#search-ways").is_hidden()


def test_one_character_is_too_little_and_the_page_says_so(window: Page, address: str) -> None:
    assert "两个字" in ask(window, address, "江").locator("#search-status").inner_text()


def test_nothing_found_says_what_was_searched_and_what_to_try(window: Page, address: str) -> None:
    said = ask(window, address, "没有这样的公司").locator("#search-status").inner_text()
    assert "没有这样的公司" in said
    assert "文号" in said
    assert window.get_by_role("button", name="也查正文").is_visible()


def test_pages_and_filters_are_in_the_address_and_the_way_back_leads_to_what_one_saw(window: Page, address: str) -> None:
    first = titles(ask(window, address, NAME))
    window.get_by_role("button", name="下一页").click()
    expect(window.get_by_role("button", name="上一页")).to_be_visible()
    assert "page=2" in window.url
    assert not set(titles(window)) & set(first)
    window.get_by_text("筛选和排列").click()
    window.get_by_label("类别").select_option("permit")
    expect(window.locator("#search-results dd").first).to_have_text("行政许可")
    assert "kind=permit" in window.url
    assert "page=" not in window.url
    window.go_back()
    window.go_back()
    expect(window.locator("#search-results .c-rows__title").first).to_have_text(first[0])


def test_the_counts_of_a_filter_are_those_of_what_it_shows(window: Page, address: str) -> None:
    ask(window, address, NAME).get_by_text("筛选和排列").click()
    for option in window.get_by_label("年份").locator("option").all_inner_texts()[1:]:
        year, count = re.split("[年（）]+", option)[:2]
        window.get_by_label("年份").select_option(year)
        expect(window.locator("#search-status")).to_have_text(f"找到 {count} 件。")


def test_arrow_keys_lead_through_the_results_enter_opens_one_and_escape_leaves(window: Page, address: str) -> None:
    ask(window, address, NAME)
    box = window.locator("#search-box")
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "hit-1"
    assert window.locator("#search-results [aria-selected=true] #hit-1").count() == 1
    href = window.locator("#hit-1 a").get_attribute("href")
    box.press("Escape")
    assert window.locator("#search-results [aria-selected]").count() == 0
    box.press("Escape")
    expect(window.locator("#search-results .c-rows__row")).to_have_count(0)
    box.press_sequentially(NAME)
    expect(window.locator("#hit-1")).to_be_visible()
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    window.wait_for_url(f"**{href}" if href and href.startswith("/") else str(href))


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_keep_nobody_out_and_fit_a_small_phone(window: Page, address: str, scheme: str, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 800})
    window.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ask(window, address, NAME).locator("#search-box").press("ArrowDown")
    assert Axe().run(window, options=AXE).response["violations"] == []
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_browser_that_cannot_unpack_finds_the_same(window: Page, address: str) -> None:
    expected = titles(ask(window, address, NAME))
    window.add_init_script("delete self.DecompressionStream")
    assert titles(ask(window, address, NAME)) == expected


def test_without_a_network_the_page_says_so_and_tries_again(window: Page, address: str) -> None:
    window.goto(f"{address}search/")
    window.route("**/search/v1/**", lambda route: route.abort())
    window.locator("#search-box").fill(NAME)
    expect(window.locator("#search-status")).to_have_text("没有查成：网络不通，或者网站正在更新。")
    window.unroute("**/search/v1/**")
    window.get_by_role("button", name="再查一次").click()
    expect(window.locator("#search-results .c-rows__title").first).to_be_visible()


def test_text_is_searched_on_demand_and_each_hit_shows_where(window: Page, address: str) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    ask(window, address, "排放标准")
    assert not [url for url in asked if "/v1/t/" in url]
    window.get_by_role("button", name="也查正文").click()
    expect(window.locator("#search-text")).to_have_text(re.compile("查过|查到"))
    assert "text=1" in window.url
    snippets = window.locator(".c-search__snippet mark").all_inner_texts()
    assert snippets
    assert set(snippets) == {"排放标准"}


def test_without_script_the_page_leads_on_and_says_why(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto(f"{address}search/?q={quote(NAME)}")
        assert page.locator("#search-note").is_visible()
        assert page.locator("#search-ways a").count() > 5


def test_a_name_costs_few_requests_in_three_turns(window: Page, address: str) -> None:
    turns: list[str] = []
    window.on("request", lambda request: turns.extend(re.findall(r"/search/v1/(\w+)", request.url)))
    ask(window, address, "技股份有")
    assert turns[0] == "root"
    assert len(turns) <= 8
    assert "".join(turns[1:]).lstrip("g").strip("r") == ""


def test_all_modules_that_the_page_begins_with_are_asked_for_at_once(window: Page, address: str) -> None:
    named, found = {"search"}, set[str]()
    while named != found:
        found |= named
        named |= {
            name for one in found for name in re.findall(r'^import .* from "\./(\w+)\.js";$', (JS / f"{one}.js").read_text("utf-8"), re.M)
        }
    window.goto(f"{address}search/")
    links = window.locator("link[rel=modulepreload]").evaluate_all("all => all.map((one) => one.href)")
    assert sorted(links) == sorted(f"{address}theme/js/{name}.js" for name in found - {"search"})


def test_a_site_without_decisions_finds_nothing_and_says_so(window: Page, serve: Callable[[Path], str], tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.build()
    address = serve(content.output)
    assert "没有" in ask(window, address, NAME).locator("#search-status").inner_text()
    window.get_by_role("button", name="也查正文").click()
    expect(window.locator("#search-text")).to_have_text("正文里另有 0 件，已全部查过。")


def test_what_finds_is_small_and_so_is_the_page() -> None:
    size = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in JS.glob("*.js")}
    assert sum(size[name] for name in ("fold.js", "files.js", "lists.js", "query.js")) <= 6 * 1024
    assert size["search.js"] + size["rows.js"] <= 5.25 * 1024
