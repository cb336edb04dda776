"""Every kind of secret is looked for in every text that the public could read; what holds one is left out, what was public stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publish.errors import Level
from tests.content import Content, credit_code, front_matter

SECRETS = {
    "privacy.id_number": ("证号11010519491231002X", "11010519491231002X"),
    "privacy.mobile": ("可拨13912345678", "13912345678"),
    "privacy.landline": ("传真0591-87654321", "87654321"),
    "privacy.bank_account": ("账号35001234567890", "35001234567890"),
    "privacy.email": ("zhangsan@example.com", "zhangsan"),
    "privacy.address": ("户籍地甲市东街12号", "东街12号"),
    "privacy.travel_document": ("护照E12345678", "E12345678"),
    "privacy.minor": ("王某系未成年人", "王某系未成年人"),
}
ALL = "，".join(written for written, _ in SECRETS.values())
PARTY = {"type": "organization", "name": "独名某公司", "uscc": credit_code(99), "legal_representative": "仇杰刚"}
PENALTY = {"violation_type": "独型", "categories": ["罚款"], "fine_yuan": "5000"}
PERMIT = {"document_title": "批复", "category": "普通", "certificate_name": "证", "certificate_number": "1", "result": "granted"}
COERCION = {"measure": "代履行"}
INSPECTION = {"item": "检查", "inspected_on": "2026-05-12", "method": "on_site", "found": "none"}
Changes = Callable[[str], dict[str, Any]]
FIELDS: dict[str, Changes] = {
    "title": lambda text: {"title": text},
    "document_number": lambda text: {"document_number": text},
    "conclusion": lambda text: {"conclusion": text},
    "facts": lambda text: {"facts": text},
    "body": lambda text: {"body": text},
    "party.name": lambda text: {"party": {**PARTY, "name": text}},
    "party.legal_representative": lambda text: {"party": {**PARTY, "legal_representative": text}},
    "basis.2": lambda text: {"basis": ["某法第一条", text]},
    "corrections.1.note": lambda text: {"corrections": [{"on": "2026-06-05", "note": text}]},
    "attachments.1.title": lambda text: {"attachments": [{"path": "a.png", "title": text}]},
    "penalty.violation_type": lambda text: {"penalty": {**PENALTY, "violation_type": text}},
    "penalty.categories": lambda text: {"penalty": {**PENALTY, "categories": ["罚款", f"其他-{text}"]}},
    "penalty.certificate": lambda text: {"penalty": {**PENALTY, "certificate": text}},
    "permit.document_title": lambda text: {"kind": "permit", "penalty": None, "permit": {**PERMIT, "document_title": text}},
    "permit.category": lambda text: {"kind": "permit", "penalty": None, "permit": {**PERMIT, "category": f"其他-{text}"}},
    "permit.certificate_name": lambda text: {"kind": "permit", "penalty": None, "permit": {**PERMIT, "certificate_name": text}},
    "permit.certificate_number": lambda text: {"kind": "permit", "penalty": None, "permit": {**PERMIT, "certificate_number": text}},
    "coercion.measure": lambda text: {"kind": "coercion", "penalty": None, "coercion": {**COERCION, "measure": f"其他-{text}"}},
    "inspection.item": lambda text: {"kind": "inspection", "penalty": None, "inspection": {**INSPECTION, "item": text}},
}
EVERYWHERE = [
    ("site.yml", "description: {}"),
    ("site.yml", "organizer: {}"),
    ("agencies/jia.yml", "duties: {}"),
    ("agencies/jia.yml", "short_name: {}"),
    ("policy/vocabulary.yml", "topics:\n  water: {}"),
]


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def test_every_secret_is_found_in_every_field_of_a_decision(content: Content) -> None:
    wanted = set()
    for field, changes in FIELDS.items():
        for code, (written, _) in SECRETS.items():
            fields = changes(written)
            ident = content.decision(fields.pop("body", None), **fields)
            wanted.add((content.where(ident), code, field))
    content.write("decisions/jia/2026/a.png", b"")
    found = content.check()
    told = {(one.path, one.code, field) for one in found for field in FIELDS if one.message.startswith(f"{field} 中")}
    assert wanted - told == set()
    assert {one.level for one in found if one.code in SECRETS} == {Level.hold}


def test_no_finding_says_the_secret(content: Content) -> None:
    for changes in FIELDS.values():
        fields = changes("，".join(written for written, _ in list(SECRETS.values())[:4]))
        content.decision(fields.pop("body", None), **fields)
    content.decision(conclusion=ALL, facts=ALL, body=ALL)
    for one in content.check():
        for _, secret in SECRETS.values():
            assert secret not in one.message, one.code


@pytest.mark.parametrize(("path", "line"), EVERYWHERE)
def test_every_secret_is_found_in_settings(content: Content, path: str, line: str) -> None:
    before = (content.folder / path).read_text("utf-8") if (content.folder / path).exists() else ""
    content.write(path, before + line.format(ALL) + "\n")
    assert SECRETS.keys() - {one.code for one in content.check() if one.path == path} == set()


def test_an_office_may_say_how_to_reach_it_but_no_identity_number(content: Content) -> None:
    text = (content.folder / "agencies/jia.yml").read_text("utf-8")
    own = "phone: 电话0591-87654321、13912345678\nsupervision_phone: jubao@example.com\naddress: 办公住址甲市东街12号\n"
    content.write("agencies/jia.yml", text + own)
    content.write("site.yml", "contact: 邮箱 zhan@example.com，电话0591-87654322\nname: 甲\n")
    content.decision(body="本机关电话：0591-87654321，传真 87654322，邮箱 zhan@example.com、jubao@example.com。")
    assert [one for one in content.check() if one.code.startswith("privacy.")] == []
    content.write("agencies/jia.yml", text + "phone: '11010519491231002X'\n")
    assert "privacy.id_number" in {one.code for one in content.check()}


def test_a_slug_is_no_place_for_a_number(content: Content) -> None:
    content.write("lists/13912345678/list.yml", (front_matter({"title": "清单"})))
    content.write("pages/13912345679.md", "Title: 页面\n\n文字。\n")
    one = content.decision(tags=["13912345670"])
    found = {one.path for one in content.check() if one.code == "privacy.mobile"}
    assert found == {"lists/13912345678/list.yml", "pages/13912345679.md", content.where(one)}


def test_a_page_and_a_list_with_a_secret_keep_their_last_state_and_a_notice_its_fixed_words(content: Content) -> None:
    columns = [{"name": "number", "title": "文号"}, {"name": "name", "title": "名称"}]
    about = {"title": "目录", "basis": "条例", "category": "before", "key": "number", "fields": columns}
    gone = [content.decision() for _ in SECRETS]
    for number in range(len(SECRETS)):
        content.write(f"pages/p{number}.md", f"Title: 页{number}\n\n旧文字{number}。\n")
        content.write(f"lists/l{number}/list.yml", front_matter(about))
        content.write(f"lists/l{number}/2026-01-01.csv", f"number,name\n1,旧名称{number}\n")
    content.decision()
    content.build()
    orders = []
    for number, (written, _) in enumerate(SECRETS.values()):
        content.write(f"pages/p{number}.md", f"Title: 页{number}\n\n新文字{number}{written}。\n")
        content.write(f"lists/l{number}/2026-01-01.csv", f"number,name\n1,新名称{number}{written}\n")
        orders.append(content.order(gone[number], reason=f"独有的理由，{written}。"))
    assert content.publish() == 0
    for number, order in enumerate(orders):
        assert content.holding(f"旧文字{number}。") != set()
        assert content.holding(f"旧名称{number}") != set()
        assert not content.public(gone[number])
        assert content.notice_of(order) in content.tree()
    assert content.holding("新文字", "新名称", "独有的理由", *(secret for _, secret in SECRETS.values())) == set()


def test_what_a_summary_leaves_out_may_hold_a_secret(content: Content) -> None:
    clearance = {"office": "办公室", "on": "2026-06-02", "scope": "summary", "reason": "涉及隐私", "omit": ["facts", "body"]}
    one = content.decision(facts=ALL, body=ALL, clearance=clearance)
    content.build()
    assert content.public(one)
    assert content.holding(*(secret for _, secret in SECRETS.values())) == set()


def test_a_place_in_a_list_is_counted_from_one(content: Content) -> None:
    content.decision(basis=["某法第一条", "电话 13912345678"])
    content.write("reports/2025.yml", "year: 2025\npublished_on: 2026-01-20\nsections:\n  - title: 机构\n    text: 电话 13912345678\n")
    told = [one.message for one in content.check() if one.code == "privacy.mobile"]
    assert [words.split()[0] for words in told] == ["basis.2", "sections.1.text"]
