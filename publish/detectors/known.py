"""What is known beforehand of a text: numbers that are no secret in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from publish.detectors.reading import SOME, plain

NUMBER = re.compile(r"\(?[0-9][0-9\s()\-]{5,18}[0-9]")
REACHED = re.compile(rf"[@＠﹫]|{SOME.pattern}")
MAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+")


@dataclass(frozen=True)
class Known:
    """`phones`, `mails`: those of offices (digits only; lower case); `code`: the record's own credit code; `individual`: its
    party is one, so that what is said to be its 住所 is a home."""

    phones: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    code: str | None = None
    individual: bool = False


NOTHING = Known()


def offices(texts: Iterable[str]) -> Known:
    """The telephone numbers and mailboxes in the texts in which offices tell how to reach them."""
    phones: set[str] = set()
    mails: set[str] = set()
    for text in texts:
        if not REACHED.search(text):
            continue
        read = plain(text)
        mails |= {one.lower() for one in MAIL.findall(read)}
        for found in NUMBER.findall(read):
            number = re.sub(r"\D", "", found)
            phones |= {number, number[3:], number[4:]} if number.startswith("0") else {number}
    return Known(frozenset(one for one in phones if len(one) > 6), frozenset(mails))
