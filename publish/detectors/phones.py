"""Telephone numbers: mobiles wherever they stand, landlines next to their words.

A mobile number is 1, then 3 to 9, then nine digits, as people group it. So GB 13271-2014 50 is none, and 131.15974512 is a
longitude. Numbers of services (12369, 95599, 400-…, 800-…) belong to no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.detectors.reading import Leak, Run, gaps, masked, spelt_out, windows

HYPHENS = r"\-‐‑‒–—―−─ー"
SIGNS = rf"[\s{HYPHENS}·•_/~|]{{1,3}}"
SPLIT = re.compile(rf"{SIGNS}|\.{{1,3}}")
BRACKETS = re.compile(r"[\s()]{1,3}")
SHAPES = {
    (3, 4, 4): re.compile(rf"{SIGNS}|[\s.{HYPHENS}]{{1,3}}|[\s()\-]{{1,3}}"),
    (3, 8): re.compile(rf"{SIGNS}|[\s()]{{1,3}}"),
    (7, 4): re.compile(r"[ \-()]{1,2}|\n"),
    (3, 3, 5): re.compile(SIGNS),
    (3, 2, 2, 2, 2): re.compile(SIGNS),
    (1,) * 11: SPLIT,
}
PREFIXES = {"86", "0086", "086"}
NEAR = re.compile(r"(?:电\s*话|手\s*机|联系(?:方式|号码)?|号码|微信|(?i:tel|phone|mobile)[.:]?)[^0-9。；\n]{0,8}$")
# Certificates of officers begin with the code of a province: 13, 14 and 15 are some.
CERTIFICATE = re.compile(r"执法证(?:(?![话机系])[^。；\n]){0,40}$")
AMOUNT = re.compile(r"(?:\.\d{1,4})?\s?(?:元|万|吨|立方|千克|公斤)")
YEAR = re.compile("(?:19|20)[0-9]{2}")
STANDARD = re.compile(r"[A-Za-z](?:/?T)?\s?$")
SPACES, DASHES = re.compile(r"\s{1,3}"), re.compile(rf"\s?[{HYPHENS}]{{1,2}}\s?")


def mobiles(run: Run) -> Iterator[Leak]:
    """Mobile numbers in a row of digits."""
    for first, last in _eleven(run):
        number = run.number(first, last)[-11:]
        if number[0] == "1" and number[1] in "3456789" and _stands_alone(run, first, last) and _grouped(run, first, last):
            yield run.line(first), masked(number)


def _eleven(run: Run) -> Iterator[tuple[int, int]]:
    """Rows of groups with eleven digits, or with a country code written together before them."""
    yield from windows(run.groups, 11)
    for size in (13, 15):
        for first, last in windows(run.groups, size):
            head = run.number(first, last)[: size - 11]
            if head in PREFIXES and len(run.groups[first].digits) > len(head):
                yield first, last


def _stands_alone(run: Run, first: int, last: int) -> bool:
    """Not a part of a code, a longer number, or the digits behind a point."""
    before = run.leading(first)
    after = run.trailing(last)
    if after[:1] in ("X", "x") or (first == last and AMOUNT.match(after) and not NEAR.search(before)):
        return False
    if CERTIFICATE.search(before):
        return False
    if first and run.groups[first - 1].digits not in PREFIXES:
        gap = run.groups[first].gap
        if gap == "-" or (gap == "." and len(run.groups[first - 1].digits) > 1):
            return False
    letters = re.search(r"[A-Za-z]*[.:]?$", before[-12:])
    word = re.sub(r"[.:]", "", letters[0]) if letters else ""
    if not word:
        return True
    ahead = before[: len(before) - len(letters[0])] if letters else ""
    return 2 <= len(word) <= 10 and not ahead[-1:].isdigit()


def _grouped(run: Run, first: int, last: int) -> bool:
    """Whether digits stand together or as people group them; where a word says that it is a telephone, in any way."""
    lengths = [len(group.digits) for group in run.groups[first : last + 1]]
    surplus = sum(lengths) - 11
    lengths[0] -= surplus
    between = gaps(run.groups, first, last)
    if not between or all(gap == "\n" for gap in between):
        return True
    shape = SHAPES.get(tuple(lengths))
    if shape and all(shape.fullmatch(gap) for gap in between):
        return True
    before = run.leading(first)
    if all(SPLIT.fullmatch(gap) or BRACKETS.fullmatch(gap) for gap in between) and NEAR.search(before):
        return True
    parts = [group.digits for group in run.groups[first : last + 1]]
    if first or last < len(run.groups) - 1 or STANDARD.search(before) or any(YEAR.fullmatch(part) for part in parts):
        return False
    spaced, dashed = (all(one.fullmatch(gap) for gap in between) for one in (SPACES, DASHES))
    return (spaced and min(lengths) > 1) or (dashed and len(parts) > 2 and 2 <= min(lengths) <= max(lengths) <= 5)


def spelt_out_mobiles(text: str) -> Iterator[Leak]:
    """Mobile numbers written in Chinese numerals."""
    for down, number in spelt_out(text):
        if re.fullmatch("1[3-9][0-9]{9}", number):
            yield down, masked(number)


def words(seen: str) -> str:
    """What a finding says, given the masked form."""
    return f"发现手机号码 {seen}；个人联系方式不得公开。请删去，或改为单位总机。"
