"""How bytes and terms are compared: without case, blanks, punctuation and control characters of ASCII, and without blanks that nobody sees.

Squeezing drops and maps single bytes, so it does the same to a term as to a file that holds it, in whatever encoding: no way of
breaking lines, of marking or of quoting keeps a term from being found. What only seems to be there is told when it is located.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from publish.tracing.matching import Matcher, compiled

DROPPED = bytes([*range(0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x80)])
LOWER = bytes.maketrans(bytes(range(0x41, 0x5B)), bytes(range(0x61, 0x7B)))
# U+3000, no-break space, soft hyphen, zero-width characters, word joiner, byte order mark
UNSEEN = (
    b"\xe3\x80\x80", b"\xc2\xa0", b"\xc2\xad", b"\xe2\x80\x8b", b"\xe2\x80\x8c", b"\xe2\x80\x8d", b"\xe2\x81\xa0", b"\xef\xbb\xbf",
)  # fmt: skip
LITTLE = 2000  # bytes in which every one is looked for at once
GAP = rb"(?:[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]|\xe3\x80\x80|\xc2\xa0|\xc2\xad|\xe2\x80[\x8b-\x8d]|\xe2\x81\xa0|\xef\xbb\xbf)*"


def squeezed(raw: bytes) -> bytes:
    """The bytes as they are compared."""
    if len(raw) < LITTLE or _unseen().found(raw):
        for unseen in UNSEEN:
            raw = raw.replace(unseen, b"")
    return raw.translate(LOWER, DROPPED)


@lru_cache(maxsize=1)
def _unseen() -> Matcher:
    return Matcher(compiled(UNSEEN))


@lru_cache(maxsize=4096)
def _spread(pattern: bytes) -> re.Pattern[bytes]:
    """What a squeezed pattern may look like before."""
    return re.compile(GAP.join(re.escape(pattern[at : at + 1]) for at in range(len(pattern))), re.IGNORECASE)


def located(raw: bytes, pattern: bytes) -> Iterator[tuple[int, int]]:
    """Where a squeezed pattern stands in bytes that are not squeezed: first byte, and the one behind its last."""
    place = 0
    while (match := _spread(pattern).search(raw, place)) is not None:
        yield match.span()
        place = match.start() + 1
