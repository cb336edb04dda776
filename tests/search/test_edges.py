"""Odd decisions and crowded days: search takes what the gate lets pass, and never stands in the way of a removal."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from publish.errors import BuildFailed
from publish.search import numbering, readings, terms
from publish.search.folding import fold_number
from publish.search.numbering import Numbering
from publish.search.rows import Row
from tests.content import credit_code
from tests.searching import Town

ROW = Row("", "案", "", "甲公司", None, "penalty", "jia", "2026-06-01", "2026-06-03", ["air"])


def test_a_day_with_more_decisions_of_an_agency_than_have_room_keeps_the_first_by_id() -> None:
    rows = [replace(ROW, id=f"d{number:015d}") for number in range(70_000)]
    numbers = Numbering.of(["jia"], ["air"]).numbers(rows)
    assert sorted(numbers) == [row.id for row in rows[: numbering.SLOTS - 1]]
    assert len(set(numbers.values())) == len(numbers)
    assert max(numbers.values()) < 2**53


@pytest.mark.parametrize(("day", "found"), [("1948-12-31", False), ("1949-01-01", True), ("2119-08-31", True), ("2119-09-01", False)])
def test_days_that_no_number_tells_have_none(day: str, found: bool) -> None:
    assert bool(Numbering.of(["jia"], ["air"]).numbers([replace(ROW, id="a", decided_on=day)])) == found


@given(st.text(alphabet=st.sampled_from("苏罚第号〔〕（）٣٠3０²Ⅳ19202600/ abc")))
def test_a_folded_number_holds_letters_and_digits_parted_by_strokes(text: str) -> None:
    folded = fold_number(text)
    assert all(unicodedata.category(one)[0] in "LN" for one in folded.replace("/", ""))


ODD: list[dict[str, Any]] = [
    {"title": "﷽" * 200},
    {"title": "𠮷" * 200, "party": {"type": "organization", "name": "𠮷野家𪚥（ＡＢ）有限公司", "uscc": credit_code(3)}},
    {"title": "İstanbul ẞ ﬃ ㍿ ⅳ 가나다", "document_number": "٣第〔0000〕００号"},
    {"title": "——", "document_number": "第号", "party": {"type": "organization", "name": "・", "uscc": credit_code(4)}},
    {"document_number": "罚" * 128},
    {"party": {"type": "organization", "name": "重长乐曾解仇区单" * 25, "uscc": credit_code(5)}},
    {"decided_on": "1948-11-20", "published_on": "1948-11-22"},
    {"decided_on": "1948-12-05", "published_on": "1948-12-07"},
]
PERIODS = (
    "penalties:\n  - from: 1900-01-01\n    source: 测试\n"
    "    minor: {site_months: 9999, credit_months: 12}\n    general: {site_months: 9999, credit_months: 12}\n"
    "    serious: {site_months: 9999, credit_months: 12}\n"
)


def test_odd_decisions_are_taken_in_and_go_again_without_a_trace(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.content.write("policy/periods.yml", PERIODS)
    town.add(5)
    town.build()
    before = town.search()
    odd = [town.content.decision(**one) for one in ODD]
    assert town.build().decisions["published"] == 5 + len(ODD)
    made = town.search()
    town.clean(past=False)
    assert made == town.search("clean")
    for ident in odd:
        town.content.order(ident)
    town.build()
    assert town.search() == before


def everything(town: Town) -> str:
    """What the files of search say."""
    return "\0".join(json.dumps(json.loads(gzip.decompress(raw)), ensure_ascii=False) for raw in town.search().values())


def test_a_person_is_found_as_shown_and_not_by_name_or_by_what_is_left_out(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.content.write("policy/privacy.yml", "individuals: full\n")
    omit = ["facts", "body", "document_number"]
    cleared = {"office": "内部办公室", "on": "2026-06-02", "scope": "summary", "reason": "内部的理由", "omit": omit}
    town.content.person("绝小平")
    town.content.decision("绝文", clearance=cleared, facts="绝实", document_number="绝环罚〔2026〕9号")
    town.build()
    assert "绝小平" in everything(town)
    assert not [word for word in ("绝文", "绝实", "绝环") if word in everything(town)]
    town.content.write("policy/privacy.yml", "individuals: surname\n")
    town.build()
    assert "绝小" not in everything(town)
    assert "xiao" not in everything(town)


def test_a_decision_that_cannot_be_spelt_out_does_not_hold_up_a_removal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(tmp_path)
    town.add(5)
    town.up.append(town.content.decision(title="鑫鑫案"))
    town.build()
    town.content.order(town.up[-1])
    town.content.decision(party={"type": "organization", "name": "坏名公司", "uscc": credit_code(60)})
    spelt = readings.readings

    def fails(name: str) -> Any:
        if name == "坏名公司":
            raise ValueError(name)
        return spelt(name)

    monkeypatch.setattr(terms, "readings", fails)
    with pytest.raises((ValueError, BuildFailed)):
        town.build()
    assert not town.content.public(town.up[-1])
    assert town.content.holding("鑫鑫") == set()
