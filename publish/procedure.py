"""How a decision came about, as its blocks tell: whether it is major, was made on the spot, was taken over from elsewhere.

One definition for the rules of `review`, `case` and `records` and for whoever asks a clerk before there is a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.model import DecisionFile
from publish.site import ReviewPolicy
from publish.strict_yaml import shown

TRIGGERS = {
    "public_interest": "涉及重大公共利益",
    "social_impact": "可能造成重大社会影响或者引发社会风险",
    "major_rights": "直接关系当事人或者第三人重大权益",
    "hearing": "经过听证程序",
    "complex": "案情疑难复杂、涉及多个法律关系",
}  # 行政处罚法 58; 环办执法〔2019〕42号, 三(二)
HEARD = frozenset({"降低资质等级", "吊销许可证件", "责令停产停业", "责令停产整治", "责令关闭", "限制从业", "禁止从业"})  # 行政处罚法 63
SPOT = frozenset({"警告", "罚款"})  # 行政处罚法 51
SPOT_YUAN, SPOT_YUAN_INDIVIDUAL = 3000, 200  # the same


@dataclass(frozen=True)
class Reason:
    """Why a decision is major: the field that shows it, and words for staff (Chinese, without full stop)."""

    field: str
    words: str


def major(record: DecisionFile, policy: ReviewPolicy, rows: Mapping[str, Mapping[str, str]]) -> Reason | None:
    """Why a decision needs a legal review (法制审核) before it is made; None where it needs none.

    `rows`: the list `review-items` by key, as of the day of the decision. Whether a row of it fits cannot be computed: the
    clerk names it in `review.triggers`. Amounts in yuan (行政处罚法 58, 63; `domain/rules.md` §6).
    """
    if record.review and record.review.triggers:
        first = record.review.triggers[0]
        title = TRIGGERS.get(first) or rows.get(first, {}).get("item") or first
        return Reason("review.triggers", f"review.triggers 写明“{shown(title)}”")
    if record.case and record.case.hearing_on:
        return Reason("case.hearing_on", "案件经过听证")
    penalty = record.penalty
    if penalty is None or on_the_spot(record):
        return None
    if not HEARD.isdisjoint(penalty.categories):
        category = next(one for one in penalty.categories if one in HEARD)
        return Reason("penalty.categories", f"处罚种类“{category}”属于当事人有权要求听证的处罚")
    least = policy.individual_yuan if record.party.type == "individual" else policy.organization_yuan
    fine, confiscated = penalty.fine_yuan, penalty.confiscated_yuan
    if ((fine or 0) + confiscated if confiscated else fine or 0) >= least:
        field = "penalty.fine_yuan" if fine else "penalty.confiscated_yuan"
        return Reason(field, f"罚没金额达到 {least} 元（policy/review.yml 的起点）")
    return None


def on_the_spot(record: DecisionFile) -> bool:
    """Whether a penalty was rightly made on the spot (简易程序): a warning or a small fine, and nothing else (行政处罚法 51)."""
    penalty = record.penalty
    if penalty is None or penalty.procedure != "summary":
        return False
    most = SPOT_YUAN_INDIVIDUAL if record.party.type == "individual" else SPOT_YUAN
    return SPOT.issuperset(penalty.categories) and (penalty.fine_yuan or 0) <= most and not penalty.confiscated_yuan


def taken_over(record: DecisionFile) -> bool:
    """Whether a decision was public on another site before it came here: of such a one the internal blocks may be lost."""
    return bool(record.imported_on and record.published_on and record.published_on <= record.imported_on)
