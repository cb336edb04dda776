"""Figures and charts: of public decisions alone, exact, readable without colour, and made again only where a month changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pandas import read_csv

from publish.calendar import Calendar
from publish.reports import StatisticsPolicy
from publish.statistics import planning
from publish.statistics.charts import Range, Row, long_bars, ranges, short_bars
from publish.statistics.figures import Figures, figures, median, together
from publish.views.figures import STEPS, _steps
from tests.content import Content, credit_code

QUICK = settings(deadline=None, max_examples=50)  # a shared machine may stop for longer than any deadline
FILES = ("months", "categories", "agencies", "topics", "amounts", "violations", "days")


def fined(kind: str, yuan: str, **more: Any) -> dict[str, Any]:
    penalty = {"violation_type": kind, "categories": ["罚款"], "fine_yuan": yuan}
    return {"penalty": penalty, "conclusion": f"罚款{yuan}元", "tags": ["water"], **more}


@pytest.fixture
def content(tmp_path: Path) -> Content:
    content = Content(tmp_path)
    for number, yuan in enumerate(("1000", "2000.50", "4000", "90000")):
        content.decision(**fined("超标排放", yuan, decided_on=f"2026-0{number + 1}-05", published_on=f"2026-0{number + 1}-09"))
    content.decision(**fined("偷排独样", "7000"))
    return content


def table(content: Content, name: str) -> list[dict[str, str]]:
    text = (content.output / f"statistics/2026/{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def page(content: Content) -> str:
    return (content.output / "statistics/2026/index.html").read_text("utf-8")


def test_every_chart_has_its_table_and_its_csv(content: Content) -> None:
    content.build()
    assert page(content).count('role="img"') == len(FILES)
    for name in FILES:
        assert f'href="../../statistics/2026/{name}.csv"' in page(content)
        assert len(read_csv(content.output / f"statistics/2026/{name}.csv", encoding="utf-8-sig")) > 0
    assert table(content, "months")[-1] == {"月份": "合计", "处罚": "5", "许可": "0", "强制": "0", "检查": "0", "合计": "5"}
    assert table(content, "amounts")[-1] == {"月份": "合计", "金额": "10.40005"}


def test_medians_and_ranges_are_exact(content: Content) -> None:
    content.build()
    assert table(content, "violations")[0] == {
        "违法行为类型": "超标排放", "件数": "4", "最低（万元）": "0.1", "中位数（万元）": "0.300025", "最高（万元）": "9",
    }  # fmt: skip
    assert "中位数 0.3，0.1 至 9 万元，4 件" in page(content)
    assert "0.7 万元，1 件" in page(content)


def test_what_is_withdrawn_or_withheld_leaves_no_trace_in_charts_and_files(content: Content) -> None:
    content.build()
    before = {name: (content.output / f"statistics/2026/{name}.csv").read_bytes() for name in FILES}
    withdrawn = content.decision(**fined("绝无仅有之类", "123400", tags=["noise"]))
    content.decision(**fined("不公开之类", "555500", clearance={"office": "办", "on": "2026-06-02", "scope": "withheld", "reason": "涉密"}))
    content.build()
    assert content.holding("绝无仅有之类")
    content.order(withdrawn)
    content.build()
    assert content.holding("绝无仅有之类", "不公开之类", "12.34", "55.55", "noise/") == set()
    assert {name: (content.output / f"statistics/2026/{name}.csv").read_bytes() for name in FILES} == before
    state = (content.root / "output.state/state.sqlite").read_bytes()
    assert "绝无仅有之类".encode() in state  # the decision's own file, which is in the content still
    content.delete(content.where(withdrawn))
    content.build()
    assert "绝无仅有之类".encode() not in (content.root / "output.state/state.sqlite").read_bytes()


def test_a_change_reads_the_records_that_changed_alone(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    content.build()
    read: list[int] = []

    def counted(records: Iterable[str], policy: StatisticsPolicy, calendar: Calendar) -> Figures:
        found = list(records)
        read.append(len(found))
        return figures(found, policy, calendar)

    monkeypatch.setattr(planning, "figures", counted)
    content.decision(**fined("超标排放", "3000", decided_on="2026-03-20", published_on="2026-03-24"))
    content.build()
    assert read == [0, 1]
    content.build(date(2026, 6, 16))
    assert read == [0, 1]
    content.edit("d000000000000003", **fined("超标排放", "4500", decided_on="2026-03-05", published_on="2026-03-09"))
    content.build(date(2026, 6, 16))
    assert read == [0, 1, 1, 1]


def test_an_incremental_build_equals_a_clean_one(content: Content, tmp_path: Path) -> None:
    content.write("reports/2025.yml", "year: 2025\npublished_on: 2026-01-28\n")
    content.build()
    gone = content.decision(**fined("另一类", "3000", decided_on="2026-03-20", published_on="2026-03-24"))
    content.build()
    content.order(gone)
    content.edit("d000000000000001", **fined("超标排放", "1500"))
    content.edit("d000000000000002", **fined("又一类", "2000.50", decided_on="2026-01-05", published_on="2026-01-09"))
    content.build()
    content.edit("d000000000000003", **fined("超标排放", "4000", decided_on="2026-01-05", published_on="2026-01-30"))
    content.build()
    clean = Content(tmp_path / "clean")
    clean.folder = content.folder
    clean.build()
    ours = {path: one for path, one in content.tree().items() if path.startswith("statistics/")}
    assert ours == {path: one for path, one in clean.tree().items() if path.startswith("statistics/")}


def test_a_year_that_is_over_is_planned_away(content: Content) -> None:
    old = content.decision(**fined("超标排放", "1500", decided_on="2023-06-15", published_on="2023-06-16"))
    content.build()
    assert (content.output / "statistics/2023/index.html").exists()
    content.build(date(2026, 6, 16))
    assert not content.public(old)
    assert not (content.output / "statistics/2023").exists()
    assert "2023" not in (content.output / "statistics/index.html").read_text("utf-8")


def test_an_individuals_name_and_a_party_stand_in_no_figure(content: Content) -> None:
    party = {"type": "organization", "name": "独名百号公司", "uscc": credit_code(100)}
    content.decision(**fined("超标排放", "1500"), party=party)
    content.build()
    assert not [path for path in content.holding("独名百号公司", credit_code(100)) if path.startswith("statistics/")]


def test_drawings_are_well_formed_and_named(content: Content) -> None:
    content.build()
    for text in page(content).split('<svg class="c-chart__drawing"')[1:]:
        drawing = etree.fromstring(f"<svg{text.partition('</svg>')[0]}</svg>".encode())
        first, second = drawing[0], drawing[1]
        assert drawing.get("aria-labelledby") == f"{first.get('id')} {second.get('id')}"
        assert first.text
        assert second.text
        assert [one.text for one in drawing.iter("text") if not (one.text or "").strip()] == []


def percent(text: str) -> float:
    return float(text.removesuffix("%"))


ROWS = st.lists(st.tuples(st.text("甲乙", max_size=30), st.lists(st.integers(0, 10**12), min_size=1, max_size=4)), max_size=20)


@QUICK
@given(ROWS)
def test_bars_and_numbers_stay_inside_the_drawing(rows: list[tuple[str, list[int]]]) -> None:
    made = [Row(label, tuple(values), str(sum(values))) for label, values in rows]
    for chart in (short_bars("a", "a", "a", made, limit=(len(rows) // 2, "限")), long_bars("a", "a", "a", made)):
        height = percent(chart["height"].removesuffix("em"))
        for bar in chart["bars"]:
            assert percent(bar["x"]) + percent(bar["width"]) <= 75
            assert percent(bar["y"].removesuffix("em")) < height
        assert len(chart["bars"]) == sum(1 for _, values in rows for value in values if value)
        assert len(chart["texts"]) == 2 * len(rows)


@QUICK
@given(st.lists(st.lists(st.integers(1, 10**15), min_size=1, max_size=5), max_size=15))
def test_ranges_stay_inside_the_drawing(fines: list[list[int]]) -> None:
    made = [Range("名", min(one), median(one), max(one), "") for one in fines]
    for bar in ranges("a", "a", "a", made)["bars"]:
        assert 0 <= percent(bar["x"]) <= percent(bar["x"]) + percent(bar["width"]) <= 100.02


@QUICK
@given(st.dictionaries(st.integers(0, 60), st.integers(1, 9)), st.sampled_from(sorted(STEPS)))
def test_every_day_is_in_one_bar_and_the_limit_parts_them(counts: dict[int, int], limit: str) -> None:
    steps = STEPS[limit][1]
    rows = list(_steps(counts, steps))
    assert sum(int(row.text) for row in rows) == sum(counts.values())
    above = sum(1 for one in steps if one <= int(limit))
    assert int(limit) in steps
    assert sum(int(row.text) for row in rows[above:]) == sum(number for day, number in counts.items() if day > int(limit))


def test_the_middle_of_an_even_number_lies_between_two() -> None:
    assert median([1, 4]) == Decimal("2.5")
    assert median([9, 1, 4]) == 4


def test_months_add_up() -> None:
    one = Figures({"罚款": 1}, 5, {"甲": [5]}, {"7": {"2": 1}}, 1)
    assert together([one, one]) == Figures({"罚款": 2}, 10, {"甲": [5, 5]}, {"7": {"2": 2}}, 2)


def test_days_are_working_days_and_unknown_years_are_said() -> None:
    def record(decided_on: str, published_on: str) -> str:
        return f'{{"kind": "permit", "decided_on": "{decided_on}", "published_on": "{published_on}"}}'

    made = figures([record("2026-09-24", "2026-10-12"), record("2028-01-03", "2028-01-05")], StatisticsPolicy(), Calendar())
    assert made.days == {"7": {"7": 1}}
    assert made.unknown == 1


def test_a_build_that_dies_leaves_no_figure_of_what_was_withdrawn(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = content.decision(**fined("绝无仅有之类", "3000"))
    content.build()
    content.order(gone)
    with monkeypatch.context() as patch:
        patch.setattr("publish.making._render", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            content.build()
    assert content.holding("绝无仅有之类") == set()
    content.build()
    assert "超标排放" in page(content)
