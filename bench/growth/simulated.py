"""Planning what was never built: the real plan of months with made-up rows, and of organizations, without rendering a page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from bench.growth.counted import Counted, kind_of
from publish.compressed import siblings
from publish.dossier import Facts
from publish.output import Draft
from publish.views import collections, party, sitemaps

IDS = "0123456789abcdefghjkmnpqrstvwxyz"
SAMPLED = (1, 7)  # months of a year that are planned for a size, of large ones only the first; all others are taken to be like them
LARGE = 2_000_000
FOLDERS = "folders of lists"
LISTS = ("decisions/", "kind/", "agency/", "topic/")
Rows = list[dict[str, Any]]


def planned(month: str, rows: Rows, facts: Facts) -> Counter[str]:
    """Files of a month's lists and sitemaps, by kind, with their compressed siblings; and `FOLDERS` of the lists."""
    pages = [draft for sheet in collections.month_sheets(month, rows, facts) for draft in sheet.drafts()]
    found = _kinds([*pages, *sitemaps.month_drafts(month, rows, [path for path, _, _ in pages])])
    found[FOLDERS] = len({path.rpartition("/")[0] for path, _, _ in pages})
    return found


def of_organization(rows: Rows, facts: Facts) -> int:
    """The pages of an organization with some decisions, newest first."""
    return sum(1 for _ in party.party_drafts("91980100MA00000000", rows, facts))


def _kinds(drafts: list[Draft]) -> Counter[str]:
    return Counter(kind_of(path) for path, _, _ in drafts for path in (path, *siblings(path)))


def drawn(month: str, count: int, like: Counted) -> Iterator[dict[str, Any]]:
    """Rows of a month that was never built: like those of a built site, each with an id and a working day of its own."""
    first = date.fromisoformat(f"{month}-01")
    days = [day for day in (first + timedelta(days=number) for number in range(28)) if day.weekday() < 5]
    every = cycle([row for name in sorted(like.rows) for row in like.rows[name]])
    for number in range(count):
        digest = hashlib.sha256(f"{month} {number}".encode()).digest()
        day = str(days[int.from_bytes(digest[16:20]) % len(days)])
        yield next(every) | {"id": "".join(IDS[one % 32] for one in digest[:16]), "decided_on": day, "published_on": day}


def simulated(decisions: int, like: Counted) -> Counter[str]:
    """Files of the lists and sitemaps of a site of a size, by kind, spread over as many months as the built one has."""
    total: Counter[str] = Counter()
    months = len(like.rows)
    sampled = SAMPLED[:1] if decisions > LARGE else SAMPLED
    for number in sampled:
        month = f"2025-{number:02d}"
        total += planned(month, list(drawn(month, round(decisions / months), like)), like.facts)
    mean = Counter({kind: round(count * months / len(sampled)) for kind, count in total.items()})
    return mean + _apart(like)


def _apart(like: Counted) -> Counter[str]:
    """Files of these kinds that are of no month: front pages of lists and years, sitemaps of all else."""
    own: Counter[str] = Counter()
    for month, rows in like.rows.items():
        own += planned(month, rows, like.facts)
    there = like.files | Counter({FOLDERS: like.below(*LISTS)})
    return Counter({kind: there[kind] - count for kind, count in own.items()})
