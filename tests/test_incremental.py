"""An incremental build equals a clean one, byte for byte, after any sequence of edits (design.md, law 2 and 6)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.histories import SLOW, apply, filled, lawful, of_today


@SLOW
@given(st.lists(st.lists(lawful, min_size=1, max_size=4), min_size=2, max_size=5))
def test_an_incremental_build_equals_a_clean_one(steps: list[list[tuple[object, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
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
