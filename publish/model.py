"""The records of format 1: what a decision and an order say, public and internal apart.

* `PublicFields`: what may reach the public, field by field. `DecisionFile` adds the internal blocks and the state.
* `Internal`: clearance, case, review and records (三项制度的内部记录). It is checked and never published: no view, export
  or search file is ever handed one.
* `OrderFile`: what happens to a published decision (撤回, 信用修复, 恢复).

The public record that leaves the gate is `publish.publication.PublicDecision`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from publish.fields import Beside, Code, Day, DayOrLong, Flag, Identifier, Line, Money, Name, Prose, Region, Slug, Text, Whole, most, one_of

KINDS = {"penalty": "行政处罚", "permit": "行政许可", "coercion": "行政强制", "inspection": "行政检查"}  # 执法类别
RESULTS = {"granted": "准予", "refused": "不予", "changed": "变更", "renewed": "延续", "cancelled": "注销"}  # of permits
METHODS = {"on_site": "现场检查", "document": "书面检查", "online": "非现场检查"}  # of inspections
FOUND = {
    "none": "未发现问题",
    "corrected_on_site": "发现问题，当场改正",
    "rectify": "发现问题，责令改正",
    "case_opened": "发现问题，已立案",
}
PARTY_TYPES = {"organization": "法人及非法人组织", "sole_trader": "个体工商户", "individual": "自然人"}
GROUNDS = {
    "changed": "原行政行为被变更",
    "revoked": "原行政行为被撤销",
    "unlawful": "原行政行为被确认违法",
    "void": "原行政行为被确认无效",
    "remake": "被责令重新作出行政行为",
    "error": "公开的信息有误",
    "privacy": "涉及不予公开的信息",
}
CATEGORIES = (
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "吊销许可证件",
    "限制开展生产经营活动", "责令停产停业", "责令停产整治", "责令关闭", "限制从业", "禁止从业", "责令限期拆除", "行政拘留",
)  # fmt: skip
MEASURES = (
    "查封场所、设施或者财物", "扣押财物", "冻结存款、汇款", "限制生产、停产整治", "加处罚款或者滞纳金", "代履行", "申请法院强制执行",
)  # fmt: skip
OMITTABLE = (
    "document_number", "facts", "basis", "body", "corrections", "attachments", "conduct_on", "region",
    "uscc", "legal_representative", "violation_type", "certificate", "certificate_number",
)  # fmt: skip
ITEMS = ("subject", "jurisdiction", "procedure", "facts", "law", "evidence", "discretion")


class Block(BaseModel):
    """A mapping with known fields only; unknown ones are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)


class Party(Block):
    """执法对象."""

    type: Annotated[Text, one_of(tuple(PARTY_TYPES))]
    name: Name
    uscc: Code | None = None
    uscc_note: Annotated[Text, most(200)] | None = None
    legal_representative: Annotated[Text, most(50)] | None = None
    minor: Flag = False


class Penalty(Block):
    """行政处罚."""

    violation_type: Annotated[Text, most(2000)]
    categories: Annotated[list[Annotated[Text, one_of(CATEGORIES, open_ended=True)]], Field(min_length=1)]
    fine_yuan: Money | None = None
    confiscated_yuan: Money | None = None
    certificate: Name | None = None
    valid_until: DayOrLong | None = None
    severity: Annotated[Text, one_of(("minor", "general", "serious"))] | None = None
    procedure: Annotated[Text, one_of(("ordinary", "summary"))] = "ordinary"


class Permit(Block):
    """行政许可."""

    document_title: Name
    category: Annotated[Text, one_of(("普通", "特许", "认可", "核准", "登记"), open_ended=True)]
    certificate_name: Name | None = None
    certificate_number: Name | None = None
    result: Annotated[Text, one_of(tuple(RESULTS))]
    valid_from: Day | None = None
    valid_until: DayOrLong | None = None


class Coercion(Block):
    """行政强制."""

    measure: Annotated[Text, one_of(MEASURES, open_ended=True)]
    starts_on: Day | None = None
    ends_on: Day | None = None


class Inspection(Block):
    """行政检查."""

    item: Name
    inspected_on: Day
    method: Annotated[Text, one_of(tuple(METHODS))]
    found: Annotated[Text, one_of(tuple(FOUND))]


class Correction(Block):
    """更正: shown with the page."""

    on: Day
    note: Annotated[Text, most(1000)]


class AttachmentFile(Block):
    """附件: a file beside the decision's file."""

    path: Beside
    title: Name


class PublicFields(Block):
    """What a decision may show."""

    id: Identifier
    kind: Annotated[Text, one_of(tuple(KINDS))]
    title: Name
    document_number: Annotated[Text, most(128)] | None = None
    agency: Slug
    decided_on: Day
    published_on: Day | None = None
    party: Party
    conclusion: Annotated[Text, most(4000)]
    facts: Prose | None = None
    basis: Annotated[list[Annotated[Text, most(2000)]], Field(min_length=1)]
    conduct_on: Day | None = None
    region: Region | None = None
    penalty: Penalty | None = None
    permit: Permit | None = None
    coercion: Coercion | None = None
    inspection: Inspection | None = None
    corrections: list[Correction] = []
    tags: list[Slug] = []


class Clearance(Block):
    """公开前保密与隐私审查 (政府信息公开条例 17)."""

    office: Name
    on: Day
    scope: Annotated[Text, one_of(("full", "summary", "withheld"))]
    reason: Line | None = None
    omit: list[Annotated[Text, one_of(OMITTABLE)]] = []


class Case(Block):
    """办案信息."""

    officers: list[Name] = []
    office: Name | None = None
    statement_on: Day | None = None
    hearing_on: Day | None = None
    discussed_on: Day | None = None
    new_evidence_on: Day | None = None


class Review(Block):
    """法制审核 (行政处罚法 58)."""

    triggers: list[Name] = []
    office: Name | None = None
    officer: Name | None = None
    submitted_on: Day | None = None
    opinion: Annotated[Text, one_of(("agree", "problems"))] | None = None
    opinion_number: Name | None = None
    opinion_on: Day | None = None
    items: dict[Annotated[Text, one_of(ITEMS)], Annotated[Text, one_of(("pass", "problem", "not_applicable"))]] = {}


class Record(Block):
    """One entry of the index of the full-process record (执法全过程记录)."""

    no: Whole
    stage: Annotated[Text, one_of(("initiation", "investigation", "review", "decision", "service", "execution"))]
    medium: Annotated[Text, one_of(("text", "photo", "audio", "video"))]
    title: Name
    made_on: Day
    note: Line | None = None
    speakers: Line | None = None
    duration: Annotated[Text, most(8)] | None = None
    sha256: Annotated[Text, most(64)] | None = None
    archive: Name | None = None


class Internal(Block):
    """What is checked and never published."""

    clearance: Clearance | None = None
    case: Case | None = None
    review: Review | None = None
    records: list[Record] = []
    imported_on: Day | None = None  # taken over from another site, where it was public before


class DecisionFile(PublicFields, Internal):
    """A decision's whole front matter."""

    status: Annotated[Text, one_of(("draft", "approved"))]
    public_until: DayOrLong | None = None
    attachments: list[AttachmentFile] = []
    revision: Whole | None = None


class OrderFile(Block):
    """An order (撤回, 信用修复, 恢复): `orders/<yyyy>/<order id>.yml`."""

    id: Identifier
    action: Annotated[Text, one_of(("withdraw", "repair", "restore"))]  # 撤回, 信用修复, 恢复
    decision: Identifier
    agency: Slug
    ground: Annotated[Text, one_of(tuple(GROUNDS))] | None = None
    kind: Annotated[Text, one_of(tuple(KINDS))] | None = None
    tags: list[Slug] = []
    effective_on: Day
    ordered_on: Day
    reason: Annotated[Text, most(1000)] | None = None
    instrument: Annotated[Text, most(128)] | None = None
