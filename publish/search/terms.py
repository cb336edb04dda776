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
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import product
from operator import add as add_strings
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
    """Add `base` + place to the list of each term of a decision; what is added comes in no certain order.

    There are a hundred terms and more a decision: so they are made, and laid into their lists, by loops in C.
    """
    party, title, number, code = named
    for space, keys, places in _of_name(fold(party)[:LONGEST]):
        _lay(lists[space], keys, map(base.__add__, places))
    _add_grams(lists["g"], base + TITLE, fold(title)[:LONGEST])
    keyed = lists["k"]
    if number := fold_number(number):
        keyed[f"={number}"].append(base)
        if digits := DIGITS.search(number, 1):
            keyed[f"={digits[0]}"].append(base)
        _add_words(lists["g"], base + NUMBER, number.replace("/", "")[:LONGEST])
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
    """Add each posting to the list of its key; there are as many of both."""
    deque(map(list.append, map(lists.__getitem__, keys), postings), 0)


def _add_grams(lists: Places, base: int, text: str) -> None:
    """Add `base` and eight times the position to the lists of every two and every four characters."""
    pairs = list(map(add_strings, text, text[1:]))
    if not pairs:
        return
    last = len(pairs) - 1
    _lay(lists, pairs[:-1], range(base, base + last * 8, 8))
    lists[pairs[last]].append(base + last * 8 + ENDS)
    if last:
        _lay(lists, map(add_strings, pairs, pairs[2:last]), range(base, base + max(last - 2, 0) * 8, 8))
        for at in range(max(last - 2, 0), last):
            lists[text[at : at + 4]].append(base + at * 8 + ENDS)


def _add_words(lists: Places, base: int, text: str) -> None:
    """The same, but for those that begin with a digit."""
    length = len(text)
    for at, char in enumerate(text[: length - 1]):
        if not char.isdecimal():
            lists[text[at : at + 2]].append(base + at * 8 + (ENDS if at + 2 == length else 0))
            if at + 2 < length:
                lists[text[at : at + 4]].append(base + at * 8 + (ENDS if at + 4 >= length else 0))


@lru_cache(maxsize=4000)
def _of_name(name: str) -> tuple[tuple[str, tuple[str, ...], tuple[int, ...]], ...]:
    """The terms of a name, which many decisions may share: space, keys, and a place for each."""
    grams: Places = defaultdict(list)
    _add_grams(grams, NAME, name)
    found = {"g": [(key, place) for key, places in grams.items() for place in places]}
    syllables = readings(name)
    if any(one[0] != char for one, char in zip(syllables, name, strict=True)):  # something of it is spelt
        found["i"] = list(_spelt([_initials(one) for one in syllables], 3, 4))
        found["f"] = list(_spelt([one if one[0] != char else () for one, char in zip(syllables, name, strict=True)], 2, 2))
    return tuple((space, tuple(key for key, _ in one), tuple(place for _, place in one)) for space, one in found.items())


@lru_cache(maxsize=10_000)
def _initials(syllables: Syllables) -> Syllables:
    return tuple(dict.fromkeys(one[0] for one in syllables))


def _spelt(every: list[Syllables], least: int, most: int) -> Iterator[tuple[str, int]]:
    """The characters from each on, `least` to `most` of them, in every combination of their readings; none where one has none."""
    for at in range(len(every) - least + 1):
        ends = ENDS if at + most >= len(every) else 0
        for key, unusual in _combined(tuple(every[at : at + most])):
            yield key, at * 8 + ends + unusual


@lru_cache(maxsize=50_000)
def _combined(window: tuple[Syllables, ...]) -> tuple[tuple[str, int], ...]:
    """Every combination of the readings of some characters, and whether it is an unusual one."""
    usual = "".join(one[0] for one in window if one)
    return tuple((key, 0 if key == usual else UNUSUAL) for key in dict.fromkeys(map("".join, product(*_bounded(window)))))


def _bounded(window: Iterable[Syllables]) -> list[Syllables]:
    """Readings of some characters whose combinations are not too many."""
    made: list[Syllables] = []
    count = 1
    for one in window:
        made.append(one if count * len(one) <= MOST_READINGS else one[:1])
        count *= len(made[-1])
    return made
