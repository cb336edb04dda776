"""Tables 1 to 4 on the built site: all decisions of a year whose report is out, and nothing of them anywhere else."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from publish.errors import Level
from tests.content import Content, codes

REPORT = "year: 2025\npublished_on: 2026-01-28\npermits:\n  applied: 12\n"
PENALTY = {"violation_type": "超标", "categories": ["警告", "罚款"], "fine_yuan": "123456.78"}
LAST_YEAR: dict[str, Any] = {
    "decided_on": "2025-06-03", "published_on": "2025-06-05", "penalty": PENALTY, "conclusion": "警告，罚款123456.78元",
    "clearance": {"office": "内部办公室", "on": "2025-06-04", "scope": "full"}, "imported_on": "2025-06-05",
}  # fmt: skip
WITHHELD: dict[str, Any] = {"clearance": {"office": "内部办公室", "on": "2025-06-04", "scope": "withheld", "reason": "涉密"}}
TABLES = tuple(f"statistics/2025/{name}" for name in ("index.html", "annual-2025.xlsx", *(f"table-{n}.csv" for n in (1, 2, 3, 4))))


@pytest.fixture
def content(tmp_path: Path) -> Content:
    content = Content(tmp_path)
    content.write("reports/2025.yml", REPORT)
    content.decision(**LAST_YEAR)
    content.decision()
    return content


def table(content: Content, number: int = 1) -> dict[str, str]:
    """The last row of a table by its headings."""
    text = (content.output / f"statistics/2025/table-{number}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))[-1]


def fines(content: Content) -> tuple[str, str]:
    """Penalties of the year, and their amount in 万元."""
    row = table(content)
    return row["处罚类别：罚款"], row["罚没金额（万元）"]


def page(content: Content, year: int = 2025) -> str:
    return (content.output / f"statistics/{year}/index.html").read_text("utf-8")


def test_withheld_scheduled_and_ended_decisions_count_and_drafts_do_not(content: Content) -> None:
    content.decision(**(LAST_YEAR | WITHHELD))
    content.decision(**{**LAST_YEAR, "published_on": "2026-09-01"})
    content.decision(**LAST_YEAR, public_until="2025-12-31")
    content.decision(**LAST_YEAR, status="draft")
    content.build()
    assert fines(content) == ("4", "49.382712")


def test_a_withheld_decision_changes_no_byte_outside_the_tables_of_its_year(content: Content, tmp_path: Path) -> None:
    content.build()
    other = Content(tmp_path / "other")
    other.write("reports/2025.yml", REPORT)
    other.decision(**LAST_YEAR)
    other.decision()
    other.decision(**(LAST_YEAR | WITHHELD))
    other.decision(**WITHHELD)  # of this year, which has no tables
    other.build()
    without, within = content.tree(), other.tree()
    assert {path for path in without.keys() | within.keys() if without.get(path) != within.get(path)} == {*TABLES[:3]}
    before, after = (text.partition('id="tables"') for text in (page(content), page(other)))
    assert before[0] == after[0]


def test_a_withdrawn_decision_counts_on_and_leaves_no_trace_elsewhere(content: Content) -> None:
    withdrawn = content.decision(**LAST_YEAR)
    content.build()
    assert fines(content) == ("2", "24.691356")
    before = {path: (content.output / path).read_bytes() for path in TABLES[1:]}
    content.order(withdrawn)
    content.build()
    assert {path: (content.output / path).read_bytes() for path in TABLES[1:]} == before
    assert content.holding(*content.words(withdrawn)) == set()
    content.write("policy/statistics.yml", "count_withdrawn: false\n")
    content.build()
    assert fines(content) == ("1", "12.345678")


def test_a_deleted_file_counts_on_by_its_anonymous_tally(content: Content) -> None:
    withdrawn = content.decision(**LAST_YEAR)
    content.build()
    content.order(withdrawn)
    content.delete(content.where(withdrawn))
    content.write("reports/2025.yml", REPORT + "deleted:\n  - {agency: jia, kind: penalty, categories: [罚款], fine_yuan: 123456.78}\n")
    assert codes(content.build().findings) == []
    assert fines(content) == ("2", "24.691356")
    assert "改动" not in page(content)


def test_what_is_deleted_must_say_by_what_it_counts(content: Content) -> None:
    content.write("reports/2025.yml", REPORT + "deleted:\n  - agency: jia\n    kind: permit\n")
    assert [str(one).split("，", maxsplit=1)[0] for one in content.build().findings] == [
        "reports/2025.yml:7 load.missing_field kind 为 permit 时应写 result"
    ]
    assert not (content.output / "statistics/2025/table-1.csv").exists()


def test_a_report_with_a_fault_stays_as_it_was_released(content: Content) -> None:
    content.build()
    before = {path: (content.output / path).read_bytes() for path in TABLES}
    content.write("reports/2025.yml", REPORT + "complaints: 很多\n")
    assert codes(content.build().findings) == ["load.type"]
    assert {path: (content.output / path).read_bytes() for path in TABLES} == before


def test_an_order_of_categories_that_leaves_one_out_stops(content: Content) -> None:
    content.write("policy/statistics.yml", "order: [警告, 罚款]\n")
    assert codes(content.build().findings, Level.stop) == ["load.type"]


def test_neither_the_current_year_nor_a_year_without_a_report_has_tables(content: Content) -> None:
    content.write("reports/2026.yml", "year: 2026\npublished_on: 2026-06-01\n")
    content.decision(decided_on="2024-06-03", published_on="2024-06-05")
    content.build()
    assert "2027-01-31 以前公布" in page(content, 2026)
    assert "2024 年的行政执法总体情况（表一至表四）还没有公布" in page(content, 2024)
    assert "2025-01-31" in page(content, 2024)
    assert sorted(path.name for path in (content.output / "statistics").rglob("table-1.csv")) == ["table-1.csv"]


def test_a_report_of_a_later_day_waits(content: Content) -> None:
    content.write("reports/2025.yml", REPORT.replace("01-28", "06-16"))
    content.build()
    assert "还没有公布" in page(content)
    content.build(date(2026, 6, 16))
    assert fines(content) == ("1", "12.345678")


def test_a_report_dated_before_its_year_is_over_does_not_come_out_by_itself(content: Content) -> None:
    content.write("reports/2026.yml", "year: 2026\npublished_on: 2026-12-31\n")
    found = [f"{one.path}:{one.line} {one.code}" for one in content.build().findings]
    assert found == ["reports/2026.yml:2 load.type"]
    content.build(date(2027, 1, 5))
    assert not (content.output / "statistics/2026/table-1.csv").exists()


def test_a_year_without_decisions_has_tables_of_noughts(content: Content) -> None:
    content.write("reports/2023.yml", "year: 2023\npublished_on: 2024-01-28\n")
    content.build()
    assert "2023年行政执法总体情况" in page(content, 2023)
    assert "<td>0</td>" in page(content, 2023)


def test_the_workbook_says_what_the_csv_files_say(content: Content) -> None:
    content.decision(**(LAST_YEAR | WITHHELD))
    content.build()
    book = CalamineWorkbook.from_path(str(content.output / TABLES[1]))
    assert book.sheet_names == ["表一", "表二", "表三", "表四", "其他数字"]
    for number in (1, 2, 3, 4):
        read = book.get_sheet_by_index(number - 1).to_python(skip_empty_area=False)
        told = list(table(content, number).values())
        last = next(row for row in read if row[0] == "合计")
        assert [str(cell) if isinstance(cell, str) else f"{cell:.6f}".rstrip("0").rstrip(".") for cell in last] == told


def test_a_number_that_changes_later_says_so_and_when(content: Content) -> None:
    content.build()
    content.decision(**LAST_YEAR)
    content.today = date(2026, 6, 20)
    assert codes(content.build().findings) == ["deadlines.report_changed"]
    assert "表一，甲市生态环境局，罚款：由 1 改为 2" in page(content)
    assert "表一，甲市生态环境局，罚没金额（万元）：由 12.345678 改为 24.691356" in page(content)
    assert '<time datetime="2026-06-20">' in page(content)
    content.today = date(2026, 6, 21)
    assert codes(content.build().findings) == []
    assert "由 1 改为 2" in page(content)


def test_a_preview_and_a_check_keep_no_number(content: Content) -> None:
    content.build()
    content.decision(**LAST_YEAR)
    for _ in range(2):
        assert codes(content.check()) == ["deadlines.report_changed"]


def test_under_a_stop_the_tables_stay_as_they_were(content: Content) -> None:
    content.build()
    before = {path: (content.output / path).read_bytes() for path in TABLES}
    content.decision(**LAST_YEAR)
    content.write("site.yml", "name: [\n")
    content.write("reports/2024.yml", "year: 2024\npublished_on: 2026-01-28\n")
    assert content.publish() == 1
    assert {path: (content.output / path).read_bytes() for path in TABLES} == before
    assert not (content.output / "statistics/2024").exists()


def test_a_report_that_is_taken_away_comes_down_under_a_stop_too(content: Content) -> None:
    content.write("reports/2025.yml", REPORT + "sections:\n  - {title: 概况, text: 独段}\n")
    content.build()
    assert content.holding("独段")
    content.delete("reports/2025.yml")
    content.write("policy/gate.yml", "a: [\n")
    assert content.publish() == 1
    assert content.holding("独段") == set()


def test_a_build_that_dies_writes_no_number_down(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    content.build()
    changed = content.decision(**LAST_YEAR)
    with monkeypatch.context() as patch:
        patch.setattr("publish.build.remember", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            content.build()
    content.edit(changed, status="draft")
    assert codes(content.build().findings) == []
    assert "由 1 改为 2" not in page(content)


def test_a_slug_that_no_agency_bears_is_never_shown(content: Content) -> None:
    content.decision(**(LAST_YEAR | {"agency": "zhang-san"}))
    content.build()
    assert fines(content) == ("2", "24.691356")
    assert content.holding("zhang-san") == set()
    assert "其他机关" in page(content)
