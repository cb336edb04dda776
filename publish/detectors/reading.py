"""A text as a person reads it, with the way back to the line: digits in their plain form, grouped as they are written.

Only what may hold a number is turned to its plain form, so a text without seven digits in a row costs one search. What cannot
be seen (zero-width, combining, bidirectional characters) and what Markdown takes away (`*`, `` ` ``, `\\`) separates nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import accumulate

from publish.fields import readable

# Digits of any form: those that Unicode counts with (full-width, of other scripts), raised, lowered and circled ones.
DIGIT = r"[\d²³¹⁰⁴-⁹₀-₉①-⒛⓪⓵-⓾❶-➓]"
# Whatever is no word may stand inside a number; the number ends where more than eight such characters follow.
SOME = re.compile(rf"{DIGIT}(?<!\d\d)(?:[\W_]{{0,8}}+{DIGIT}){{6}}")
MANY = re.compile(rf"{DIGIT}(?<!\d\d)(?:[\W_]{{0,8}}+{DIGIT}){{10}}")
RUN = re.compile(rf"{DIGIT}(?<!\d\d)(?:[\W_]{{0,8}}+{DIGIT}){{6,}}+")
NUMERALS = re.compile("[〇零○一二三四五六七八九](?:[ \u3000-]?[〇零○一二三四五六七八九]){10,17}")
ENTITY = re.compile(r"&(?:#\d{1,5}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
SPELT = str.maketrans("〇零○一二三四五六七八九", "000123456789")
Leak = tuple[int, str]  # lines below the first of a text, masked value
UNSEEN = ("Cf", "Mn", "Me")
MARKS = "*`\\"
MARK = re.compile(r"[*`\\]")
HIDDEN = re.compile(r"\*{3,}")  # more than a mark: what stood there is hidden
BEFORE, AFTER = 60, 24  # characters around a number that may say what it is


@dataclass(frozen=True)
class Group:
    """Digits that stand together. `gap`: what separates them from the group before; `at`: where they begin in the text."""

    digits: str
    gap: str
    at: int


@dataclass(frozen=True)
class Run:
    """A row of groups of digits, with the text around it as it is read."""

    groups: list[Group]
    text: str
    start: int
    end: int

    @cached_property
    def before(self) -> str:
        """What stands before it, in plain form."""
        return plain(self.text[max(0, self.start - BEFORE) : self.start])

    @cached_property
    def after(self) -> str:
        """What stands after it, in plain form."""
        return plain(self.text[self.end : self.end + AFTER])

    @cached_property
    def _written(self) -> tuple[str, list[int], str, list[int]]:
        """The groups with their gaps as one text, where the digits of each begin in it; the digits alone, and where each begins there."""
        text = "".join([group.gap + group.digits for group in self.groups])
        ends = list(accumulate(len(group.gap) + len(group.digits) for group in self.groups))
        starts = [end - len(group.digits) for end, group in zip(ends, self.groups, strict=True)]
        alone = [0, *accumulate(len(group.digits) for group in self.groups)]
        return text, starts, "".join([group.digits for group in self.groups]), alone

    def number(self, first: int, last: int) -> str:
        """The digits of some groups together."""
        _, _, row, alone = self._written
        return row[alone[first] : alone[last + 1]]

    def leading(self, first: int) -> str:
        """What stands before a group, in plain form: the groups before it too."""
        text, starts, _, _ = self._written
        start = starts[first]
        return text[start - BEFORE : start] if start >= BEFORE else (self.before + text[:start])[-BEFORE:]

    def trailing(self, last: int) -> str:
        """What stands after a group, in plain form: the groups after it too."""
        text, starts, _, _ = self._written
        end = starts[last] + len(self.groups[last].digits)
        return (text[end : end + AFTER] + self.after)[:AFTER]

    def line(self, first: int) -> int:
        """How many lines below the text's first a group begins."""
        return self.text.count("\n", 0, self.groups[first].at)


def plain(text: str) -> str:
    """The text with every digit and sign in its plain form (NFKC) and without what cannot be seen; line ends stay."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", readable(text))
    if folded.isascii():
        return folded
    return "".join(_digit(ch) for ch in folded if unicodedata.category(ch) not in UNSEEN)


def _digit(ch: str) -> str:
    value = -1 if ch.isascii() else unicodedata.digit(ch, -1)
    return ch if value < 0 else str(value)


def unmarked(text: str) -> str:
    """The text with character references (`&nbsp;`) resolved; line ends stay where they are."""
    return ENTITY.sub(lambda one: unescape(one[0]).replace("\n", " "), text) if "&" in text else text


def clean(text: str) -> str:
    """The whole text in plain form, without the marks of Markdown; line ends stay where they are."""
    return MARK.sub("", HIDDEN.sub(_boxes, plain(unmarked(text))))


def _boxes(stars: re.Match[str]) -> str:
    return "□" * len(stars[0])


def runs(text: str) -> Iterator[Run]:
    """The rows of seven and more digits in a text, whatever separates them."""
    for match in RUN.finditer(text):
        yield Run(_groups(match[0], match.start()), text, match.start(), match.end())


def _groups(text: str, start: int) -> list[Group]:
    """The groups of a row of digits; what is not seen or a mark of Markdown parts none."""
    if text.isdecimal() and text.isascii():
        return [Group(text, "", start)]
    groups: list[Group] = []
    digits, gap, at, before = "", "", start, ""
    for offset, raw in enumerate(HIDDEN.sub(_boxes, text)):
        for ch in plain(raw):
            if ch.isdigit():
                if gap and digits:
                    groups.append(Group(digits, before, at))
                    digits, before, at = "", gap, start + offset
                digits, gap = digits + ch, ""
            elif ch not in MARKS:
                gap += ch
    return [*groups, Group(digits, before, at)]


def spelt_out(text: str) -> Iterator[tuple[int, str]]:
    """(lines down, digits) of numbers written in Chinese numerals, as in 一三九〇…, of 11 to 18 places."""
    for match in NUMERALS.finditer(text):
        yield text.count("\n", 0, match.start()), re.sub(r"\D", "", match[0].translate(SPELT))


def windows(groups: list[Group], size: int) -> Iterator[tuple[int, int]]:
    """(first, last) of each row of whole groups that has just so many digits."""
    last = total = 0  # `total`: digits from the first group up to, not with, `last`
    for first, group in enumerate(groups):
        while total < size and last < len(groups):
            total += len(groups[last].digits)
            last += 1
        if total == size:
            yield first, last - 1
        total -= len(group.digits)


def gaps(groups: list[Group], first: int, last: int) -> list[str]:
    """What separates some groups, in order."""
    return [group.gap for group in groups[first + 1 : last + 1]]


def masked(value: str) -> str:
    """The first and last two characters of a secret at most; of a short one, only the first."""
    shown = re.sub(r"[\W_]", "", value)
    ends = f"{shown[:2]}…{shown[-2:]}" if len(shown) > 6 else f"{shown[:1]}…"
    return f"{ends}（共 {len(shown)} 位）"
