"""How long a decision stays public (公示期限): by kind, by class of the penalty, by the rule version of its date.

The default table holds what `domain/rules.md` §4 calls sure: 发改委令2026年第36号 (from 2026-04-01), 2023年第58号 (from
2023-05-01), 发改办财金〔2018〕893号 (before); which penalties are in which class is unsure, so `penalty.severity` overrides,
and `policy/periods.yml` replaces the whole table. A decision is public through the corresponding day of the month in
which its period ends (or the month's last day) and gone on the next.
"""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from publish.model import Penalty, PublicFields
from publish.site import PeriodClass, Periods, PeriodVersion

NEVER = date.min
LIGHT = frozenset({"警告", "通报批评"})
SERIOUS = frozenset({"吊销许可证件", "责令关闭", "限制从业", "禁止从业", "行政拘留"})


def _version(start: str, source: str, **months: tuple[int, int]) -> PeriodVersion:
    classes: dict[str, Any] = {name: PeriodClass(site_months=site, credit_months=credit) for name, (site, credit) in months.items()}
    return PeriodVersion(**{"from": date.fromisoformat(start)}, source=source, **classes)


DEFAULT = Periods(
    penalties=[
        _version("1900-01-01", "发改办财金〔2018〕893号", minor=(12, 12), general=(12, 12), serious=(36, 36)),
        _version("2023-05-01", "国家发展改革委令2023年第58号", minor=(3, 0), general=(36, 36), serious=(36, 36)),
        _version("2026-04-01", "国家发展改革委令2026年第36号", minor=(3, 0), general=(12, 12), serious=(36, 36)),
    ]
)


def severity(penalty: Penalty) -> str:
    """minor 轻微, general 一般 or serious 严重: as written, else by category."""
    if penalty.severity:
        return penalty.severity
    categories = set(penalty.categories)
    if categories & SERIOUS:
        return "serious"
    money = (penalty.fine_yuan or Decimal(0)) + (penalty.confiscated_yuan or Decimal(0))
    return "minor" if penalty.procedure == "summary" or (categories <= LIGHT and not money) else "general"


def public_until(decision: PublicFields, wanted: date | str | None, periods: Periods) -> date | None:
    """The last day in public; None for no end. An explicit day (`public_until`) can only shorten the period."""
    last = allowed_until(decision, periods)
    if isinstance(wanted, date):
        return wanted if last is None else min(wanted, last)
    return last


def credit_until(decision: PublicFields, until: date | None, periods: Periods) -> date | None:
    """The last day in the national credit tables where that is not the last day in public; NEVER where it is in none.

    `until`: its last day in public. Only penalties have a credit period of their own.
    """
    if not decision.penalty:
        return None
    months = _class(decision.decided_on, decision.penalty, periods).credit_months
    last = months_later(decision.decided_on, months) if months else NEVER
    return last if until is None or last < until else None


def _class(decided_on: date, penalty: Penalty, periods: Periods) -> PeriodClass:
    wanted = periods.penalties[0]
    for version in reversed(periods.penalties):
        if version.from_ <= decided_on:
            wanted = version
            break
    found: PeriodClass = getattr(wanted, severity(penalty))
    return found


def allowed_until(decision: PublicFields, periods: Periods) -> date | None:
    """The last day that the policy allows; None for no end."""
    if decision.penalty:
        months = _class(decision.decided_on, decision.penalty, periods).site_months
        return months_later(decision.decided_on, max(months, 1))  # 42号: every penalty is on the site, so never zero
    if decision.permit:
        until = decision.permit.valid_until
        if until == "long":
            return None
        return until if isinstance(until, date) else months_later(decision.decided_on, periods.permit_months)
    months = periods.coercion_months if decision.coercion else periods.inspection_months
    return months_later(decision.decided_on, months)


@lru_cache(maxsize=8192)  # asked of each decision of a day
def months_later(day: date, months: int) -> date:
    """The corresponding day some months later, or that month's last day (民法典 202, 203)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
