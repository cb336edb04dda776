"""The page of search in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """One window for all."""
    page = chromium.new_page()
    yield page
    page.close()


def ask(page: Page, address: str, query: str) -> Page:
    """The page of a query, when it has an answer."""
    page.goto(f"{address}search/?q={quote(query)}")
    expect(page.locator("#search-status")).to_have_text(re.compile("[件。]$"))
    return page


def titles(page: Page) -> list[str]:
    return page.locator("#search-results .c-rows__title").all_inner_texts()


def test_a_document_number_finds_its_decision_and_no_other(window: Page, address: str) -> None:
    number = "松环行罚[2024]22号"
    assert len(titles(ask(window, address, number))) == 1
    assert number in window.locator("#search-results").inner_text().replace(" ", "")


def test_results_come_while_one_types_and_the_address_says_what_was_asked(window: Page, address: str) -> None:
    window.goto(f"{address}search/")
    window.locator("#search-box").press_sequentially("有限公司")
    expect(window.locator("#search-results .c-rows__title").first).to_be_visible()
    assert quote("有限公司") in window.url
    assert window.locator("#search-results mark").first.inner_text() == "有限公司"
