"""Pages of a long list: by month where it has days, how they are named, and the ways between them.

Of several pages of one thing the first has the ways to all, any other only those to the first and to its neighbours, for else all
of them would change when one is added (`publish.slices`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from publish.slices import count, slices
from publish.views.frame import way

LARGE = 200  # rows of a page, about
NEWEST = 100  # rows on the first page of what has a page a month
UNDATED = "undated"  # in the place of a month
SEVERAL = "较多，分几页列出，各页不分先后。要找其中的一件，请用查询。"
Thing = TypeVar("Thing")
Page = tuple[str, list[Thing], list[dict[str, Any]]]  # its address, what is on it, and the ways to others


def month_title(month: str) -> str:
    """`2026-05` as 2026年5月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if number else "日期不明"


def fits(total: int) -> bool:
    """Whether so many rows are one page."""
    return total <= LARGE


def pages_of(total: int) -> int:
    """How many pages so many rows are."""
    return count(total, LARGE)


def cut(things: Iterable[Thing], name: Callable[[Thing], str]) -> list[list[Thing]]:
    """The pages of some things that have no better order. `name`: what names a thing, unlike any other."""
    return slices(things, name, LARGE)


def numbered(title: str, place: int) -> str:
    """The title of a page, from 0, of a list."""
    return f"{title}（第 {place + 1} 页）" if place else title


def page_ways(hrefs: Sequence[str], place: int) -> list[dict[str, Any]]:
    """The ways from a page to others; none where it is the only one. `hrefs`: of all pages."""
    near = range(len(hrefs)) if place == 0 else [one for one in sorted({0, place - 1, place, place + 1}) if one < len(hrefs)]
    return [{"title": f"第 {one + 1} 页", "href": hrefs[one], "current": one == place} for one in near] if len(hrefs) > 1 else []


def page_hrefs(stem: str, pages: int) -> list[str]:
    """The addresses of pages: `stem.html`, `stem-2.html`, …"""
    return [f"{stem}{f'-{number}' if number > 1 else ''}.html" for number in range(1, pages + 1)]


def by_month(things: Iterable[Thing], day: Callable[[Thing], str]) -> dict[str, list[Thing]]:
    """Things by month in the order given, those without a day under `UNDATED`."""
    found: dict[str, list[Thing]] = {}
    for one in things:
        found.setdefault(day(one)[:7] or UNDATED, []).append(one)
    return found


def month_hrefs(base: str, month: str, total: int) -> list[str]:
    """The addresses of a month's pages: `2026-05.html`, `2026-05-2.html`, … `total`: the things of the month."""
    return page_hrefs(f"{base}{month}", pages_of(total))


def month_pages(base: str, month: str, things: Sequence[Thing], name: Callable[[Thing], str]) -> Iterator[Page[Thing]]:
    """The pages of a month. `name`: as of `cut`."""
    hrefs = month_hrefs(base, month, len(things))
    for place, part in enumerate(cut(things, name)):
        yield hrefs[place], part, page_ways(hrefs, place)


def years_of(months: Mapping[str, int], href: Callable[[str], str], year_href: Callable[[str], str] = lambda _: "") -> list[dict[str, Any]]:
    """Months with their numbers by year, newest first, as `components/years.html` wants them. `href`: of a month."""
    years: dict[str, list[str]] = {}
    for month in sorted(months, key=lambda one: "" if one == UNDATED else one, reverse=True):
        years.setdefault(month.partition("-")[0], []).append(month)
    return [
        {
            "title": "日期不明" if year == UNDATED else f"{year}年", "href": year_href(year), "total": sum(months[one] for one in group),
            "months": [way(month_title(one), href(one), months[one]) for one in group],
        }
        for year, group in years.items()
    ]  # fmt: skip
