"""What changed between two versions of a list: counted, named, and marked word by word; the list as a workbook."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from publish.views.differences import Parts, marked
from tests.content import Content
from tests.site.test_list_shapes import list_of, page


def shown(parts: Parts) -> str:
    """What only one text has stands in brackets."""
    return "".join(f"[{part['text']}]" if part["marked"] else part["text"] for part in parts)


@pytest.mark.parametrize(
    ("before", "after", "was", "now"),
    [
        ("每季度不低于百分之十二点五", "每季度不低于百分之十", "每季度不低于百分之十[二点五]", "每季度不低于百分之十"),
        ("罚款10万元以下", "罚款100万元以下", "罚款[10]万元以下", "罚款[100]万元以下"),  # a number is one word
        ("罚款1.5万元", "罚款1.8万元", "罚款[1.5]万元", "罚款[1.8]万元"),
        ("某处", "另一个机构", "[某处]", "[另一个机构]"),
        ("", "新的", "", "[新的]"),
        ("旧的", "", "[旧的]", ""),
        ("甲乙丙丁戊己庚辛", "甲乙子丁丑己庚辛", "甲乙[丙丁戊]己庚辛", "甲乙[子丁丑]己庚辛"),  # what stays between is too short to read
    ],
)
def test_the_words_that_changed_are_marked(before: str, after: str, was: str, now: str) -> None:
    assert tuple(map(shown, marked(before, after))) == (was, now)


@given(st.text("甲乙12a，", max_size=40), st.text("甲乙12a，", max_size=40))
def test_marks_add_and_lose_no_word(before: str, after: str) -> None:
    for text, parts in zip((before, after), marked(before, after), strict=True):
        assert "".join(part["text"] for part in parts) == text
        assert all(one["marked"] != other["marked"] for one, other in itertools.pairwise(parts))


def test_changes_are_counted_and_lead_to_the_version_before(tmp_path: Path) -> None:
    content = Content(tmp_path)
    rows = [{"no": f"{number}", "name": f"事项{number}", "note": "原来的说明"} for number in range(1, 5)]
    list_of(content, "others", rows)
    list_of(content, "others", [{**rows[0], "note": "现在的说明"}, *rows[1:3], {**rows[0], "no": "9", "name": "新事项"}], day="2026-06-01")
    content.build()
    text = page(content, "lists/others/index.html")
    assert '<a href="../../lists/others/2026-01-01.html"><time datetime="2026-01-01">2026-01-01</time> 版</a>相比，' in text
    assert "新增 1 项、删去 1 项、修改 1 项。" in text
    assert "9　新事项" in text
    assert "4　事项4" in text
    assert "<del>原来</del>的说明" in text
    assert "<ins>现在</ins>的说明" in text


def test_a_list_is_a_workbook_too_without_what_is_internal(tmp_path: Path) -> None:
    content = Content(tmp_path)
    list_of(content, "others", [{"no": "007", "name": "=1+1", "secret": "独密甲"}], internal="secret")
    content.build()
    assert 'href="../../lists/others.xlsx"' in page(content, "lists/others/index.html")
    book = CalamineWorkbook.from_filelike(io.BytesIO((content.output / "lists/others.xlsx").read_bytes()))
    (name,) = book.sheet_names
    cells = book.get_sheet_by_name(name).to_python()
    assert cells[0][0] == "清单others"
    assert cells[1] == ["列no", "列name"]
    assert cells[2] == ["007", "=1+1"]
    assert any("https://example.org/zf/lists/others/" in str(row[0]) for row in cells[3:])
    assert "独密甲" not in str(cells)


def test_words_are_compared_only_where_a_page_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = Content(tmp_path)
    list_of(content, "others", [{"no": "1", "note": "原来的说明"}])
    list_of(content, "others", [{"no": "1", "note": "现在的说明"}], day="2026-06-01")
    content.build()
    content.decision()
    monkeypatch.setattr("publish.views.differences.marked", lambda *_: 1 / 0)
    content.build()
    assert "<ins>现在</ins>的说明" in page(content, "lists/others/index.html")
