"""Landlines next to their words: with an area code anywhere behind the word, without one only directly behind it.

Numbers of services (12369, 95599, 400-…, 800-…) and an office's own numbers belong to no person.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from publish.detectors.reading import Leak, clean, masked

WORD = re.compile(r"电\s*话|传\s*真|座\s*机|固\s*话|联系(?:方式|号码|人)|(?i:\b(?:tel|fax|phone|telephone)\b)")
REACH = 40  # characters behind the word, within its sentence
PART = r"[\s\-‐‑–—.]{0,3}"
LOCAL = rf"[2-8]\d{{2,3}}{PART}\d{{4}}"
WITH_AREA = re.compile(rf"(?<![0-9A-Za-z.\-])(?:\+?(?:00)?86{PART})?\(?(0[1-9]\d{{1,2}})\)?{PART}({LOCAL})(?![0-9])")
DIRECT = re.compile(rf"(?:号码)?[\s:：为是()（）\-|]{{0,6}}({LOCAL})(?![0-9\-.年元])")
NEXT = re.compile(rf"[\s、,，/;；或]{{1,2}}({LOCAL})(?![0-9\-.年元])")
SENTENCE = re.compile(r"[。\n]")


def landlines(text: str, own: Container[str] = ()) -> Iterator[Leak]:
    """Landline numbers in a text. `own`: the numbers of offices, digits only."""
    read = clean(text)
    told = 0
    for word in WORD.finditer(read):
        if word.end() < told:
            continue
        for start, end, number in _after(read, word.end()):
            told = end
            if number not in own and number[-8:] not in own and number[-7:] not in own:
                yield read.count("\n", 0, start), masked(number)


def _after(read: str, start: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, digits) of each number that belongs to a word ending at `start`."""
    direct = DIRECT.match(read, start)
    if direct:
        yield direct.start(1), direct.end(), re.sub(r"\D", "", direct[1])
        start = direct.end()
    while True:
        stop = SENTENCE.search(read, start)
        limit = min(start + REACH, stop.start() if stop else len(read))
        found = NEXT.match(read, start) if direct else None
        found = found or WITH_AREA.search(read, start, limit)
        if not found:
            return
        direct = found
        start = found.end()
        yield found.start(), start, re.sub(r"\D", "", "".join(found.groups()))


def words(seen: str) -> str:
    """What a finding says, given the masked form."""
    return f"发现固定电话 {seen}；个人和企业的联系方式不公开。请删去；机关自己的电话请写进机关文件或清单的 contact 列。"
