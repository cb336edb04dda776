"""办事窗口: one sheet of A4 a window, with all that someone who waits before it wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests.content import Content
from tests.site.test_list_shapes import list_of

ROW = {"window": "一号窗口", "post": "收件岗", "duties": "收件", "hours": "工作日 9:00—17:00", "complaint_phone": "12369"}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def test_a_notice_is_one_sheet_that_says_everything(page: Page, address: str, sample_site: Path) -> None:
    notices = sorted((sample_site / "windows").glob("k*.html"))
    assert len(notices) == 6
    for notice in notices:
        page.goto(f"{address}windows/{notice.name}")
        with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
            assert len(printed) == 1
            width, height = printed[0].get_size()
            assert (round(width), round(height)) in ((595, 842), (596, 842))  # A4 in points
            text = printed[0].get_textpage().get_text_range()
        for words in (page.inner_text("h1"), "9:00", "12369", "职责", "进度查询", "申请材料", "本页网址"):
            assert words in text
        assert "执法机关" not in text  # the menu


def test_posts_of_a_window_stand_on_its_notice_and_shared_facts_once(tmp_path: Path) -> None:
    content = Content(tmp_path)
    rows = [{"no": "1", **ROW}, {"no": "2", **ROW, "post": "出件岗", "duties": "发证"}, {"no": "3", **ROW, "window": "二号窗口"}]
    list_of(content, "windows", rows)
    content.build()
    texts = [path.read_text("utf-8") for path in (content.output / "windows").glob("k*.html")]
    (first,) = [text for text in texts if ">一号窗口</h1>" in text]
    assert len(texts) == 2
    assert "收件岗" in first
    assert "发证" in first
    assert first.count("工作日 9:00—17:00") == 1


def test_the_address_of_a_notice_holds_no_name_and_stays_when_rows_move(tmp_path: Path) -> None:
    content = Content(tmp_path)
    list_of(content, "windows", [ROW, {**ROW, "window": "W-2"}])
    content.build()
    before = {path.name for path in (content.output / "windows").glob("*.html")}
    list_of(content, "windows", [{**ROW, "window": "新窗口"}, {**ROW, "window": "W-2"}, ROW])
    content.build()
    assert before < {path.name for path in (content.output / "windows").glob("*.html")}
    assert "W-2.html" in before
    assert all(name.isascii() for name in before)


@pytest.mark.parametrize("url", ["https://example.invalid/xzzf", "https://example.org/zf"])
def test_no_code_is_printed_that_leads_nowhere(tmp_path: Path, url: str) -> None:
    content = Content(tmp_path)
    content.write("site.yml", f"name: 甲省行政执法公示\nurl: {url}\n")
    list_of(content, "windows", [ROW])
    content.build()
    codes = [*content.output.glob("windows/*.svg"), *content.output.glob("officers/*.svg")]
    pages = [path.read_text("utf-8") for folder in ("windows", "officers") for path in (content.output / folder).glob("*.html")]
    assert (len(codes), any("二维码" in page for page in pages)) == ((0, False) if "invalid" in url else (3, True))
