"""Long lists are cut into pages of which a change moves few, whatever comes or goes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.slices import count, place, slices

MOST = 200


def cut(names: list[str]) -> list[list[str]]:
    return slices(names, str, MOST)


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (200, 1), (201, 3), (300, 3), (301, 4), (5000, 50), (40_000, 400)])
def test_a_list_has_as_many_pages_as_it_needs(total: int, pages: int) -> None:
    found = cut([f"d{number}" for number in range(total)])
    assert len(found) == count(total, MOST) == pages
    assert sum(map(len, found)) == total
    assert max(map(len, found)) <= MOST * 5 / 4
    assert total <= MOST or min(map(len, found)) > 0


@given(st.integers(0, 10**6), st.integers(1, 3000))
def test_one_page_more_splits_one_page_and_no_other(name: int, pages: int) -> None:
    now, then = place(str(name), pages), place(str(name), pages + 1)
    assert now < pages
    assert then in (now, pages)
    split = pages - (1 << pages.bit_length() - 1)  # the only page that gives something away
    assert now in (then, split)


def test_whatever_comes_or_goes_changes_its_own_page() -> None:
    names = [f"d{number:05d}" for number in range(3000)]
    moved = []
    for before, after in pairwise(cut([*names[:at], *names[at + 1 :]]) for at in range(0, 3000, 97)):
        moved.append(sum(one != other for one, other in zip(before, after, strict=True)))
    assert set(moved) <= {1, 2}  # one goes, another comes back


@given(st.permutations([f"d{number}" for number in range(300)]))
def test_the_page_does_not_depend_on_the_order_in_which_things_came(names: list[str]) -> None:
    assert [sorted(page) for page in cut(names)] == [sorted(page) for page in cut(sorted(names))]
