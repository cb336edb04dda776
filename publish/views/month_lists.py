"""The lists and sitemaps of a month as a part of the plan: all of them, or those that a change touches.

For a change the month's rows are read, for its pages tell numbers, and of the pages those are planned that show one of the decisions
that changed, or how many there are. The others are as they were.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from publish import before
from publish.exports.left import Left
from publish.output import Draft, with_url
from publish.parts import Part, is_about
from publish.publication import PublicationSet
from publish.views import sitemaps
from publish.views.collections import Rows, Sheet, month_href, month_sheets, prefixes
from publish.views.paging import fits


@dataclass(frozen=True)
class Change:
    """`sheets`: all of the month; `about`: the paths that change, one that ends in `*` for all that begin so."""

    rows: Rows
    sheets: list[Sheet]
    about: frozenset[str]


def part(publication: PublicationSet, left: Left, month: str, name: str) -> Part:
    """The part of a month. `left`: what the last build left of it; `name`: the part's."""
    key = left.key(month)
    if left.keys.get(name) != key and left.few(month, name) and (rows := _rows(publication, month)):
        change = _change(publication, month, rows)
        return Part(name, key, partial(_touched, publication, month, change), change.about)
    return Part(name, key, partial(_whole, publication, month))


def _rows(publication: PublicationSet, month: str) -> Rows:
    return sorted(publication.rows(month), key=lambda row: str(row["id"]))


def _whole(publication: PublicationSet, month: str) -> Iterator[Draft]:
    if rows := _rows(publication, month):
        sheets = list(month_sheets(month, rows, publication.facts))
        for sheet in sheets:
            yield from sheet.drafts()
        yield from _sitemaps(publication, month, rows, sheets)


def _sitemaps(publication: PublicationSet, month: str, rows: Rows, sheets: list[Sheet]) -> Iterator[Draft]:
    paths = [path for sheet in sheets for path in sheet.paths]
    yield from with_url(sitemaps.month_drafts(month, rows, paths), publication.facts.site.url)


def _touched(publication: PublicationSet, month: str, change: Change) -> Iterator[Draft]:
    for sheet in change.sheets:
        if is_about(change.about, sheet.paths[0]):
            yield from sheet.drafts()
    for draft in _sitemaps(publication, month, change.rows, change.sheets):
        if is_about(change.about, draft[0]):
            yield draft


def _change(publication: PublicationSet, month: str, rows: Rows) -> Change:
    was, now = ([json.loads(row) for row, _ in told] for told in before.touched(publication.database, month))
    sheets = list(month_sheets(month, rows, publication.facts))
    totals = Counter(prefix for row in rows for prefix in prefixes(row))
    about = set(sitemaps.month_touched(month, [one["id"] for one in (*was, *now)], len(rows), len(rows) - len(now) + len(was)))
    for prefix, days in _days(was, now).items():
        total = totals[prefix]
        earlier = total - sum(prefix in prefixes(row) for row in now) + sum(prefix in prefixes(row) for row in was)
        base = month_href(prefix, month)
        if fits(total) or fits(earlier):
            about.add(f"{base}*")
        else:
            about |= {f"{base}index.html", *(f"{base}{day[-2:]}/*" for day in days)}
    return Change(rows, sheets, frozenset(about))


def _days(was: Rows, now: Rows) -> dict[str, set[str]]:
    """Collection → the days of which something changes."""
    found: dict[str, set[Any]] = {}
    for row in (*was, *now):
        for prefix in prefixes(row):
            found.setdefault(prefix, set()).add(row["decided_on"])
    return found
