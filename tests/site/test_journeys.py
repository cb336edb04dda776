"""What people come for, from the home page to its end, with the keyboard alone; in an old browser; and from a disk."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.site.visiting import NOON

COMPANY, HALF = "云江汇川再生铅有限公司", "汇川再生"
OFFICER = "99001011"
STOPS = 300  # of the tab key, on the longest page
MODULES = ("search.js", "officers.js", "filter.js")


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The home page, on the day on which the sample is built."""
    with chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        page = context.new_page()
        page.clock.set_fixed_time(NOON)
        page.goto(address)
        yield page


def go_to(page: Page, wanted: Locator) -> None:
    """Press the tab key until something has the focus."""
    goal = wanted.element_handle()
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if goal.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def follow(page: Page, wanted: Locator) -> None:
    """Go to a link or button, and take it."""
    go_to(page, wanted)
    page.keyboard.press("Enter")


def printed(page: Page) -> str:
    """The text of the page as it is printed."""
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    return text.replace("\r\n", "").replace("\n", "")


def test_half_a_name_leads_to_the_decision_and_to_paper(page: Page) -> None:
    go_to(page, page.locator("header input[name=q], main input[name=q]").first)
    page.keyboard.type(HALF)
    page.keyboard.press("Enter")
    first = page.locator("#search-results a").first
    expect(first).to_be_visible()
    follow(page, first)
    page.wait_for_url("**/decision/**")
    assert COMPANY in page.locator("main").inner_text()
    paper = printed(page)
    assert COMPANY in paper
    assert "本页网址：https://sthjt.yunjiang.example/xzzf/decision/" in paper
    assert "打印日期：2026-11-24" in paper
    assert "主导航" not in paper


def test_a_feed_is_found_and_read_by_a_reader(page: Page) -> None:
    follow(page, page.locator("footer").get_by_role("link", name="订阅"))
    link = page.get_by_role("link", name="Atom").first
    go_to(page, link)
    told = page.request.get(page.evaluate("document.activeElement.href"))
    feed = feedparser.parse(told.body())
    assert not feed.bozo
    assert len(feed.entries) > 50
    assert feed.entries[0].link.startswith("https://sthjt.yunjiang.example/xzzf/decision/")


def test_a_month_is_downloaded_as_a_table(page: Page) -> None:
    follow(page, page.locator("footer").get_by_role("link", name="开放数据"))
    link = page.locator("a[href$='decisions/2026-11.csv']")
    go_to(page, link)
    with page.expect_download() as begun:
        page.keyboard.press("Enter")
    raw = Path(begun.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_an_officer_is_checked_from_the_home_page(page: Page) -> None:
    follow(page, page.locator("main a[href$='officers/']").first)
    go_to(page, page.locator("#check-box"))
    page.keyboard.type(OFFICER)
    page.keyboard.press("Enter")
    expect(page.locator("#check-answer")).to_contain_text("有效期至 2028-06-30")
    follow(page, page.locator("#check-answer").get_by_role("link", name="看这本执法证"))
    expect(page.locator("h1")).to_contain_text(OFFICER)


def drop(route: Route) -> None:
    route.abort()


@pytest.mark.parametrize("old", [True, False], ids=["knows no modules", "could not load them"])
def test_where_no_module_runs_the_pages_lead_on_without_it(page: Page, address: str, old: bool) -> None:
    if old:
        page.add_init_script("delete HTMLScriptElement.prototype.noModule")
    for name in MODULES:
        page.route(f"**/js/{name}", drop)
    page.goto(address + "search/")
    expect(page.locator("#search-note")).to_be_visible()
    page.locator("#search-ways").get_by_role("link", name="行政处罚").first.click()
    page.locator("main a[href*='2026/11/']").first.click()
    page.locator("main a[href*='decision/']").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "执法结论" in page.locator("main").inner_text()
    page.goto(address + "officers/")
    expect(page.locator("#check")).to_be_hidden()
    assert "有效" in page.locator(f"tr[data-number='{OFFICER}']").inner_text()
    page.goto(address + "lists/powers/table.html")
    expect(page.locator("[data-filter-form]")).to_be_hidden()
    assert page.locator("main tbody tr").count() > 5
    page.get_by_role("button", name="大字版").first.click()
    assert page.evaluate("document.documentElement.dataset.text") == "large"


def test_a_site_is_read_from_a_disk(chromium: Browser, sample_site: Path) -> None:
    page = chromium.new_page()
    page.goto((sample_site / "index.html").as_uri())
    for place in ("nav a[href*='decisions/']", "main a[href*='2026/11/']", "main a[href*='decision/']"):
        page.locator(place).first.click()
        assert page.url.endswith(".html")
        assert page.locator("h1").count() == 1
        assert page.evaluate("getComputedStyle(document.querySelector('nav')).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert "执法结论" in page.locator("main").inner_text()
    page.close()
