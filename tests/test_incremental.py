"""An incremental build equals a clean one, byte for byte, after any sequence of edits (design.md, law 2 and 6)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.histories import SLOW, apply, filled, lawful


@SLOW
@given(st.lists(st.lists(lawful, min_size=1, max_size=4), min_size=2, max_size=5))
def test_an_incremental_build_equals_a_clean_one(steps: list[list[tuple[object, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = filled(Path(folder))
        for number, step in enumerate(steps):
            for edit in step:
                apply(history, edit)
            incremental = history.build()
            clean = history.build(f"clean{number}")
            if incremental.stopped or clean.stopped:
                continue  # a stop shows the last public set, which a clean build does not have
            assert history.tree() == history.tree(f"clean{number}")
            assert incremental.decisions == clean.decisions
            assert incremental.outputs["total"] == clean.outputs["total"]
