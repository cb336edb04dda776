"""What is due by when (inv due): publication, withdrawals, lists, the annual report, officers' certificates, the calendar.

What was released is read from the release store; without one, a decision counts as public from its `published_on` on, and
nothing is known of withdrawals that are late.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from publish.calendar import Calendar, Undetermined
from publish.days import iso_day
from publish.detectors import leaks
from publish.dossier import Facts
from publish.errors import Level, loudest
from publish.facts import read_facts
from publish.gate import filed_state
from publish.load import Filed, load
from publish.model import KINDS, DecisionFile
from publish.orders import Orders
from publish.rules import deadlines
from publish.signing.released import reading
from publish.sources import Source, refuse_no_content, walk
from publish.staff.desk import FACTS, orders_of

CERTIFICATE_DAYS = 60  # how long before their end certificates are told
AUTUMN = 11  # the month from which the next year's calendar and this year's report are told


@dataclass(frozen=True)
class Item:
    """One thing to do by a day. `key` tells it from all others for good; `matter` names no party and no document number."""

    due: date | Undetermined
    matter: str
    path: str
    key: str
    number: str = ""  # the document number, for the table of those who work on it

    @property
    def order(self) -> tuple[date, str]:
        """By day, then by file; what has no day comes at the beginning of the year that is not known."""
        day = date(max(self.due.year, 1), 1, 1) if isinstance(self.due, Undetermined) else self.due
        return day, self.path

    def overdue(self, today: date) -> bool:
        """Whether the day is over."""
        return isinstance(self.due, date) and self.due < today


@dataclass(frozen=True)
class Released:
    """What the release store knows: ids that were ever public, those that are, and the version shown of each list."""

    ever: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()
    lists: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """All that the items are made from. `released` is None where nothing was released."""

    content: Path
    facts: Facts
    orders: Orders
    released: Released | None
    today: date

    @classmethod
    def at(cls, content: Path, store: Path, today: date) -> Desk:
        """Read content and store. Raises BadUsage where there is no content or a build holds the store."""
        refuse_no_content(content)
        facts, _ = read_facts(content, walk(content, (*FACTS, "reports"))[0], None)
        return cls(content, facts, orders_of(content), released(store), today)

    @property
    def calendar(self) -> Calendar:
        """The working days."""
        return self.facts.policy.working_days


def items(desk: Desk) -> list[Item]:
    """Everything that is due, by day."""
    made = [*_decisions(desk), *_withdrawals(desk), *_lists(desk), *_report(desk), *_certificates(desk), *_calendar(desk)]
    return sorted(made, key=lambda one: one.order)


def released(store: Path) -> Released | None:
    """What the store knows; None where nothing was released. Raises BadUsage where a build holds it."""
    with reading(store) as database:
        if database is None:
            return None
        part = dict(database.execute("SELECT name, value FROM part WHERE name = 'release'"))
        ever = frozenset(ident for (ident,) in database.execute("SELECT id FROM known"))
        public = frozenset(ident for (ident,) in database.execute("SELECT id FROM decision"))
    shown = json.loads(part["release"])["lists"] if part else {}
    return Released(ever, public, {slug: date.fromisoformat(day) for slug, day in shown.items()}) if part else None


def _decisions(desk: Desk) -> Iterator[Item]:
    ever = desk.released.ever if desk.released else frozenset()
    for source in walk(desk.content, ("decisions",))[0]:
        if source.kind == "decision" and _stem(source) not in ever:
            filed = load("decision", source.path, (desk.content / source.path).read_bytes())
            decided_on = iso_day(filed.data.get("decided_on"))
            if decided_on and (words := _waiting(filed, desk)):
                kind = filed.data.get("kind")
                title = KINDS.get(kind, "执法") if isinstance(kind, str) else "执法"
                due = desk.calendar.deadline(decided_on, deadlines.days_for(str(kind)))
                key = f"publication/{_stem(source)}"
                yield Item(due, f"公开{title}决定（{words}）", source.path, key, _number(filed))


def _waiting(filed: Filed, desk: Desk) -> str:
    """Why a decision that was never public is still to be published; empty where it is not."""
    record = filed.record if isinstance(filed.record, DecisionFile) else None
    status = filed.data.get("status")
    idents = {_stem(filed), record.id} if record else {_stem(filed)}
    fates = [desk.orders.fate(ident) for ident in idents]
    if record and (record.imported_on or filed_state(filed, record, "approved", fates, desk.today, desk.facts) not in (None, "held")):
        return ""
    if any(fate.state for fate in fates):
        return ""
    published_on = iso_day(filed.data.get("published_on"))
    if status == "draft":
        return "草稿"
    if published_on and published_on > desk.today:
        return f"定于 {published_on}"
    if loudest(filed.findings) >= Level.hold:
        return "已批准，文件有错"
    return "已批准，还没有发布" if desk.released else ""


def _number(filed: Filed) -> str:
    """The document number as far as it may be printed: these lines are read in logs too."""
    number = filed.data.get("document_number")
    if not isinstance(number, str) or any(True for _ in leaks(number)):
        return ""
    return "".join(ch if ch.isprintable() else "·" for ch in number[:40])


def _stem(one: Source | Filed) -> str:
    return one.path.rpartition("/")[2].removesuffix(".md")


def _withdrawals(desk: Desk) -> Iterator[Item]:
    for decision in sorted(desk.orders.by_decision):
        for one in desk.orders.fate(decision).withdrawals:
            if one.effective_on and (desk.released is None or decision in desk.released.public):
                due = desk.calendar.deadline(one.effective_on, deadlines.WITHDRAWAL)
                if desk.released or not isinstance(due, date) or due >= desk.today:
                    yield Item(due, "撤回已公开的决定（令已写好，待发布）", one.path, f"withdrawal/{one.path}")


def _lists(desk: Desk) -> Iterator[Item]:
    for slug, one in desk.facts.lists.items():
        version, shown = one.current(desk.today), desk.released.lists.get(slug) if desk.released else None
        if version and shown and version.on > shown:
            due = desk.calendar.deadline(version.on, deadlines.LATER)
            path = f"lists/{slug}/{version.on}.csv"
            yield Item(due, f"公开《{one.description.title}》{version.on} 的一版", path, f"list/{slug}/{version.on}")


def _report(desk: Desk) -> Iterator[Item]:
    today = desk.today
    for year in (today.year - 1, today.year):
        told = year < today.year or today.month >= AUTUMN
        path = f"reports/{year}.yml"
        decided = (desk.content / "decisions").glob(f"*/{year:04}/*.md")
        if told and str(year) not in desk.facts.reports and any(True for _ in decided):
            yield Item(deadlines.report_due(year), f"公开 {year} 年的行政执法总体情况", path, f"report/{year}")


def _certificates(desk: Desk) -> Iterator[Item]:
    listed = desk.facts.lists.get("officers")
    version = listed.current(desk.today) if listed else None
    names = [column.name for column in listed.description.fields] if listed else []
    if listed is None or version is None or "valid_until" not in names:
        return
    for row in version.rows:
        ends = iso_day(row[names.index("valid_until")])
        key = row[names.index("certificate_number")] if "certificate_number" in names else row[listed.key]
        if ends and 0 <= (ends - desk.today).days <= CERTIFICATE_DAYS:
            path = f"lists/officers/{version.on}.csv"
            yield Item(ends, f"换发执法证（证号 {key}）", path, f"certificate/{key}/{ends}")


def _calendar(desk: Desk) -> Iterator[Item]:
    """The year without a known calendar: this one, or from autumn on the next."""
    today = desk.today
    for year in (today.year, today.year + 1):
        if not desk.calendar.knows(year) and (year == today.year or today.month >= AUTUMN):
            matter = f"{year} 年的放假安排还没有写入 policy/calendar.yml"
            yield Item(date(max(year - 1, 1), 12, 31), matter, "policy/calendar.yml", f"calendar/{year}")
            return
