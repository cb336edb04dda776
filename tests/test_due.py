"""`inv due`: what is due and overdue on a day, as a table for a clerk and as a calendar for everybody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Sheet
from invoke.context import Context
from invoke.exceptions import Exit

import tasks
from publish.calendar import Calendar, Undetermined
from publish.staff.due import Desk, Item, items
from publish.staff.due_table import icalendar as calendar_of
from publish.staff.due_table import table, width
from tests.content import PROJECT, TODAY, Content

SAMPLE_DAY = date(2026, 11, 24)
NOWHERE = Path("no-such-store")
SOUND: dict[str, Any] = {"decided_on": TODAY, "published_on": TODAY, "clearance": {"office": "室", "on": TODAY, "scope": "full"}}
names = st.sampled_from(["公开行政处罚决定", "《法规目录》", "a", "〔2026〕", "é", "e\u0301", ""])
a_day = st.dates(date(2026, 1, 1), date(2027, 3, 1))
some_items = st.lists(st.builds(Item, a_day | st.just(Undetermined(2027)), names, names.map("x/".__add__), names, names), max_size=6)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def told(content: Content, today: date = TODAY) -> list[tuple[str, str]]:
    """(day, file) of what is due; the store is that of the content's output."""
    desk = Desk.at(content.folder, content.output.with_name("output.state"), today)
    return [(str(one.due), one.path) for one in items(desk) if isinstance(one.due, date)]


def run(content: Content, today: date = TODAY, ics: str = "") -> int:
    try:
        tasks.due.body(Context(), str(content.folder), str(content.output.with_name("output.state")), str(today), ics)
    except Exit as exit_:
        return exit_.code
    return 0


def test_a_draft_and_a_scheduled_decision_are_due_seven_working_days_after_the_decision(content: Content) -> None:
    draft = content.decision(decided_on="2026-06-08", status="draft", published_on=None)
    later = content.decision(decided_on="2026-06-11", published_on="2026-06-25")
    assert told(content) == [("2026-06-17", content.where(draft)), ("2026-06-23", content.where(later))]
    assert told(content, date(2026, 6, 25)) == [("2026-06-17", content.where(draft))]


def test_what_is_not_to_be_published_is_not_due(content: Content) -> None:
    withheld = {"office": "室", "on": TODAY, "scope": "withheld", "reason": "商业秘密"}
    content.decision(status="draft", clearance=withheld)
    content.decision(status="draft", imported_on=TODAY)
    order = content.order(content.decision(status="draft"))
    content.decision()
    assert told(content) == [("2026-06-18", content.order_path(order))]


def test_a_draft_with_faults_is_due_all_the_same(content: Content) -> None:
    draft = content.decision(status="draft", title=None, decided_on="2026-06-08")
    assert told(content) == [("2026-06-17", content.where(draft))]


def test_with_a_store_what_is_approved_and_not_released_is_due(content: Content) -> None:
    public, held = content.decision(**SOUND), content.decision(**SOUND)
    content.edit(held, penalty=None)
    assert told(content) == [("2026-06-25", content.where(held))]
    content.build()
    approved = content.decision(**SOUND)
    assert told(content) == [("2026-06-25", content.where(one)) for one in (held, approved)]
    assert public


def test_a_withdrawal_is_due_until_it_is_released(content: Content) -> None:
    one = content.decision()
    content.build()
    order = content.order(one)
    assert told(content) == [("2026-06-18", content.order_path(order))]
    assert run(content, TODAY + timedelta(days=4)) == 1
    content.build()
    assert told(content, TODAY + timedelta(days=4)) == []


def test_without_a_store_nothing_is_said_of_withdrawals_that_may_be_long_done(content: Content) -> None:
    order = content.order(content.decision())
    assert told(content) == [("2026-06-18", content.order_path(order))]
    assert told(content, TODAY + timedelta(days=4)) == []


def test_a_list_version_is_due_until_it_is_released(content: Content) -> None:
    content.decision()
    content.listed("2026-01-01", "number,name\n1,甲\n")
    content.build()
    content.listed("2026-06-12", "number,name\n1,甲\n2,乙\n")
    content.listed("2026-12-01", "number,name\n1,甲\n2,乙\n")
    assert told(content) == [("2026-07-13", "lists/laws/2026-06-12.csv")]
    content.build()
    assert told(content) == []


def test_the_report_is_due_on_31_january_and_told_from_november_on(content: Content) -> None:
    content.decision(decided_on="2025-03-03", published_on="2025-03-04")
    wanted = [("2026-01-31", "reports/2025.yml")]
    assert [told(content, day) for day in (date(2025, 10, 31), date(2025, 11, 1), date(2026, 2, 1))] == [[], wanted, wanted]
    content.write("reports/2025.yml", "year: 2025\npublished_on: 2026-01-28\n")
    assert told(content, date(2026, 2, 1)) == []


def test_certificates_are_told_for_sixty_days(content: Content) -> None:
    columns = "[{name: certificate_number, title: 证号}, {name: name, title: 姓名}, {name: valid_until, title: 有效期至, type: date}]"
    content.write("lists/officers/list.yml", f"title: 人员\nbasis: 办法\ncategory: before\nkey: certificate_number\nfields: {columns}\n")
    days = [TODAY + timedelta(days=more) for more in (-1, 0, 60, 61)]
    rows = "".join(f"9900{number},独名{number},{day}\n" for number, day in enumerate(days))
    content.write("lists/officers/2026-01-01.csv", f"certificate_number,name,valid_until\n{rows}9909,独名9,\n")
    assert [day for day, _ in told(content)] == [str(days[1]), str(days[2])]


def test_the_calendar_of_the_next_year_is_told_from_november_on(content: Content) -> None:
    wanted = [("2026-12-31", "policy/calendar.yml")]
    days = (date(2026, 10, 31), date(2026, 11, 1), date(2027, 3, 1))
    assert [told(content, day) for day in days] == [[], wanted, wanted]
    assert run(content, days[1]) == 0
    assert run(content, days[2]) == 1


def test_what_cannot_be_computed_is_listed_and_never_overdue(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    content.decision(decided_on="2026-12-24", status="draft")
    assert run(content, date(2026, 12, 30)) == 0
    assert "算不出      缺 2027 年放假安排" in capsys.readouterr().out


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date.max])
def test_no_day_is_too_far_away(content: Content, day: date) -> None:
    content.decision(status="draft")
    assert run(content, day) in (0, 1)


def test_exit_codes(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    draft = content.decision(status="draft", decided_on="2026-06-08")
    assert (run(content, date(2026, 6, 17)), run(content, date(2026, 6, 18))) == (0, 1)
    assert "今天" in (said := capsys.readouterr().out)
    assert "已超期 1 个工作日" in said
    assert "没有找到发布记录" in said
    content.delete(content.where(draft))
    assert run(content, date(2026, 6, 18)) == 0
    assert "没有到期的事项" in capsys.readouterr().out
    assert run(Content(content.root / "other"), TODAY, "no-such-folder/due.ics") == 2


def test_a_terminal_is_shown_no_control_characters_and_no_identity_number(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    content.decision(status="draft", document_number="甲\x1b[2J\u202e号")
    content.decision(status="draft", document_number="11010519491231002X")
    run(content)
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "1949" not in said


@given(some_items)
def test_columns_stand_below_each_other_whatever_the_characters(made: list[Item]) -> None:
    lines = table(made, Calendar(), TODAY).splitlines()[2:]
    starts = [width(lines[0][: lines[0].index(title)]) for title in ("剩余工作日", "事项", "文件")] if lines else []
    for line in lines[1:]:
        assert width(line[: line.index("x/")]) == starts[2]
    assert len(lines) == (len(made) + 1 if made else 0)


def read_back(text: bytes) -> list[Any]:
    """The events of a calendar, as another program reads them."""
    return list(Sheet.from_ical(text).walk("VEVENT"))


def sample() -> tuple[Desk, list[Item]]:
    desk = Desk.at(PROJECT / "content", NOWHERE, SAMPLE_DAY)
    return desk, items(desk)


def test_the_calendar_reads_back_as_all_day_events_with_a_reminder() -> None:
    desk, made = sample()
    events = read_back(calendar_of(made, "zf.example.org", SAMPLE_DAY))
    assert len(events) == len(made) > 5
    for event, one in zip(events, made, strict=True):
        assert (event["DTSTART"].dt, event["DTSTART"].params["VALUE"]) == (one.due, "DATE")
        assert event["DTSTAMP"].dt == datetime(2026, 11, 24, tzinfo=UTC)
        assert str(event["SUMMARY"]) == one.matter
        (alarm,) = event.walk("VALARM")
        assert alarm["TRIGGER"].dt == timedelta(days=-1)
        assert {"ACTION", "DESCRIPTION"} <= alarm.keys()
    assert desk.facts.site.domain


@given(some_items)
def test_lines_are_folded_and_end_as_the_standard_asks(made: list[Item]) -> None:
    text = calendar_of(made, "zf.example.org", SAMPLE_DAY)
    assert text.endswith(b"\r\n")
    lines = text.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert len(read_back(text)) == sum(isinstance(one.due, date) for one in made)


def test_an_event_keeps_its_uid_over_days_and_no_two_share_one() -> None:
    _, made = sample()
    first, second = (
        [str(event["UID"]) for event in read_back(calendar_of(made, "zf.example.org", day))]
        for day in (SAMPLE_DAY, SAMPLE_DAY + timedelta(days=30))
    )
    assert first == second
    assert len(set(first)) == len(first)
    assert calendar_of(made, "zf.example.org", SAMPLE_DAY) == calendar_of(made, "zf.example.org", SAMPLE_DAY)


def test_a_calendar_names_no_party_number_or_title(content: Content) -> None:
    draft = content.decision(status="draft", decided_on="2026-06-08")
    target = content.root / "due.ics"
    assert run(content, TODAY, str(target)) == 0
    text = target.read_bytes().decode().replace("\r\n ", "")
    assert "公开行政处罚决定" in text
    for word in content.words(draft):
        assert word == draft or word not in text


def test_an_overdue_event_says_so(content: Content) -> None:
    content.decision(status="draft", decided_on="2026-06-08")
    desk = Desk.at(content.folder, NOWHERE, date(2026, 6, 20))
    assert "SUMMARY:【已超期】公开行政处罚决定（草稿）" in calendar_of(items(desk), "x.example", date(2026, 6, 20)).decode()


def test_a_locked_store_is_told(content: Content) -> None:
    content.decision()
    content.build()
    store = content.output.with_name("output.state") / "store.sqlite"
    with closing(sqlite3.connect(store, isolation_level=None)) as building:
        building.execute("BEGIN EXCLUSIVE")
        assert run(content) == 2
    assert run(content) == 0
    store.write_bytes(b"not a database")
    assert run(content) == 2
