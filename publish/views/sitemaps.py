"""Sitemaps for programs (sitemaps.org 0.9): `/sitemap.xml` names the files of the months and of what is of no month.

A file may hold 50,000 addresses. Here it holds far fewer, for whoever comes or goes rewrites a whole file; which one, follows from
the address alone (`publish.slices`). Pages of organizations are in none: they are found from their decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from publish.output import Draft
from publish.slices import count, place, slices
from publish.views.frame import decision_href
from publish.views.summaries import Summaries

ADDRESSES = 5_000  # in a file, about
Entry = list[Any]  # an address below the site's, and the day of its last change or None


def _month_parts(month: str, one: dict[str, Any]) -> list[list[Any]]:
    """The sitemap files of a month with the last day that they name: its lists, then its decisions. `one`: the month's summary."""
    day = one["latest"][0]["published_on"]
    return [[f"sitemap/{month}-lists.xml", None], *([path, day] for path in paths(f"sitemap/{month}", one["total"]))]


def month_touched(month: str, idents: Iterable[str], total: int, earlier: int) -> Iterator[str]:
    """The sitemaps of a month that a change touches, or `…*`. `idents`: of what changed; `total`, `earlier`: decisions now and before."""
    names = paths(f"sitemap/{month}", total)
    if len(names) != count(earlier, ADDRESSES):
        yield f"sitemap/{month}*"
        return
    yield f"sitemap/{month}-lists.xml"
    yield from (names[place(decision_href(ident), len(names))] for ident in idents)


def paths(stem: str, total: int) -> list[str]:
    """The files that `total` addresses make: `stem.xml`, `stem-2.xml`, …"""
    return [f"{stem}{f'-{number}' if number > 1 else ''}.xml" for number in range(1, count(total, ADDRESSES) + 1)]


def month_drafts(month: str, rows: list[dict[str, Any]], lists: list[str]) -> Iterator[Draft]:
    """A month's sitemaps. `lists`: the paths of its list pages."""
    yield f"sitemap/{month}-lists.xml", "sitemap", {"entries": [[path.removesuffix("index.html"), None] for path in lists]}
    yield from sliced(
        f"sitemap/{month}", [[decision_href(row["id"]), row["published_on"]] for row in sorted(rows, key=lambda one: one["id"])]
    )


def sliced(stem: str, entries: list[Entry]) -> Iterator[Draft]:
    """Those files. The site's address is to be added (`publish.output.with_url`)."""
    parts = slices(entries, lambda entry: str(entry[0]), ADDRESSES)
    for path, part in zip(paths(stem, len(entries)), parts, strict=True):
        yield path, "sitemap", {"entries": part}


def site_drafts(listed: list[Entry], others: Iterable[str], summaries: Summaries) -> Iterator[Draft]:
    """The sitemaps of what is of no month, and the index of all. `listed`: what is in them; `others`: files made elsewhere."""
    yield from sliced("sitemap/site", listed)
    parts = [part for month, one in sorted(summaries.items()) for part in _month_parts(month, one)]
    own = [[path, None] for path in (*paths("sitemap/site", len(listed)), *others)]
    yield "sitemap.xml", "sitemap_index", {"parts": own + parts}
