"""The anonymous count of decisions by which tables 1 to 4 are filled (环办执法〔2019〕42号; `domain/rules.md` §8).

Counted is every approved decision that can be read: public, ended, scheduled, held, withheld and, unless the policy says
otherwise, withdrawn. No draft. It counts in the year of `decided_on`, at the agency that made it. A penalty of several categories counts
once, in the heaviest. Amounts are what decisions fix, not what was collected, in 分 (hundredths of a yuan), so that sums are
exact.

A tally is `{agency: {cell: number}}`; a cell is `<kind>.<what>`, and those of number 0 are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from publish.model import PublicFields
from publish.reports import COLUMNS, Report, StatisticsPolicy

Tally = dict[str, dict[str, int]]
OTHER = "其他"
COLUMN_OF = {
    "没收违法所得": "没收违法所得、没收非法财物", "没收非法财物": "没收违法所得、没收非法财物", "责令停产整治": "责令停产停业",
    "责令关闭": "责令关闭、限制从业", "限制从业": "责令关闭、限制从业", "禁止从业": "责令关闭、限制从业",
}  # fmt: skip
FEN = "penalty.fen"
MEASURE_OF = {
    "查封场所、设施或者财物": "seal", "扣押财物": "seize", "冻结存款、汇款": "freeze", "加处罚款或者滞纳金": "surcharge",
    "代履行": "substitute", "申请法院强制执行": "court",
}  # fmt: skip


def heaviest(categories: Iterable[str], order: list[str]) -> str:
    """The column in which a penalty counts: of its categories' the one that comes last in the order (由轻到重)."""
    return max((column_of(one) for one in categories), key=order.index)


def column_of(category: str) -> str:
    """The column of a category of the vocabulary."""
    column = COLUMN_OF.get(category, category)
    return column if column in COLUMNS else OTHER


def fen(amount: Decimal | None) -> int:
    """An amount in yuan as whole hundredths."""
    return int((amount or Decimal(0)).scaleb(2))


def count(tally: Tally, record: PublicFields, policy: StatisticsPolicy) -> None:
    """Add one decision to a tally."""
    block = getattr(record, record.kind)
    if block:
        _add(tally, record.agency, cells(record.kind, block, policy))


def count_deleted(tally: Tally, report: Report, policy: StatisticsPolicy) -> None:
    """Add what a report says of withdrawn decisions whose files were deleted. Amounts are those of all of them together."""
    for one in report.deleted if policy.count_withdrawn else ():
        counted = ((cell, number if cell == FEN else number * one.count) for cell, number in cells(one.kind, one, policy))
        _add(tally, one.agency, counted)


def _add(tally: Tally, agency: str, counted: Iterable[tuple[str, int]]) -> None:
    row = tally.setdefault(agency, {})
    for cell, number in counted:
        if number:
            row[cell] = row.get(cell, 0) + number


def cells(kind: str, block: Any, policy: StatisticsPolicy) -> Iterator[tuple[str, int]]:
    """(cell, number) of one decision. `block`: that of its kind (`publish.model`), or a `Deleted`, whose fields bear the same names."""
    if kind == "penalty":
        yield f"penalty.{heaviest(block.categories, policy.order)}", 1
        yield FEN, fen(block.fine_yuan) + fen(block.confiscated_yuan)
    elif kind == "permit":
        yield f"permit.{'granted' if block.result in policy.granted else block.result}", 1
    elif kind == "coercion":
        yield f"coercion.{MEASURE_OF.get(block.measure, 'other')}", 1
    else:
        yield f"inspection.{block.method}", 1
        if block.found and block.found != "none":
            yield "inspection.problems", 1
        if block.found == "case_opened":
            yield "inspection.cases", 1


def merged(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    total: Tally = {}
    for one in tallies:
        for agency, row in one.items():
            into = total.setdefault(agency, {})
            for cell, number in row.items():
                into[cell] = into.get(cell, 0) + number
    return total
