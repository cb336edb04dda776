"""A space of terms that was changed is the same, file by file, as one that was made at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.search import lists, spaces
from publish.search.cuts import bitmap, read_bitmap
from publish.search.files import Shelf, leaf_path, packed
from publish.search.lists import PLACES, flat, posting, read_flat
from publish.search.spaces import Space, joined_up, laid_out
from publish.search.terms import place_in

KEYS = ["宏达", "宏达化工", "宏达化学", "宏达化肥", "宏达化纤", "南京", "有限", "有限公司", "限公司", "达化工有"]
ANYWHERE = st.builds(posting, st.integers(0, 2**53 - 1), st.integers(0, 4095))
NEAR = st.builds(posting, st.integers(2**52, 2**52 + 90), st.just(8))
POSTINGS = st.dictionaries(st.sampled_from(KEYS), st.sets(ANYWHERE | NEAR, min_size=1, max_size=40))


def at_once(terms: dict[str, set[int]], name: int = 1) -> tuple[dict[str, Any], dict[int, bool]]:
    """All files below a node, from postings by rank, as they are made of a whole site."""
    numbers = sorted({one // PLACES for postings in terms.values() for one in postings}, reverse=True)
    ranks = {number: rank for rank, number in enumerate(numbers)}
    ranked: dict[str, Sequence[int]] = {
        key: sorted(ranks[one // PLACES] * PLACES + PLACES - 1 - one % PLACES for one in postings)
        for key, postings in terms.items()
        if postings
    }
    return laid_out("g", ranked, numbers, name)


def made(terms: dict[str, set[int]]) -> tuple[dict[str, Any], str]:
    contents, leaves = at_once(terms)
    return contents, bitmap(leaves)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "LONG", 5)
    monkeypatch.setattr(spaces, "HEAVIEST", 12)
    monkeypatch.setattr(spaces, "SHORT", 2)


@settings(max_examples=200, deadline=None)
@given(POSTINGS, POSTINGS, st.data())
def test_a_changed_space_is_one_made_at_once(before: dict[str, set[int]], more: dict[str, set[int]], data: st.DataObject) -> None:
    less = {key: set(data.draw(st.lists(st.sampled_from(sorted(one)), unique=True))) for key, one in before.items()}
    more = {key: one - before.get(key, set()) for key, one in more.items()}
    after = {key: (before.get(key, set()) - less.get(key, set())) | more.get(key, set()) for key in before.keys() | more.keys()}
    contents, tree = made(before)
    files = {f"search/v1/{path}": packed(content) for path, content in contents.items()}
    shelf = Shelf(files.get)
    space = Space("g", read_bitmap(tree), shelf)
    space.change({key: list(one) for key, one in less.items()}, {key: list(one) for key, one in more.items()})
    now = {path: content for path, content in {**contents, **shelf.made}.items() if content is not None}
    assert (now, bitmap(space.leaves)) == made(after)


@given(st.sets(st.builds(posting, st.integers(0, 2**53 - 1), st.integers(0, 4095))))
def test_a_list_reads_back_as_it_was_written(postings: set[int]) -> None:
    ordered = sorted(postings, reverse=True)
    assert read_flat(flat(ordered)) == ordered


@settings(max_examples=200, deadline=None)
@given(POSTINGS, st.integers(0, 4))
def test_a_space_made_in_partitions_is_one_made_at_once(terms: dict[str, set[int]], bits: int) -> None:
    contents: dict[str, Any] = {}
    leaves: dict[int, bool] = {}
    light: dict[int, Any] = {}
    for name in range(1 << bits, 2 << bits):
        mine = {key: one for key, one in terms.items() if (place_in("g")(key) | 1 << 32) >> (32 - bits) == name}
        held, cuts = at_once(mine, name)
        if name in cuts:
            del cuts[name]
            light[name] = held.pop(leaf_path("g", name), {})
        contents |= held
        leaves |= cuts
    for name, content in joined_up("g", light).items():
        leaves[name] = bool(content)
        contents |= {leaf_path("g", name): content} if content else {}
    assert (contents, bitmap(leaves)) == made(terms)


def test_of_a_heavy_unit_only_the_lists_that_change_are_read() -> None:
    every = {f"宏达化{char}": {posting(2**52 + number, 8) for number in range(4)} for char in "工学肥纤物原"}
    contents, tree = made(every)
    files = {f"search/v1/{path}": packed(content) for path, content in contents.items()}
    blocks = {path for path in files if path.startswith("search/v1/o/")}
    assert len(blocks) == len(every)
    read: list[str] = []

    def look(path: str) -> bytes | None:
        read.append(path)
        return files.get(path)

    shelf = Shelf(look)
    Space("g", read_bitmap(tree), shelf).change({}, {"宏达化工": [posting(2**52 + 9, 8)]})
    assert len(blocks & set(read)) == 1
    assert len([path for path in shelf.made if path.startswith("o/")]) == 1
