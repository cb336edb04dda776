"""Answers that come late, twice, from another release or not at all: the page shows what was asked last, and only what it knows."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from publish.search import lists, records, texts
from tests.content import Content, credit_code

NAME, NUMBER = "有限公司", "松环行罚[2024]22号"
FAILED = "没有查成：网络不通，或者网站正在更新。"
LIMITS = ((lists, "LONG", 8), (texts, "MOST", 8), (records, "MOST", 4))
TWICE = """async (base) => {
  const { search } = await import(`${base}theme/js/query.js`);
  const [one, other] = [await search("化工有限公司"), await search("化工有限公司")];
  while (one.floor) await one.more();
  while (other.floor) await Promise.all([other.more(), other.more()]);
  return [one.hits.size, other.hits.size];
}"""


@pytest.fixture(scope="module")
def long(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site whose lists have many blocks: 60 decisions of one name, the text of all with the same words."""
    content = Content(tmp_path_factory.mktemp("long"))
    for number in range(60):
        content.decision(
            decided_on=f"2026-{number // 15 + 2:02d}-{number % 15 + 1:02d}", document_number=f"甲环罚〔2026〕{number}号",
            party={"type": "organization", "name": "甲化工有限公司", "uscc": credit_code(1)},
            body="经查，**排口**超标。\n\n| 排口 | 倍数 |\n| --- | --- |\n| 一 | 2 |",
        )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for module, limit, value in LIMITS:
            patch.setattr(module, limit, value)
        content.build()
    return serve(content.output)


def status(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#search-status")).to_have_text(words)


def ask(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}search/?q={quote(query)}")


def rows(page: Page) -> int:
    return page.locator("#search-results .c-rows__row").count()


def test_an_answer_that_comes_late_is_dropped_and_enters_no_other(window: Page, address: str) -> None:
    held: list[Route] = []
    asked: list[str] = [NAME]

    def hold(route: Route) -> None:
        if asked == [NAME]:
            held.append(route)
        else:
            route.continue_()

    window.goto(f"{address}search/")
    window.route("**/v1/r/**", hold)
    with window.expect_request("**/v1/r/**"):
        window.locator("#search-box").fill(NAME)
    while not held:
        window.wait_for_timeout(20)
    asked.append(NUMBER)
    window.locator("#search-box").fill(NUMBER)
    status(window, "找到 1 件。")
    with window.expect_response("**/v1/r/**"):
        for route in held:
            route.continue_()
    window.wait_for_load_state("networkidle")
    assert rows(window) == 1
    window.get_by_text("筛选和排列").click()
    window.get_by_label("排列").select_option("rank")
    expect(window).to_have_url(re.compile("sort=rank"))
    status(window, "找到 1 件。")
    assert rows(window) == 1


def test_two_that_ask_for_older_ones_at_once_lose_none(window: Page, long: str) -> None:
    window.goto(f"{long}search/")
    assert window.evaluate(TWICE, long) == [60, 60]


def test_a_count_that_is_not_all_known_says_so_until_the_last_page(window: Page, long: str) -> None:
    ask(window, long, "甲化工")
    status(window, re.compile("找到 至少 [0-9]+ 件。"))
    assert "（至少 " in str(window.get_by_label("类别").locator("option").last.text_content())
    seen = window.locator("#search-results dd").all_inner_texts()
    for page in range(2, 9):
        if not window.get_by_role("button", name="下一页").count():
            break
        window.get_by_role("button", name="下一页").click()
        status(window, re.compile(f"第 {page} 页"))
        seen += window.locator("#search-results dd").all_inner_texts()
    assert {f"甲环罚〔2026〕{number}号" for number in range(60)} <= set(seen)
    status(window, re.compile("^找到 60 件。"))


def test_text_is_searched_further_back_on_demand_and_each_hit_comes_once(window: Page, long: str) -> None:
    ask(window, long, "排口超标")
    window.get_by_role("button", name="也查正文").click()
    more = window.get_by_role("button", name="继续查更早的")
    for hits in range(10, 60, 10):
        expect(window.locator("#search-results .c-rows__row")).to_have_count(hits)
        expect(window.locator("#search-text")).to_have_text(re.compile(f"正文里另有 {hits} 件，已查到 2026-"))
        more.click()
    expect(window.locator("#search-results .c-rows__row")).to_have_count(60)
    assert window.locator(".c-search__snippet").first.inner_text() == "经查，排口超标。 排口 倍数 一 2"
    assert len(set(window.locator("#search-results dd").filter(has_text="甲环罚").all_inner_texts())) == 60


@pytest.mark.parametrize("path", ["**/root.bin*", "**/v1/g/**", "**/v1/r/**"])
def test_wherever_the_network_fails_the_page_says_so_and_tries_again(window: Page, address: str, path: str) -> None:
    window.route(path, lambda route: route.abort())
    ask(window, address, NAME)
    status(window, FAILED)
    window.unroute(path)
    window.get_by_role("button", name="再查一次").click()
    status(window, re.compile("^找到"))
    assert rows(window)


@pytest.mark.parametrize("path", ["**/v1/t/**", "**/decision/**", "**/text.js"])
def test_where_the_text_cannot_be_had_the_names_stay_and_nothing_else_is_claimed(window: Page, address: str, path: str) -> None:
    window.route(path, lambda route: route.abort())
    ask(window, address, "污水")
    status(window, re.compile("[件。]$"))
    before = rows(window)
    window.get_by_role("button", name="也查正文").click()
    expect(window.locator("#search-text")).to_contain_text(FAILED)
    assert rows(window) == before
    window.unroute(path)
    window.get_by_role("button", name="再查一次").click()
    expect(window.locator("#search-text")).to_have_text(re.compile("查过|查到"))


def test_after_a_new_release_the_root_is_read_again_once(window: Page, address: str) -> None:
    gone: list[str] = []
    roots: list[str] = []

    def lost(route: Route) -> None:
        gone.append(route.request.url)
        if len(gone) > 1:
            route.continue_()
        else:
            route.fulfill(status=404)

    window.on("request", lambda request: roots.extend(re.findall("root.bin", request.url)))
    window.route("**/v1/g/**", lost)
    ask(window, address, NAME)
    status(window, re.compile("^找到"))
    assert len(roots) == 2


@pytest.mark.parametrize(("path", "answer"), [("**/v1/g/**", None), ("**/v1/r/**", b"{}")])
def test_what_stays_lost_is_told(window: Page, address: str, path: str, answer: bytes | None) -> None:
    window.route(path, lambda route: route.fulfill(status=404) if answer is None else route.fulfill(body=answer))
    ask(window, address, NAME)
    status(window, FAILED)


def test_a_host_that_unpacks_the_files_makes_no_difference(window: Page, address: str) -> None:
    def unpacked(route: Route) -> None:
        body = route.fetch().body()
        route.fulfill(body=gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)

    ask(window, address, NAME)
    status(window, re.compile("^找到"))
    said = window.locator("#search-status").inner_text()
    window.route("**/v1/**", unpacked)
    ask(window, address, NAME)
    status(window, said)


def test_while_it_waits_the_page_says_so(window: Page, address: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    window.route("**/v1/g/**", hold)
    ask(window, address, NAME)
    status(window, "正在查……")
    for route in held:
        route.continue_()
    status(window, re.compile("^找到"))
