"""Finding and sorting within a page, by keyboard, with the state in the address; nobody misses anything without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

INSPECTIONS = "lists/random-inspections/"
ROWS = "table[data-filter] tbody tr"
SEARCHED = (
    ("laws", ".c-laws__law", "行政处罚法"), ("remedies", ".c-cards__card", "芦汀"),
    ("procedures", ".c-procedures__step", "听证通知书"), ("powers", "details", "代履行"),
)  # fmt: skip


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def shown(page: Page, items: str) -> int:
    return page.locator(items).filter(visible=True).count()


def find(page: Page, words: str) -> None:
    page.get_by_label("在本页查找").last.fill(words)


def test_rows_that_hold_all_words_stay_and_their_number_is_told(page: Page, address: str) -> None:
    page.goto(address + INSPECTIONS)
    find(page, "固体 危险")
    assert shown(page, ROWS) == 1
    expect(page.locator("[role=status]")).to_have_text("找到 1 项，共 11 项。")
    assert shown(page, "section h2") == 1  # the group without a hit is gone with its title
    find(page, "没有这个词")
    assert shown(page, ROWS) == 0
    expect(page.locator("[role=status]")).to_have_text("没有含“没有这个词”的，共 11 项。")
    find(page, "")
    assert shown(page, ROWS) == 11
    expect(page.locator("[role=status]")).to_be_empty()


def test_words_in_two_cells_side_by_side_are_no_hit(page: Page, address: str) -> None:
    page.goto(address + "lists/officers/")
    find(page, "费砚秋省")
    assert shown(page, ROWS) == 0
    find(page, "费砚秋　省")
    assert shown(page, ROWS) == 1


def test_letters_that_an_input_method_has_not_made_characters_of_are_no_word(page: Page, address: str) -> None:
    page.goto(address + INSPECTIONS)
    session = page.context.new_cdp_session(page)
    page.get_by_label("在本页查找").last.focus()
    session.send("Input.imeSetComposition", {"text": "guti", "selectionStart": 4, "selectionEnd": 4})
    assert shown(page, ROWS) == 11
    session.send("Input.insertText", {"text": "固体"})
    expect(page.locator("[role=status]")).to_have_text("找到 3 项，共 11 项。")


def test_what_is_folded_is_found_and_unfolded_and_folds_again(page: Page, address: str) -> None:
    page.goto(address + "lists/discretion/")
    find(page, "暗管")
    assert shown(page, "details") == 1
    expect(page.locator("[role=status]")).to_have_text("找到 1 种违法行为，共 7 种违法行为。")
    expect(page.get_by_text("暗管、雨水口排放")).to_be_visible()
    find(page, "逃避监管")  # stands in the title
    assert page.locator("details[open]").count() == 0
    find(page, "")
    assert shown(page, "details") > 4
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize(("slug", "items", "word"), SEARCHED)
def test_every_shape_can_be_searched(page: Page, address: str, slug: str, items: str, word: str) -> None:
    page.goto(f"{address}lists/{slug}/")
    before = shown(page, items)
    find(page, word)
    assert 0 < shown(page, items) < before


def column(page: Page, place: int) -> list[str]:
    return page.locator(f"{ROWS} > :nth-child({place})").all_inner_texts()


def test_a_column_sorts_by_keyboard_up_down_and_back(page: Page, address: str) -> None:
    page.goto(address + "officers/")
    original = column(page, 7)
    head = page.locator("thead th").nth(6)
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert column(page, 7) == sorted(original)
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert column(page, 7) == sorted(original, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Space")
    assert column(page, 7) == original
    assert head.get_attribute("aria-sort") is None


def test_numbers_sort_as_numbers_and_names_by_their_reading_and_nothing_comes_last(page: Page, address: str) -> None:
    page.goto(address + "lists/permit-guides/table.html")
    page.get_by_role("button", name="法定时限（工作日）").click()
    assert [int(text) for text in column(page, 8)] == sorted(int(text) for text in column(page, 8))
    page.goto(address + "lists/discretion/table.html")
    page.get_by_role("button", name="备注").click()
    filled = [bool(text) for text in column(page, 10)]
    assert filled == sorted(filled, reverse=True)


def test_the_state_stands_in_the_address(page: Page, address: str) -> None:
    page.goto(address + INSPECTIONS)
    find(page, "固体")
    page.get_by_role("button", name="实施部门").first.click()
    page.get_by_role("button", name="实施部门").first.click()
    page.reload()
    assert page.get_by_label("在本页查找").last.input_value() == "固体"
    assert shown(page, ROWS) == 3
    assert page.locator('[aria-sort="descending"]').count() == 2
    find(page, "")
    assert "find" not in page.url


def test_without_a_script_there_is_no_box_and_everything_is_there(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}{INSPECTIONS}?find=固体")
        assert page.locator("[data-filter-form]").is_hidden()
        assert page.locator("thead button").count() == 0
        assert shown(page, ROWS) == 11
