"""The months' summaries, and what pages that span months count from them."""

from __future__ import annotations

from typing import Any

from publish.publication import newest_first

LATEST = 10
Summaries = dict[str, dict[str, Any]]  # month → summary


def summary(rows: list[dict[str, Any]], credit_ends: list[str]) -> dict[str, Any]:
    """What the site's indexes and the plan need to know of a month. `credit_ends`: see `PublicationSet`."""
    counts: dict[str, dict[str, int]] = {"kind": {}, "agency": {}, "topic": {}}
    for one in rows:
        for name, keys in (("kind", [one["kind"]]), ("agency", [one["agency"]]), ("topic", one["tags"])):
            for key in keys:
                counts[name][key] = counts[name].get(key, 0) + 1
    latest = sorted(rows, key=newest_first, reverse=True)[:LATEST]
    return {"total": len(rows), **counts, "latest": latest, "credit_ends": credit_ends}


def totals(summaries: Summaries, name: str) -> dict[str, int]:
    """How many decisions each kind, agency or topic has."""
    counts: dict[str, int] = {}
    for summary in summaries.values():
        for key, count in summary[name].items():
            counts[key] = counts.get(key, 0) + count
    return counts
