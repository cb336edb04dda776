"""What counts in tables 1 to 4, and in which cell: the cases of a lawyer as text, sums that are exact, settings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.dossier import Facts
from publish.load import load
from publish.model import CATEGORIES, MEASURES, METHODS, RESULTS
from publish.reports import COLUMNS, Report, StatisticsPolicy
from publish.statistics.tables import TABLES, numbers, rows, ten_thousands
from publish.statistics.tally import FEN, Tally, cells, count_deleted, fen, heaviest, merged
from tests.content import front_matter

ORDER = list(COLUMNS)
CASES = [line.split(" → ") for line in (Path(__file__).parent / "heaviest.txt").read_text("utf-8").splitlines() if "→" in line]
POLICY = StatisticsPolicy()
QUICK = settings(deadline=None, max_examples=50)  # a shared machine may stop for longer than any deadline


@pytest.mark.parametrize(("categories", "column"), [one for one in CASES if not one[0].startswith("#")], ids="→".join)
def test_a_penalty_counts_once_in_the_heaviest_category(categories: str, column: str) -> None:
    named = [one for one in [*CATEGORIES, *(part for part in categories.split("、") if part.startswith("其他-"))] if one in categories]
    assert heaviest(named, ORDER) == column


def test_every_word_of_the_vocabulary_has_a_column_and_a_case() -> None:
    assert {heaviest([one], ORDER) for one in CATEGORIES} == set(COLUMNS)
    assert [one for one in CATEGORIES if not any(one in case[0] for case in CASES)] == []


def test_the_order_is_a_setting() -> None:
    other_lightest = ["其他", *ORDER[:-1]]
    assert heaviest(["罚款", "责令限期拆除"], other_lightest) == "罚款"


@QUICK
@given(st.lists(st.decimals(min_value=0, max_value=10**13 - 1, places=2), max_size=6))
def test_amounts_are_added_and_shown_exactly(amounts: list[Decimal]) -> None:
    shown = ten_thousands(sum(map(fen, amounts)))
    assert Decimal(shown) * 10_000 == sum(amounts)
    assert "E" not in shown


def counted(kind: str, **fields: Any) -> dict[str, int]:
    one: dict[str, Any] = {"agency": "jia", "kind": kind, **fields}
    report = load(
        "report", "reports/2025.yml", front_matter({"year": 2025, "published_on": "2026-01-28", "deleted": [one]}).encode()
    ).record
    assert isinstance(report, Report)
    tally: Tally = {}
    count_deleted(tally, report, POLICY)
    return tally.get("jia", {})


def test_what_was_deleted_counts_like_the_decisions_that_it_stands_for() -> None:
    assert counted("penalty", count="3", categories=["罚款", "警告"], fine_yuan="1000.50", confiscated_yuan="9") == {
        "penalty.罚款": 3,
        FEN: 100950,
    }
    assert counted("permit", result="refused", count="2") == {"permit.refused": 2}
    assert counted("coercion", measure="扣押财物") == {"coercion.seize": 1}
    assert counted("inspection", method="online", found="case_opened", count="2") == {
        "inspection.online": 2,
        "inspection.problems": 2,
        "inspection.cases": 2,
    }


def test_every_cell_that_can_be_counted_stands_in_a_table() -> None:
    found = {cell for column in CATEGORIES for cell in counted("penalty", categories=[column], fine_yuan="1")}
    found |= {cell for measure in (*MEASURES, "其他-断电") for cell in counted("coercion", measure=measure)}
    found |= {cell for result in RESULTS for cell in counted("permit", result=result)}
    found |= {cell for method in METHODS for cell in counted("inspection", method=method, found="case_opened")}
    assert found <= {cell for table in TABLES for column in table.columns for cell in column.cells}


def test_changed_and_renewed_permits_are_granted_ones_unless_the_policy_says_otherwise() -> None:
    permit = load(
        "report", "reports/2025.yml", b"year: 2025\npublished_on: 2026-01-28\ndeleted: [{agency: a, kind: permit, result: renewed}]\n"
    )
    assert isinstance(permit.record, Report)
    one = permit.record.deleted[0]
    assert list(cells("permit", one, POLICY)) == [("permit.granted", 1)]
    assert list(cells("permit", one, StatisticsPolicy(granted=["granted"]))) == [("permit.renewed", 1)]


TALLIES = st.dictionaries(
    st.sampled_from(["jia", "yi", "gone"]),
    st.dictionaries(
        st.sampled_from([cell for table in TABLES for column in table.columns for cell in column.cells]), st.integers(1, 10**9)
    ),
    max_size=3,
)


@QUICK
@given(st.lists(TALLIES, max_size=4))
def test_the_last_row_is_the_sum_of_the_others(tallies: list[Tally]) -> None:
    found = merged(tallies)
    for table in TABLES:
        *bodies, total = rows(table, found, Facts())
        for place in range(1, len(total)):
            told = [Decimal(row[place]) for row in bodies if row[place] != "—"]
            assert total[place] == "—" or Decimal(total[place]) == sum(told)


def test_what_only_the_report_knows_stands_in_the_last_row_alone() -> None:
    report = Report.model_validate({"year": 2025, "published_on": "2026-01-28", "permits": {"applied": 12, "accepted": 11, "revoked": 0}})
    table = TABLES[1]
    *bodies, total = rows(table, numbers({"jia": {"permit.granted": 9}}, report), Facts())
    assert total == ["合计", "12", "11", "9", "0", "0"]
    assert bodies == [["其他机关", "—", "—", "9", "0", "—"]]
