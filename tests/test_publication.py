"""The public record: what a summary leaves out is gone from it, whatever the field and the kind of decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from publish.codes import PLACEHOLDER
from publish.dossier import Dossier, Facts, Tables
from publish.files import FORMS
from publish.load import load
from publish.model import OMITTABLE, Clearance, Correction, DecisionFile, Party
from publish.publication import PublicAttachment, PublicDecision, candidate, published
from publish.views.decision import page_data
from publish.views.record import read_record

CONTENT = Path(__file__).parent.parent / "content"
AGENCY = {"name": "某局", "uscc": "", "review_body": "", "court": ""}


def one_of_kind(kind: str) -> Dossier:
    """A sample decision of a kind, with every field that can be left out filled."""
    for path in sorted(CONTENT.glob("decisions/*/*/*.md")):
        filed = load("decision", path.relative_to(CONTENT).as_posix(), path.read_bytes())
        record = filed.record
        if isinstance(record, DecisionFile) and record.kind == kind and record.party.type == "organization" and record.status == "approved":
            return Dossier(filed, record.model_copy(update={"facts": "独有的事实", "attachments": []}), Facts(), Tables({}))
    raise AssertionError(kind)


def value(dossier: Dossier, name: str) -> str:
    """The text that a field shows, empty where the decision has none."""
    record = dossier.record
    block = getattr(record, record.kind)
    places = {"body": dossier.filed.body, "basis": "".join(record.basis)}
    found = places.get(name) or getattr(record, name, None) or getattr(record.party, name, None) or getattr(block, name, None)
    return str(found) if found and not isinstance(found, list) else ""


@pytest.mark.parametrize("name", OMITTABLE)
@pytest.mark.parametrize("kind", ["penalty", "permit", "coercion", "inspection"])
def test_what_a_summary_omits_is_in_neither_page_nor_data(kind: str, name: str) -> None:
    dossier = one_of_kind(kind)
    clearance = Clearance(office="办公室", on=dossier.record.decided_on, scope="summary", reason="商业秘密", omit=[name])
    dossier = Dossier(dossier.filed, dossier.record.model_copy(update={"clearance": clearance}), Facts(), Tables({}))
    record = candidate(published(dossier, {}))[-1]
    rows = {"record": record, "agency": AGENCY, "item": ""}
    shown = str(page_data(rows)) + FORMS["json"](rows).decode()
    secret = value(dossier, name)
    if len(secret) > 6:  # a region or a short word may stand elsewhere in its own right
        assert secret not in shown
    assert page_data(rows)["d"]["summary_note"]


def test_the_public_record_has_no_internal_field() -> None:
    internal = {"clearance", "case", "review", "records", "status", "revision"}
    assert not internal & set(PublicDecision.model_fields)
    for kind in ("penalty", "permit", "coercion", "inspection"):
        dossier = one_of_kind(kind)
        record = candidate(published(dossier, {}))[-1]
        assert not any(f'"{name}"' in record for name in internal)
        assert PublicDecision.model_validate_json(record).model_dump_json(exclude_defaults=True) == record


def test_a_page_reads_the_record_as_the_model_does() -> None:
    for kind in ("penalty", "permit", "coercion", "inspection"):
        dossier = one_of_kind(kind)
        changes = {"corrections": [Correction(on=dossier.record.decided_on, note="更正")], "conduct_on": dossier.record.decided_on}
        model = published(Dossier(dossier.filed, dossier.record.model_copy(update=changes), Facts(), Tables({})), {})
        attachment = PublicAttachment(title="附件", source="a/1.pdf", name="1.pdf", digest="0" * 64, bytes=7)
        for one in (model, model.model_copy(update={"attachments": [attachment], "until": dossier.record.decided_on, "omitted": ["body"]})):
            read, told = to_builtins(read_record(one.model_dump_json(exclude_defaults=True))), one.model_dump(mode="json")
            assert within(read, told)
            assert told.keys() - read.keys() == {"credit_until", "region", "tags"}  # which no page shows of a single decision


def within(read: Any, told: Any) -> bool:
    """Whether all that is read is what is told, and no list is shorter."""
    if isinstance(read, dict):
        return all(within(value, told[name]) for name, value in read.items())
    if isinstance(read, list):
        return len(read) == len(told) and all(map(within, read, told))
    return bool(read == told)


@pytest.mark.parametrize("kind", ["organization", "individual"])
@pytest.mark.parametrize("omit", [[], ["uscc"], ["legal_representative"]])
@pytest.mark.parametrize("given", [{}, {"uscc_note": "登记机关的错码"}, {"uscc": PLACEHOLDER}, {"minor": True}, {"uscc": None}])
def test_of_the_party_nothing_is_shown_that_is_not_to_be_shown(kind: str, omit: list[str], given: dict[str, object]) -> None:
    dossier = one_of_kind("penalty")
    party = Party(type=kind, name="王小明", uscc="91350100M000100Y43", legal_representative="王小明").model_copy(update=given)
    clearance = Clearance(office="办公室", on=dossier.record.decided_on, scope="summary" if omit else "full", omit=omit)
    record = dossier.record.model_copy(update={"party": party, "clearance": clearance})
    shown = published(Dossier(dossier.filed, record, Facts(), Tables({})), {}).party
    name = "某未成年人" if party.minor else "王某某" if kind == "individual" else "王小明"
    code = None if "uscc" in omit or party.uscc == PLACEHOLDER else party.uscc
    assert shown == Party(type=kind, name=name, uscc=code, legal_representative=None if "legal_representative" in omit else "王小明")
