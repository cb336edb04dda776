"""How bytes and terms are compared: without case, blanks, punctuation and control characters of ASCII, and without blanks that nobody sees.

Squeezing drops and maps single bytes, so it does the same to a term as to a file that holds it, in whatever encoding: no way of
breaking lines, of marking or of quoting keeps a term from being found. What only seems to be there is told when it is located.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache

from publish.tracing.matching import Matcher, compiled

DROPPED = bytes([*range(0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x80)])
LOWER = bytes.maketrans(bytes(range(0x41, 0x5B)), bytes(range(0x61, 0x7B)))
# U+3000, no-break space, soft hyphen, zero-width characters, word joiner, byte order mark
UNSEEN = (
    b"\xe3\x80\x80", b"\xc2\xa0", b"\xc2\xad", b"\xe2\x80\x8b", b"\xe2\x80\x8c", b"\xe2\x80\x8d", b"\xe2\x81\xa0", b"\xef\xbb\xbf",
)  # fmt: skip
LITTLE = 2000  # bytes in which every one is looked for at once
DROP = re.compile(rb"(?:[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]|" + b"|".join(UNSEEN) + rb")+")
LITTLE = 2000  # bytes in which every one is looked for at once


def squeezed(raw: bytes) -> bytes:
    """The bytes as they are compared."""
    if len(raw) < LITTLE or _unseen().found(raw):
        for unseen in UNSEEN:
            if unseen in raw:
                raw = raw.replace(unseen, b"")
    return raw.translate(LOWER, DROPPED)


@lru_cache(maxsize=1)
def _unseen() -> Matcher:
    return Matcher(compiled(UNSEEN))


class Squeezed:
    """Some bytes as they are compared, and where each of them came from."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.bytes = squeezed(raw)

    @cached_property
    def _kept(self) -> tuple[list[int], list[int]]:
        """Of each run of bytes that stay: its first byte's place here, and its place before."""
        here, before, count, last = [], [], 0, 0
        for gap in DROP.finditer(self.raw):
            if gap.start() > last:
                here.append(count)
                before.append(last)
                count += gap.start() - last
            last = gap.end()
        return [*here, count], [*before, last]

    def _before(self, place: int) -> int:
        here, before = self._kept
        run = bisect_right(here, place) - 1
        return before[run] + place - here[run]

    def located(self, pattern: bytes) -> Iterator[tuple[int, int]]:
        """Where a squeezed pattern stands in the bytes before: first byte, and the one behind its last."""
        place = self.bytes.find(pattern)
        while place >= 0:
            yield self._before(place), self._before(place + len(pattern) - 1) + 1
            place = self.bytes.find(pattern, place + 1)
