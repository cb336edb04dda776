"""The forms in which a term may be written, each as a squeezed pattern.

Escapes of HTML, JSON and addresses are undone in the file (`views`). What encodes a whole text is looked for here: GB 18030, UTF-16,
hexadecimal digits, and base64 in its three alignments, with either alphabet, for squeezing drops what they differ in. Codes and
numbers: full and half width, brackets of any kind, with and without 第 and leading zeros. Names: pinyin without tones.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.codes import BRACKETS, number_key
from publish.naming import GENERIC
from publish.search.folding import fold
from publish.search.readings import readings
from publish.tracing.squeezing import squeezed
from publish.tracing.terms import Term

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
PAIRS = ("〔〕", "【】", "（）", "《》", "〈〉", "［］", "")
LEAST = 6  # bytes of a pattern of text
LEAST_ENCODED = {"GB18030": 8, "UTF-16": 8, "base64": 9, "十六进制": 16}
LEAST_SPELT = 10  # letters
PLAIN = "原文"


@dataclass(frozen=True)
class Pattern:
    """What is looked for. `alone`: not within a longer word of ASCII; `whole`: nothing but marks of one word between its characters.

    `ident`: whether it is an id: 0 no, 1 that nothing may tell, 2 that deletions may tell.
    """

    squeezed: bytes
    alone: bool
    whole: bool
    ident: int


def patterns(term: Term) -> Iterator[tuple[str, Pattern]]:
    """(name of the form, pattern) of each form of a term, each pattern once."""
    seen = set()
    for form, text in _written(term):
        pattern = squeezed(text.encode())
        if len(pattern) >= LEAST and pattern not in seen:
            seen.add(pattern)
            short = term.sort == "name" and len(pattern) < 12
            yield form, Pattern(pattern, term.sort != "piece", short, (1 + term.told) if term.sort == "id" else 0)
    for form, raw in _encoded(term.text) if term.sample else ():
        pattern = squeezed(raw)
        if len(pattern) >= LEAST_ENCODED[form] and pattern not in seen:
            seen.add(pattern)
            yield form, Pattern(pattern, False, False, (1 + term.told) if term.sort == "id" else 0)


def _written(term: Term) -> Iterator[tuple[str, str]]:
    yield PLAIN, term.text
    if term.sort == "id":
        return
    normal = unicodedata.normalize("NFKC", term.text)
    yield "全角半角", normal
    if term.sort != "piece":
        yield "全角半角", normal.translate(FULL_WIDTH)
    if term.sort == "number":
        for pair in PAIRS:
            yield "文号的另一种写法", _bracketed(term.text, pair)
            yield "文号的另一种写法", _bracketed(normal, pair)
        yield "文号的另一种写法", number_key(term.text).replace("|", "")
    if term.sort == "name" and (spelling := pinyin(term.text)):
        yield "拼音", spelling


def _bracketed(number: str, pair: str) -> str:
    marks = iter(pair * number.count("〔")) if pair else iter("")
    return BRACKETS.sub(lambda _: next(marks, ""), number)


def pinyin(name: str) -> str:
    """A name in letters, without the words for its form; "" where it is too short to tell."""
    folded = fold(GENERIC.sub("", name))
    if not folded or folded.isascii():
        return ""
    spelt = "".join(one[0] for one in readings(folded))
    return spelt if spelt.isascii() and len(spelt) >= LEAST_SPELT else ""


def _encoded(text: str) -> Iterator[tuple[str, bytes]]:
    raw = text.encode()
    if not text.isascii():
        yield "GB18030", text.encode("gb18030")
        yield "UTF-16", text.encode("utf-16-le")
        yield "UTF-16", text.encode("utf-16-be")
    yield "十六进制", raw.hex().encode()
    for before in range(3):
        first, end = -(-before * 8 // 6), (before + len(raw)) * 8 // 6
        yield "base64", base64.b64encode(bytes(before) + raw + bytes(2))[first:end]


Meaning = tuple[str, Term]  # name of the form, term


@dataclass
class Wanted:
    """All patterns of some terms, and what each means."""

    patterns: list[Pattern]
    meanings: list[list[Meaning]]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Wanted:
        """Patterns that several terms share stand once; of their terms the first few are kept."""
        found: dict[Pattern, list[Meaning]] = {}
        for term in dict.fromkeys(terms):
            for form, pattern in patterns(term):
                meant = found.setdefault(pattern, [])
                if len(meant) < 3:
                    meant.append((form, term))
        return cls(list(found), list(found.values()))
