"""Names by pinyin, as the browser finds them (`theme/static/js/pinyin.js`): three initials, two syllables or more, in every reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.search.folding import fold
from publish.search.readings import readings

LETTERS = re.compile(r"[a-z]{3,60}")
SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve"
    r"|[aeiouv]|ng?|m)"
)
WAYS = 4  # to read the same letters
LONGEST = 500  # characters of a name


def spelt(name: str) -> list[list[str]]:
    """For each character of a folded name what it is found by: `.h` its initial, `huan` its reading; none where nothing of it is spelt."""
    every = readings(name[:LONGEST])
    if all(one[0] == char for one, char in zip(every, name, strict=False)):
        return []
    return [
        [*dict.fromkeys(f".{reading[0]}" for reading in one), *(() if one[0] == char else one)]
        for one, char in zip(every, name, strict=False)
    ]


def ways(word: str) -> list[list[str]]:
    """The rows of what characters are found by that a folded word may stand for; none where it is not of letters alone."""
    return [[f".{letter}" for letter in word], *syllables(word)] if LETTERS.fullmatch(word) else []


def syllables(word: str) -> list[list[str]]:
    """The ways to read letters as two syllables or more, at most four, the longest first syllables first."""
    found: list[list[str]] = []
    dead: set[int] = set()

    def go(start: int, made: list[str]) -> None:
        before = len(found)
        if start == len(word) and len(made) > 1:
            found.append(made)
        for size in range(6, 0, -1):
            end = start + size
            if len(found) < WAYS and end <= len(word) and end not in dead and SYLLABLE.fullmatch(word, start, end):
                go(end, [*made, word[start:end]])
        if len(found) == before:
            dead.add(start)

    go(0, [])
    return found


def spots(name: str, word: str) -> Iterator[tuple[int, int]]:
    """(place, length) in a name, character by character, of what a word spells."""
    every = spelt(name)
    for way in ways(fold(word)) if every else []:
        for at in range(len(every) - len(way) + 1):
            if all(one in every[at + more] for more, one in enumerate(way)):
                yield at, len(way)
