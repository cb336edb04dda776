"""What a decision says in one plain sentence: who decided when, on whom, and what follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from publish.model import FOUND, METHODS, RESULTS
from publish.views.record import Penalty, Record

OWN = "其他-"  # before a category or measure that the vocabulary does not have
MYRIAD = Decimal(10000)


def chinese_day(day: date) -> str:
    """2026年10月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_yuan(amount: Decimal) -> str:
    """An amount in yuan as people say it: 12万元, 3,500元."""
    whole = amount / MYRIAD
    if amount >= MYRIAD and whole == whole.quantize(Decimal("0.01")):
        return f"{whole.normalize():,f}万元"
    return f"{amount.normalize():,f}元"


def sentence(decision: Record, agency: str) -> str:
    """The sentence, from public fields alone; fields that a summary leaves out are not in it."""
    return f"{chinese_day(date.fromisoformat(decision.decided_on))}，{agency}对{decision.party.name}{_what(decision)}。"


def _what(decision: Record) -> str:
    if penalty := decision.penalty:
        return "作出行政处罚决定" + _penalty(penalty)
    if permit := decision.permit:
        result = f"：{RESULTS[permit.result]}" if permit.result else ""
        return f"作出行政许可决定{result}{permit.certificate_name or '' if result else ''}"
    if coercion := decision.coercion:
        return f"作出行政强制决定：{coercion.measure.removeprefix(OWN)}" if coercion.measure else "作出行政强制决定"
    if inspection := decision.inspection:
        method = f"（{METHODS[inspection.method]}）" if inspection.method else ""
        return f"进行行政检查{method}" + (f"：{FOUND[inspection.found]}" if inspection.found else "")
    return "作出决定"


def _penalty(penalty: Penalty) -> str:
    """Every category; amounts beside those that they are of."""
    said = [one.removeprefix(OWN) for one in penalty.categories if not one.startswith(("罚款", "没收"))]
    for word, amount in (("罚款", penalty.fine_yuan), ("没收", penalty.confiscated_yuan)):
        named = [one for one in penalty.categories if one.startswith(word)] or ([word] if amount else [])
        money = ("共" if len(named) > 1 else "") + chinese_yuan(amount) if amount else ""
        said += ["、".join(named) + money] if named else []
    return f"：{'、'.join(said)}" if said else ""
