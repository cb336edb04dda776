"""The words of facts and text (事实、正文), in blocks of neighbours in time, which a reader asks for from the newest back.

A block has up to 256 decisions: the list of them, `[[number, id], …]`, newest first, and sixteen files `{two characters: [place in the
list, more, more, …]}`, by the checksum of the two characters. That a decision has them all does not say that it has them in a row:
a reader looks at the decision itself before it shows one. A block is made anew whole, from the records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import sub
from typing import Any
from zlib import crc32

import msgspec

from publish.search.cuts import Leaves
from publish.search.files import Shelf, leaf_path
from publish.search.folding import fold
from publish.search.neighbours import regrouped

SPACE = "t"
MOST = 256
BUCKETS = 16
Found = tuple[int, str]  # a decision's number and id
Records = Callable[[str], str]  # id → record (JSON)


class Text(msgspec.Struct):
    """What is read of a record."""

    facts: str | None = None
    body: str | None = None


text_of = msgspec.json.Decoder(Text).decode


def block(decisions: Iterable[tuple[int, str, str]]) -> Iterator[tuple[str, Any]]:
    """(suffix, what it holds) of the files of a block. `decisions`: (number, id, record as JSON), newest first."""
    listed: list[Found] = []
    words: defaultdict[int, list[int]] = defaultdict(list)
    for place, (number, ident, record) in enumerate(decisions):
        listed.append((number, ident))
        for pair in _pairs(text_of(record)):
            words[pair].append(place)
    yield "-d", listed
    buckets: list[dict[str, list[int]]] = [{} for _ in range(BUCKETS)]
    for pair, places in words.items():
        bucket, key = _named(pair)
        buckets[bucket][key] = [places[0], *map(sub, places[1:], places)] if len(places) > 1 else places
    for name, one in enumerate(buckets):
        yield f"-{name}", one


def _pairs(text: Text) -> set[int]:
    """Every two characters in a row in the facts or in the text of a record, each as 64 bits of UTF-32: they are many, and as
    integers they are made and compared in half the time."""
    facts, body = fold(text.facts or ""), fold(text.body or "")
    raw = f"{facts}\0{body}".encode("utf-32-le")
    first = memoryview(raw)[: len(raw) & ~7].cast("Q")  # the first and second, third and fourth …
    second = memoryview(raw)[4 : 4 + (len(raw) - 4 & ~7)].cast("Q")
    found = {*first, *second}
    for pair in (f"{facts[-1:]}\0", f"\0{body[:1]}"):  # which are in neither
        found.discard(int.from_bytes(pair.encode("utf-32-le"), "little"))
    return found


@lru_cache(maxsize=100_000)
def _named(pair: int) -> tuple[int, str]:
    """The bucket of two characters, and these."""
    key = pair.to_bytes(8, "little").decode("utf-32-le")
    return crc32(key.encode()) % BUCKETS, key


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
