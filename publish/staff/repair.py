"""When a penalty may be repaired (信用修复), by the rule version of its date and its class (`domain/rules.md` §4)."""

from __future__ import annotations

from datetime import date

from publish.model import Penalty
from publish.periods import months_later, severity

# From which decision date on, by which rules, and after how many months; `None`: nothing to repair.
VERSIONS: tuple[tuple[date, str, dict[str, int | None]], ...] = (
    (date(2026, 4, 1), "国家发展改革委令2026年第36号", {"minor": 0, "general": 3, "serious": 12}),
    (date(2023, 5, 1), "国家发展改革委令2023年第58号", {"minor": None, "general": 3, "serious": 3}),
    (date.min, "发改办财金〔2018〕893号", {"minor": 3, "general": 3, "serious": 6}),
)
CLASSES = {"minor": "轻微", "general": "一般", "serious": "严重"}


def repair_note(decided_on: date, penalty: Penalty, today: date) -> str:
    """What to think of before a repair: that it is too early, or not needed; "" where there is nothing."""
    source, months = next((source, table) for start, source, table in VERSIONS if start <= decided_on)
    wait = months[severity(penalty)]
    if wait is None:
        return f"按{source}，只有警告、通报批评的不作信用公示，一般不需要修复。请核对。"
    first = months_later(decided_on, wait)
    if first <= today:
        return ""
    return f"还不到可以修复的时间：按{source}，{CLASSES[severity(penalty)]}的满 {wait} 个月，即 {first} 起。请核对日期和违法程度。"
