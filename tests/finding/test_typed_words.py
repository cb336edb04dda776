"""What people and programs type: words that say what is wrong, exit code 2, and nothing that takes long or fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.errors import BadUsage
from publish.finding.find import find
from publish.finding.words import Asked, Word, read
from tests.content import Content

HOSTILE = [
    "'; DROP TABLE decision; --", "<script>alert(1)</script>", "(a+)+$", "*", "公*司", "?????", "[公-司]", "污~9", "公司^1000000", "\\",
    "../../etc/passwd", "😀😀", "\u202e公司", "\x00\x01公司", "e\u0301公司", "OR", "OR OR",
    "NOT", "- - -", "-公司", "公司 OR", "NOT NOT 公司", "{公 TO 司}",
    "公司 AND 公司",
    "ﷺ", "½½", "٣٣٣", "ＯＲ 公司", "公司" * 100, "污水 " * 120, "-污水 " * 80, "甲 " * 200,
]  # fmt: skip


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    content = Content(tmp_path_factory.mktemp("typed"))
    content.decision()
    content.build()
    return content


def outcome(content: Content, typed: str) -> int | str:
    """How many are found, or what is said."""
    state = content.root / "output.state"
    try:
        return find(state, state, typed).total
    except BadUsage as error:
        return str(error)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "没有可以查的文字"),
        ("！？。“”（）", "没有可以查的文字"),
        ("水", "“水”只有一个字"),
        ('"公司', "引号没有成对"),
        ("“公司", "引号没有成对"),
        ("公司" * 5000, "有 10000 个字，太长了；最多 500 个字"),
        ("COD:20", "没有 COD: 这一项；有：party（当事人）"),
        ("https://example.org", "没有 https: 这一项"),
        ("机关:", "机关: 后面还要写内容"),
        ("party:", "party: 后面还要写内容"),
        ("机关:丙市", "没有名称里有“丙市”的机关。有：甲市生态环境局（jia）。"),
        ("kind:罚单", "没有名称里有“罚单”的类别。有：行政处罚（penalty）"),
        ("主题:水", "没有名称里有“水”的主题。"),
        ("year:26", "年份应写作"),
        ("year:2026-13", "年份应写作"),
        ("代码:9", "“9”只有一个字"),
    ],
)
def test_what_is_not_understood_is_told(content: Content, typed: str, said: str) -> None:
    assert said in str(outcome(content, typed))


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_words(content: Content, typed: str) -> None:
    assert isinstance(outcome(content, typed), int | str)


@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.text(st.one_of(st.characters(), st.sampled_from('":：-“” ORNTpartynumber文号机关年202公司某化工')), max_size=60))
def test_anything_typed_ends_in_hits_or_words(content: Content, typed: str) -> None:
    assert isinstance(outcome(content, typed), int | str)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("案由：噪声", Asked([[Word("案由:噪声")]], whole="案由:噪声")),
        ("12:30:40", Asked([[Word("12:30:40")]], whole="12:30:40")),
        ("PM2.5:超标", Asked([[Word("PM2.5:超标")]], whole="PM2.5:超标")),
        ('当事人： "甲 乙"', Asked([[Word("甲 乙", "party", plain=False)]])),
        ("甲公司 水 OR 乙公司", Asked([[Word("甲公司"), Word("乙公司")]], short=["水"])),
        ("废气-治理", Asked([[Word("废气-治理")]], whole="废气-治理")),
        ("-PARTY:甲公司 丙公司", Asked([[Word("丙公司")]], [Word("甲公司", "party", plain=False)], whole="丙公司")),
    ],
)
def test_what_looks_like_a_field_or_an_operator_and_is_none_stays_text(typed: str, asked: Asked) -> None:
    assert read(typed) == asked


def test_nothing_public_is_nothing_found(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.build()
    assert outcome(content, "公司") == 0
