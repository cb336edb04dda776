"""The rule list: every finding has a function that says what is asked and why, a case, and an entry in both lists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from publish.errors import Level
from publish.levels import CODES, allowed, base, lowered
from publish.rulebook import FAMILIES, RULES, TITLES, changes, chapters, docstrings, entry, said
from publish.site import GateLevels
from publish.views.rules import rules_draft
from tests.site.markup import markup

PROJECT = Path(__file__).parent.parent
LIST = (PROJECT / "docs/rules.md").read_text("utf-8")


def missing(code: str) -> list[str]:
    """What a finding lacks."""
    function, _ = docstrings(code)
    told = said(function)
    lacks = {
        f"publish/rules/{code.replace('.', '.py:')} 没有这个函数或它的说明": function is None,
        "说明里没有“规则：”一行": not told.get("规则"),
        "说明里没有“依据：”一行": not told.get("依据"),
        f"没有 tests/cases/{code}.md": not (PROJECT / f"tests/cases/{code}.md").is_file(),
        "docs/rules.md 里没有这一条，请运行 inv golden": f'<a id="{code}"></a>' not in LIST,
    }
    return [words for words, lacking in lacks.items() if lacking]


@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_a_function_a_source_a_case_and_an_entry(code: str) -> None:
    assert missing(code) == [], code


def test_every_rule_that_is_run_is_the_function_at_its_code() -> None:
    for family in FAMILIES:
        name = family.__name__.rpartition(".")[2]
        for rule in family.RULES:
            assert name == "files" or f"{name}.{rule.__name__}" in CODES
    assert len(set(RULES)) == len(RULES)


def test_what_no_dossier_tells_is_made_by_the_function_at_its_code() -> None:
    made = {
        code for code in CODES if code.startswith(("load.", "order.", "set.")) or code in ("list.row", "list.key", "identity.duplicate_id")
    }
    for path in sorted((PROJECT / "publish").rglob("*.py")):
        if path.parent.name != "rules":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                    codes = {one.value for one in node.args if isinstance(one, ast.Constant)} & made
                    assert not codes, f"{path.name}:{node.lineno} {codes}：请调用 publish/rules 里的函数"


def test_an_entry_is_plain_chinese_in_whole_sentences() -> None:
    for chapter in chapters():
        for one in chapter.entries:
            for text in (one.asks, one.source, one.level, one.changes):
                assert re.search("[\u4e00-\u9fff]", text), one.code
                assert text.endswith("。"), f"{one.code}：{text}"
                assert "`" not in text, f"{one.code}：{text}"


def test_every_family_has_a_chapter_title() -> None:
    assert list(TITLES) == list(dict.fromkeys(code.split(".")[0] for code in CODES))


def test_a_docstring_goes_on_until_a_blank_line_or_the_next_key() -> None:
    told = said("""English sentence: with a colon.

    规则：一
    二。
    依据：三。

    More English.
    """)
    assert told == {"规则": "一二。", "依据": "三。"}
    assert said(None) == {}
    assert said("规则 without a colon") == {}


def test_a_code_without_a_function_has_no_entry() -> None:
    assert entry("identity.no_such_rule") is None


@pytest.mark.parametrize("code", CODES)
def test_the_list_says_of_a_level_what_the_gate_allows(code: str) -> None:
    for level in Level:
        refused = list(lowered(GateLevels(levels={code: level.name})))
        assert bool(refused) == (level not in allowed(code))
    words = changes(code, raised_only=False)
    assert ("调低为" in words) == any(level < base(code) for level in allowed(code))
    assert ("调高为" in words) == (base(code) < Level.stop)


def test_the_page_of_the_site_has_every_entry_under_its_code() -> None:
    path, view, rows = rules_draft()
    assert (path, view) == ("pages/rules.html", "rules")
    shown = [rule["code"] for chapter in rows["chapters"] for rule in chapter["rules"]]
    assert shown == [one.code for chapter in chapters() for one in chapter.entries]


def test_the_page_is_found_from_the_guides_and_the_site_map(sample_site: Path) -> None:
    assert {one.code for chapter in chapters() for one in chapter.entries} <= set(markup(sample_site / "pages/rules.html").ids)
    for place in ("pages/index.html", "sitemap/index.html"):
        assert "rules.html" in (sample_site / place).read_text("utf-8"), place
    assert "/pages/rules.html<" in (sample_site / "sitemap/site.xml").read_text("utf-8")
