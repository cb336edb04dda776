"""Whatever somebody types or a link asks for, the page answers, does nothing else, and works afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

NAME = "有限公司"
WORDS = (
    "__proto__", "constructor", "toString", "hasOwnProperty valueOf",
    "constructor prototype __proto__", "prototype", "null", "undefined", "NaN",
    "a" * 100, "xian" * 25, "xian" * 15, "a" * 60, "nangangan" * 6, "1" * 100, "0" * 100, "2026" * 25,
    "第号第号", "〔2026〕", "公" * 100,
    "' OR 1=1; DROP TABLE decision; --", "\" UNION SELECT * FROM sqlite_master", "%00%0a%0d",
    "../../../etc/passwd", "${7*7}{{7*7}}",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "javascript:alert(1)", "</title><iframe src=x>",
    "(a+)+$", "[[[[((((", ".*", "\\d+\\", "^(?:公司)*$", "\u202e公司\u202c", "\u200f\u200e\u200b\ufeff公司",
    "e\u0301" * 50, "o\u0308\u0323" * 40,
    "𠮷" * 50, "👩‍👩‍👧‍👦" * 12, "公\0司", "ﷺ" * 30, "İ" * 40, "ς" * 20, "㍿㈱", "९१०" * 10, "公司 " * 33,
    " ".join(["有限", "公司", "化工"] * 10),
)  # fmt: skip
NOTHING = ("!!!???", "。，、；：", "🙂🙃", "     ", "-", "()[]{}", "\u202e\u200f", "%", "&&||", "…")
LONG = ("公司" * 5000, "a" * 10_000, "<b>" * 3000, "2026" * 2500, "公 " * 5000, "🙂" * 5000, "(" * 10_000)
SURROGATES = ("\\ud842", "\\udfb7公司", "公司\\ud842", "\\ud842\\ud842公司\\udfb7")
STATES = (
    "kind=__proto__", "agency=constructor", "year=toString", "topic=__proto__", "page=Infinity",
    "page=1e9", "page=-5", "page=NaN", "page=2.5",
    "page=9007199254740993", "sort=__proto__", "__proto__=1&constructor=2", "text=__proto__",
    "q=second", "kind=%3Cscript%3E", "q=%FF%FE", "%=%&=",
)  # fmt: skip
ADDED = "document.querySelectorAll('script, img, iframe, svg, object, embed, style').length"


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as own:
        yield own.new_page()


@pytest.fixture(autouse=True)
def _quiet(window: Page) -> Iterator[None]:
    """Nothing is thrown, no dialog opens."""
    loud: list[str] = []

    def shown(dialog: Dialog) -> None:
        loud.append(dialog.message)
        dialog.dismiss()

    def thrown(error: object) -> None:
        loud.append(str(error))

    window.on("pageerror", thrown)
    window.on("dialog", shown)
    yield
    window.remove_listener("pageerror", thrown)
    window.remove_listener("dialog", shown)
    assert not loud


def answer(page: Page, query: str) -> str:
    """What the page says of a query that is typed into it, in the time that the page's tests give it."""
    page.evaluate("document.getElementById('search-status').textContent = ''")
    page.evaluate("query => { const box = document.getElementById('search-box'); box.value = query; }", query)
    page.evaluate("document.getElementById('search-form').requestSubmit()")
    expect(page.locator("#search-status")).to_have_text(re.compile("[件。]$"))
    return page.locator("#search-status").inner_text()


def test_hostile_words_are_answered_and_change_nothing_in_the_page(window: Page, address: str) -> None:
    window.goto(f"{address}search/")
    before = window.evaluate(ADDED)
    for query in (*WORDS, *LONG):
        said = answer(window, query)
        assert said.startswith(("找到", "名称、标题", "请至少", "最近的决定")), (query[:40], said)
        assert len(said) < 220
        assert window.evaluate(ADDED) == before
    assert answer(window, NAME).startswith("找到")


def test_what_has_no_letter_is_too_little(window: Page, address: str) -> None:
    window.goto(f"{address}search/")
    for query in NOTHING:
        window.evaluate("query => { document.getElementById('search-box').value = query; }", query)
        window.evaluate("document.getElementById('search-form').requestSubmit()")
        expect(window.locator("#search-status")).to_have_text("请至少输入两个字、字母或数字。" if query.strip() else "")
    assert answer(window, NAME).startswith("找到")


def test_halves_of_characters_are_left_aside(window: Page, address: str) -> None:
    window.goto(f"{address}search/")
    for query in SURROGATES:
        window.evaluate(
            f"document.getElementById('search-status').textContent = '', document.getElementById('search-box').value = \"{query}\""
        )
        window.evaluate("document.getElementById('search-form').requestSubmit()")
        expect(window.locator("#search-status")).to_have_text(re.compile("[件。]$"))


@pytest.mark.parametrize("state", STATES)
def test_a_hostile_address_is_answered(window: Page, address: str, state: str) -> None:
    window.goto(f"{address}search/?q={quote(NAME)}&{state}")
    expect(window.locator("#search-status")).to_have_text(re.compile("[件。]$"))
    assert answer(window, NAME)


def test_a_page_beyond_the_last_shows_the_last_and_leads_back(window: Page, address: str) -> None:
    window.goto(f"{address}search/?q={quote(NAME)}&page=999999999")
    expect(window.locator("#search-results .c-rows__title").first).to_be_visible()
    window.get_by_role("button", name="上一页").click()
    expect(window.get_by_role("button", name="下一页")).to_be_visible()
    assert int(re.findall("page=([0-9]+)", window.url + "&page=1")[0]) < 99


def test_hostile_words_in_the_text_are_answered(window: Page, address: str) -> None:
    for query in ("__proto__", "constructor", "a" * 100, "👩‍👩‍👧‍👦公司", "<b>公司</b>", "第号"):
        window.goto(f"{address}search/?text=1&q={quote(query)}")
        expect(window.locator("#search-text")).to_have_text(re.compile("查过|查到"))


PLACES = (
    ("江苏（ＡＢＣ）·宏达", "abc宏", "ＡＢＣ）·宏"),
    ("𠮷祥e\u0301美ｶﾞｽ", "祥é美ガ", "祥e\u0301美ｶﾞ"),
    ("", "公", None),
    ("公司", "", None),
)
PLACE = """async ([base, text, word]) => {
  const { place } = await import(`${base}theme/js/fold.js`);
  const found = place(text, word);
  return found && text.slice(...found);
}"""


@pytest.mark.parametrize(("text", "word", "marked"), PLACES)
def test_what_is_marked_is_what_was_typed_however_the_text_writes_it(window: Page, address: str, text: str, word: str, marked: str) -> None:
    window.goto(f"{address}search/")
    assert window.evaluate(PLACE, [address, text, word]) == marked
