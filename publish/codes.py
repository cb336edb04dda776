"""Codes and numbers: credit codes, identity numbers, document numbers.

Sources: GB 32100-2015 (统一社会信用代码), GB 11643-1999 (公民身份号码), `domain/rules.md` §3.
"""

from __future__ import annotations

import re
from datetime import date
from operator import mul

from publish.fields import half_width

USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_VALUES = {ch: value for value, ch in enumerate(USCC_CHARACTERS)}
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
PLACEHOLDER = "00000000000000000X"  # a sole trader without a code
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
# The usual form of a document number, which needs no turning: of its characters none is taken for another.
USUAL = re.compile(r"((?:(?![第号])[\u4e00-\u9fff])+)〔([1-9][0-9]{3})〕([1-9][0-9]*)号")
BRACKETS = re.compile(r"[〔【\[（(〈《]|[〕】\]）)〉》]")


def uscc_ok(code: str) -> bool:
    """Whether 18 characters are a unified credit code with the right check character."""
    if len(code) != 18:
        return False
    try:
        *values, check = [USCC_VALUES[ch] for ch in code]
    except KeyError:
        return False
    total: int = sum(map(mul, values, USCC_WEIGHTS))
    return (31 - total % 31) % 31 == check


def identity_number_ok(number: str) -> bool:
    """Whether 18 characters are a resident identity number: a real birth date, the right check (ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dXx]", number, re.ASCII) or not _birth_date(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11] == number[17].upper()


def old_identity_number_ok(number: str) -> bool:
    """Whether 15 digits are an identity number of the old form: a region's first digit and a real date of 19xx."""
    return re.fullmatch(r"[1-8]\d{14}", number, re.ASCII) is not None and _birth_date("19" + number[6:12])


def _birth_date(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1880 <= born.year <= 2199


def number_key(number: str) -> str:
    """A document number (文号) in the form in which two ways of typing it are equal.

    苏环罚〔2026〕第045号, 苏环罚【2026】45 and 苏环罚2026 45 号 all give 苏环罚|2026|45.
    """
    if (usual := USUAL.fullmatch(number)) is not None:
        return "|".join(usual.groups())
    plain = BRACKETS.sub("|", half_width(number))
    plain = re.sub(r"[第号\s]", "|", plain).upper()
    plain = re.sub(r"(?<=[^\d|])(?=\d)|(?<=\d)(?=[^\d|])", "|", plain)
    parts = [part for part in plain.split("|") if part]
    return "|".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)
