"""What charts are drawn from: counts of public decisions, a month at a time, and of months put together to a year.

Never anything else than public records: what is withheld, held or withdrawn is not in them. A month's figures are kept in the
state (`publish.statistics.planning`), so that a change in one month reads no other's records.

Amounts are in 分; days are working days from the decision to its publication, as the law counts them (`publish.calendar`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

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
        return msgspec.json.encode(vars(self)).decode()

    def ordered(self) -> Figures:
        """The same in one order, however they came together."""
        days = {limit: dict(sorted(counts.items())) for limit, counts in sorted(self.days.items())}
        fines = {kind: sorted(amounts) for kind, amounts in sorted(self.fines.items())}
        return Figures(dict(sorted(self.category.items())), self.amount, fines, days, self.unknown)


decode = msgspec.json.Decoder().decode


def figures(records: Iterable[str], policy: StatisticsPolicy, calendar: Calendar) -> Figures:
    """The figures of public records (JSON, as the publication set holds them)."""
    made = Figures()
    waits: dict[tuple[str, str], int | Undetermined] = {}  # many decisions are of the same days
    for text in records:
        record = decode(text)
        span = record["decided_on"], record["published_on"]
        if span not in waits:
            waits[span] = _days(*span, calendar)
        _wait(made, record["kind"], waits[span])
        if penalty := record.get("penalty"):
            _penalty(made, penalty, policy)
    return made


def _days(decided_on: str, published_on: str, calendar: Calendar) -> int | Undetermined:
    """Working days from a decision to its publication; 0 for one that was published before."""
    first = date.fromisoformat(decided_on)
    return calendar.left(first, max(first, date.fromisoformat(published_on)))


def _wait(made: Figures, kind: str, days: int | Undetermined) -> None:
    if isinstance(days, Undetermined):
        made.unknown += 1
    else:
        _add(made.days.setdefault(str(days_for(kind)), {}), str(days))


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


def less(whole: Figures, part: Figures) -> Figures:
    """The figures of some decisions without those of a few among them."""
    category = {name: left for name, number in whole.category.items() if (left := number - part.category.get(name, 0))}
    fines = {kind: list((Counter(amounts) - Counter(part.fines.get(kind, ()))).elements()) for kind, amounts in whole.fines.items()}
    days = {
        limit: {wait: left for wait, number in counts.items() if (left := number - part.days.get(limit, {}).get(wait, 0))}
        for limit, counts in whole.days.items()
    }
    return Figures(
        category, whole.amount - part.amount, {kind: amounts for kind, amounts in fines.items() if amounts},
        {limit: counts for limit, counts in days.items() if counts}, whole.unknown - part.unknown,
    )  # fmt: skip


def median(numbers: Iterable[int]) -> Decimal:
    """The middle one of some numbers, or what lies halfway between the two in the middle. Raises IndexError where there are none."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return Decimal(ordered[middle]) if len(ordered) % 2 else Decimal(ordered[middle - 1] + ordered[middle]) / 2
