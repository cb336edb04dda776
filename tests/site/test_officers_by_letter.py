"""执法人员查询 of many officers: the list goes on in pages by letters, and a card is checked as where all stand on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from publish.views import listing, surnames
from tests.content import Content
from tests.site.test_list_shapes import list_of

OTHERS = ["曾甲", "单乙", "欧阳丙", "丁丁", "丁丁", "Ａnna", "某一", "阿依古丽·买买提", "赵过期", "8号"]
NAMES = [*(f"张{char}" for char in "一二三四五六七"), *OTHERS]
NUMBERS = [f"9900{place:04d}" for place in range(len(NAMES) - 1)] + ["云A001"]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Seventeen officers where a page has room for five."""
    content = Content(tmp_path_factory.mktemp("officers"))
    rows = [
        {"certificate_number": number, "name": name, "valid_until": "2026-06-01" if "过期" in name else "2028-06-30"}
        for number, name in zip(NUMBERS, NAMES, strict=True)
    ]
    list_of(content, "officers", rows, day="2020-01-01")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "ROWS", 5)
        content.build()
    return content


@pytest.fixture(scope="module")
def split(content: Content, serve: Callable[[Path], str]) -> str:
    """Where it is served."""
    return serve(content.output)


@pytest.fixture
def page(chromium: Browser, split: str) -> Iterator[Page]:
    with chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-06-15T12:00:00+08:00")
        page.goto(split + "officers/")
        yield page


def ask(page: Page, words: str) -> None:
    page.get_by_label("执法证号，或者姓名").fill(words)
    page.keyboard.press("Enter")


def test_pages_by_letters_hold_everybody_once(content: Content) -> None:
    folder = content.output / "officers/list"
    pages = {path.stem: path.read_text("utf-8") for path in folder.glob("*.html")}
    assert set(pages) == {"a", "d", "m", "o", "s", "z", "z-2", "other"}
    assert sorted(number for number in NUMBERS for text in pages.values() if f'data-number="{number}"' in text) == sorted(NUMBERS)
    assert 'data-name="曾甲"' in pages["z"]
    assert 'data-name="单乙"' in pages["s"]
    assert "data-number" not in (content.output / "officers/index.html").read_text("utf-8")


@pytest.mark.parametrize(("words", "said"), [
    ("99000002", "有效\n"), ("９９００ 0003", "有效\n"), ("张七", "有效\n"), ("云A001", "有效\n"), ("赵过期", "已过期\n"),
    ("丁丁", "叫“丁丁”的有 2 人"), ("99009999", "不在名单上\n"), ("张八", "不在名单上\n"),
])  # fmt: skip
def test_a_card_is_checked_against_all_pages(page: Page, split: str, words: str, said: str) -> None:
    ask(page, words)
    answer = page.locator("#check-answer")
    expect(answer).to_contain_text(said.strip())
    assert answer.inner_text().startswith(said)
    if words == "99000002":
        assert answer.get_by_role("link", name="看这本执法证").get_attribute("href") == f"{split}officers/99000002.html"


def test_a_list_that_cannot_be_read_says_so_and_never_that_a_card_is_not_on_it(chromium: Browser, split: str) -> None:
    with chromium.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(split + "officers/")
        page.route("**/officers/list/z-2.html", lambda route: route.abort())
        ask(page, "99000002")
        answer = page.locator("#check-answer")
        expect(answer).to_contain_text("没有查成")
        page.unroute("**/officers/list/z-2.html")
        ask(page, "99000002")
        expect(answer).to_contain_text("有效期至 2028-06-30")


def test_without_a_network_the_pages_that_were_kept_answer(page: Page, split: str) -> None:
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.goto(split + "officers/")
    ask(page, "张七")
    expect(page.locator("#check-answer")).to_contain_text("有效期至 2028-06-30")
    page.goto(split + "officers/list/o.html")
    assert "欧阳丙" in page.inner_text("main")


def test_a_page_of_a_letter_shows_what_has_run_out_by_the_readers_own_day(page: Page, split: str) -> None:
    page.clock.set_fixed_time("2028-07-01T08:00:00+08:00")
    page.goto(split + "officers/list/o.html")
    expect(page.locator('tr[data-name="欧阳丙"] .c-state')).to_have_text("已过期")


def test_without_a_script_a_letter_leads_to_the_card(chromium: Browser, split: str) -> None:
    with chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 760}) as context:
        page = context.new_page()
        page.goto(split + "officers/")
        assert page.locator("form#check").is_hidden()
        page.locator('a[href$="list/z.html"]').click()
        page.get_by_role("link", name="第 2 页").click()
        page.locator('tr[data-name="赵过期"] a').click()
        assert page.locator(".c-verdict__text").inner_text() == "已过期"


@pytest.mark.parametrize(("name", "letter"), [
    ("张三", "z"), ("曾三", "z"), ("单三", "s"), ("仇三", "q"), ("区三", "o"), ("尉迟三", "y"), ("万俟三", "m"), ("Li", "l"), ("吕三", "l"),
    ("", "other"), ("·", "other"), ("8", "other"), ("Ω", "other"), ("𠮷三", "other"),
])  # fmt: skip
def test_a_name_stands_under_the_letter_of_its_surname(name: str, letter: str) -> None:
    assert surnames.letter(surnames.reading(name)) == letter


def test_the_sitemap_names_the_pages_by_letters_and_the_cards(content: Content) -> None:
    assert (content.output / "sitemap/officers.xml").read_text("utf-8").count("<loc>") == 9
    assert (content.output / "sitemap/officers-cards.xml").read_text("utf-8").count("<loc>") == len(NUMBERS) - 1
    index = (content.output / "sitemap.xml").read_text("utf-8")
    assert "/sitemap/officers.xml<" in index
    assert "/sitemap/officers-cards.xml<" in index
