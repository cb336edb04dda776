"""Pieces of work are planned no further ahead than memory allows, and come back in order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from publish import workers
from publish.workers import as_it_is, light, spread

PIECES = 30


@pytest.mark.parametrize(
    ("weight", "most"),
    [
        pytest.param(0, workers.AHEAD, id="light"),
        pytest.param(workers.HELD // 2, 3, id="two are as much as may be held"),
        pytest.param(workers.HELD * 2, 1, id="one is more"),
    ],
)
def test_what_is_planned_ahead_is_bounded_by_what_it_holds(weight: int, most: int) -> None:
    planned = 0

    def pieces() -> Iterator[int]:
        nonlocal planned
        for number in range(PIECES):
            planned += 1
            yield number

    ahead = []
    with ThreadPoolExecutor(2) as pool:
        for done in spread(as_it_is, pieces(), pool, 0, lambda _: weight):
            ahead.append(planned - done)
    assert max(ahead) == most


@pytest.mark.parametrize("weigh", [light, lambda piece: workers.HELD * (piece % 3 == 0)])
def test_results_come_in_the_order_of_their_pieces(weigh: workers.Weigh) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(spread(as_it_is, range(PIECES), pool, 2, weigh)) == list(range(PIECES))
