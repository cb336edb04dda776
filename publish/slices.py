"""How a long list is cut into pages of which a change moves few: linear hashing (W. Litwin, VLDB 1980) over what names each thing.

Counted off in order, one thing more or less pushes every later one on by a place, and all later pages change. Here the page of a
thing follows from its own name and from how many pages there are, and one page more splits one page alone. So whatever comes or
goes changes one page, and where the number of pages changes with it, two more; pages keep their numbers. It is a function of what
there is, without history.

A list of up to `most` things is one page. A longer one has a page for every half of that, of which those that are not split yet hold
about twice as much as the others: up to `most`, and by chance some more (of 5,000 things at `most` 200 no page holds over 250).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def count(total: int, most: int) -> int:
    """How many pages `total` things make; one of none."""
    return 1 if total <= most else -(-total * 2 // most)


def place(name: str, pages: int) -> int:
    """The page, from 0, on which a thing is, of `pages`."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    whole = 1 << pages.bit_length() - 1  # the pages before the last doubling; `pages - whole` of them are split
    near = number % whole
    return number % (2 * whole) if near < pages - whole else near


def slices(things: Iterable[Thing], name: Callable[[Thing], str], most: int) -> list[list[Thing]]:
    """The pages of some things, each in the order given. `name`: what names a thing, unlike any other."""
    listed = list(things)
    pages: list[list[Thing]] = [[] for _ in range(count(len(listed), most))]
    for one in listed:
        pages[place(name(one), len(pages)) if len(pages) > 1 else 0].append(one)
    return pages
