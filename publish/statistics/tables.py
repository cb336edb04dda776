"""Tables 1 to 4 of the annual report, as the provinces print them: one row a reporting body, and the sum of all.

A column is filled from cells of the tally (`publish.statistics.tally`); one whose cell only the report knows has a number in
the last row alone, and — in the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from publish.dossier import Facts
from publish.reports import COLUMNS, Report
from publish.statistics.tally import FEN, Tally, merged

WHOLE = ""  # in the place of an agency: what only the report knows, of all bodies together
UNKNOWN = "—"
TOTAL = "合计"
STRANGERS = "其他机关"
LEVELS = ("national", "province", "city", "county")
KNOWN = ("applied", "accepted", "revoked")  # of permits, from the report


@dataclass(frozen=True)
class Column:
    """`cells`: the cells of the tally whose sum it shows; `group`: the heading that it shares with its neighbours."""

    title: str
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class Table:
    """One of the four."""

    number: int
    title: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """表一, 表二, …"""
        return f"表{'一二三四'[self.number - 1]}"


PENALTY = tuple(f"penalty.{one}" for one in COLUMNS)
MEASURES = {"seal": "查封场所、设施或者财物", "seize": "扣押财物", "freeze": "冻结存款、汇款", "other": "其他强制措施"}
BY_AGENCY = {"surcharge": "加处罚款或者滞纳金", "substitute": "代履行"}
COERCION = tuple(f"coercion.{one}" for one in (*MEASURES, *BY_AGENCY, "court"))
INSPECTED = {"on_site": "现场检查", "document": "书面检查", "online": "非现场检查"}
INSPECTION = tuple(f"inspection.{one}" for one in INSPECTED)
TABLES = (
    Table(1, "行政处罚实施情况", (
        *(Column(one, (f"penalty.{one}",), "处罚类别（宗）") for one in COLUMNS),
        Column("合计（宗）", PENALTY), Column("罚没金额（万元）", (FEN,)),
    )),
    Table(2, "行政许可实施情况", (
        Column("申请（宗）", ("permit.applied",)), Column("受理（宗）", ("permit.accepted",)),
        Column("准予许可（宗）", ("permit.granted",)), Column("不予许可（宗）", ("permit.refused",)),
        Column("撤销许可（宗）", ("permit.revoked",)),
    )),
    Table(3, "行政强制实施情况", (
        *(Column(title, (f"coercion.{one}",), "行政强制措施（宗）") for one, title in MEASURES.items()),
        *(Column(title, (f"coercion.{one}",), "行政机关强制执行（宗）") for one, title in BY_AGENCY.items()),
        Column("申请法院强制执行（宗）", ("coercion.court",)), Column("合计（宗）", COERCION),
    )),
    Table(4, "行政检查和其他执法行为实施情况", (
        *(Column(title, (f"inspection.{one}",), "行政检查（次）") for one, title in INSPECTED.items()),
        Column("合计", INSPECTION, "行政检查（次）"), Column("其中发现问题", ("inspection.problems",), "行政检查（次）"),
        Column("其中立案", ("inspection.cases",), "行政检查（次）"),
        Column("许可变更、延续、注销等（宗）", ("permit.changed", "permit.renewed", "permit.cancelled")),
    )),
)  # fmt: skip


def numbers(tally: Tally, report: Report) -> Tally:
    """All numbers of a year's tables: the tally, and what only the report knows."""
    known = {f"permit.{name}": value for name in KNOWN if (value := getattr(report.permits, name)) is not None}
    return {**tally, WHOLE: known} if known else tally


def body_name(slug: str, facts: Facts) -> str:
    """The name of a reporting body; of one without a file not even its slug, which no rule has looked at."""
    if slug == WHOLE:
        return TOTAL
    return facts.agencies[slug].name if slug in facts.agencies else STRANGERS


def _bodies(found: Tally, facts: Facts) -> Iterator[tuple[str, dict[str, int]]]:
    """The reporting bodies with their numbers: all agencies, the higher first; those without a file together, last."""
    for slug in sorted(facts.agencies, key=lambda slug: (LEVELS.index(facts.agencies[slug].level), slug)):
        yield facts.agencies[slug].name, found.get(slug, {})
    if strangers := [row for slug, row in found.items() if slug not in facts.agencies and slug != WHOLE]:
        yield STRANGERS, _sum(strangers)


def _sum(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    return merged({"": row} for row in rows).get("", {})


def rows(table: Table, found: Tally, facts: Facts) -> Iterator[list[str]]:
    """The rows of a table, the name of the body first; the sum of all last."""
    whole = found.get(WHOLE, {})
    for name, row in _bodies(found, facts):
        yield [name, *(UNKNOWN if _told(column) else text(column.cells, row) for column in table.columns)]
    total = _sum(row for slug, row in found.items() if slug != WHOLE)
    yield [TOTAL, *(_of_all(column, whole) if _told(column) else text(column.cells, total) for column in table.columns)]


def _told(column: Column) -> bool:
    """Whether only the report knows what stands in it."""
    return column.cells[0].removeprefix("permit.") in KNOWN


def _of_all(column: Column, whole: dict[str, int]) -> str:
    return str(whole[column.cells[0]]) if column.cells[0] in whole else UNKNOWN


def text(cells: tuple[str, ...], row: dict[str, int]) -> str:
    """What a column says: a whole number, or for money 万元 with all its digits."""
    total = sum(row.get(cell, 0) for cell in cells)
    return ten_thousands(total) if cells == (FEN,) else str(total)


def ten_thousands(hundredths: int | Decimal) -> str:
    """An amount in 分 as 万元, exactly."""
    return f"{Decimal(hundredths).scaleb(-6).normalize():f}"


def rough(hundredths: int | Decimal) -> str:
    """The same to two decimals, for a drawing: the table beside it has every digit."""
    return f"{Decimal(hundredths).scaleb(-6).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"


def place_of(cell: str) -> tuple[Table, Column] | None:
    """The table and column in which a cell stands alone; None for a cell of no table."""
    found = [(table, column) for table in TABLES for column in table.columns if cell in column.cells]
    return min(found, key=lambda one: len(one[1].cells), default=None)
