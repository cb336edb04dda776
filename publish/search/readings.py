"""The readings (读音) of a name's characters, without tones: the usual one in its words, and all others.

Which reading a name has is often known to its owner alone (单, 曾, 解, 仇, 区), so that all are searched for; the usual one comes first.
The words for the form of an enterprise (企业组织形式), which most names have, are read in one way.

Words and readings are pypinyin's, read from its data: its program takes a quarter of a second to start, and ten times as long for a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

Syllables = tuple[str, ...]
FORMS = re.compile("股份|有限|责任|集团|公司|合伙|企业|中心|商行|门市部|经营部|服务部|合作社|加工厂|事务所")


@dataclass(frozen=True)
class _Library:
    """Words with the readings of each of their characters, as JSON; how long a word that begins so may be; readings of characters."""

    words: dict[str, msgspec.Raw]
    longest: dict[str, int]
    characters: dict[int, str]


@lru_cache(maxsize=1)
def _library() -> _Library:
    """Read late: a build without news needs none of it."""
    spec = find_spec("pypinyin")
    assert spec
    assert spec.origin
    folder = Path(spec.origin).parent
    words = msgspec.json.decode((folder / "phrases_dict.json").read_bytes(), type=dict[str, msgspec.Raw])
    longest: dict[str, int] = {}
    for word in words:
        beginning = word[:2]
        if len(word) > longest.get(beginning, 0):
            longest[beginning] = len(word)
    return _Library(words, longest, msgspec.json.decode((folder / "pinyin_dict.json").read_bytes(), type=dict[int, str]))


def readings(name: str) -> list[Syllables]:
    """For each character of a folded name its readings, the usual one first; a character without any stands for itself."""
    fixed = {at for form in FORMS.finditer(name) for at in range(*form.span())}
    pairs = zip(name, usual(name), strict=True)
    return [(one,) if at in fixed else _first(one, _every(char)) for at, (char, one) in enumerate(pairs)]


def usual(name: str) -> Iterator[str]:
    """The usual reading of each character: that in the longest word which begins there, as pypinyin parts words, else its first."""
    words, longest = _library().words, _library().longest
    at = 0
    while at < len(name):
        most = longest.get(name[at : at + 2], 1)
        length = next((length for length in range(most, 1, -1) if name[at : at + length] in words), 1)
        yield from _word(name[at : at + length])
        at += length


@lru_cache(maxsize=50_000)
def _word(word: str) -> Syllables:
    """The reading of each character of a word, or of a single one."""
    if word in _library().words:
        return tuple(plain(every[0]) for every in msgspec.json.decode(_library().words[word], type=list[list[str]]))
    return (plain(_library().characters.get(ord(word), word).partition(",")[0]),)


@lru_cache(maxsize=50_000)
def _every(char: str) -> Syllables:
    """All readings of a character; ü is written v, as people type it, and u, as passports do."""
    found: list[str] = []
    for reading in _library().characters.get(ord(char), char).split(","):
        one = plain(reading)
        found += [one, one.replace("v", "u")] if one != char and "v" in one else [one]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=50_000)
def plain(reading: str) -> str:
    """A reading in the letters a to z: `lǜ` → `lv`."""
    parts = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(char for char in parts if not unicodedata.combining(char)).replace("ɡ", "g")


@lru_cache(maxsize=50_000)
def _first(usual: str, every: Syllables) -> Syllables:
    return (usual, *(one for one in every if one != usual)) if usual in every else every
