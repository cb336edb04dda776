"""The terms (检索词) under which a decision is found, each with its place: a list of (space, key, place).

* `g`: two characters, and four characters, of the party's name and of the title, wherever they stand, and of the document number from
  each of its words on; its digits would say little, and fill much.
* `i`: initials of the party's name, four characters from each on; `f`: full pinyin of each two characters; in every reading of each.
* `k`: the whole document number, its year and number; the credit code, and its beginnings of 2, 4, 6, 8 and 10, in which those of a
  county are alike.

A place is (position * 8 + ends * 4 + field): the field is 0 name, 1 title, 2 document number, in pinyin 0 the usual reading,
3 another; `ends` is 1 where the term reaches the field's end. The unit of a term, its key or the beginning of it, says in which
file it is; what a query may find by one beginning has one unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import product, repeat
from zlib import crc32

from publish.search.folding import fold, fold_number
from publish.search.readings import Syllables, readings
from publish.search.rows import Named

Places = defaultdict[str, list[int]]  # key → places, or postings
Lists = dict[str, Places]  # space → its lists
SPACES = "gifk"
NAME, TITLE, NUMBER, UNUSUAL = 0, 1, 2, 3
ENDS = 4
LONGEST = 500  # characters of a field: names and titles have at most 200 before they are folded
MOST_READINGS = 256  # of four characters; beyond that the later ones have their usual reading only
DIGITS = re.compile(r"(?<![0-9/])[0-9]+/[0-9]+$")  # year and number, behind a word
BEGINNINGS = (2, 4, 6, 8, 10)  # of a credit code
CODE_UNIT = 12
WIDTH = 32


def no_lists() -> Lists:
    """Space → key → list of places, empty."""
    return {space: defaultdict(list) for space in SPACES}


def add(lists: Lists, base: int, named: Named) -> None:
    """Add `base` + place to the list of each term of a decision; what is added comes in no certain order."""
    party, title, number, code = named
    for space, keys, places in _of_name(fold(party)[:LONGEST]):
        _lay(lists[space], keys, [base + place for place in places])
    grams, keyed = lists["g"], lists["k"]
    _lay(grams, *_grams(base + TITLE, fold(title)[:LONGEST]))
    if number := fold_number(number):
        keyed[f"={number}"].append(base)
        if digits := DIGITS.search(number, 1):
            keyed[f"={digits[0]}"].append(base)
        for key, posting in zip(*_grams(base + NUMBER, number.replace("/", "")[:LONGEST]), strict=True):
            if not key[0].isdecimal():
                grams[key].append(posting)
    if code := fold(code or ""):
        for key in dict.fromkeys((*(code[:length] for length in BEGINNINGS), code)):
            keyed[key].append(base)


def unit_of(space: str, key: str) -> str:
    """The part of a key that says where it is: what shares it is in one file."""
    if space == "g":
        return key[: 2 if len(key) == 2 else 3]
    if space == "i":
        return key[:3]
    return key if space == "f" or key.startswith("=") else key[:CODE_UNIT]


def place_in(space: str) -> Callable[[str], int]:
    """What tells the place of a key's unit among all of its space, `WIDTH` bits."""
    return _of_grams if space == "g" else lambda key: crc32(unit_of(space, key).encode())


def high_in(space: str) -> Callable[[str], int]:
    """The same for the first sixteen bits, which is less work."""
    return (lambda key: _high(key[:2])) if space == "g" else lambda key: crc32(unit_of(space, key).encode()) >> 16


def _of_grams(key: str) -> int:
    """In `g` what begins with the same two characters lies together."""
    high = _high(key[:2]) << 16
    return high if len(key) == 2 else high | _low(key[:3])


@lru_cache(maxsize=50_000)
def _high(pair: str) -> int:
    return crc32(pair.encode()) >> 16


@lru_cache(maxsize=50_000)
def _low(unit: str) -> int:
    return crc32(unit.encode()) & 0xFFFF


def _lay(lists: Places, keys: Iterable[str], postings: Iterable[int]) -> None:
    for key, posting in zip(keys, postings, strict=True):
        lists[key].append(posting)


def _grams(base: int, text: str) -> tuple[list[str], list[int]]:
    """Every two and every four characters (three at the end), and for each `base` and its place."""
    pairs = list(map(str.__add__, text, text[1:]))
    if not pairs:
        return [], []
    count = len(pairs)
    places = [*range(base, base + 8 * count, 8)]
    more = places[:-1]  # where four characters begin, or three
    places[-1] += ENDS
    for at in range(max(count - 3, 0), count - 1):
        more[at] += ENDS
    return [*pairs, *map(str.__add__, pairs, pairs[2:]), *([text[-3:]] if more else [])], places + more


@lru_cache(maxsize=4000)
def _of_name(name: str) -> tuple[tuple[str, list[str], list[int]], ...]:
    """The terms of a name, which many decisions may share: space, keys, and a place for each."""
    grams = ("g", *_grams(NAME, name))
    syllables = readings(name)
    spelt = [one if one[0] != char else () for one, char in zip(syllables, name, strict=True)]
    if not any(spelt):
        return (grams,)
    return grams, ("i", *_spelt([_initials(one) for one in syllables], 3, 4)), ("f", *_spelt(spelt, 2, 2))


@lru_cache(maxsize=10_000)
def _initials(syllables: Syllables) -> Syllables:
    return tuple(dict.fromkeys(one[0] for one in syllables))


def _spelt(every: list[Syllables], least: int, most: int) -> tuple[list[str], list[int]]:
    """The characters from each on, `least` to `most` of them, in every combination of their readings, and for each its place."""
    keys: list[str] = []
    places: list[int] = []
    for at in range(len(every) - least + 1):
        combined = _combined(*every[at : at + most])
        keys += combined
        place = at * 8 + (ENDS if at + most >= len(every) else 0)
        places += [place, *repeat(place + UNUSUAL, len(combined) - 1)] if combined else []
    return keys, places


@lru_cache(maxsize=50_000)
def _combined(*window: Syllables) -> list[str]:
    """Every combination of the readings of some characters, that of their usual ones first; none where one has none."""
    return list(dict.fromkeys(map("".join, product(*_bounded(window)))))


def _bounded(window: Iterable[Syllables]) -> list[Syllables]:
    """Readings of some characters whose combinations are not too many."""
    made: list[Syllables] = []
    count = 1
    for one in window:
        made.append(one if count * len(one) <= MOST_READINGS else one[:1])
        count *= len(made[-1])
    return made
