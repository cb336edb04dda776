"""A public decision as its page reads it: text and amounts, without the model's checks, for the gate made them.

The record is the JSON of `publish.publication.PublicDecision`, which leaves out what is as by default; days stay as they are
written there. A test holds both together.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field
from msgspec.json import Decoder


class Party(Struct, gc=False):
    """See `publish.model`, as all of these."""

    type: str
    name: str
    uscc: str | None = None
    legal_representative: str | None = None


class Penalty(Struct, gc=False):
    """行政处罚."""

    violation_type: str
    categories: list[str]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    certificate: str | None = None
    valid_until: str | None = None
    procedure: str = "ordinary"


class Permit(Struct, gc=False):
    """行政许可."""

    document_title: str
    category: str
    result: str
    certificate_name: str | None = None
    certificate_number: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None


class Coercion(Struct, gc=False):
    """行政强制."""

    measure: str
    starts_on: str | None = None
    ends_on: str | None = None


class Inspection(Struct, gc=False):
    """行政检查."""

    item: str
    inspected_on: str
    method: str
    found: str


class Correction(Struct, gc=False):
    """更正."""

    on: str
    note: str


class Attachment(Struct, gc=False):
    """附件."""

    title: str
    name: str
    bytes: int


class Record(Struct, gc=False):
    """What a page may show of a decision."""

    id: str
    kind: str
    title: str
    agency: str
    decided_on: str
    party: Party
    conclusion: str
    document_number: str | None = None
    published_on: str | None = None
    facts: str | None = None
    conduct_on: str | None = None
    body: str = ""
    until: str | None = None
    penalty: Penalty | None = None
    permit: Permit | None = None
    coercion: Coercion | None = None
    inspection: Inspection | None = None
    basis: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    omitted: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


read_record = Decoder(Record).decode
