"""Working days by the State Council's notices (`calendars.txt`), counted as the law counts them, and never guessed."""

from __future__ import annotations

import timeit
from datetime import date, timedelta
from pathlib import Path

import pytest
from chinese_calendar import is_workday
from chinese_calendar.constants import holidays
from hypothesis import given
from hypothesis import strategies as st

from publish.calendar import Calendar, Undetermined, faults
from publish.site import CalendarPolicy, CalendarYear

NOTICES = Path(__file__).parent / "calendars.txt"
CALENDAR = Calendar()
known_days = st.dates(date(2019, 1, 1), date(2026, 11, 1))
counts = st.integers(1, 30)


def noticed() -> dict[str, CalendarYear]:
    """The notices as entries of `policy/calendar.yml`."""
    years: dict[str, CalendarYear] = {}
    year = ""
    for line in NOTICES.read_text("utf-8").splitlines():
        word, _, rest = line.partition(" ")
        days = [date.fromisoformat(one) for one in rest.split()] if word in ("休", "班") else []
        if word == "休":
            first, last = days
            years[year].holidays.extend(first + timedelta(days=more) for more in range((last - first).days + 1))
        elif word == "班":
            years[year].workdays.extend(days)
        elif word.isdigit():
            year = word
            years[year] = CalendarYear(notice=rest)
    return years


def following(year: int = 2027) -> CalendarYear:
    """A made-up year's entry: no notice, only the days that any has, and what moves the end of the year before."""
    off = [date(year - 1, 12, 31), date(year, 1, 1), date(year, 1, 2), date(year, 1, 3), date(year, 5, 1)]
    off += [date(year, 10, day) for day in range(1, 8)]
    return CalendarYear(notice="虚构", holidays=off, workdays=[date(year - 1, 12, 26)])


def test_every_day_of_2019_to_2026_is_as_the_notices_say() -> None:
    years = noticed()
    off = {day for one in years.values() for day in one.holidays}
    work = {day for one in years.values() for day in one.workdays}
    assert list(years) == [str(year) for year in range(2019, 2027)]
    assert not off & work
    day, wrong = date(2018, 12, 29), []
    while day.year < 2027:
        expected = day in work or (day.weekday() < 5 and day not in off)
        if CALENDAR.is_workday(day) is not expected:
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_every_day_that_the_library_knows_is_as_it_says() -> None:
    first, last = min(holidays).year, max(holidays).year
    days = (date.fromordinal(one) for one in range(date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()))
    assert [day for day in days if CALENDAR.is_workday(day) is not is_workday(day)] == []


def test_the_notices_pass_as_a_policy_and_give_the_same_days() -> None:
    policy = CalendarPolicy(years=noticed())
    assert list(faults(policy)) == []
    written = Calendar(policy)
    for ordinal in range(date(2018, 12, 29).toordinal(), date(2027, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        assert written.is_workday(day) is CALENDAR.is_workday(day), day


@pytest.mark.parametrize(
    ("act", "days", "due"),
    [
        ("2026-09-24", 7, "2026-10-12"),
        ("2026-09-24", 20, "2026-10-29"),
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday on which people work
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-12-22", 7, "2026-12-31"),
        ("2026-12-03", 20, "2026-12-31"),
        ("2025-12-30", 2, "2026-01-04"),
        ("2020-01-23", 1, "2020-02-03"),
    ],
)
def test_the_day_of_the_act_is_not_counted(act: str, days: int, due: str) -> None:
    assert CALENDAR.deadline(date.fromisoformat(act), days) == date.fromisoformat(due)


@pytest.mark.parametrize(("act", "days"), [("2026-12-04", 20), ("2026-12-23", 7), ("2027-03-01", 1), ("2030-01-01", 7)])
def test_a_count_into_an_unknown_year_is_undetermined(act: str, days: int) -> None:
    day = date.fromisoformat(act)
    assert CALENDAR.deadline(day, days) == Undetermined(max(day.year, 2027))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 5, 4), date(9999, 12, 31), date(9999, 12, 30)])
def test_no_day_of_a_record_is_too_far_away_to_be_asked(day: date) -> None:
    assert isinstance(CALENDAR.deadline(day, 7), Undetermined)
    assert isinstance(CALENDAR.left(date(2026, 6, 15), day), Undetermined)


def test_an_added_year_moves_the_end_of_the_year_before_it() -> None:
    added = Calendar(CalendarPolicy(years={"2027": following()}))
    assert CALENDAR.deadline(date(2026, 12, 25), 1) == date(2026, 12, 28)
    assert added.deadline(date(2026, 12, 25), 1) == date(2026, 12, 26)
    assert added.deadline(date(2026, 12, 30), 1) == date(2027, 1, 4)
    assert added.deadline(date(2026, 12, 23), 7) == date(2027, 1, 4)
    assert added.deadline(date(2027, 12, 31), 1) == Undetermined(2028)


@given(known_days, counts)
def test_as_many_working_days_lie_between_act_and_deadline_as_were_counted(act: date, days: int) -> None:
    due = CALENDAR.deadline(act, days)
    assert isinstance(due, date)
    assert CALENDAR.is_workday(due)
    assert CALENDAR.left(act, due) == days
    assert CALENDAR.left(due, act) == -days
    assert CALENDAR.deadline(act, days + 1) > due  # type: ignore[operator]


@given(known_days, known_days, counts)
def test_a_later_act_is_never_due_earlier(one: date, other: date, days: int) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.deadline(first, days) <= CALENDAR.deadline(second, days)  # type: ignore[operator]


def test_a_kept_answer_costs_next_to_nothing() -> None:
    CALENDAR.deadline(date(2026, 5, 12), 7)
    assert min(timeit.repeat(lambda: CALENDAR.deadline(date(2026, 5, 12), 7), number=1000, repeat=5)) < 1000 * 2e-6


def told(entry: CalendarYear, year: str = "2027") -> list[str]:
    return [place for place, _ in faults(CalendarPolicy(years={year: entry}))]


def test_half_a_notice_is_refused() -> None:
    whole = following()
    assert told(whole) == []
    assert told(CalendarYear(notice="虚构")) == ["years.2027.holidays"]
    assert told(whole.model_copy(update={"holidays": [day for day in whole.holidays if day != date(2027, 5, 1)]})) == [
        "years.2027.holidays"
    ]
    assert told(whole.model_copy(update={"holidays": whole.holidays[:9] + whole.holidays[5:6]})) == ["years.2027.holidays"]


def test_a_single_day_may_correct_a_year_that_the_library_knows() -> None:
    extra = CalendarYear(notice="虚构", holidays=[date(2026, 9, 3)], workdays=[date(2026, 9, 5)])
    assert told(extra, "2026") == []
    corrected = Calendar(CalendarPolicy(years={"2026": extra}))
    assert corrected.deadline(date(2026, 9, 2), 2) == date(2026, 9, 5)
    assert corrected.deadline(date(2026, 9, 24), 7) == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("holidays", "workdays", "places"),
    [
        ([], ["2027-02-06", "2027-05-05"], ["workdays"]),  # a Wednesday
        (["2026-11-30"], [], ["holidays"]),
        (["2028-01-01"], [], ["holidays"]),
        (["2027-02-06"], ["2027-02-06"], ["workdays"]),
        (["2027-02-06"], ["2027-02-20"], []),
    ],
)
def test_days_that_no_notice_can_hold_are_told(holidays: list[str], workdays: list[str], places: list[str]) -> None:
    whole = following()
    off, work = ([date.fromisoformat(day) for day in days] for days in (holidays, workdays))
    entry = CalendarYear(notice="虚构", holidays=whole.holidays + off, workdays=whole.workdays + work)
    assert told(entry) == [f"years.2027.{place}" for place in places]


def test_a_year_nought_is_told_and_not_counted() -> None:
    assert told(CalendarYear(notice="虚构"), "0000") == ["years.0000"]
