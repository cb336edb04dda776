"""What commands write is read back as exactly what was meant, and stands in one order with its Chinese titles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.fields import CONTROL, EMPTY_WORDS, HIDDEN
from publish.load import load
from publish.model import CATEGORIES, ITEMS, DecisionFile, OrderFile
from publish.staff.front_matter import ORDER, decision_text, order_text
from publish.strict_yaml import read
from tests.editor import CoreLoader, marks, seen

CONTENT = Path(__file__).parent.parent / "content"
PLACE = "decisions/jia/2026/d000000000000001.md"
SIGNS = st.text(st.sampled_from("a0一 :：#-?,[]{}&*!|>'\"%@`~\\\n\t.eE+=<《（ox_/"), min_size=1, max_size=12)
KNOWN = st.sampled_from(
    ["null", "~", "yes", "true", "1e3", "0x1F", "0123", "12:30:00", "2026-05-12", "<<", "---", "...", "- a", "a: b", "a #b"]
)
ANY = st.one_of(SIGNS, KNOWN, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
TEXTS = ANY.map(str.strip).filter(lambda text: text and text not in EMPTY_WORDS)
SOUND = TEXTS.filter(lambda text: not CONTROL.search(text) and not HIDDEN.search(text))
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
MONEY = st.decimals(0, 10**9, places=2).map(abs)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


RECORDS = st.fixed_dictionaries({
    "no": st.integers(0, 999), "stage": st.just("service"), "medium": st.just("audio"), "title": SOUND, "made_on": DAYS, "note": SOUND,
})  # fmt: skip
DECISIONS = st.fixed_dictionaries(
    {
        "id": st.just("d000000000000001"), "status": st.just("approved"), "kind": st.just("penalty"), "agency": st.just("jia"),
        "title": SOUND, "document_number": SOUND, "decided_on": st.just(date(2026, 5, 12)), "published_on": DAYS,
        "party": st.fixed_dictionaries({"type": st.just("individual"), "name": SOUND}, optional={"minor": st.booleans()}),
        "conclusion": SOUND, "facts": SOUND, "basis": st.lists(SOUND, min_size=1, max_size=3),
        "penalty": st.fixed_dictionaries(
            {"violation_type": SOUND, "categories": st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3)},
            optional={"fine_yuan": MONEY, "certificate": SOUND, "valid_until": st.one_of(DAYS, st.just("long"))},
        ),
    },
    optional={
        "tags": st.lists(st.sampled_from(["water", "solid-waste", "on", "12"]), min_size=1, max_size=3),
        "corrections": st.lists(st.fixed_dictionaries({"on": DAYS, "note": SOUND}), min_size=1, max_size=2),
        "case": st.fixed_dictionaries({"officers": st.lists(SOUND, min_size=1, max_size=3)}),
        "review": st.fixed_dictionaries({"items": st.dictionaries(st.sampled_from(ITEMS), st.just("pass"), min_size=1)}),
        "records": st.lists(RECORDS, min_size=1, max_size=2),
    },
)  # fmt: skip


@given(DECISIONS, st.text(st.sampled_from("一# -\n:`|>"), max_size=40))
def test_a_decision_that_is_written_is_read_back_as_it_was_meant(fields: dict[str, Any], body: str) -> None:
    filed = load("decision", PLACE, decision_text(fields, body).encode())
    assert not filed.findings
    assert filed.record == DecisionFile.model_validate(fields)
    assert filed.body == body.strip("\n")


@given(st.dictionaries(st.sampled_from(["title", "conclusion", "facts", "document_number"]), TEXTS), st.lists(TEXTS), st.lists(TEXTS))
def test_any_text_survives_in_any_kind_of_place(texts: dict[str, str], rows: list[str], words: list[str]) -> None:
    front = decision_text(
        {**texts, "basis": rows, "tags": words, "party": {"name": "甲", **dict.fromkeys(["uscc_note"] if texts else [], "乙: #")}}
    )
    document, found = read(front.split("---\n", 1)[1].rpartition("---\n")[0], PLACE)
    assert not found
    assert document is not None
    assert {name: document.data[name] for name in texts} == texts
    assert document.data.get("basis", []) == rows
    assert document.data.get("tags", []) == words


@given(st.lists(TEXTS.filter(lambda text: text.isprintable()), min_size=1))
def test_an_editor_sees_the_same_texts_and_takes_none_for_a_number(rows: list[str]) -> None:
    front = decision_text({"basis": rows}).split("---\n", 1)[1].rpartition("---\n")[0]
    assert seen(front)["basis"] == rows


def test_the_order_names_every_field_of_a_decision() -> None:
    assert sorted(ORDER) == sorted(DecisionFile.model_fields)


@pytest.mark.parametrize("path", sorted(CONTENT.glob("decisions/*/*/*.md")), ids=lambda path: path.stem)
def test_the_sample_written_anew_says_the_same_and_editors_mark_nothing(path: Path) -> None:
    place = path.relative_to(CONTENT).as_posix()
    before = load("decision", place, path.read_bytes())
    assert isinstance(before.record, DecisionFile)
    text = decision_text(before.record.model_dump(exclude_unset=True), before.body)
    after = load("decision", place, text.encode())
    assert (after.record, after.body, after.findings) == (before.record, before.body, before.findings)
    assert marks("decision", text.split("---\n")[1]) == []


def test_each_field_bears_its_chinese_title_and_long_lines_have_it_above() -> None:
    text = decision_text({"conclusion": "长" * 60, "title": "某案", "party": {"name": "某公司", "uscc_note": "无"}, "facts": "一\n二"})
    assert text == (
        "---\n# yaml-language-server: $schema=../../../.schema/decision.schema.json\n"
        "title: 某案  # 标题\nparty:  # 执法对象\n  name: 某公司  # 名称或姓名\n"
        f"# 执法结论\nconclusion: {'长' * 60}\n# 主要事实\nfacts: |-\n  一\n  二\n---\n"
    )


def test_comments_of_ones_own_stand_in_place_of_titles_and_show_what_is_still_to_be_filled_in() -> None:
    text = decision_text({"title": "某案"}, comments={"facts": "缺：从决定书抄写", "title": "第 3 行\nevil: 1", "party.name": "无处可放"})
    assert "title: 某案  # 第 3 行 evil: 1\n# facts: 缺：从决定书抄写\n---\n" in text
    assert "无处可放" not in text


def test_numbers_days_and_flags_are_written_plain_and_codes_of_digits_quoted() -> None:
    fields = {
        "decided_on": date(2026, 5, 12), "published_on": "2026-05-13", "region": "990100", "case": {"officers": ["99011048", "甲-1"]},
        "penalty": {"fine_yuan": Decimal("1E+4"), "confiscated_yuan": "1234.50"}, "party": {"minor": False}, "revision": "3",
    }  # fmt: skip
    made = yaml_of(decision_text(fields))
    assert made == {
        "decided_on": "2026-05-12", "published_on": "2026-05-13", "region": "990100", "case": {"officers": ["99011048", "甲-1"]},
        "penalty": {"fine_yuan": 10000, "confiscated_yuan": 1234.5}, "party": {"minor": False}, "revision": 3,
    }  # fmt: skip


def yaml_of(text: str) -> Any:
    import yaml

    return yaml.load(text.split("---\n")[1], Loader=CoreLoader)


def test_what_says_nothing_is_left_out_and_empty_blocks_with_it() -> None:
    fields = {"title": " ", "facts": None, "party": {"uscc": "/"}, "tags": [], "records": [{"note": "无"}], "case": {}, "conclusion": "无"}
    assert "\nconclusion: 无  # 执法结论\n---\n" in decision_text(fields)
    assert decision_text(fields).count("\n") == 4


@pytest.mark.parametrize(("fields", "said"), [({"titel": "x"}, "titel"), ({"party": {"nam": "x"}}, "party.nam")])
def test_a_name_that_the_format_does_not_know_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        decision_text(fields)


@given(SOUND, SOUND)
def test_an_order_that_is_written_is_read_back_as_it_was_meant(reason: str, instrument: str) -> None:
    fields = {
        "id": "r000000000000001", "action": "withdraw", "decision": "d000000000000001", "agency": "jia", "ground": "error",
        "kind": "penalty", "tags": ["water"], "effective_on": date(2026, 5, 12), "ordered_on": date(2026, 5, 13), "reason": reason,
        "instrument": instrument,
    }  # fmt: skip
    filed = load("order", "orders/2026/r000000000000001.yml", order_text(fields).encode())
    assert not filed.findings
    assert filed.record == OrderFile.model_validate(fields)
