"""The sentence that a decision is passed on with, and its data in the words of schema.org."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from publish.site import Site
from publish.views.linked import block
from publish.views.sharing import MOST, in_short, shortened
from tests.content import Content
from tests.test_hostile import MARKUP, hostile_site

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DESCRIPTION = re.compile(r'<meta property="og:description" content="([^"]*)">')


def linked(page: Path) -> Any:
    """The data of a page."""
    (text,) = BLOCK.findall(page.read_text("utf-8"))
    return json.loads(text)


def test_the_four_legal_facts_make_one_sentence() -> None:
    said = in_short("甲市生态环境局", "某公司", "penalty", "罚款4000元。\n责令改正")
    assert said == "甲市生态环境局对某公司作出行政处罚决定：罚款4000元。责令改正。"


def test_a_conclusion_is_cut_at_the_end_of_a_sentence() -> None:
    assert shortened("一句。" * 39 + "长" * 100) == "一句。" * 39
    assert shortened("短。") == "短。"
    assert in_short("甲局", "某", "permit", "一句；" * 60).endswith("一句。")


@pytest.mark.parametrize("text", ["长" * 400, "甲" * 100 + "，" + "乙" * 300, "9" * 400])
def test_a_sentence_without_an_end_is_cut_and_says_so(text: str) -> None:
    cut = shortened(text)
    assert cut.endswith("……")
    assert len(cut) <= MOST + 2
    assert "，" not in cut
    assert not in_short("甲局", "某", "penalty", text).endswith("。")


def test_nothing_in_the_data_closes_its_element() -> None:
    here = {"title": "</script><b>&amp;<!--", "url": "https://e.org/", "description": "", "trail": [{"title": "]]>", "href": None}]}
    text = block("rows", here, {}, Site())
    assert not set(text) & set("<>&")
    assert json.loads(text)["name"] == here["title"]


def test_hostile_titles_stay_data(tmp_path: Path) -> None:
    content = Content(tmp_path)
    hostile_site(content)
    content.build()
    pages = list(content.output.glob("decision/*/*.html"))
    assert [linked(page)["mainEntity"]["name"] for page in pages] == [MARKUP] * 3
    assert linked(content.output / "index.html")["name"] == MARKUP


def test_an_individual_is_told_of_as_lists_do_and_is_never_what_the_data_is_about(tmp_path: Path) -> None:
    content = Content(tmp_path)
    ident = content.person("张三丰")
    content.build()
    page = content.output / content.page_of(ident)
    (said,) = DESCRIPTION.findall(page.read_text("utf-8"))
    assert said == "甲市生态环境局对张某某作出行政处罚决定：独果1：罚款4000元。"
    assert "about" not in linked(page)["mainEntity"]
    assert "张" not in json.dumps(linked(page), ensure_ascii=False)


def test_what_a_summary_leaves_out_is_not_passed_on(tmp_path: Path) -> None:
    content = Content(tmp_path)
    clearance = {"office": "办公室", "on": "2026-06-02", "scope": "summary", "reason": "商业秘密", "omit": ["uscc", "document_number"]}
    ident = content.decision(clearance=clearance)
    content.build()
    document = linked(content.output / content.page_of(ident))["mainEntity"]
    assert not {"about", "identifier"} & set(document)
