"""Whatever happens to decisions, a subscriber keeps no ghost of a withdrawn one and no second entry of any."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds import Subscriber
from tests.histories import SLOW, apply, filled, ident, lawful
from tests.test_trace import pages


@settings(SLOW, max_examples=4)
@given(st.lists(st.lists(lawful, min_size=1, max_size=4), min_size=2, max_size=4))
def test_a_subscriber_keeps_no_ghost(steps: list[list[tuple[object, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = filled(Path(folder))
        plain, obedient = Subscriber(obedient=False), Subscriber(obedient=True)
        first: list[list[tuple[object, ...]]] = [[], [("order", 1, "withdraw")]]
        for edits in first + steps:
            for edit in edits:
                apply(history, edit)
            if history.build().stopped:
                return
            for reader in (plain, obedient):
                reader.look(history.root / "output")
        public = pages(history.tree())
        assert obedient.kept.keys() == public
        assert public <= plain.kept.keys()
        for number in history.withdrawn():
            if kept := plain.kept.get(ident(number)):
                assert kept.title == "该信息已依法撤回"
                assert history.decisions[number].terms[1] not in kept.html + kept.summary
