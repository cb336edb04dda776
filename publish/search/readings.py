"""The readings (读音) of a name's characters, without tones: the usual one in its words, and all others.

Which reading a name has is often known to its owner alone (单, 曾, 解, 仇, 区), so that all are searched for; the usual one comes first.
The words for the form of an enterprise (企业组织形式), which most names have, are read in one way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

Syllables = tuple[str, ...]
FORMS = re.compile("股份|有限|责任|集团|公司|合伙|企业|中心|商行|门市部|经营部|服务部|合作社|加工厂|事务所")


@lru_cache(maxsize=1)
def _library() -> tuple[Callable[..., Any], Mapping[int, str]]:
    """Readings in words, and those of each character. Imported late: a build without news needs none of its 50 MB."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - 0.15 s
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    return lazy_pinyin, PINYIN_DICT


def readings(name: str) -> list[Syllables]:
    """For each character of a folded name its readings, the usual one first; a character without any stands for itself."""
    usual = _library()[0](name, errors=list)
    fixed = {at for form in FORMS.finditer(name) for at in range(*form.span())}
    pairs = zip(name, usual, strict=True)
    return [(plain(one),) if at in fixed else _first(plain(one), _every(char)) for at, (char, one) in enumerate(pairs)]


@lru_cache(maxsize=50_000)
def _every(char: str) -> Syllables:
    """All readings of a character; ü is written v, as people type it, and u, as passports do."""
    found: list[str] = []
    for reading in _library()[1].get(ord(char), char).split(","):
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
