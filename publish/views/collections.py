"""Collections by month: all decisions, by kind, by agency, by topic.

A month of up to `paging.LARGE` decisions is one page. A larger one shows its days with their numbers, and each day is a page; a day
of over `paging.LARGE` goes on in `2.html`, …, so that a decision more or less changes its own page (`publish.slices`). No page grows
with the site, and what a change touches does not either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.output import Draft
from publish.views.frame import agency_name, here, item, list_row, room, topic_title, way
from publish.views.paging import SEVERAL, cut, fits, month_title, numbered, page_ways, pages_of, years_of

NARROWER = {"类别": "kind", "机关": "agency", "主题": "topic"}
EMPTY = "本月没有这一类决定。"
Rows = list[dict[str, Any]]


def month_href(prefix: str, month: str) -> str:
    """The address of a collection's month."""
    return f"{prefix}{month.replace('-', '/')}/"


def prefixes(row: dict[str, Any]) -> Iterator[str]:
    """The collections that a decision belongs to."""
    yield "decisions/"
    yield f"kind/{row['kind']}/"
    yield f"agency/{row['agency']}/"
    for tag in row["tags"]:
        yield f"topic/{tag}/"


def name_of(prefix: str, facts: Facts) -> str:
    """A collection's title: 全部决定, 行政处罚, an agency's name, a topic's title."""
    room_name, _, slug = prefix.strip("/").partition("/")
    if room_name == "kind":
        return KINDS[slug]
    if room_name == "agency":
        return agency_name(facts, slug)
    return topic_title(facts, slug) if room_name == "topic" else "行政执法决定"


def trail_of(prefix: str, facts: Facts) -> list[dict[str, str]]:
    """The pages above a collection's months."""
    if prefix == "decisions/":
        return [room("decisions")]
    above = room("agency") if prefix.startswith("agency/") else room("decisions")
    return [above, {"title": name_of(prefix, facts), "href": prefix}]


def feed_of(prefix: str, facts: Facts) -> tuple[str, str] | None:
    """Name and title of a collection's own feed; the feed of all is on every page."""
    return None if prefix == "decisions/" else (prefix.rstrip("/"), name_of(prefix, facts))


@dataclass(frozen=True)
class Sheet:
    """The page of a collection's month, or the pages of a day of it: where they are, and what makes them. `day`: "" for the month's."""

    prefix: str
    day: str
    paths: list[str]
    drafts: Callable[[], Iterator[Draft]]


def month_sheets(month: str, rows: Rows, facts: Facts) -> Iterator[Sheet]:
    """All pages of one month, in every collection that has decisions in it."""
    groups: dict[str, Rows] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one["decided_on"], one["id"]), reverse=True):
        for prefix in prefixes(row):
            groups[prefix].append(row)
    counts = {prefix: len(group) for prefix, group in groups.items()}
    for prefix, group in groups.items():
        filters = _narrower(month, counts, facts) if prefix == "decisions/" else _wider(month)
        yield from _sheets(prefix, month, group, facts, filters)


def _narrower(month: str, counts: dict[str, int], facts: Facts) -> list[dict[str, Any]]:
    """The month by kind, agency and topic, each a page: filters that need no script."""
    made = []
    for title, name in NARROWER.items():
        ways = [
            way(name_of(prefix, facts), month_href(prefix, month), counts[prefix])
            for prefix in sorted(counts, key=lambda one: (-counts[one], one))
            if prefix.startswith(f"{name}/")
        ]
        if ways:
            made.append({"title": title, "ways": ways})
    return made


def _wider(month: str) -> list[dict[str, Any]]:
    """The way from one kind, agency or topic to the whole month; no counts, for those would change with others' decisions."""
    return [{"title": "范围", "ways": [way(f"{month_title(month)}的全部决定", month_href("decisions/", month))]}]


def _sheets(prefix: str, month: str, rows: Rows, facts: Facts, filters: list[dict[str, Any]]) -> Iterator[Sheet]:
    base = month_href(prefix, month)
    days: dict[str, Rows] = defaultdict(list)
    for row in () if fits(len(rows)) else rows:
        days[row["decided_on"]].append(row)
    yield Sheet(prefix, "", [f"{base}index.html"], partial(_month, prefix, month, rows, days, facts, filters))
    above = [*trail_of(prefix, facts), {"title": month_title(month), "href": base}]
    for day, group in days.items():
        hrefs = [f"{base}{day[-2:]}/", *(f"{base}{day[-2:]}/{number}.html" for number in range(2, pages_of(len(group)) + 1))]
        paths = [f"{hrefs[0]}index.html", *hrefs[1:]]
        yield Sheet(prefix, day, paths, partial(_day, prefix, day, group, facts, above, hrefs))


def _month(
    prefix: str, month: str, rows: Rows, days: dict[str, Rows], facts: Facts, filters: list[dict[str, Any]]
) -> Iterator[Draft]:  # fmt: skip
    base, title = month_href(prefix, month), f"{name_of(prefix, facts)}：{month_title(month)}"
    about = here(title, _room(prefix), trail_of(prefix, facts), feed=feed_of(prefix, facts))
    lead = f"{month_title(month)}作出、现在公开的决定共 {len(rows)} 件。"
    shown = [] if days else [list_row(row, facts) for row in rows]
    ways = [way(day, f"{base}{day[-2:]}/", len(group)) for day, group in days.items()]
    yield f"{base}index.html", "rows", {**page(about, title, lead, shown), "days": ways, "filters": filters}


def _room(prefix: str) -> str:
    return "agency" if prefix.startswith("agency/") else "decisions"


def _day(prefix: str, day: str, rows: Rows, facts: Facts, trail: list[dict[str, str]], hrefs: list[str]) -> Iterator[Draft]:
    """The pages of a day. `trail`: the pages above; `hrefs`: their addresses."""
    lead = f"{day} 作出、现在公开的决定" + (f"共 {len(rows)} 件。" if len(hrefs) == 1 else SEVERAL)
    for place, (href, part) in enumerate(zip(hrefs, cut(rows, lambda row: str(row["id"])), strict=True)):
        title = numbered(f"{trail[-2]['title']}：{day}", place)
        about = here(title, _room(prefix), trail, feed=feed_of(prefix, facts))
        shown = [list_row(row, facts) for row in part]
        yield f"{href}{'' if place else 'index.html'}", "rows", {**page(about, title, lead, shown), "pages": page_ways(hrefs, place)}


def page(about: dict[str, Any], title: str, lead: str, rows: Rows) -> dict[str, Any]:
    """What the template of lists wants; more may be put in."""
    return {"here": about, "title": title, "lead": lead, "days": [], "rows": rows, "pages": [], "filters": [], "empty": EMPTY}


def index_draft(prefix: str, months: dict[str, int], facts: Facts, groups: list[dict[str, Any]]) -> Draft:
    """The page of a collection: its months with their numbers, newest first."""
    total = sum(months.values())
    title = name_of(prefix, facts)
    in_agency = prefix.startswith("agency/")
    about = here(title, _room(prefix), trail_of(prefix, facts)[:-1], feed=feed_of(prefix, facts))
    slug = prefix.split("/")[1]
    data = {
        "here": about,
        "title": title,
        "lead": f"现在公开的决定共 {total} 件，按作出决定的月份排列。" if total else "",
        "total": total,
        "years": years_of(
            months, lambda month: month_href(prefix, month), lambda year: f"{prefix}{year}/" if prefix == "decisions/" else ""
        ),
        "groups": groups,
        "items": _agency_items(slug, facts) if in_agency else [],
        "empty": "现在没有公开中的决定。公示期满或依法撤回的决定不再显示。",
    }
    return f"{prefix}index.html", "months", data


def _agency_items(slug: str, facts: Facts) -> list[dict[str, Any]]:
    agency = facts.agencies[slug]
    parent = facts.agencies.get(agency.parent or "")
    pairs = [
        ("职责", agency.duties), ("地址", agency.address), ("邮政编码", agency.postcode), ("电话", agency.phone),
        ("办公时间", agency.hours), ("监督电话", agency.supervision_phone), ("统一社会信用代码", agency.uscc),
        ("行政复议机关", agency.review_body), ("行政诉讼管辖法院", agency.court),
    ]  # fmt: skip
    items = [item(title, value) for title, value in pairs if value]
    return [*items, item("上级机关", parent.name, href=f"agency/{agency.parent}/")] if parent else items
