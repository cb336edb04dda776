"""Larger text and more contrast: asked for once, kept from page to page, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()


def size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p, main a')).fontSize)"))


def test_large_text_is_remembered_on_the_next_page_and_taken_back(page: Page, address: str) -> None:
    page.goto(address)
    before = size(page)
    page.locator("header").get_by_role("button", name="大字版").click()
    assert size(page) >= before * 1.3
    assert page.evaluate("getComputedStyle(document.documentElement).cursor").startswith("url(")
    page.goto(address + "decisions/")
    assert page.locator("header").get_by_role("button", name="大字版").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.documentElement.dataset.text") == "large"
    page.locator("header").get_by_role("button", name="大字版").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.text") is None


def test_more_contrast_leaves_black_and_white(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="高对比").first.click()
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    page.emulate_media(color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_a_browser_that_keeps_nothing_still_shows_large_text(page: Page, address: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })")
    page.goto(address)
    page.get_by_role("button", name="大字版").first.click()
    assert page.evaluate("document.documentElement.dataset.text") == "large"


def test_without_script_there_is_no_button_that_does_nothing(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert page.get_by_role("button").all_inner_texts() == ["查询"]


def test_a_printed_page_tells_its_address_and_the_day(page: Page, address: str) -> None:
    page.goto(address + "decisions/")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    foot = page.locator("footer").inner_text()
    assert "本页网址：https://" in foot
    assert "打印日期：20" in foot
    assert not page.locator("header nav").is_visible()
    assert not page.get_by_role("button", name="大字版").first.is_visible()
