"""What is due, for people and their calendars: a table in columns that fit Chinese characters, and iCalendar (RFC 5545).

A calendar is shared widely: it holds no party, no document number and no title of a decision, only what kind of thing is due
and in which file; its UIDs are digests of ids that were drawn at random, or of what is public anyway.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from publish.calendar import Calendar, Undetermined
from publish.staff.due import Item

if TYPE_CHECKING:  # 90 ms, and needed only for a calendar
    from icalendar import Event

COLUMNS = ("到期日", "剩余工作日", "事项", "文件")
NOTHING = "没有到期的事项。"
UNKNOWN = "算不出"


def width(text: str) -> int:
    """The columns that a text takes in a terminal (UAX #11): Chinese characters two, marks above others none."""
    return sum(0 if unicodedata.combining(ch) else 2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def table(due: Sequence[Item], calendar: Calendar, today: date) -> str:
    """The items as lines in columns, under how many there are."""
    if not due:
        return f"{today}：{NOTHING}"
    rows = [COLUMNS, *(_row(one, calendar, today) for one in due)]
    widths = [max(width(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = ["  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
    late = sum(one.overdue(today) for one in due)
    counted = f"超期 {late} 项，未到期 {len(due) - late} 项" if late else f"{len(due)} 项，都没有超期"
    return "\n".join([f"{today}：{counted}。", "", *lines])


def _row(one: Item, calendar: Calendar, today: date) -> tuple[str, str, str, str]:
    matter = f"{one.matter} {one.number}".rstrip()
    if isinstance(one.due, Undetermined):
        return UNKNOWN, f"缺 {one.due.year} 年放假安排", matter, one.path
    return str(one.due), left(one.due, calendar, today), matter, one.path


def left(due: date, calendar: Calendar, today: date) -> str:
    """The working days that are left, in words; calendar days where the year's holidays are not known."""
    days = calendar.left(today, due)
    unit = "个工作日"
    if isinstance(days, Undetermined):
        days, unit = (due - today).days, "天"
    if due < today:
        return f"已超期 {-days} {unit}"
    return "今天" if due == today else f"{days} {unit}"


def icalendar(due: Iterable[Item], domain: str, today: date) -> bytes:
    """The items that have a day as all-day events, each with a reminder the day before. The same for the same items and day."""
    from icalendar import Calendar as Sheet  # noqa: PLC0415 - see above

    sheet = Sheet()
    sheet.add("prodid", "-//publish//inv due//ZH")
    sheet.add("version", "2.0")
    sheet.add("calscale", "GREGORIAN")
    sheet.add("x-wr-calname", "行政执法公示期限")
    for one in due:
        if isinstance(one.due, date):
            sheet.add_component(_event(one, one.due, domain, today))
    text: bytes = sheet.to_ical()
    return text


def _event(one: Item, day: date, domain: str, today: date) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415 - see above

    event, alarm = Event(), Alarm()
    summary = f"【已超期】{one.matter}" if one.overdue(today) else one.matter
    event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@{domain}")
    event.add("dtstamp", datetime(today.year, today.month, today.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("summary", summary)
    event.add("description", one.path)
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-1))
    alarm.add("description", one.matter)
    event.add_component(alarm)
    return event
