"""Things by decision, cut along the bits of its number: records, and the decisions of blocks of text.

Both are brought up to date alike: what goes is taken from its leaf, what comes is laid into its own, and leaves split or join.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from publish.search.cuts import Leaves, Reshaping, leaf_of
from publish.search.numbering import WIDTH

Thing = TypeVar("Thing")
Held = list[tuple[int, Thing]]  # number and thing


def regrouped(
    leaves: Leaves, most: int, load: Callable[[int], Held[Thing]], less: Iterable[int], more: dict[int, Thing]
) -> tuple[dict[int, Held[Thing]], set[int]]:
    """The leaves that are new or changed, by number, and those that are no more. `load`: what a leaf with a file holds.

    `less`, `more`: the numbers that go, and the things that come or take another's place; `leaves` is brought up to date.
    """

    def held(leaf: int) -> Held[Thing]:
        return load(leaf) if leaves[leaf] else []

    touched: dict[int, dict[int, Thing]] = {}
    for number in {*less, *more}:
        leaf = leaf_of(leaves, number, WIDTH)
        if leaf not in touched:
            touched[leaf] = dict(held(leaf))
        touched[leaf].pop(number, None)
        if number in more:
            touched[leaf][number] = more[number]
    reshaping = Reshaping(leaves, most, WIDTH, held, lambda leaf: len(held(leaf)), lambda _: 1, lambda one: one[0])
    return reshaping.reshape({leaf: list(one.items()) for leaf, one in touched.items()}, list(touched))
