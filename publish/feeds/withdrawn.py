"""What feeds say of withdrawn decisions, made from the orders alone.

For `DAYS` days from the day of the order the decision's entry is replaced by one with the same id, in each feed that the order
says it was in, so that readers overwrite what they keep (outputs.md, Feeds). An order without any day has no such entry, for
nobody could tell when it ends; the decision's own is gone all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from publish.publication import Notice

DAYS = 90  # the last day included


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawn decision's entry. `notice`: the site's address of its notice; `collections`: where it stands."""

    decision: str
    on: date
    notice: str
    collections: frozenset[str]


def withdrawn(notices: Iterable[Notice], today: date) -> list[Withdrawn]:
    """Those to be shown on a day, newest first; of several orders for one decision the last counts, in the feeds that any names."""
    last: dict[str, tuple[date, str]] = {}
    collections: dict[str, set[str]] = {}
    for one in notices:
        day = one.ordered_on or one.effective_on
        if one.decision and day:
            last[one.decision] = max(last.get(one.decision, (day, one.id)), (day, one.id))
            collections.setdefault(one.decision, {"all"}).update(_collections(one))
    shown = [
        Withdrawn(decision, day, f"notices/{order}.html" if order else "notices/", frozenset(collections[decision]))
        for decision, (day, order) in last.items()
        if (today - day) <= timedelta(DAYS)
    ]
    return sorted(shown, key=lambda one: (one.on, one.decision), reverse=True)


def _collections(one: Notice) -> set[str]:
    named = {f"kind/{one.kind}": one.kind, f"agency/{one.agency}": one.agency}
    return {name for name, told in named.items() if told} | {f"topic/{tag}" for tag in one.tags}
