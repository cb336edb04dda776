"""The clocks that lean on what was released before: the same findings whether months are judged anew or kept."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import compressed, tree
from publish.build import build, check
from publish.days import iso_day
from publish.errors import Finding, Level
from publish.request import Request
from publish.work import Work
from tests.content import PROJECT, TODAY, Content, codes
from tests.histories import SLOW

HOLD = {"agency": "nowhere"}


def own_bytes(work: Work) -> None:
    """A host that writes the mark of our sites and each file's own path: quick, and as good for what is judged here."""
    for output in chain(work.pages, chain.from_iterable(work.batches), chain.from_iterable(work.closing)):
        text = tree.GENERATOR + output.path.encode()
        work.report(compressed.put(work.output, output.path, text))


def request(content: Content, today: date) -> Request:
    return Request(PROJECT, content.folder, content.output, today)


def release(content: Content, today: date) -> None:
    build(request(content, today), own_bytes, None)


def found(content: Content, today: date) -> list[Finding]:
    return check(request(content, today), None)


def found_anew(content: Content, today: date, name: str) -> list[Finding]:
    """The same content and store, nothing kept of what was judged."""
    store = content.root / f"store-{name}"
    shutil.copytree(content.output.with_name("output.state"), store)
    (store / "state.sqlite").unlink()
    return check(Request(PROJECT, content.folder, content.root / f"anew-{name}", today, store), None)


steps = st.tuples(
    st.integers(0, 4),  # days that pass before it
    st.integers(0, 2),  # which decision
    st.sampled_from(["approve", "approve", "hold", "mend", "today", "earlier", "later", "import", "draft", "nothing"]),
)


def apply(content: Content, ident: str, edit: str, today: date) -> None:
    changes: dict[str, dict[str, Any]] = {
        "draft": {"status": "draft"}, "approve": {"status": "approved"}, "hold": {"document_number": None}, "nothing": {},
        "mend": {"document_number": f"甲环罚〔2026〕{ident[-3:]}号"}, "today": {"published_on": today},
        "earlier": {"published_on": today - timedelta(days=2)}, "later": {"published_on": today + timedelta(days=2)},
        "import": {"imported_on": today},
    }  # fmt: skip
    content.edit(ident, **changes[edit])


@SLOW
@given(st.lists(steps, min_size=3, max_size=8))
def test_kept_verdicts_say_what_judging_anew_says(history: list[tuple[int, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content, today = Content(Path(folder)), TODAY
        drafts = [(4, "approved"), (5, "draft"), (5, "draft")]
        idents = [content.decision(decided_on=f"2026-0{month}-10", published_on=TODAY, status=status) for month, status in drafts]
        release(content, today)
        for number, (days, which, edit) in enumerate(history):
            today += timedelta(days=days)
            apply(content, idents[which], edit, today)
            assert found(content, today) == found_anew(content, today, str(number))
            release(content, today)


def test_a_back_dated_decision_is_told_until_it_is_released(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision()
    release(content, TODAY)
    late = content.decision(published_on="2026-06-09")
    assert codes(found(content, TODAY)) == ["deadlines.back_dated"]
    assert codes(found(content, TODAY)) == ["deadlines.back_dated"]
    release(content, TODAY)
    assert found(content, TODAY) == []
    content.edit(late, title="另一个标题")
    release(content, TODAY + timedelta(days=3))
    assert found(content, TODAY + timedelta(days=3)) == []


def test_a_decision_held_over_a_release_becomes_back_dated(tmp_path: Path) -> None:
    content = Content(tmp_path)
    held = content.decision(published_on=TODAY, decided_on=TODAY, clearance=None)
    release(content, TODAY)
    assert "deadlines.back_dated" not in codes(found(content, TODAY))
    release(content, TODAY + timedelta(days=1))
    assert codes(found(content, TODAY + timedelta(days=1)), Level.warn) == ["clearance.missing", "deadlines.back_dated"]
    content.edit(held, published_on=TODAY + timedelta(days=1), clearance={"office": "室", "on": TODAY, "scope": "full"})
    assert found(content, TODAY + timedelta(days=1)) == []


def test_a_restored_decision_keeps_its_first_day(tmp_path: Path) -> None:
    content = Content(tmp_path)
    one = content.decision()
    release(content, TODAY)
    content.order(one, ground="error")
    release(content, TODAY)
    content.order(one, "restore", ordered_on=TODAY + timedelta(days=2), effective_on=TODAY + timedelta(days=2))
    assert found(content, TODAY + timedelta(days=2)) == []
    release(content, TODAY + timedelta(days=2))
    assert found(content, TODAY + timedelta(days=20)) == []


def test_a_withdrawal_that_is_released_late_is_told_by_the_build_that_takes_down(tmp_path: Path) -> None:
    content = Content(tmp_path)
    one = content.decision()
    release(content, TODAY)
    content.order(one)
    late = TODAY + timedelta(days=14)
    assert found(content, TODAY + timedelta(days=3)) == []
    (told,) = found(content, late)
    assert told.code == "deadlines.withdrawal"
    assert str(late) in told.message
    release(content, late)
    assert found(content, late) == []


def test_a_missing_report_is_told_only_in_the_year_after(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision(decided_on="2025-03-03", published_on="2025-03-05", clearance={"office": "室", "on": "2025-03-04", "scope": "full"})
    for day, told in (("2026-01-31", 0), ("2026-02-01", 1), ("2026-12-31", 1), ("2027-06-01", 0)):
        assert codes(found(content, date.fromisoformat(day))).count("deadlines.report") == told, day


def test_the_report_is_told_once_however_many_builds_there_are(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.write("reports/2025.yml", "# 注释\nyear: 2025\npublished_on: 2026-03-01\n")
    for _ in range(2):
        assert [(one.path, one.line) for one in found(content, TODAY)] == [("reports/2025.yml", 3)]
        release(content, TODAY)


@given(st.dates())
def test_a_day_is_read_back_as_it_is_written(day: date) -> None:
    assert iso_day(str(day)) == iso_day(day) == day


@pytest.mark.parametrize(
    "written", ["2027-02-30", "2026-W01-1", "20260105", "2026-1-5", "２０２６-01-05", "2026-01-05 ", "", None, 20260105]
)
def test_what_is_no_day_is_none(written: object) -> None:
    assert iso_day(written) is None
