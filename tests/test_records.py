"""The quick look at the days of records against the close one: it may never pass what the other finds."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from publish.dossier import Dossier, Facts, Tables
from publish.load import Filed
from publish.model import KINDS, DecisionFile
from publish.rules import records
from tests.content import TODAY, Content, codes, credit_code, handled

DECIDED = date(2026, 6, 1)
days = st.integers(-3, 3).map(lambda offset: DECIDED + timedelta(days=offset))
entries = st.tuples(st.sampled_from(list(records.STAGES)), days)
BLOCKS = {
    "penalty": {"violation_type": "型", "categories": ["罚款"]},
    "permit": {"document_title": "书", "category": "普通", "result": "granted"},
    "coercion": {"measure": "代履行"},
    "inspection": {"item": "1", "inspected_on": "2026-06-01", "method": "on_site", "found": "none"},
}


def dossier(kind: str, conduct_on: date | None, index: list[tuple[str, date]]) -> Dossier:
    """A decision of a kind with an index of text records."""
    record = DecisionFile.model_validate(
        {
            "id": "d000000000000001", "status": "approved", "kind": kind, "title": "题", "agency": "jia", "decided_on": DECIDED,
            "party": {"type": "organization", "name": "某公司", "uscc": credit_code(1)}, "conclusion": "果", "basis": ["据"],
            "conduct_on": conduct_on, kind: BLOCKS[kind],
            "records": [
                {"no": no, "stage": stage, "medium": "text", "title": "书", "made_on": day} for no, (stage, day) in enumerate(index, 1)
            ],
        }
    )  # fmt: skip
    return Dossier(Filed("decisions/jia/2026/d000000000000001.md", record), record, Facts(), Tables({}))


@given(st.sampled_from(list(KINDS)), st.none() | days, st.lists(entries, max_size=7))
def test_the_quick_look_passes_nothing_that_the_close_one_finds(kind: str, conduct_on: date | None, index: list[tuple[str, date]]) -> None:
    one = dossier(kind, conduct_on, index)
    close = [*records._out_of_place(one), *records._initiated_late(one)]
    assert list(records.dates(one)) == close


@given(st.sampled_from(list(KINDS)), st.lists(st.sampled_from(list(records.STAGES)), max_size=7))
def test_records_of_one_day_are_always_in_order(kind: str, stages: list[str]) -> None:
    assert list(records.dates(dossier(kind, DECIDED, [(stage, DECIDED) for stage in stages]))) == []


def test_every_kind_has_its_stages() -> None:
    assert records.WRITTEN.keys() == records.BEFORE.keys() == KINDS.keys()
    assert {stage for needed in records.WRITTEN.values() for stage in needed} <= records.STAGES.keys()


def test_a_record_of_tomorrow_is_told_today_and_tomorrow_no_more(tmp_path: Path) -> None:
    content = Content(tmp_path)
    tomorrow = TODAY + timedelta(days=1)
    records_of = handled("2026-06-01")["records"]
    paid = {"no": "5", "stage": "execution", "medium": "text", "title": "缴款凭证", "made_on": tomorrow}
    content.decision(records=[*records_of, paid])
    for day, told in ((TODAY, ["records.dates"]), (tomorrow, []), (TODAY, ["set.clock", "records.dates"])):
        assert codes(content.build(day).findings) == told


def test_a_record_of_a_later_day_is_told_in_the_same_words_whether_judged_anew_or_kept(tmp_path: Path) -> None:
    content = Content(tmp_path)
    entry = {"no": "1", "stage": "execution", "medium": "text", "title": "书", "made_on": "2026-08-01"}
    content.decision(records=[entry])
    content.build()
    kept = content.build(TODAY + timedelta(days=5)).findings
    shutil.rmtree(content.output.with_name("output.state"))
    shutil.rmtree(content.output)
    assert "records.dates" in codes(kept)
    assert kept == content.build(TODAY + timedelta(days=5)).findings
