"""Where the words of a query stand in a text: marks, and the piece of a long text around the first of them."""

from __future__ import annotations

from dataclasses import dataclass

from publish.finding.pinyin import spots
from publish.search.folding import fold, fold_number

BEFORE, LENGTH = 20, 90


@dataclass(frozen=True)
class Marked:
    """A text, and the parts of it that were looked for: [from, to) in characters, ascending, apart."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def marked(text: str, words: list[str]) -> Marked:
    """A text with every place of some words. `words`: as typed."""
    places = _places(text)
    folded = "".join(char for char, _ in places)
    found = [(places[at][1], places[at + length - 1][1] + 1) for word in words for at, length in _spots(folded, fold(word))]
    return Marked(text, _joined(found))


def marked_name(text: str, words: list[str]) -> Marked:
    """A name with its marks, those of pinyin too."""
    found = marked(text, words)
    places = _places(text)
    folded = "".join(char for char, _ in places)
    spelled = [(places[at][1], places[at + length - 1][1] + 1) for word in words for at, length in spots(folded, word)]
    return Marked(text, _joined([*found.marks, *spelled]))


def marked_number(text: str, words: list[str], whole: str) -> Marked:
    """A document number with its marks; marked whole where it is what was typed, in whatever way. `whole`: all words together."""
    same = any(fold_number(text).endswith(fold_number(word)) for word in (*words, whole) if len(fold_number(word)) > 1)
    return Marked(text, ((0, len(text)),)) if same and text else marked(text, words)


def snippet(texts: list[str], words: list[str]) -> Marked:
    """A piece of the text that has the most of the words, around the first of them; of the first text where none has any."""
    best = max((marked(text, words) for text in texts), key=lambda one: len({one.text[a:b] for a, b in one.marks}), default=Marked(""))
    first = best.marks[0][0] if best.marks else 0
    start = max(0, first - BEFORE) if first + LENGTH // 2 > LENGTH else 0
    end = min(len(best.text), start + LENGTH)
    head, tail = ("…" if start else ""), ("…" if end < len(best.text) else "")
    text = head + best.text[start:end].replace("\n", " ") + tail
    shift = len(head) - start
    return Marked(text, tuple((a + shift, min(b, end) + shift) for a, b in best.marks if start <= a < end))


def _places(text: str) -> list[tuple[str, int]]:
    """The folded characters of a text, each with the place that it comes from."""
    return [(char, at) for at, one in enumerate(text) for char in fold(one)]


def _spots(folded: str, word: str) -> list[tuple[int, int]]:
    found, at = [], folded.find(word) if word else -1
    while at >= 0:
        found.append((at, len(word)))
        at = folded.find(word, at + len(word))
    return found


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)
