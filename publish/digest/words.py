"""Sentences that article and posts share."""

from __future__ import annotations

from publish.digest.week import Week
from publish.model import KINDS

AS_PUBLIC = "以网站上现在公开的为准；依法撤回、公示期满的，网站不再公开。"


def heading(week: Week) -> str:
    """一周行政执法公示（2026年11月18日至24日）."""
    days = (week.last - week.first).days + 1
    return f"{'一周' if days == 7 else ''}行政执法公示（{week.period}）"


def totals(week: Week) -> str:
    """How many decisions of which kind became public, and how many were withdrawn, as one sentence."""
    kinds = "、".join(f"{KINDS[kind]} {sum(of.values())} 件" for kind, of in week.counts.items())
    new = f"新公开行政执法决定 {week.total} 件（{kinds}）" if week.total else "没有新公开的行政执法决定"
    gone = f"依法撤回 {len(week.withdrawn)} 件" if week.withdrawn else ""
    return "；".join(part for part in (new, gone) if part) + "。"


def by_agency(of: dict[str, int]) -> str:
    """The numbers of the agencies."""
    return "、".join(f"{name} {count} 件" for name, count in of.items()) + "。"


def unnamed(week: Week, kind: str) -> int:
    """How many decisions of a kind are about individuals, who are not told one by one."""
    return sum(week.counts[kind].values()) - len(week.of_kind(kind))
