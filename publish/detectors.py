"""Finding what must not be read by the public in any text (`domain/rules.md` §2); used by the rules and by every reader.

The detectors look at text as a person reads it: full-width characters as half-width ones, without invisible ones, and
numbers also where spaces, dots or hyphens stand inside. They never give back what they found, only its masked form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

from publish.codes import identity_number_ok, old_identity_number_ok
from publish.fields import readable

# No secret has fewer digits, of any width and with anything but words between them: most texts need no other look.
MANY_DIGITS = re.compile(r"\d(?:[\W_]{0,6}\d){10}")
GAP = r"[\W_]{0,4}"
CHECK = r"[0-9Xx×Хх]"
# Overlapping matches, for a number before it must not use up the beginning of a secret.
ID_18 = re.compile(rf"(?<![0-9])(?=([1-9](?:{GAP}[0-9]){{16}}{GAP}{CHECK})(?![0-9]))")
ID_15 = re.compile(r"(?<![0-9.])([1-8](?:[\s-]?[0-9]){14})(?![0-9]|\.[0-9])")
SIGNS = r"\s\-‐‑‒–—―−·•_/~|"
# A mobile number as people group it: together (also over a line end), 3-4-4, 3-8, 7-4, 3-3-5, 3-2-2-2-2, or each digit
# apart. So GB 13271-2014 50 is none, and 131.15974512 is a longitude.
GROUPED = "|".join(
    (
        r"1\n?[3-9](?:\n?[0-9]){9}",
        rf"1[3-9][0-9][{SIGNS}.]{{1,3}}[0-9]{{4}}[{SIGNS}.]{{1,3}}[0-9]{{4}}",
        rf"1[3-9][0-9][{SIGNS}]{{1,3}}[0-9]{{8}}",
        r"1[3-9][0-9]{5}[ \-][0-9]{4}",
        rf"1[3-9][0-9][{SIGNS}]{{1,3}}[0-9]{{3}}[{SIGNS}]{{1,3}}[0-9]{{5}}",
        rf"1[3-9][0-9](?:[{SIGNS}]{{1,3}}[0-9]{{2}}){{4}}",
        r"\(?1[3-9][0-9]\)?\s?\(?[0-9]{4}\)?[\s\-]?[0-9]{4}",
        rf"1[{SIGNS}.][3-9](?:[{SIGNS}.][0-9]){{9}}",
    )
)
MOBILE = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9]-)(?<![0-9]{{2}}\.)(?:[A-Za-z]{{2,10}}[.:]?)?(?:(?:\+|00)?86[{SIGNS}]{{0,3}})?({GROUPED})(?![0-9Xx])"
)
UNSEEN = ("Cf", "Mn", "Me")
Leak = tuple[int, str]  # lines below the text's first, masked value


def as_read(text: str) -> str:
    """The text with every digit and sign in its plain form (NFKC) and without what cannot be seen; line ends stay."""
    plain = unicodedata.normalize("NFKC", readable(text))
    return "".join(ch for ch in plain if unicodedata.category(ch) not in UNSEEN)


def masked(value: str) -> str:
    """The first and last two characters of a secret at most."""
    plain = re.sub(r"\W", "", value)
    return f"{plain[:2]}…{plain[-2:]}（共 {len(plain)} 位）"


def identity_numbers(text: str, own_code: str | None = None) -> Iterator[Leak]:
    """Resident identity numbers of 18 or 15 places in a text; the record's own credit code is none."""
    if not MANY_DIGITS.search(text):
        return
    plain = as_read(text)
    for match in chain(ID_18.finditer(plain), ID_15.finditer(plain)):
        number = re.sub(r"[^0-9X]", "", re.sub(r"[x×Хх]", "X", match[1]))
        right = identity_number_ok(number) if len(number) == 18 else old_identity_number_ok(number)
        if right and number.upper() != own_code:
            yield plain.count("\n", 0, match.start()), masked(number)


def mobiles(text: str) -> Iterator[Leak]:
    """Mobile numbers in a text: 1, then 3 to 9, then nine digits, not inside a longer number or a code."""
    if not MANY_DIGITS.search(text):
        return
    plain = as_read(text)
    for match in MOBILE.finditer(plain):
        yield plain.count("\n", 0, match.start()), masked(match[1])


def id_words(seen: str) -> str:
    """What a finding says of an identity number, given its masked form."""
    return f"发现居民身份证号码 {seen}；依法不得公开（个人信息保护法第二十八条）。请删去；必须指明某人时只写“当事人”。"


def mobile_words(seen: str) -> str:
    """What a finding says of a mobile number, given its masked form."""
    return f"发现手机号码 {seen}；个人联系方式不得公开。请删去，或改为单位总机。"


def leaks(text: str, mobile: bool = True) -> Iterator[tuple[int, str, str]]:
    """(lines down, code, words) of each identity number and, unless the text is an office's contact, each mobile number."""
    yield from ((down, "privacy.id_number", id_words(seen)) for down, seen in identity_numbers(text))
    if mobile:
        yield from ((down, "privacy.mobile", mobile_words(seen)) for down, seen in mobiles(text))
