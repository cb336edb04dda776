"""Finding what must not be read by the public in any text (`domain/rules.md` §2); used by the rules and by every reader.

`leaks` runs all detectors over one text; a rule runs its own. None of them gives back what it found, only where it stands and
its masked form. `signs` tells cheaply what a text can hold at all: for most texts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from publish.detectors import addresses, bank, identity, landlines, mail, minors, phones, travel
from publish.detectors.known import NOTHING, Known
from publish.detectors.reading import MANY, NUMERALS, SOME, Leak, Run, masked, runs, unmarked

SIGNS = (  # name, what stands in the text, whether seven digits must stand there too
    ("phone", r"话|传\s*真|座\s*机|固\s*话|联系|Tel|TEL|tel|Fax|FAX|fax|Phone|PHONE|phone", True),
    ("account", r"账|帐|卡\s*号|银行卡|存折|开户", True),
    ("document", r"护\s*照|旅行证|通行证|回乡证|台胞证|身份证|居留", False),
    ("home", r"住|户籍|户口|地\s*址", False),
    ("person", r"岁|未成年|出\s*生|日\s?生|生于|就读|学生", False),
    (
        "mail",
        r"@|＠|﹫|#[A-Za-z0-9]|＃[A-Za-z0-9]|★|☆| [Aa][Tt] |\([Aa][Tt]|（[Aa][Tt]|\[[Aa][Tt]|【[Aa][Tt]|<[Aa][Tt]|ａｔ|ＡＴ",
        False,
    ),
)
ENOUGH = 1000  # secrets of one kind in one text: it is held, and a bomb keeps nobody waiting
FORMS = tuple((name, re.compile(form), digits) for name, form, digits in SIGNS)
# Each branch begins with a letter of its own, which makes one search for all of them quick.
ANY = re.compile("|".join(form for _, form, _ in SIGNS))


@dataclass(frozen=True)
class Detector:
    """One kind of secret. `signs`: without any of them in a text there is none; `contact`: an office's own contact may hold it."""

    code: str
    signs: frozenset[str]
    find: Callable[[str, Known], Iterable[Leak]]
    words: Callable[[str], str]
    contact: bool = False


def signs(text: str) -> frozenset[str]:
    """What in a text makes a closer look worth while."""
    present = {"number"} if MANY.search(text) or NUMERALS.search(text) else set()
    if ANY.search(text):
        some = SOME.search(text) is not None
        present |= {name for name, form, digits in FORMS if (some or not digits) and form.search(text)}
    return frozenset(present)


def _in_runs(text: str, find: Callable[[Run], Iterator[Leak]]) -> Iterator[Leak]:
    yield from islice((leak for run in _runs(text) for leak in find(run)), ENOUGH)


@lru_cache(maxsize=2)  # the detectors look at the same text one after another
def _runs(text: str) -> tuple[Run, ...]:
    return tuple(runs(unmarked(text)))


def _identity_numbers(text: str, known: Known) -> Iterator[Leak]:
    yield from _in_runs(text, lambda run: identity.identity_numbers(run, known.code))
    yield from identity.spelt_out_numbers(text)


def _mobiles(text: str, _: Known) -> Iterator[Leak]:
    yield from _in_runs(text, phones.mobiles)
    yield from phones.spelt_out_mobiles(text)


NUMBER, PHONE = frozenset({"number"}), frozenset({"phone"})
ID_NUMBER = Detector("privacy.id_number", NUMBER, _identity_numbers, identity.words)
MOBILE = Detector("privacy.mobile", NUMBER, _mobiles, phones.words, contact=True)
LANDLINE = Detector("privacy.landline", PHONE, lambda text, known: landlines.landlines(text, known.phones), landlines.words, contact=True)
BANK_ACCOUNT = Detector(
    "privacy.bank_account", frozenset({"number", "account"}), lambda text, _: _in_runs(text, bank.bank_accounts), bank.words
)
EMAIL = Detector("privacy.email", frozenset({"mail"}), lambda text, known: mail.emails(text, known.mails), mail.words, contact=True)
ADDRESS = Detector(
    "privacy.address", frozenset({"home"}), lambda text, known: addresses.addresses(text, known.individual), addresses.words, contact=True
)
TRAVEL_DOCUMENT = Detector("privacy.travel_document", frozenset({"document"}), lambda text, _: travel.travel_documents(text), travel.words)
MINOR = Detector("privacy.minor", frozenset({"person"}), lambda text, _: minors.minors(text), minors.words)
DETECTORS = (ID_NUMBER, MOBILE, LANDLINE, BANK_ACCOUNT, EMAIL, ADDRESS, TRAVEL_DOCUMENT, MINOR)


def leaks(text: str, contact: bool = False, known: Known = NOTHING) -> Iterator[tuple[int, str, str]]:
    """(lines down, code, words) of each secret in a text. `contact`: it is an office's own contact, which may be public."""
    present = signs(text)
    for one in DETECTORS if present else ():
        if present & one.signs and not (contact and one.contact):
            yield from ((down, one.code, one.words(seen)) for down, seen in one.find(text, known))


__all__ = [
    "ADDRESS", "BANK_ACCOUNT", "DETECTORS", "EMAIL", "ID_NUMBER", "LANDLINE", "MINOR", "MOBILE", "NOTHING", "TRAVEL_DOCUMENT",
    "Detector", "Known", "leaks", "masked", "signs",
]  # fmt: skip
