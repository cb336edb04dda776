"""Over random histories with failed, stopped and repeated builds the index has what is public, and never anything else."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from publish.finding import FOLDER
from publish.finding.find import find
from tests.finding.packed import contents
from tests.histories import SLOW, History, apply, careless, filled, ident, lawful
from tests.test_trace import Edits, pages


def titles(history: History) -> dict[str, str]:
    """Id → title of the decisions whose records are in the output."""
    tree = history.tree()
    public = pages(tree)
    return {one: json.loads(tree[f"decision/{one[:2]}/{one}.json"])["title"] for one in public}


@SLOW
@given(st.lists(st.tuples(st.lists(st.one_of(lawful, careless), min_size=1, max_size=4), st.booleans()), min_size=2, max_size=6))
def test_the_index_has_what_is_public_and_nothing_else(steps: list[tuple[Edits, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = filled(Path(folder))
        state = history.root / "output.state"
        find(state, state, "独词")
        for step, searched in steps:
            for edit in step:
                apply(history, edit)
            history.build()
            public = titles(history)
            everything = contents(state / FOLDER)
            assert not [
                made.number for made in history.decisions.values() if ident(made.number) not in public and ident(made.number) in everything
            ]
            if searched:
                assert {hit.id: hit.title.text for hit in find(state, state, "独词", limit=99).hits} == public
