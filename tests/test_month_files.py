"""The files of a month are brought up to a change from those of the build before, and are the bytes of a clean build all the same."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.exports import resourcesync_parts
from publish.exports.cells import csv_bytes, csv_rows
from publish.exports.month_parts import MonthData
from publish.exports.patches import lines_of, patch, patched, rows_of
from publish.output import Draft
from tests.content import TODAY, Content, credit_code

CELLS = st.text(st.sampled_from(['"', "\r", "\n", ",", "=", "甲", " "]), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5)
PERMIT: dict[str, Any] = {"document_title": "书", "category": "普通", "result": "granted"}
SHORT_CREDIT = "\n".join(
    ["penalties:", "- from: 1900-01-01", "  source: 本地"]
    + [f"  {name}: {{site_months: 12, credit_months: {months}}}" for name, months in (("minor", 0), ("general", 1), ("serious", 24))]
)
Step = Callable[[Content], Any]
STEPS: dict[str, Step] = {
    "changed": lambda content: content.edit("d000000000000003", facts="改过的事实，\n“引号”与 \"双引号\"\n三行"),
    "new": lambda content: content.decision(conclusion="=1+1", decided_on="2026-06-01"),
    "of another month": lambda content: content.edit("d000000000000002", decided_on="2026-05-20", published_on="2026-05-22"),
    "a person": lambda content: content.person("张三丰"),
    "a permit": lambda content: content.decision(kind="permit", penalty=None, permit=PERMIT),
    "withdrawn": lambda content: content.order("d000000000000005"),
    "refused": lambda content: content.edit("d000000000000009", permit={**PERMIT, "result": "refused"}),
    "the last of its month": lambda content: content.order("d000000000000006"),
}  # fmt: skip


def month_files(content: Content) -> dict[str, str]:
    """Path → digest of the tables of months and years."""
    folders = ("data/v1/decisions/", "data/v1/credit/", "data/v1/years/")
    return {path: digest for path, digest in content.tree().items() if path.startswith(folders)}


def clean(content: Content, root: Path, day: date) -> dict[str, str]:
    """The same of a first build."""
    other = Content(root)
    other.folder = content.folder
    other.build(day)
    return month_files(other)


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The months that are made whole, noted as it happens."""
    made: list[str] = []
    original = MonthData._whole

    def noted(self: MonthData, month: str) -> Iterator[Draft]:
        made.append(month)
        return original(self, month)

    monkeypatch.setattr(MonthData, "_whole", noted)
    return made


@pytest.fixture
def content(tmp_path: Path) -> Content:
    content = Content(tmp_path / "site")
    for number, day in enumerate(("2026-06-01", "2026-06-02", "2026-06-01", "2026-05-11", "2026-06-03", "2026-04-01")):
        content.decision(decided_on=day, published_on=day, facts=f'事实\n{number}，"引"\n完')
    content.build()
    return content


def test_each_change_takes_what_stays_from_the_files_before(content: Content, whole: list[str], tmp_path: Path) -> None:
    for name, step in STEPS.items():
        step(content)
        content.build()
        assert whole == [], name
    ours = month_files(content)
    assert "data/v1/decisions/2026-04.csv" not in ours
    assert ours == clean(content, tmp_path / "clean", TODAY)


def summaries(content: Content) -> dict[str, dict[str, Any]]:
    """Month → what the store keeps of it."""
    with closing(sqlite3.connect(content.output.with_name("output.state") / "store.sqlite")) as database:
        return {name: json.loads(text) for name, text in database.execute("SELECT name, summary FROM month")}


def test_the_summary_of_a_month_is_brought_up_to_each_change(tmp_path: Path) -> None:
    """Twelve of one month: the newest ten are in its summary."""
    content = Content(tmp_path / "site")
    content.write("policy/periods.yml", SHORT_CREDIT)
    for number in range(1, 13):
        content.decision(decided_on=f"2026-06-{number:02d}", published_on="2026-06-13", tags=["water"] * (number % 2))
    content.decision(decided_on="2026-05-11", published_on="2026-05-12")
    content.build()
    steps: list[Step] = [
        STEPS["changed"], STEPS["of another month"], STEPS["withdrawn"], STEPS["new"], STEPS["a permit"],
        lambda content: content.order("d000000000000001"), lambda content: content.edit("d000000000000012", tags=["air"]),
    ]  # fmt: skip
    for number, step in enumerate(steps):
        step(content)
        content.build()
        if number in (3, 6):
            other = Content(tmp_path / f"clean{number}")
            other.folder = content.folder
            other.build()
            assert summaries(content) == summaries(other), number


def test_who_leaves_the_credit_tables_on_a_day_is_taken_out_of_the_file_before(tmp_path: Path, whole: list[str]) -> None:
    content = Content(tmp_path / "site")
    content.write("policy/periods.yml", SHORT_CREDIT)
    for day in ("2026-06-01", "2026-06-02", "2026-06-03"):
        content.decision(decided_on=day, published_on=day)
    content.build()
    whole.clear()
    for days in (16, 17, 60):
        content.build(TODAY + timedelta(days))
        assert month_files(content) == clean(content, tmp_path / f"clean{days}", TODAY + timedelta(days)), days
        whole.remove("2026-06")  # the clean build
        assert whole == [], days


def test_a_file_that_is_not_as_it_was_made_is_not_built_upon(content: Content, whole: list[str], tmp_path: Path) -> None:
    path = content.output / "data/v1/decisions/2026-06.jsonl"
    path.write_bytes(path.read_bytes().replace("独题".encode(), "假题".encode()))
    content.edit("d000000000000003", facts="改过的事实")
    content.build()
    assert whole == ["2026-06"]
    assert month_files(content) == clean(content, tmp_path / "clean", TODAY)


def test_what_frames_all_records_makes_all_months_whole(content: Content, whole: list[str], tmp_path: Path) -> None:
    content.write("agencies/jia.yml", f"name: 改名的局\nuscc: {credit_code(1, '11')}\nregion: '990100'\nlevel: city\n")
    content.build()
    assert whole == ["2026-06", "2026-05", "2026-04"]
    assert month_files(content) == clean(content, tmp_path / "clean", TODAY)


@given(ROWS)
def test_a_table_is_taken_apart_into_its_rows_whatever_the_cells_hold(rows: list[list[str]]) -> None:
    content = csv_bytes(["甲", "乙"], rows)
    assert b"".join(rows_of(content)) == content
    assert rows_of(content)[1:] == csv_rows(rows)
    assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))) == len(rows) + 1


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_a_patched_file_is_the_file_of_what_is_there_now(before: set[int], changed: set[int], now: set[int]) -> None:
    """Places are numbers; what is changed goes and comes as it is now, what is not stays."""

    def places(numbers: set[int]) -> list[tuple[str, str]]:
        return [(str(number // 3), str(number)) for number in sorted(numbers)]

    def lines(numbers: set[int]) -> list[bytes]:
        return [f"{'changed' if number in changed else 'same'} {number}\n".encode() for number in sorted(numbers)]

    old = b"".join(f"{'before' if number in changed else 'same'} {number}\n".encode() for number in sorted(before))
    new = {number for number in now if number in changed or number not in before}
    gone = {str(number) for number in before if number in changed or number not in now}
    assert patched(patch(lines_of(old), places(before), gone, places(new)), lines(new)) == b"".join(lines(now))


def test_the_list_of_a_month_s_resources_is_brought_up_to_each_change_too(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(resourcesync_parts, "_month", whole)
    for step in STEPS.values():
        step(content)
        content.build()
    monkeypatch.undo()
    ours = raw_files(content, "data/resourcesync/resourcelist-")
    (content.output.with_name("output.state") / "state.sqlite").unlink()
    content.build()
    assert ours == raw_files(content, "data/resourcesync/resourcelist-")
    assert ours.keys() == {f"data/resourcesync/resourcelist-2026-{month}.xml" for month in ("05", "06")}


def raw_files(content: Content, prefix: str) -> dict[str, bytes]:
    """Path → bytes of the files whose path begins so."""
    return {path: (content.output / path).read_bytes() for path in content.tree() if path.startswith(prefix)}
