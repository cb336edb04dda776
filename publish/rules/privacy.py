"""What must not be read by the public (生态环境行政处罚办法 61–66; 个人信息保护法 28; `domain/rules.md` §2).

The detectors look at text as a person reads it: full-width characters as half-width ones, without invisible ones, and
numbers also where spaces, hyphens or line ends stand inside. They never print what they found (`masked`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from publish.codes import identity_number_ok, old_identity_number_ok, uscc_ok
from publish.dossier import Dossier
from publish.errors import Finding
from publish.fields import readable

GAP = r"[\s\-‐‑–—]?"
ID_18 = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{GAP}\d){{16}}{GAP}[\dXx](?![0-9A-Za-z])", re.ASCII)
ID_15 = re.compile(r"(?<![0-9A-Za-z.])[1-8]\d{14}(?![0-9A-Za-z]|\.\d)", re.ASCII)
MOBILE = re.compile(rf"(?<![0-9A-Za-z])(?<!\d[\-.])(?:1{GAP}[3-9](?:{GAP}\d){{9}}|1[3-9]\d\.\d{{4}}\.\d{{4}})(?![0-9A-Za-z])", re.ASCII)
MANY_DIGITS = re.compile(r"\d(?:[\s\-‐‑–—.]?\d){10}", re.ASCII)  # no secret is shorter: most texts need no other look
Leak = tuple[int, str]  # lines down from the field's first line, what it looks like when masked


def masked(value: str) -> str:
    """The first and last two characters of a secret at most."""
    plain = re.sub(r"\W", "", value)
    return f"{plain[:2]}…{plain[-2:]}（共 {len(plain)} 位）"


def identity_numbers(text: str, own_code: str | None = None) -> Iterator[Leak]:
    """Resident identity numbers of 18 or 15 places in a text; the record's own credit code is none."""
    plain = readable(text)
    if not MANY_DIGITS.search(plain):
        return
    for match in chain(ID_18.finditer(plain), ID_15.finditer(plain)):
        number = re.sub(r"[^0-9Xx]", "", match[0])
        right = identity_number_ok(number) if len(number) == 18 else old_identity_number_ok(number)
        if right and number.upper() != own_code:
            yield plain.count("\n", 0, match.start()), masked(number)


def mobiles(text: str) -> Iterator[Leak]:
    """Mobile numbers in a text: 1, then 3 to 9, then nine digits, not inside a longer number."""
    plain = readable(text)
    if not MANY_DIGITS.search(plain):
        return
    for match in MOBILE.finditer(plain):
        yield plain.count("\n", 0, match.start()), masked(match[0])


def id_words(seen: str) -> str:
    """What a finding says of an identity number, given its masked form."""
    return f"发现居民身份证号码 {seen}；依法不得公开（个人信息保护法第二十八条）。请删去；必须指明某人时只写“当事人”。"


def mobile_words(seen: str) -> str:
    """What a finding says of a mobile number, given its masked form."""
    return f"发现手机号码 {seen}；个人联系方式不得公开。请删去，或改为单位总机。"


def _found(dossier: Dossier, detect: Callable[[str], Iterable[Leak]]) -> Iterator[tuple[str, int, str]]:
    """(field, lines below its first, masked value) of each leak.

    Only the body stands as written, so only there lines are counted; what shows up in its rendering alone is told once.
    """
    found_in_body = False
    for name, text in dossier.public_texts:
        leaks = [] if name == "body.seen" and found_in_body else detect(text)
        for down, value in leaks:
            found_in_body = found_in_body or name == "body"
            yield name.removesuffix(".seen"), down if name == "body" else 0, value


def id_number(dossier: Dossier) -> Iterator[Finding]:
    """No resident identity number in public text (个人信息保护法 28; GB 11643-1999)."""
    party = dossier.record.party
    for name, down, value in _found(dossier, partial(identity_numbers, own_code=party.uscc)):
        yield dossier.found("privacy.id_number", name, f"{name} 中{id_words(value)}", down=down)
    if party.uscc and identity_number_ok(party.uscc) and not uscc_ok(party.uscc):
        yield dossier.found("privacy.id_number", "party.uscc", f"party.uscc 中{id_words(masked(party.uscc))}")


def mobile(dossier: Dossier) -> Iterator[Finding]:
    """No mobile number in public text (生态环境行政处罚办法 62)."""
    for name, down, value in _found(dossier, mobiles):
        yield dossier.found("privacy.mobile", name, f"{name} 中{mobile_words(value)}", down=down)


def other_person(dossier: Dossier) -> Iterator[Finding]:
    """Where individuals' names are masked, the full name stands nowhere else in public text (`domain/rules.md` §2)."""
    party = dossier.record.party
    if party.type != "individual" or dossier.facts.policy.privacy.individuals == "full":
        return
    for name, text in dossier.public_texts:
        if name != "party.name" and party.name in text:
            field = name.removesuffix(".seen")
            words = f"{field} 中出现了当事人的完整姓名；本地规定只公开姓氏。请改为“当事人”。"
            yield dossier.found("privacy.other_person", field, words)
