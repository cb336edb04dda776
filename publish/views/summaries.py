"""The months' summaries, and what pages that span months count from them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from publish.before import Told
from publish.periods import NEVER
from publish.publication import newest_first

LATEST = 10
COUNTED = ("kind", "agency", "topic")
Summaries = dict[str, dict[str, Any]]  # month → summary


def summary(rows: list[dict[str, Any]], credit_ends: Mapping[str, int], program: str) -> dict[str, Any]:
    """What the site's indexes and the plan need to know of a month. `credit_ends`: see `PublicationSet`; `program`: what counted."""
    latest = sorted(rows, key=newest_first, reverse=True)[:LATEST]
    return _ordered(len(rows), _counts(rows), latest, credit_ends, program)


def brought_up(last: dict[str, Any], was: Sequence[Told], now: Sequence[Told], program: str) -> dict[str, Any] | None:
    """The summary of the last public set, less what was of it, and with what is now; None where the month has to be read for it."""
    gone, new = ([json.loads(row) for row, _ in told] for told in (was, now))
    newest = {row["id"]: row for row in last["latest"]}
    if last.get("program") != program or (newest.keys() & {row["id"] for row in gone} and last["total"] > LATEST):
        return None
    for row in gone:
        newest.pop(row["id"], None)
    counts = {name: Counter(last[name]) for name in COUNTED}
    for rows, step in ((gone, Counter.subtract), (new, Counter.update)):
        for name, numbers in _counts(rows).items():
            step(counts[name], numbers)
    ends = Counter(last["credit_ends"])
    ends.subtract(_ends(was))
    ends.update(_ends(now))
    latest = sorted([*newest.values(), *new], key=newest_first, reverse=True)[:LATEST]
    return _ordered(last["total"] - len(gone) + len(new), counts, latest, ends, program)


def _counts(rows: Iterable[dict[str, Any]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    for one in rows:
        counts["kind"][one["kind"]] += 1
        counts["agency"][one["agency"]] += 1
        counts["topic"].update(one["tags"])
    return counts


def _ends(told: Iterable[Told]) -> Counter[str]:
    ends = (json.loads(record).get("credit_until") for _, record in told if '"credit_until":' in record)
    return Counter(day for day in ends if day and day != str(NEVER))


def _ordered(
    total: int, counts: Mapping[str, Mapping[str, int]], latest: list[dict[str, Any]], ends: Mapping[str, int], program: str
) -> dict[str, Any]:
    """However it came together."""
    sorted_counts = {name: {key: number for key, number in sorted(counts[name].items()) if number} for name in COUNTED}
    days = {day: number for day, number in sorted(ends.items()) if number}
    return {"total": total, **sorted_counts, "latest": latest, "credit_ends": days, "program": program}


def totals(summaries: Summaries, name: str) -> dict[str, int]:
    """How many decisions each kind, agency or topic has."""
    counts: dict[str, int] = {}
    for summary in summaries.values():
        for key, count in summary[name].items():
            counts[key] = counts.get(key, 0) + count
    return counts
