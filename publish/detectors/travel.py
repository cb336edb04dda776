"""Passports, and the permits and identity cards of Hong Kong, Macao and Taiwan residents and of foreigners, next to their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.detectors.reading import Leak, clean, masked

BETWEEN = r"[^0-9A-Za-z。；;\n]{0,10}(?i:no[.:]?\s?)?"
D = r"[0-9][\s\-]?"
FORMS = (
    rf"(?:护\s*照|旅行证){BETWEEN}([A-Za-z]{{0,2}}\s?(?:{D}){{6,8}}[0-9])",
    rf"(?:(?:港澳|台湾|往来|来往)[^0-9。；;\n]{{0,12}}通行证|回乡证|台胞证|台湾通行证){BETWEEN}([A-Za-z]{{0,2}}\s?(?:{D}){{6,10}}[0-9])",
    rf"(?:香港|港)[^0-9。；;\n]{{0,8}}身份证{BETWEEN}([A-Za-z]{{1,2}}\s?(?:{D}){{6}}[\s(]{{0,2}}[0-9Aa])",
    rf"(?:澳门|澳)[^0-9。；;\n]{{0,8}}身份证{BETWEEN}([0-9]/?(?:{D}){{6}}[\s(/]{{0,2}}[0-9])",
    rf"(?:台湾|台)[^0-9。；;\n]{{0,8}}身份证{BETWEEN}([A-Za-z]\s?(?:{D}){{8}}[0-9])",
    rf"永久居留(?:身份)?证{BETWEEN}([A-Za-z]{{3}}\s?(?:{D}){{11}}[0-9])",
)
DOCUMENT = re.compile("|".join(rf"{form}(?![0-9A-Za-z])" for form in FORMS))


def travel_documents(text: str) -> Iterator[Leak]:
    """Numbers of travel documents in a text."""
    read = clean(text)
    for match in DOCUMENT.finditer(read):
        value = next(one for one in match.groups() if one)
        yield read.count("\n", 0, match.start()), masked(value)


def words(seen: str) -> str:
    """What a finding says, given the masked form."""
    return f"发现护照或通行证号码 {seen}；身份证件号码不得公开（个人信息保护法第二十八条）。请删去。"
