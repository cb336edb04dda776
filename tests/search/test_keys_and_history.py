"""The page of search under the hands of people: input methods, the history, where the focus goes, small and old phones."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

NAME = "有限公司"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
OLD = """
delete self.DecompressionStream; delete Element.prototype.replaceChildren; delete String.prototype.replaceAll; delete Promise.any;
for (const one of [Array, String]) delete one.prototype.at;
for (const name of ["findLast", "toSorted"]) delete Array.prototype[name];
delete Object.hasOwn; delete self.structuredClone; delete self.crypto; delete HTMLFormElement.prototype.requestSubmit;
"""
STATES = {
    "start": "", "short": "q=江", "nothing": "q=没有这样的公司", "filtered": f"q={NAME}&year=1999", "text": "q=排放标准&text=1",
    "many words": "q=" + "公司 " * 30, "page": f"q={NAME}&page=3&sort=rank",
}  # fmt: skip


def ask(page: Page, address: str, query: str) -> Page:
    page.goto(f"{address}search/?q={quote(query)}")
    expect(page.locator("#search-results .c-rows__title").first).to_be_visible()
    return page


def test_keys_of_an_input_method_choose_no_result(window: Page, address: str) -> None:
    box = ask(window, address, NAME).locator("#search-box")
    box.press("ArrowDown")
    for told in ("isComposing: true", "keyCode: 229"):
        for key in ("Enter", "ArrowDown", "Escape"):
            script = f"box => box.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', cancelable: true, {told} }}))"
            assert box.evaluate(script), (told, key)
    assert box.get_attribute("aria-activedescendant") == "hit-0"
    assert box.input_value() == NAME


def test_what_an_input_method_puts_in_is_searched(window: Page, address: str) -> None:
    window.goto(f"{address}search/")
    window.locator("#search-box").focus()
    method = window.context.new_cdp_session(window)
    method.send("Input.imeSetComposition", {"text": "you'xian", "selectionStart": 8, "selectionEnd": 8})
    method.send("Input.insertText", {"text": "有限"})
    expect(window.locator("#search-results mark").first).to_have_text("有限")
    expect(window).to_have_url(re.compile(quote("有限") + "$"))


def test_what_was_asked_stays_in_the_history_and_what_was_typed_on_the_way_does_not(window: Page, address: str) -> None:
    window.goto(address)
    window.goto(f"{address}search/")
    box = window.locator("#search-box")
    box.fill("有限")
    expect(window).to_have_url(re.compile(quote("有限") + "$"))
    box.fill(NAME)
    expect(window).to_have_url(re.compile(quote(NAME) + "$"))
    box.press("Enter")
    box.fill("没有这")
    expect(window).to_have_url(re.compile(quote("没有这") + "$"))
    box.fill("没有这样的公司")
    expect(window.locator("#search-status")).to_have_text(re.compile("没有这样的公司"))
    window.go_back()
    expect(box).to_have_value(NAME)
    expect(window.locator("#search-status")).to_have_text(re.compile("^找到"))
    window.go_back()
    assert window.url == address


def test_escape_empties_the_box_and_the_way_back_brings_it_again(window: Page, address: str) -> None:
    box = ask(window, address, NAME).locator("#search-box")
    box.press("Escape")
    expect(window.locator("#search-ways")).to_be_visible()
    assert window.url == f"{address}search/"
    window.go_back()
    expect(box).to_have_value(NAME)
    expect(window.locator("#search-results .c-rows__title").first).to_be_visible()


def test_the_title_of_the_window_tells_what_was_asked(window: Page, address: str) -> None:
    expect(ask(window, address, NAME)).to_have_title(re.compile(f"^{NAME} - 查询"))
    window.locator("#search-box").press("Escape")
    expect(window).to_have_title(re.compile("^查询"))


def test_behind_a_button_the_focus_goes_to_what_came_of_it(window: Page, address: str) -> None:
    ask(window, address, NAME).get_by_role("button", name="下一页").press("Enter")
    expect(window.locator("#search-status")).to_have_text(re.compile("第 2 页"))
    expect(window.locator("#hit-0 a")).to_be_focused()
    window.get_by_role("button", name="上一页").press("Enter")
    expect(window.locator("#hit-0 a")).to_be_focused()
    window.goto(f"{address}search/?q={quote('没有这样的公司')}")
    window.get_by_role("button", name="也查正文").press("Enter")
    expect(window.locator("#search-status")).to_be_focused()
    ask(window, address, "污水").get_by_role("button", name="也查正文").press("Enter")
    expect(window.locator("#search-text")).to_have_text(re.compile("查过|查到"))
    expect(window.locator("[id^=hit]", has=window.locator(".c-search__snippet")).first.locator("a")).to_be_focused()


def test_filters_that_leave_nothing_are_told_and_taken_away(window: Page, address: str) -> None:
    window.goto(f"{address}search/?q={quote(NAME)}&year=1999&kind=permit")
    expect(window.locator("#search-status")).to_have_text(re.compile("不合筛选条件"))
    window.get_by_role("button", name="去掉筛选").click()
    expect(window.locator("#search-status")).to_have_text(re.compile("^找到"))
    assert window.url == f"{address}search/?q={quote(NAME)}"


def test_a_word_that_is_too_short_is_told(window: Page, address: str) -> None:
    assert "“江”只有一个字" in ask(window, address, f"{NAME} 江").locator("#search-status").inner_text()
    assert "只有一个字" not in ask(window, address, "松环行罚 2024 第22号").locator("#search-status").inner_text()


def test_every_word_is_marked_and_a_number_however_it_is_typed(window: Page, address: str) -> None:
    ask(window, address, f"{NAME} 污染物")
    assert len(set(window.locator("#search-results .c-rows__row").first.locator("mark").all_inner_texts())) > 1
    ask(window, address, "松环行罚 2024 第022号")
    assert window.locator("#search-results dd mark").all_inner_texts() == ["松环行罚[2024]22号"]
    assert {one.strip("（") for one in ask(window, address, "yunjiangyou").locator("dd mark").all_inner_texts()} >= {"云江）有"}


@pytest.mark.parametrize("state", STATES)
def test_every_state_keeps_nobody_out_and_fits_a_small_phone(window: Page, address: str, state: str) -> None:
    window.set_viewport_size({"width": 320, "height": 640})
    window.goto(f"{address}search/?{STATES[state]}")
    if state != "start":
        expect(window.locator("#search-status")).to_have_text(re.compile("[件。]$"))
    if state == "text":
        expect(window.locator("#search-text")).to_have_text(re.compile("查过|查到"))
    assert Axe().run(window, options=AXE).response["violations"] == []
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_of_2020_finds_the_same(window: Page, address: str) -> None:
    expected = ask(window, address, NAME).locator("#search-results").inner_text()
    window.add_init_script(OLD)
    assert ask(window, address, NAME).locator("#search-results").inner_text() == expected
    window.get_by_role("button", name="下一页").click()
    expect(window.locator("#search-status")).to_have_text(re.compile("第 2 页"))
    window.goto(f"{address}search/?q={quote('排放标准')}&text=1")
    expect(window.locator("#search-text")).to_have_text(re.compile("查过|查到"))


def test_the_keys_on_the_screen_of_a_phone_go_when_one_asks(chromium: Browser, address: str) -> None:
    with chromium.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 640}) as own:
        page = own.new_page()
        page.goto(f"{address}search/")
        page.locator("#search-box").fill(NAME)
        page.locator("#search-box").press("Enter")
        expect(page.locator("#search-results .c-rows__title").first).to_be_visible()
        expect(page.locator("#search-box")).not_to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_the_box_of_every_page_leads_to_the_results(chromium: Browser, address: str, script: bool) -> None:
    with chromium.new_context(java_script_enabled=script) as own:
        page = own.new_page()
        for path in ("", "decisions/", "pages/"):
            page.goto(address + path)
            page.locator("input[type=search]").first.fill(NAME)
            page.locator("input[type=search]").first.press("Enter")
            page.wait_for_url(f"{address}search/?q={quote(NAME)}")
            expect(page.locator("#search-results .c-rows__title" if script else "#search-ways a").first).to_be_visible()
