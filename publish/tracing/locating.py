"""Whether a pattern that seems to stand in some bytes does, and where.

Squeezing puts together what is apart; so where a pattern matters as a whole, what stands before, behind and between is looked at:

* a code, number, id or name is no part of a longer word of ASCII;
* a name of less than four characters stands in one: nothing but a mark of one word (`<mark>`) parts it;
* the id of what was public may be told by deltas, the lists of withdrawals and changes, and in the id of a feed's entry (outputs.md).
"""

from __future__ import annotations

import re

from publish.tracing.forms import Pattern
from publish.tracing.squeezing import Squeezed
from publish.tracing.views import IN_WORD

TOLD = ("data/v1/deltas/", "data/v1/withdrawals", "data/resourcesync/changelist")
FEEDS = "feeds/"
FEED_ID = re.compile(rb"tag:[^\s<>\"',]{1,255},[0-9]{4}:$")
WORD = re.compile(rb"[0-9A-Za-z]")
PARTING = re.compile(rb"[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]")


def place(pattern: Pattern, path: str, squeezed: Squeezed) -> int | None:
    """The first byte where a pattern stands in a view; None where it does not, or may. `path`: below the site's root."""
    if pattern.ident == 2 and path.startswith(TOLD):
        return None
    view = squeezed.raw
    for start, end in squeezed.located(pattern.squeezed):
        if pattern.alone and _in_longer(view, start, end):
            continue
        if pattern.whole and not _in_one(view[start:end]):
            continue
        if pattern.ident == 2 and path.startswith(FEEDS) and FEED_ID.search(view, max(0, start - 280), start):
            continue
        return start
    return None


def _in_longer(view: bytes, start: int, end: int) -> bool:
    """Whether a word of ASCII goes on before or behind."""
    before = WORD.match(view, start) and start and WORD.match(view, start - 1)
    return bool(before or (WORD.match(view, end - 1) and WORD.match(view, end)))


def _in_one(part: bytes) -> bool:
    """Whether nothing parts the characters but marks that do not end a word."""
    return not PARTING.search(IN_WORD.sub(b"", part))
