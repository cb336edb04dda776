"""Narrative pages: what readers of statutes look for stands out, and nothing else does."""

from __future__ import annotations

import pytest
from markdown import Extension, markdown

from plugins.prose import Prose, section_name


def prose(text: str) -> str:
    """A page's Markdown as Pelican makes it."""
    extensions: list[str | Extension] = ["markdown.extensions.tables", "markdown.extensions.toc", Prose()]
    return markdown(text, extensions=extensions, extension_configs={"markdown.extensions.toc": {"slugify": section_name}})


@pytest.mark.parametrize("number", ["第一条", "第一百〇二条", "第四十八条", "第十条之一"])
@pytest.mark.parametrize("space", [" ", "\u3000"])
def test_the_number_of_an_article_has_weight(number: str, space: str) -> None:
    shown = prose(f"## 第一章\n\n{number}{space}为了规范。\n\n第二款。")
    assert f'<p class="c-prose__article"><strong class="c-prose__number">{number}</strong>{space}为了规范。</p>' in shown
    assert "<p>第二款。</p>" in shown


@pytest.mark.parametrize(
    "text", ["第三条规定。", "第二，有条件的。", "第十八条和第十九条 适用。", "第 一 条", "第条 空", "条件 一", "第一节 总则"]
)
def test_a_sentence_that_only_begins_like_an_article_is_left_alone(text: str) -> None:
    assert prose(text) == f"<p>{text}</p>"


def test_items_of_an_article_are_set_in() -> None:
    shown = prose("（一）警告；\n\n（注）不是项。")
    assert '<p class="c-prose__item">（一）警告；</p>' in shown
    assert "<p>（注）不是项。</p>" in shown


@pytest.mark.parametrize("text", ["第一条 <p>第二条</p> &amp;", "<script>alert(1)</script>", '<img src="x" onerror="y">', "<!-- 注 -->"])
def test_raw_html_stays_text(text: str) -> None:
    shown = prose(text)
    assert shown.count("<p") == 1
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<!--" not in shown


def test_the_table_of_contents_is_a_landmark_with_anchors_that_name_nobody() -> None:
    shown = prose("[TOC]\n\n## 张三公司\n\n文\n\n## 李四公司")
    assert '<nav aria-label="目录" class="toc">' in shown.replace('class="toc" aria-label="目录"', 'aria-label="目录" class="toc"')
    assert 'id="s"' in shown
    assert 'id="s_1"' in shown
    assert "<div" not in shown


def test_the_alignment_of_table_cells_needs_no_inline_style() -> None:
    shown = prose("| 甲 | 乙 |\n| ---: | --- |\n| 1 | 2 |")
    assert '<td class="align-right">1</td>' in shown
    assert "<td>2</td>" in shown
    assert "style" not in shown
