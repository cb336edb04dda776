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
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any
from zlib import crc32

from publish.search.folding import fold, fold_number
from publish.search.readings import Syllables, readings

Term = tuple[str, str, int]  # space, key, place
SPACES = "gifk"
NAME, TITLE, NUMBER, UNUSUAL = 0, 1, 2, 3
ENDS = 4
LONGEST = 500  # characters of a field: names and titles have at most 200 before they are folded
MOST_READINGS = 256  # of four characters; beyond that the later ones have their usual reading only
DIGITS = re.compile(r"(?<![0-9/])[0-9]+/[0-9]+$")  # year and number, behind a word
BEGINNINGS = (2, 4, 6, 8, 10)  # of a credit code
CODE_UNIT = 12
WIDTH = 32


def terms(row: dict[str, Any]) -> Iterator[Term]:
    """All terms of a decision. `row`: what lists say of it (`publish.publication.row`)."""
    yield from _of_name(fold(row["party"])[:LONGEST])
    yield from _grams(fold(row["title"])[:LONGEST], TITLE)
    if number := fold_number(row["number"]):
        yield "k", f"={number}", 0
        if digits := DIGITS.search(number, 1):
            yield "k", f"={digits[0]}", 0
        yield from (term for term in _grams(number.replace("/", "")[:LONGEST], NUMBER) if not term[1][0].isdecimal())
    if code := fold(row["code"] or ""):
        for length in BEGINNINGS:
            yield "k", code[:length], 0
        yield "k", code, 0


def unit_of(space: str, key: str) -> str:
    """The part of a key that says where it is: what shares it is in one file."""
    if space == "g":
        return key[: 2 if len(key) == 2 else 3]
    if space == "i":
        return key[:3]
    return key if space == "f" or key.startswith("=") else key[:CODE_UNIT]


@lru_cache(maxsize=50_000)
def bits_of(space: str, unit: str) -> int:
    """The place of a unit among all of its space, `WIDTH` bits. In `g` what begins with the same two characters lies together."""
    digest = crc32(unit.encode())
    if space != "g":
        return digest
    return crc32(unit[:2].encode()) & 0xFFFF0000 | (digest & 0xFFFF if len(unit) > 2 else 0)


def _grams(text: str, field: int) -> Iterator[Term]:
    length = len(text)
    for at in range(length - 1):
        yield "g", text[at : at + 2], at * 8 + (ENDS if at + 2 == length else 0) + field
    for at in range(length - 2):
        yield "g", text[at : at + 4], at * 8 + (ENDS if at + 4 >= length else 0) + field


@lru_cache(maxsize=4000)
def _of_name(name: str) -> tuple[Term, ...]:
    """The terms of a name, which many decisions may share."""
    found = [*_grams(name, NAME)]
    syllables = readings(name)
    if any(one[0] != char for one, char in zip(syllables, name, strict=True)):  # something of it is spelt
        found += _spelt("i", [tuple(dict.fromkeys(one[0] for one in every)) for every in syllables], 3, 4)
        spelt = [every if every[0] != char else () for every, char in zip(syllables, name, strict=True)]
        found += _spelt("f", spelt, 2, 2)
    return tuple(found)


def _spelt(space: str, every: list[Syllables], least: int, most: int) -> Iterator[Term]:
    """The characters from each on, `least` to `most` of them, in every combination of their readings; none where one has none."""
    for at in range(len(every) - least + 1):
        window = every[at : at + most]
        ends = ENDS if at + most >= len(every) else 0
        usual = "".join(one[0] for one in window if one)
        for key in dict.fromkeys(map("".join, product(*_bounded(window)))):
            yield space, key, at * 8 + ends + (0 if key == usual else UNUSUAL)


def _bounded(window: Iterable[Syllables]) -> list[Syllables]:
    """Readings of some characters whose combinations are not too many."""
    made: list[Syllables] = []
    count = 1
    for one in window:
        made.append(one if count * len(one) <= MOST_READINGS else one[:1])
        count *= len(made[-1])
    return made
