"""What must not be read by the public (生态环境行政处罚办法 61–66; 个人信息保护法 28; `domain/rules.md` §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from publish.codes import identity_number_ok, uscc_ok
from publish.detectors import Leak, id_words, identity_numbers, masked, mobile_words, mobiles
from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.naming import squeezed


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
        if name != "party.name" and squeezed(party.name) in squeezed(text):
            field = name.removesuffix(".seen")
            words = f"{field} 中出现了当事人的完整姓名；本地规定只公开姓氏。请改为“当事人”。"
            yield dossier.found("privacy.other_person", field, words)


RULES: tuple[Rule, ...] = (
    id_number,
    mobile,
    other_person,
)
