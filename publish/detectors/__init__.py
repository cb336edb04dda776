"""Finding what must not be read by the public in any text (`domain/rules.md` §2); used by the rules and by every reader.

`leaks` runs all detectors over one text; a rule runs its own. None of them gives back what it found, only where it stands and
its masked form. `signs` tells cheaply what a text can hold at all: for most texts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from publish.detectors import identity, phones
from publish.detectors.reading import MANY, NUMERALS, Leak, Run, masked, runs, unmarked


@dataclass(frozen=True)
class Detector:
    """One kind of secret. `sign`: without it in a text there is none; `contact`: an office's own contact may hold it."""

    code: str
    sign: str
    find: Callable[[str], Iterable[Leak]]
    words: Callable[[str], str]
    contact: bool = False


def signs(text: str) -> set[str]:
    """What in a text makes a closer look worth while."""
    present = set()
    if MANY.search(text) or NUMERALS.search(text):
        present.add("number")
    return present


def _in_runs(text: str, find: Callable[[Run], Iterator[Leak]]) -> Iterator[Leak]:
    for run in runs(unmarked(text)):
        yield from find(run)


def identity_numbers(text: str, own_code: str | None = None) -> Iterator[Leak]:
    """Resident identity numbers in a text; the record's own credit code is none."""
    yield from _in_runs(text, lambda run: identity.identity_numbers(run, own_code))
    yield from identity.spelt_out_numbers(text)


def mobiles(text: str) -> Iterator[Leak]:
    """Mobile numbers in a text."""
    yield from _in_runs(text, phones.mobiles)
    yield from phones.spelt_out_mobiles(text)


ID_NUMBER = Detector("privacy.id_number", "number", identity_numbers, identity.words)
MOBILE = Detector("privacy.mobile", "number", mobiles, phones.words, contact=True)
DETECTORS = (ID_NUMBER, MOBILE)


def leaks(text: str, contact: bool = False) -> Iterator[tuple[int, str, str]]:
    """(lines down, code, words) of each secret in a text. `contact`: it is an office's own contact, which may be public."""
    present = signs(text)
    for one in DETECTORS:
        if one.sign in present and not (contact and one.contact):
            yield from ((down, one.code, one.words(seen)) for down, seen in one.find(text))


__all__ = ["DETECTORS", "ID_NUMBER", "MOBILE", "Detector", "Leak", "identity_numbers", "leaks", "masked", "mobiles", "signs"]
