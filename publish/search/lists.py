"""The list of a term: the numbers of the decisions that have it, newest first, each with its place.

In files a list is flat: `[number, place, less, place, less, place, …]`, each number told by how much less it is than the one before.
A long list is cut into blocks along the bits of the numbers (`publish.search.cuts`); the newest is kept with the term, with the
names of all; the others have files of their own. So a page of results reads what it shows, and no more.

In the program a posting is one integer that sorts as it stands in a list: number * 4096 + 4095 - place, descending. Where all files
are made at once, it has a decision's rank among all, from the newest on, instead of its number: rank * 4096 + place, ascending, which
is half as long, and in order as it comes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import sub
from typing import Any
from zlib import crc32

from publish.search.cuts import ROOT_NAME, Reshaping, cut_evenly, filled_up, leaf_of
from publish.search.numbering import WIDTH

PLACES = 1 << 12
LONG = 1024  # postings that a list may have in one piece
Postings = list[int]
Stored = list[int] | dict[str, Any]  # a list as it is in a file
Blocks = dict[int, Postings]  # block's name → its postings


def posting(number: int, place: int) -> int:
    """One integer for a number and a place."""
    return number * PLACES + PLACES - 1 - place


def flat(postings: Postings) -> list[int]:
    """Postings, descending, as a file holds them."""
    return _flat([one >> 12 for one in postings], [PLACES - 1 - (one & 4095) for one in postings])


def _flat(numbers: list[int], places: list[int]) -> list[int]:
    """Numbers, descending, and their places as a file holds them."""
    made = [0] * (2 * len(numbers))
    made[::2] = numbers[:1] + list(map(sub, numbers, numbers[1:]))
    made[1::2] = places
    return made


def read_flat(stored: list[int]) -> Postings:
    """Postings of a flat list."""
    numbers = accumulate(stored[::2], lambda before, less: before - less)
    return [number * PLACES + PLACES - 1 - place for number, place in zip(numbers, stored[1::2], strict=True)]


def blocks_of(postings: Postings) -> list[tuple[int, Postings]]:
    """Postings, descending, in blocks, newest first; the only one bears the name of the root where the list is short."""
    if len(postings) <= LONG:
        return [(ROOT_NAME, postings)]
    leaves = cut_evenly([one >> 12 for one in postings], LONG, WIDTH)
    return [(name, postings[first:end]) for name, first, end in leaves]


def stored(blocks: list[tuple[int, Postings]]) -> Stored:
    """What stands at the term, from all blocks."""
    newest = flat(blocks[0][1])
    return newest if len(blocks) == 1 else {"l": newest, "m": [f"{name:x}" for name, _ in blocks]}


def laid_out(ranked: Sequence[int], numbers: Sequence[int]) -> tuple[Stored, Iterable[tuple[int, list[int]]]]:
    """What stands at a term, and its other blocks, flat, from postings by rank, ascending. `numbers`: by rank.

    A list may have millions: the blocks are made one by one, and what all of them need is in arrays.
    """
    if len(ranked) == 1:  # as most are
        return [numbers[ranked[0] >> 12], ranked[0] & 4095], ()
    if len(ranked) <= LONG:
        return _flat([numbers[one >> 12] for one in ranked], [one & 4095 for one in ranked]), ()
    every = array("Q", (numbers[one >> 12] for one in ranked))
    cuts = list(cut_evenly(every, LONG, WIDTH))
    blocks = ((name, _flat(every[first:end].tolist(), [one & 4095 for one in ranked[first:end]])) for name, first, end in cuts)
    newest = next(blocks)[1]
    return newest if len(cuts) == 1 else {"l": newest, "m": [f"{name:x}" for name, _, _ in cuts]}, blocks


def block_path(space: str, place: int, key: str, name: str) -> str:
    """The file of a block, below `search/v1/`. `place`: of the term's unit. Terms with the same checksums share it."""
    return f"o/{name[-2:]:0>2}/{space}{place:08x}{crc32(key.encode()):08x}-{name}.bin"


def changed(old: Stored, less: Iterable[int], more: Iterable[int], load: Callable[[int], Postings]) -> tuple[Stored, Blocks, set[int]]:
    """A list after a change: what stands at the term, the blocks to be written, and those whose files go. `load`: a block's postings."""
    if not isinstance(old, dict):
        blocks = blocks_of(sorted(set(read_flat(old)).difference(less).union(more), reverse=True))
        return (stored(blocks) if blocks[0][1] else []), dict(blocks[1:]), set()
    return _Long(old, load).changed(list(less), list(more))


class _Long:
    """A long list; of its blocks only those are read that a change touches."""

    def __init__(self, old: dict[str, Any], load: Callable[[int], Postings]) -> None:
        self.blocks = [int(name, 16) for name in old["m"]]
        self.newest = self.blocks[0]
        self.inline = read_flat(old["l"])
        self.read = load

    def changed(self, less: Postings, more: Postings) -> tuple[Stored, Blocks, set[int]]:
        leaves = filled_up(self.blocks)
        by_leaf: dict[int, tuple[Postings, Postings]] = {}
        for side, postings in enumerate((less, more)):
            for one in postings:
                by_leaf.setdefault(leaf_of(leaves, one >> 12, WIDTH), ([], []))[side].append(one)
        touched = {name: list(set(self._load(name)).difference(away).union(added)) for name, (away, added) in by_leaf.items()}
        shrunk = [name for name, (away, _) in by_leaf.items() if away]
        reshaping = Reshaping(leaves, LONG, WIDTH, self._load, lambda name: len(self._load(name)), lambda _: 1, lambda one: one >> 12)
        made, gone = reshaping.reshape(touched, shrunk)
        self.blocks = [*({*self.blocks} - gone | made.keys())]
        return self._stored(made, gone - {self.newest})

    def _load(self, name: int) -> Postings:
        if name == self.newest:
            return self.inline
        return self.read(name) if name in self.blocks else []

    def _stored(self, made: Blocks, gone: set[int]) -> tuple[Stored, Blocks, set[int]]:
        """The newest block goes to the term, and the one that was there before to a file where it is another."""
        order = sorted(self.blocks, key=first_place, reverse=True)
        if not order:
            return [], {}, gone
        written = {name: sorted(one, reverse=True) for name, one in made.items()}
        if self.newest != order[0] and self.newest in self.blocks:
            written.setdefault(self.newest, self.inline)
        newest = written.pop(order[0], None) or sorted(self._load(order[0]), reverse=True)
        gone = gone | ({order[0]} if order[0] != self.newest else set())
        head = flat(newest)
        return head if len(order) == 1 else {"l": head, "m": [f"{name:x}" for name in order]}, written, gone


def first_place(name: int) -> int:
    """The least number that a block may hold."""
    depth = name.bit_length() - 1
    return (name ^ 1 << depth) << (WIDTH - depth)
