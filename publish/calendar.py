"""Working days in China: deadlines counted by the State Council's calendar of holidays and make-up workdays.

The library `chinesecalendar` knows 2004 to the last year whose notice it has read; `policy/calendar.yml` adds years, and may
correct single days of known ones. A deadline that runs into a year that neither knows is `Undetermined`, never a guess.
The notice of a year can move the last days of December before it, so an entry may list those too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from publish.site import CalendarPolicy, CalendarYear

LEAST = 11  # days off that any notice has at least (全国年节及纪念日放假办法: 11 to 2024, 13 since)
ALWAYS = ((1, 1), (5, 1), (10, 1))
WEEKDAYS = "一二三四五六日"
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Undetermined:
    """No answer: the count runs into this year, whose holidays are not known."""

    year: int


@lru_cache(maxsize=1)
def _library() -> tuple[Container[date], Container[date], int, int]:
    """The library's days off, its make-up workdays, its first and its last year. Imported late: a build without news needs none.

    Its own function looks for its first and last day, through all of them, at every question.
    """
    from chinese_calendar.constants import holidays, workdays  # noqa: PLC0415 - 10 ms

    return holidays, workdays, min(holidays).year, max(holidays).year


class Calendar:
    """The working days by library and local policy; answers are kept, for they are asked for each decision."""

    def __init__(self, policy: CalendarPolicy | None = None) -> None:
        self._listed: dict[date, bool] = {}
        self._added: set[int] = set()
        for year, entry in sorted((policy or CalendarPolicy()).years.items()):
            self._added.add(int(year))
            self._listed |= dict.fromkeys(entry.holidays, False) | dict.fromkeys(entry.workdays, True)
        self._kept: dict[tuple[date, int], date | Undetermined] = {}

    def knows(self, year: int) -> bool:
        """Whether the holidays of a year are known."""
        return _known_to_library(year) or year in self._added

    def is_workday(self, day: date) -> bool | Undetermined:
        """Whether people work on a day: make-up workdays do count, public holidays do not."""
        if not self.knows(day.year):
            return Undetermined(day.year)
        listed = self._listed.get(day)
        if listed is not None:
            return listed
        if day.year in self._added and not _known_to_library(day.year):
            return day.weekday() < 5
        holidays, workdays, *_ = _library()
        return day in workdays or (day.weekday() < 5 and day not in holidays)

    def deadline(self, act: date, days: int) -> date | Undetermined:
        """The last working day of a period of some working days; the day of the act is not counted (行政处罚法 85; 民法典 201)."""
        answer = self._kept.get((act, days))
        if answer is None:
            answer = self._kept[act, days] = self._count(act, days)
        return answer

    def _count(self, act: date, days: int) -> date | Undetermined:
        day, left = act, days
        while left:
            if day == date.max:
                return Undetermined(day.year)
            day += ONE
            works = self.is_workday(day)
            if isinstance(works, Undetermined):
                return works
            left -= works
        return day

    def left(self, today: date, due: date) -> int | Undetermined:
        """Working days after today up to and with the due day; for an overdue one, those since as a negative number."""
        first, last = min(today, due), max(today, due)
        count = 0
        for ordinal in range(first.toordinal() + 1, last.toordinal() + 1):
            works = self.is_workday(date.fromordinal(ordinal))
            if isinstance(works, Undetermined):
                return works
            count += works
        return count if due >= today else -count


def _known_to_library(year: int) -> bool:
    _, _, first, last = _library()
    return first <= year <= last


def faults(policy: CalendarPolicy) -> Iterator[tuple[str, str]]:
    """(field, words) for what cannot be a year's notice: half a list would be a wrong guess on every day that is missing."""
    for year, entry in policy.years.items():
        number, place = int(year), f"years.{year}"
        if number == 0:
            yield place, "没有公元 0 年；请改正年份。"
            continue
        yield from _misdated(entry, number, place)
        for day in sorted(set(entry.holidays) & set(entry.workdays)):
            yield f"{place}.workdays", f"{day} 既写在 holidays（放假）又写在 workdays（上班）；应只写一处。请对照通知改正。"
        for day in entry.workdays:
            if day.weekday() < 5:
                words = f"{day} 是周{WEEKDAYS[day.weekday()]}，本来就上班；workdays 只写调休上班的周六、周日。请对照通知改正。"
                yield f"{place}.workdays", words
        if not _known_to_library(number):
            yield from _incomplete(entry, number, place)


def _misdated(entry: CalendarYear, year: int, place: str) -> Iterator[tuple[str, str]]:
    for name in ("holidays", "workdays"):
        for day in getattr(entry, name):
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                words = f"{day} 不是 {year} 年的，也不是上一年 12 月的；请对照通知改正，或写到它自己的年份下面。"
                yield f"{place}.{name}", words


def _incomplete(entry: CalendarYear, year: int, place: str) -> Iterator[tuple[str, str]]:
    missing = [f"{month} 月 {day} 日" for month, day in ALWAYS if date(year, month, day) not in entry.holidays]
    if missing:
        yield f"{place}.holidays", f"缺少 {'、'.join(missing)}；没有写出的日子会按平常的周末计算。请把通知里放假的日子逐日写全。"
    elif len(set(entry.holidays)) < LEAST:
        words = f"只写了 {len(set(entry.holidays))} 天放假；一年的法定节假日不少于 {LEAST} 天。请把通知里放假的日子逐日写全。"
        yield f"{place}.holidays", words
