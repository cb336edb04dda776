"""What pages that span months count, from the months' summaries."""

from __future__ import annotations

from typing import Any

Summaries = dict[str, dict[str, Any]]  # month → publish.publication.summary


def totals(summaries: Summaries, name: str) -> dict[str, int]:
    """How many decisions each kind, agency or topic has."""
    counts: dict[str, int] = {}
    for summary in summaries.values():
        for key, count in summary[name].items():
            counts[key] = counts.get(key, 0) + count
    return counts
