"""Names as the public may see them: individuals masked, and whether a sentence tells who the party is."""

from __future__ import annotations

import re
from collections.abc import Container

from publish.codes import PLACEHOLDER, number_key
from publish.fields import half_width, readable
from publish.model import Party, PublicFields
from publish.site import Privacy

COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
    "南宫",
    "长孙",
    "宇文",
)
GENERIC = re.compile(
    r"(股份|集团|有限|责任|公司|合伙|企业|经营部|商店|商行|加工厂|工厂|厂|个体|工商户|分公司|中心|合作社|养殖场|加油站|服务部)"
)
PLACE = re.compile(r"^(\w{2,4}?(?:省|自治区))?(\w{2,3}?[市县区])?")
WINDOW = 3
GENERIC_TITLE = 10  # characters; shorter titles (行政处罚决定书) say nothing of the party


def squeezed(text: str) -> str:
    """A text without the blanks and middle dots by which one name can be written in several ways."""
    return re.sub(r"[\s·•・.．]", "", readable(text))


def shown_name(party: Party, policy: Privacy) -> str:
    """The party's name on the site: organizations in full, individuals as `policy/privacy.yml` says, minors never."""
    if party.minor:
        return "某未成年人"
    if party.type != "individual" or policy.individuals == "full":
        return party.name
    surname = next((one for one in COMPOUND_SURNAMES if party.name.startswith(one)), party.name[:1])
    return surname + "某某"


def shown_party(party: Party, omit: Container[str], policy: Privacy) -> Party:
    """The party as the site shows it, without the fields that a summary leaves out. Most show all that they say."""
    name = shown_name(party, policy)
    code = None if "uscc" in omit or party.uscc == PLACEHOLDER else party.uscc
    representative = None if "legal_representative" in omit else party.legal_representative
    if (name, code, representative, None, False) == (party.name, party.uscc, party.legal_representative, party.uscc_note, party.minor):
        return party
    return Party(type=party.type, name=name, uscc=code, legal_representative=representative)


def names_party(text: str, record: PublicFields) -> bool:
    """Whether a reason leads to the party: its name or a telling part of it, its code, representative or document number."""
    plain = re.sub(r"\s", "", half_width(text))
    party = record.party
    telling = [party.name, party.uscc or "", party.legal_representative or ""]
    if len(record.title) >= GENERIC_TITLE:
        telling.append(record.title)
    if any(one and half_width(one) in plain for one in telling):
        return True
    if record.document_number and number_key(record.document_number) in number_key(plain):
        return True
    stem = GENERIC.sub("", PLACE.sub("", re.sub(r"\s", "", half_width(party.name))))
    if len(stem) <= WINDOW:
        return len(stem) > 1 and stem in plain
    return any(stem[start : start + WINDOW] in plain for start in range(len(stem) - WINDOW + 1))
