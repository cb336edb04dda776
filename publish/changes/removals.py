"""What is not public any more, and why: withdrawn under a notice, or ended without a word (期满、信用修复).

A removal's day is that of the release that made it. Where the store knows of none (it is new), a withdrawal's notice tells the
day; ended decisions are then not told, for nobody knows of them. An order that follows a removal long after it, is told for as
long as any other.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from publish.changes.release import RETENTION, Removal
from publish.publication import Notice, PublicationSet


def removals_of(publication: PublicationSet, today: date) -> list[Removal]:
    """All removals that are told on a day, by id."""
    database = publication.database
    known = database.execute("SELECT id, day FROM store.removal WHERE id NOT IN (SELECT id FROM temp.op WHERE op = 'ADD')")
    days = {ident: on for ident, day in known if _told_until(on := date.fromisoformat(day)) >= today}
    days |= {ident: today for (ident,) in database.execute("SELECT id FROM temp.op WHERE op = 'DEL'")}
    notices = _notices(publication.notices)
    for ident, notice in notices.items():
        ordered = notice.ordered_on
        if ordered and _told_until(ordered) >= today and ident not in days and publication.agency_and_record(ident) is None:
            days[ident] = min(ordered, today)
    return [_removal(ident, on, notices.get(ident)) for ident, on in sorted(days.items())]


def _told_until(on: date) -> date:
    """The last day on which a removal is told."""
    return on + timedelta(days=RETENTION)


def _notices(notices: list[Notice]) -> dict[str, Notice]:
    """The latest notice of each decision."""
    ordered = sorted(notices, key=lambda one: (one.ordered_on or date.min, one.id))
    return {one.decision: one for one in ordered if one.decision and one.id}


def _removal(ident: str, on: date, notice: Notice | None) -> Removal:
    reason: Literal["withdrawn", "ended"] = "withdrawn" if notice else "ended"
    return Removal(ident, on, reason, f"notices/{notice.id}.html" if notice else "", _told_until(on))


def reason_of(one: Removal) -> str:
    """Reason and notice as one text, to tell whether they changed."""
    return f"{one.reason} {one.notice}"
