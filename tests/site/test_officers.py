"""执法人员查询: whoever opens the door to an officer learns from the card whether it is valid, with and without a network or a script."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from publish.compressed import whole
from tests.content import Content, credit_code
from tests.site.test_list_shapes import list_of

NUMBER, NAME = "99001011", "费砚秋"
OVER = "99001196"
NOON = "2026-11-24T12:00:00+08:00"
SITE = "https://sthjt.yunjiang.example/xzzf/"
ROW = {"certificate_number": "9900-A1", "name": "甲某", "valid_until": "2026-06-15"}


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page that checks, on the day on which the sample is built."""
    with chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        page = context.new_page()
        page.clock.set_fixed_time(NOON)
        page.goto(address + "officers/")
        yield page


def ask(page: Page, words: str) -> str:
    page.get_by_label("执法证号，或者姓名").fill(words)
    page.keyboard.press("Enter")
    return page.locator("#check-answer").inner_text()


@pytest.mark.parametrize("words", [NUMBER, " 9900 1011 ", "９９００１０１１", NAME, f"{NAME} "])
def test_a_number_or_a_name_on_the_list_is_valid(page: Page, words: str) -> None:
    answer = ask(page, words)
    assert answer.startswith("有效\n")
    assert NUMBER in answer
    assert "有效期至 2028-06-30" in answer


def test_a_certificate_that_has_run_out_is_said_to_have(page: Page) -> None:
    answer = ask(page, OVER)
    assert answer.startswith("已过期\n")
    assert "有效期至 2026-10-31" in answer
    assert "请拨打监督电话" in answer


@pytest.mark.parametrize("words", ["99009999", "9900101", "990010111", "费砚", "某某某", "<b>x</b>"])
def test_what_is_not_on_the_list_is_never_valid(page: Page, words: str) -> None:
    answer = ask(page, words)
    assert answer.startswith("不在名单上\n")
    assert words in answer
    page.get_by_role("link", name="请拨打监督电话").first.click()
    assert page.url.endswith("#report")


def test_an_answer_goes_when_another_number_is_typed(page: Page) -> None:
    ask(page, NUMBER)
    page.get_by_label("执法证号，或者姓名").press_sequentially("2")
    assert page.locator("#check-answer").inner_text() == ""


def test_the_question_stands_in_the_address(page: Page, address: str) -> None:
    ask(page, NUMBER)
    assert page.url == f"{address}officers/?q={NUMBER}"
    page.reload()
    expect(page.locator("#check-answer")).to_contain_text("有效期至 2028-06-30")


def test_what_has_run_out_by_the_readers_own_day_is_valid_nowhere(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2028-07-01T08:00:00+08:00")
    page.reload()
    assert ask(page, NUMBER).startswith("已过期\n")
    assert page.locator(f'tr[data-number="{NUMBER}"] .c-state').inner_text() == "已过期"
    assert "天前的" in page.locator("#age").inner_text()
    page.goto(f"{address}officers/{NUMBER}.html")
    expect(page.locator(".c-verdict__text")).to_have_text("已过期")


def test_a_slow_clock_makes_nothing_valid_again(page: Page) -> None:
    page.clock.set_fixed_time("2020-01-01T08:00:00+08:00")
    page.reload()
    assert ask(page, OVER).startswith("已过期\n")


def test_without_a_network_the_list_that_was_seen_answers(page: Page, address: str) -> None:
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.goto(address + "officers/")
    assert ask(page, NUMBER).startswith("有效\n")
    assert "您现在没有联网" in page.locator("#age").inner_text()
    assert "2026-11-24" in page.locator("#as-of").inner_text()
    page.goto(f"{address}officers/{OVER}.html")  # what the code on the card leads to
    expect(page.locator("#check-answer")).to_contain_text("已过期")
    page.context.set_offline(False)
    page.reload()
    assert page.inner_text("h1") == f"执法证 {OVER}"


def test_the_worker_keeps_this_page_alone(page: Page, address: str) -> None:
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(f"{address}officers/{NUMBER}.html")
    page.goto(address + "officers/")
    kept = page.evaluate("caches.open('officers').then(cache => cache.keys()).then(keys => keys.map(key => key.url))")
    assert f"{address}officers/" in kept
    assert {f"{address}theme/{name}" for name in ("css/site.css", "js/page.js", "js/officers.js", "js/fold.js")} <= set(kept)
    assert all(re.search(r"/officers/$|\.(css|js)$", url) for url in kept)
    scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))")
    assert scopes == [f"{address}officers/"]


def test_without_a_script_the_list_itself_answers(chromium: Browser, address: str) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "officers/")
        assert page.locator("form#check").is_hidden()
        states = {number: page.locator(f'tr[data-number="{number}"] .c-state').inner_text() for number in (NUMBER, OVER)}
        assert states == {NUMBER: "有效", OVER: "已过期"}
        page.locator(f'tr[data-number="{NUMBER}"] a').click()
        assert page.locator(".c-verdict__text").inner_text() == "有效"


@pytest.mark.parametrize("folder", ["officers", "windows"])
def test_a_code_that_is_printed_leads_to_its_own_page(chromium: Browser, address: str, sample_site: Path, folder: str) -> None:
    page = chromium.new_page(viewport={"width": 400, "height": 400})
    paths = sorted((sample_site / folder).glob("*.svg"))
    assert len(paths) > 5
    for path in paths[:4]:
        page.goto(f"{address}{folder}/{path.name}")
        (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())))
        assert code.text == f"{SITE}{folder}/{path.stem}.html"
        assert path.with_suffix(".html").exists()
    page.close()


def test_a_certificate_is_valid_through_its_last_day_and_its_page_says_so(tmp_path: Path) -> None:
    content = Content(tmp_path)
    list_of(content, "officers", [ROW], day="2020-01-01")
    for day, state in ((date(2026, 6, 15), "有效"), (date(2026, 6, 16), "已过期")):
        content.build(day)
        assert f'<strong class="c-verdict__text">{state}</strong>' in (content.output / "officers/9900-A1.html").read_text("utf-8")


def test_who_leaves_the_list_has_no_page(tmp_path: Path) -> None:
    content = Content(tmp_path)
    list_of(content, "officers", [ROW, {**ROW, "certificate_number": "9900-A2", "name": "乙某"}], day="2020-01-01")
    list_of(content, "officers", [ROW], day="2026-06-01")
    content.build(date(2026, 5, 31))
    assert (content.output / "officers/9900-A2.svg").exists()
    content.build(date(2026, 6, 1))
    assert not list((content.output / "officers").glob("9900-A2*"))
    assert (content.output / "officers/9900-A1.html").exists()


@pytest.mark.parametrize("number", ["云A001", "a/b/c", "../x", "123", "index", "a b c d", "x" * 33])
def test_a_number_that_is_no_part_of_an_address_has_no_page_but_is_checked(tmp_path: Path, number: str) -> None:
    content = Content(tmp_path)
    list_of(content, "officers", [{**ROW, "certificate_number": number}], day="2020-01-01")
    content.build()
    assert {whole(path.name) for path in (content.output / "officers").iterdir()} == {"index.html", "sw.js"}
    assert f'data-number="{number}"' in (content.output / "officers/index.html").read_text("utf-8")


def test_internal_columns_of_officers_and_windows_stay_inside(tmp_path: Path) -> None:
    content = Content(tmp_path)
    list_of(content, "officers", [{**ROW, "phone": "独密内部甲"}], day="2020-01-01", internal="phone")
    window = {"window": "一号窗口", "post": "收件岗", "duties": "收件", "name": "独密内部乙"}
    list_of(content, "windows", [window], internal="name")
    content.build()
    assert (content.output / "officers/9900-A1.html").exists()
    assert len(list((content.output / "windows").glob("k*.html"))) == 1
    assert not content.holding("独密内部甲", "独密内部乙")
    assert {f"lists/officers.{form}" for form in ("csv", "json", "xlsx")} <= content.holding("9900-A1")  # workbooks are searched too


def test_without_a_list_the_page_says_why_it_is_empty(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.delete("lists/officers/2020-01-01.csv")
    content.build()
    assert "还没有公布执法人员名录" in (content.output / "officers/index.html").read_text("utf-8")
    assert "还没有公布办事窗口" in (content.output / "windows/index.html").read_text("utf-8")


def test_nobody_is_told_to_call_and_left_without_a_number(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.build()
    assert 'href="tel:12345"' in (content.output / "officers/index.html").read_text("utf-8")


def test_where_agencies_are_many_the_way_to_their_numbers_is_shown(tmp_path: Path) -> None:
    content = Content(tmp_path)
    for number in range(31):
        told = (
            f"name: 甲市第{number}局\nuscc: {credit_code(number, '11')}\nregion: '990100'\nlevel: county\nphone: 0999-12345{number:02d}\n"
        )
        content.write(f"agencies/a{number}.yml", told)
    content.build()
    text = (content.output / "officers/index.html").read_text("utf-8")
    assert "0999-1234500" not in text
    assert 'href="tel:12345"' in text
    assert 'href="../agency/">见各执法机关的页面' in text
