"""An incremental build equals a clean one, byte for byte, after any sequence of edits (design.md, law 2 and 6)."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.views import paging, sitemaps
from tests.content import Content, credit_code
from tests.histories import SLOW, apply, filled, lawful, of_today


@SLOW
@given(st.lists(st.lists(lawful, min_size=1, max_size=4), min_size=2, max_size=5), st.booleans())
def test_an_incremental_build_equals_a_clean_one(steps: list[list[tuple[object, ...]]], crowded: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if crowded:  # lists are cut as those of a large site are
            patch.setattr(paging, "LARGE", 2)
            patch.setattr(paging, "NEWEST", 1)
            patch.setattr(sitemaps, "ADDRESSES", 3)
        history = filled(Path(folder))
        for number, step in enumerate(steps):
            for edit in step:
                apply(history, edit)
            clean, same_past = f"clean{number}", number % 2 == 1
            if same_past:
                history.same_past(clean)
            before = history.build(clean)
            incremental = history.build()
            if before.stopped or incremental.stopped:
                continue  # a stop shows the last public set, which a clean build does not have
            made, expected = history.tree(), history.tree(clean)
            assert of_today(made) == of_today(expected)
            assert not same_past or made == expected
            assert incremental.decisions == before.decisions
            assert incremental.outputs["total"] == before.outputs["total"] or not same_past


@pytest.mark.parametrize("stop", [False, True], ids=["", "after a stop"])
def test_rows_that_an_older_program_kept_are_those_of_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: bool) -> None:
    content = Content(tmp_path)
    party = {"type": "organization", "name": "甲公司", "uscc": credit_code(77)}
    one = content.decision(party=party)
    content.decision(party=party, decided_on="2026-05-20", published_on="2026-05-25")
    with monkeypatch.context() as patch:
        patch.setattr("publish.build.program_digest", lambda _: "older")
        content.build()
    store = sqlite3.connect(tmp_path / "output.state" / "store.sqlite")
    with store:
        store.execute("UPDATE decision SET row = json_remove(row, '$.yuan')")
    store.close()
    if stop:
        content.write("policy/gate.yml", "a: [\n")
        assert content.publish() == 1
        content.delete("policy/gate.yml")
    content.build()
    content.edit(one, facts="改过的事实")
    content.build()
    assert "8,000元" in (content.output / f"party/{credit_code(77)}.html").read_text("utf-8")
