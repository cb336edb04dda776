"""What charts are drawn from: counts of public decisions, a month at a time, and of months put together to a year.

Never anything else than public records: what is withheld, held or withdrawn is not in them. A month's figures are kept in the
state (`publish.statistics.planning`), so that a change in one month reads no other's records.

Amounts are in 分; days are working days from the decision to its publication, as the law counts them (`publish.calendar`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from publish.calendar import Calendar, Undetermined
from publish.reports import StatisticsPolicy
from publish.rules.deadlines import days_for
from publish.statistics.tally import fen, heaviest

HIDDEN = "—"  # in the place of a type that a summary leaves out


@dataclass
class Figures:
    """Of some public decisions.

    `category`: penalties by their heaviest category; `amount`: fines and confiscations; `fines`: type of violation → the fines
    above 0; `days`: legal limit in working days → working days to publication → decisions; `unknown`: those whose days run into
    a year without a calendar.
    """

    category: dict[str, int] = field(default_factory=dict)
    amount: int = 0
    fines: dict[str, list[int]] = field(default_factory=dict)
    days: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown: int = 0

    def as_json(self) -> str:
        """As the state keeps them."""
        return json.dumps(asdict(self), ensure_ascii=False)


def figures(records: Iterable[str], policy: StatisticsPolicy, calendar: Calendar) -> Figures:
    """The figures of public records (JSON, as the publication set holds them)."""
    made = Figures()
    for text in records:
        record = json.loads(text)
        _days(made, record, calendar)
        if penalty := record.get("penalty"):
            _penalty(made, penalty, policy)
    return made


def _days(made: Figures, record: dict[str, Any], calendar: Calendar) -> None:
    decided_on, published_on = date.fromisoformat(record["decided_on"]), date.fromisoformat(record["published_on"])
    days = calendar.left(decided_on, max(decided_on, published_on))
    if isinstance(days, Undetermined):
        made.unknown += 1
        return
    _add(made.days.setdefault(str(days_for(record["kind"])), {}), str(days))


def _penalty(made: Figures, penalty: dict[str, Any], policy: StatisticsPolicy) -> None:
    _add(made.category, heaviest(penalty["categories"], policy.order))
    fine, confiscated = (fen(Decimal(penalty.get(name) or 0)) for name in ("fine_yuan", "confiscated_yuan"))
    made.amount += fine + confiscated
    if fine and penalty["violation_type"] != HIDDEN:
        made.fines.setdefault(penalty["violation_type"], []).append(fine)


def _add(counts: dict[str, int], name: str, number: int = 1) -> None:
    counts[name] = counts.get(name, 0) + number


def together(several: Iterable[Figures]) -> Figures:
    """The figures of several months as one."""
    made = Figures()
    for one in several:
        made.amount += one.amount
        made.unknown += one.unknown
        for name, number in one.category.items():
            _add(made.category, name, number)
        for kind, fines in one.fines.items():
            made.fines.setdefault(kind, []).extend(fines)
        for limit, counts in one.days.items():
            for days, number in counts.items():
                _add(made.days.setdefault(limit, {}), days, number)
    return made


def median(numbers: Iterable[int]) -> Decimal:
    """The middle one of some numbers, or what lies halfway between the two in the middle. Raises IndexError where there are none."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return Decimal(ordered[middle]) if len(ordered) % 2 else Decimal(ordered[middle - 1] + ordered[middle]) / 2
