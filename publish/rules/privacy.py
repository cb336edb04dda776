"""What must not be read by the public (生态环境行政处罚办法 61–66; 个人信息保护法 28; `domain/rules.md` §2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from publish.codes import identity_number_ok, uscc_ok
from publish.detectors import ID_NUMBER, MOBILE, Detector, Leak, identity_numbers, masked, signs
from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.naming import squeezed


def _leaks(dossier: Dossier, detector: Detector, find: Callable[[str], Iterable[Leak]] | None = None) -> Iterator[Finding]:
    """A finding for each secret of one kind; most decisions have no sign of any.

    Only the body stands as written, so only there lines are counted; what shows up in its rendering alone is told once.
    """
    if detector.sign not in dossier.signs:
        return
    found_in_body = False
    for name, text in dossier.public_texts:
        if (name == "body.seen" and found_in_body) or detector.sign not in signs(text):
            continue
        field = name.removesuffix(".seen")
        for down, seen in (find or detector.find)(text):
            found_in_body = found_in_body or name == "body"
            yield dossier.found(detector.code, field, f"{field} 中{detector.words(seen)}", down=down if name == "body" else 0)


def id_number(dossier: Dossier) -> Iterator[Finding]:
    """No resident identity number in public text: of 18 or 15 places with a real date and the right check, or after its word.

    规则：公开的任何文字里都不写居民身份证号码：18 位（出生日期和校验位都对）、旧的 15 位，写在“身份证”后面的校验位不对也算；
    中间有空格、横线、换行，用全角数字，同样查得出。当事人自己的统一社会信用代码和别的单位的信用代码不算。
    依据：个人信息保护法第二十八条；生态环境行政处罚办法第六十二条；GB 11643-1999。
    """
    party = dossier.record.party
    yield from _leaks(dossier, ID_NUMBER, partial(identity_numbers, own_code=party.uscc))
    if party.uscc and identity_number_ok(party.uscc) and not uscc_ok(party.uscc):
        yield dossier.found("privacy.id_number", "party.uscc", f"party.uscc 中{ID_NUMBER.words(masked(party.uscc))}")


def mobile(dossier: Dossier) -> Iterator[Finding]:
    """No mobile number in public text: 1, then 3 to 9, then nine digits, not inside a longer number or a code.

    规则：公开的任何文字里都不写手机号码，不论怎样分段，前面有没有 +86。清单里标为 contact 的列、机关自己的联系方式除外。
    依据：生态环境行政处罚办法第六十二条（联系方式）；个人信息保护法第四条。
    """
    yield from _leaks(dossier, MOBILE)


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
