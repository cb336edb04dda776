"""The words of facts and text (事实、正文), in blocks of neighbours in time, which a reader asks for from the newest back.

A block has up to 256 decisions: the list of them, `[[number, id], …]`, newest first, and sixteen files `{two characters: [place in the
list, more, more, …]}`, by the checksum of the two characters. That a decision has them all does not say that it has them in a row:
a reader looks at the decision itself before it shows one. A block is made anew whole, from the records.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

from publish.search.cuts import Leaves
from publish.search.files import Shelf, leaf_path
from publish.search.folding import fold
from publish.search.neighbours import regrouped

SPACE = "t"
FIELDS = ("facts", "body")
MOST = 256
BUCKETS = 16
Found = tuple[int, str]  # a decision's number and id
Records = Callable[[str], str]  # id → record (JSON)


def block(decisions: Iterable[tuple[int, str, str]]) -> Iterator[tuple[str, Any]]:
    """(suffix, what it holds) of the files of a block. `decisions`: (number, id, record as JSON), newest first."""
    listed: list[Found] = []
    words: dict[str, list[int]] = {}
    for place, (number, ident, text) in enumerate(decisions):
        listed.append((number, ident))
        for pair in pairs_of(json.loads(text)):
            words.setdefault(pair, []).append(place)
    yield "-d", listed
    buckets: list[dict[str, list[int]]] = [{} for _ in range(BUCKETS)]
    for pair, places in words.items():
        buckets[_bucket(pair)][pair] = [places[0], *(one - before for before, one in pairwise(places))]
    for name, words in enumerate(buckets):
        yield f"-{name}", words


def pairs_of(record: dict[str, Any]) -> set[str]:
    """Every two characters in a row in the facts or in the text of a record."""
    texts = [fold(record.get(name) or "") for name in FIELDS]
    return {text[at : at + 2] for text in texts for at in range(len(text) - 1)}


@lru_cache(maxsize=100_000)
def _bucket(pair: str) -> int:
    return crc32(pair.encode()) % BUCKETS


def change(leaves: Leaves, shelf: Shelf, less: Iterable[int], more: dict[int, str], records: Records) -> None:
    """Make the blocks anew that hold what goes, comes or changes. `less`, `more`: numbers, the latter with their ids."""

    def load(leaf: int) -> list[Found]:
        return [(number, ident) for number, ident in shelf.get(leaf_path(SPACE, leaf, "-d"))]

    made, gone = regrouped(leaves, MOST, load, less, more)
    for leaf in gone:
        for suffix in SUFFIXES:
            shelf.put(leaf_path(SPACE, leaf, suffix), None)
    for leaf, found in made.items():
        for suffix, content in block((number, ident, records(ident)) for number, ident in reversed(found)):
            shelf.put(leaf_path(SPACE, leaf, suffix), content)


SUFFIXES = ("-d", *(f"-{name}" for name in range(BUCKETS)))
