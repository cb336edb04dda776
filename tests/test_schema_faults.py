"""What an editor marks in a content file, and what it must leave alone."""

from __future__ import annotations

import pytest

from tests.editor import marks

DECISION = """\
id: cfjd000000000001
status: approved
kind: penalty
title: 超标排放案
document_number: 甲环罚〔2026〕12号
agency: jia
decided_on: 2026-05-18
published_on: 2026-05-22
party:
  type: organization
  name: 甲市某化工有限公司
  uscc: 91350100M000100Y43
  legal_representative: 某甲
conclusion: 罚款
facts: 超标排放
basis: [某法第十条]
tags: [water]
penalty:
  violation_type: 超标排放
  categories: [罚款]
  fine_yuan: 100000
attachments:
  - path: 1.pdf
    title: 决定书
clearance: {office: 办公室, on: 2026-05-20, scope: full}
review:
  items: {subject: pass}
"""
ORDER = """\
id: chd0000000000001
action: withdraw
decision: cfjd000000000001
agency: jia
ground: revoked
effective_on: 2026-06-01
ordered_on: 2026-06-02
reason: 经复议撤销
"""
AGENCY = "name: 甲局\nuscc: 11350100M000100Y43\nregion: 350100\nlevel: city\n"
LIST = "title: 表\nbasis: 法\ncategory: before\nkey: a\nfields: [{name: a, title: 甲}]\n"
BASES = {"decision": DECISION, "order": ORDER, "agency": AGENCY, "list": LIST}
FAULTS = {  # what is wrong: kind of file, the text that is replaced, and by what
    "an unknown field": ("decision", "title: 超", "titel: 超"),
    "a missing field": ("decision", "agency: jia\n", ""),
    "a required field without a word": ("decision", "agency: jia\n", "agency:\n"),
    "an unknown field in a block": ("decision", "legal_representative:", "representative:"),
    "a word outside the vocabulary": ("decision", "kind: penalty", "kind: fine"),
    "a category outside the vocabulary": ("decision", "[罚款]", "[罚金]"),
    "no category": ("decision", "[罚款]", "[]"),
    "another kind, with this one's block": ("decision", "kind: penalty", "kind: permit"),
    "a penalty without facts": ("decision", "facts: 超标排放\n", ""),
    "a penalty with empty facts": ("decision", "facts: 超标排放\n", "facts:\n"),
    "a fine with a unit": ("decision", "fine_yuan: 100000", "fine_yuan: 10万元"),
    "a negative fine": ("decision", "fine_yuan: 100000", "fine_yuan: -5"),
    "a day that does not exist": ("decision", "2026-05-18", "2026-02-30"),
    "a day in another form": ("decision", "2026-05-18", "2026/5/18"),
    "an approved decision without a day of publication": ("decision", "published_on: 2026-05-22\n", ""),
    "an approved decision without a clearance": ("decision", "clearance: {office: 办公室, on: 2026-05-20, scope: full}\n", ""),
    "an organization without a code": ("decision", "  uscc: 91350100M000100Y43\n", ""),
    "a code of 17 characters": ("decision", "M000100Y43", "M000100Y4"),
    "an individual with a code": ("decision", "type: organization", "type: individual"),
    "a withheld decision without a reason": ("decision", "scope: full", "scope: withheld"),
    "a summary that leaves nothing out": ("decision", "scope: full", "scope: summary, reason: 商业秘密, omit: []"),
    "an id with a letter that no id has": ("decision", "id: cfjd", "id: cfjl"),
    "a tag with a blank": ("decision", "[water]", "[waste water]"),
    "an attachment outside": ("decision", "path: 1.pdf", "path: ../1.pdf"),
    "an unknown item of the review": ("decision", "subject: pass", "subjects: pass"),
    "an unknown result of the review": ("decision", "subject: pass", "subject: fine"),
    "an invisible character": ("decision", "title: 超标", "title: 超\u200b标"),
    "a title that is too long": ("decision", "title: 超标", "title: " + "超" * 201),
    "a withdrawal without a reason": ("order", "reason: 经复议撤销\n", ""),
    "a withdrawal without a ground": ("order", "ground: revoked\n", ""),
    "an unknown ground": ("order", "revoked", "because"),
    "an unknown level": ("agency", "city", "village"),
    "a list where a text belongs": ("agency", "甲局", "[甲, 乙]"),
    "a column with a capital": ("list", "name: a,", "name: A,"),
    "no columns": ("list", "[{name: a, title: 甲}]", "[]"),
    "a flag that is neither": ("site", "", "ipv6: maybe"),
    "an address without a scheme": ("site", "", "url: www.example.org"),
    "a text where a block belongs": ("report", "", "year: 2025\npublished_on: 2026-01-28\nstaff: 12"),
    "a year of two digits": ("policy-calendar", "", "years: {27: {notice: 某号}}"),
    "a rule that does not exist": ("policy-gate", "", "levels: {privacy.phone: stop}"),
    "a rule made quieter than it may be": ("policy-gate", "", "levels: {privacy.mobile: warn}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_marked(fault: str) -> None:
    kind, old, new = FAULTS[fault]
    base = BASES.get(kind, "")
    assert old in base
    assert marks(kind, base.replace(old, new, 1) if old else new) != []


NAMED = "  name: 甲市某化工有限公司\n  uscc: 91350100M000100Y43"
SOUND = {  # what a person may write: kind of file, the text that is replaced, and by what
    "nothing changed": ("decision", "jia", "jia"),
    "nothing changed in an order": ("order", "jia", "jia"),
    "nothing changed in a list": ("list", "表", "表"),
    "codes of digits": ("agency", "11350100M000100Y43", "111111111111111111\nphone: 12345\npostcode: 012345"),
    "quoted codes": ("agency", "350100\n", '"350100"\n'),
    "quoted numbers and flags": ("site", "", "ipv6: 'true'\ntag_year: '2026'\nsite_id_code: 9900000001"),
    "fields left empty": ("site", "", "icp:\nlogo: ~\nipv6:"),
    "years as numbers": ("policy-calendar", "", "years: {2027: {notice: 某号, holidays: [2027-01-01]}}"),
    "a category of one's own": ("decision", "[罚款]", "[罚款, 其他-责令修复]"),
    "money in cents": ("decision", "100000", "1234.56"),
    "money as text": ("decision", "100000", "'1234.50'"),
    "a long end": ("decision", "penalty:\n", "penalty:\n  valid_until: long\n"),
    "another kind's block, left empty": ("decision", "penalty:\n", "permit:\npenalty:\n"),
    "a code in full-width characters": ("decision", "91350100M000100Y43", "９１３５０１００Ｍ０００１００Ｙ４３"),
    "an individual without a code": ("decision", f"type: organization\n{NAMED}", "type: individual\n  name: 某甲"),
    "a summary with its reason": ("decision", "scope: full", "scope: summary, reason: 商业秘密, omit: [facts]"),
    "a repair without a reason": ("order", "withdraw\n", "repair\n"),
    "levels that may be given": ("policy-gate", "", "levels: {privacy.mobile: stop, review.late: warn}"),
}  # fmt: skip


@pytest.mark.parametrize("case", SOUND)
def test_what_a_person_may_write_is_not_marked(case: str) -> None:
    kind, old, new = SOUND[case]
    base = BASES.get(kind, "")
    assert old in base
    assert marks(kind, base.replace(old, new, 1) if old else new) == []
