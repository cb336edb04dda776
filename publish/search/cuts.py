"""How a space of things is cut into files, so that a change moves little: a binary tree over their places.

A thing's place is a number of `width` bits. A node of the tree is a leaf, so a file, when what it holds weighs at most `limit` (or
when no bit is left); otherwise its two halves are nodes. So the cut is a function of what there is, without history, and one thing
more or less splits or joins its own leaf only. A node's name is the number 1 followed by the bits of its path.
"""

from __future__ import annotations

import base64
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import neg
from typing import Generic, TypeVar

ROOT_NAME = 1
LEAF = re.compile("(1*)(0[01])")
Thing = TypeVar("Thing")
Leaves = dict[int, bool]  # name → whether the leaf holds something, and so has a file


def cut(places: Sequence[int], weights: Sequence[int], limit: int, width: int, name: int = ROOT_NAME) -> Iterator[tuple[int, int, int]]:
    """Leaves below the node `name` as (name, first, end), in order. `places`: of things below it, ascending; `weights`: one each."""
    total = [0, *accumulate(weights)]
    waiting = [(name, 0, len(places))]
    while waiting:
        node, first, end = waiting.pop()
        depth = node.bit_length() - 1
        if total[end] - total[first] <= limit or depth == width:
            yield node, first, end
            continue
        right = (node << 1 | 1) << (width - depth - 1)
        middle = bisect_left(places, right - (1 << width), first, end)
        waiting += [(node << 1 | 1, middle, end), (node << 1, first, middle)]


def cut_evenly(places: Sequence[int], limit: int, width: int, above: int | None = None) -> Iterator[tuple[int, int, int]]:
    """The leaves that hold something, as (name, first, end). `places`: descending, of things that weigh 1 each.

    A leaf is the largest node that has neither the thing before its first nor the one that would be too many. So a part of the things
    can be cut before the rest is known: `above` is then what `height_below` says of the last thing before these and the first of them.
    """
    first, height = 0, width if above is None else above
    while first < len(places):
        place = places[first]
        if first + limit < len(places):
            height = max(min(height, height_below(place, places[first + limit])), 0)
        end = bisect_right(places, -(place >> height << height), first, key=neg)
        yield (place | 1 << width) >> height, first, end
        if end < len(places):
            height = height_below(place, places[end])
        first = end


def height_below(one: int, other: int) -> int:
    """The height of the largest node that has one of two places."""
    return (one ^ other).bit_length() - 1


def filled_up(names: Iterable[int]) -> Leaves:
    """The whole cut of which some leaves hold something."""
    leaves: Leaves = dict.fromkeys(names, True)
    above: set[int] = set()
    for name in leaves:
        node = name >> 1
        while node and node not in above:
            above.add(node)
            node >>= 1
    for node in above:
        for child in (node << 1, node << 1 | 1):
            if child not in above and child not in leaves:
                leaves[child] = False
    return leaves or {ROOT_NAME: False}


def leaf_of(leaves: Leaves, place: int, width: int) -> int:
    """The leaf in which a place lies."""
    name = place | 1 << width
    return next(name >> up for up in range(width, -1, -1) if name >> up in leaves)


@dataclass(frozen=True)
class Reshaping(Generic[Thing]):
    """A cut that changes. `load`: what an untouched leaf holds; `weight`: what it weighs; `weigh`, `place`: of one thing."""

    leaves: Leaves
    limit: int
    width: int
    load: Callable[[int], list[Thing]]
    weight: Callable[[int], int]
    weigh: Callable[[Thing], int]
    place: Callable[[Thing], int]

    def reshape(self, touched: dict[int, list[Thing]], shrunk: Iterable[int]) -> tuple[dict[int, list[Thing]], set[int]]:
        """The leaves that are new or changed, with what they hold (by place, ascending), and those that are no more.

        `touched`: leaves with what they hold after the change, in any order; `shrunk`: those that may weigh less than before, for only
        they can join others. `leaves` is brought up to date.
        """
        before = set(touched)
        for name in sorted(shrunk, reverse=True):
            self._join(name, touched, before)
        made: dict[int, list[Thing]] = {}
        for name, things in touched.items():
            del self.leaves[name]
            things.sort(key=self.place)
            places, weights = [self.place(one) for one in things], [self.weigh(one) for one in things]
            for leaf, first, end in cut(places, weights, self.limit, self.width, name):
                self.leaves[leaf] = end > first
                made[leaf] = things[first:end]
        return {name: things for name, things in made.items() if things}, before - {name for name, things in made.items() if things}

    def _join(self, name: int, touched: dict[int, list[Thing]], before: set[int]) -> None:
        """Join a leaf with its sibling as long as both together are one leaf."""
        while name > ROOT_NAME and name in touched and name ^ 1 in self.leaves:
            sibling = name ^ 1
            other = sum(map(self.weigh, touched[sibling])) if sibling in touched else self.weight(sibling)
            if sum(map(self.weigh, touched[name])) + other > self.limit:
                return
            if sibling not in touched:
                touched[sibling] = self.load(sibling)
                before.add(sibling)
            things = touched.pop(name) + touched.pop(sibling)
            del self.leaves[name], self.leaves[sibling]
            name >>= 1
            self.leaves[name] = True
            touched[name] = things


def bitmap(leaves: Leaves) -> str:
    """The tree as base64: in preorder 1 for a node that is split, 01 for a leaf with a file, 00 for an empty one."""
    pieces: list[str] = []
    name = ROOT_NAME
    while True:
        while name not in leaves:
            pieces.append("1")
            name <<= 1
        pieces.append("01" if leaves[name] else "00")
        name = _next(name)
        if name == ROOT_NAME:
            break
    bits = "".join(pieces)
    bits += "0" * (-len(bits) % 8)
    return base64.b64encode(int(bits, 2).to_bytes(len(bits) // 8, "big")).decode()


def read_bitmap(text: str) -> Leaves:
    """What `bitmap` wrote. Raises ValueError where it is no such tree."""
    raw = base64.b64decode(text, validate=True)
    leaves: Leaves = {}
    name = ROOT_NAME
    for split, leaf in LEAF.findall(f"{int.from_bytes(raw, 'big'):0{len(raw) * 8}b}"):
        name <<= len(split)
        leaves[name] = leaf == "01"
        name = _next(name)
        if name == ROOT_NAME:
            return leaves
    raise ValueError(text)


def _next(leaf: int) -> int:
    """The node that comes after a leaf in preorder: the right one beside it, or beside the nearest above that has one; else the root."""
    beside = leaf + 1
    return beside // (beside & -beside)
