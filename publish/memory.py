"""Giving freed memory back to the machine.

What was freed between two things that are still in use glibc keeps for itself; after records of some hundred MB that is most of what
a process holds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import count

OFTEN = 64  # pieces of work: to look through the memory of one takes a hundredth of the time for them
PIECES = count(1)


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int]:
    """`malloc_trim(3)`, which glibc alone has. Loaded where there is much to do: a small build has nothing to give back."""
    from ctypes import CDLL  # noqa: PLC0415

    trim: Callable[[int], int] = getattr(CDLL(None), "malloc_trim", lambda _: 0)
    return trim


def give_back(always: bool = False) -> None:
    """Give back what is free, now and then, or `always`: to be called after each piece of work."""
    if next(PIECES) % OFTEN == 0 or always:
        _trim()(0)
