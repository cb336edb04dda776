"""撤回公告, `/notices/`: what was withdrawn, when and why, from the orders alone.

To `paging.LARGE` notices stand on one page. Of more, it shows the newest and has a page for each month; so a new notice changes as much
where there are twenty thousand as where there are three hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from publish.dossier import Facts
from publish.model import GROUNDS
from publish.output import Draft, with_url
from publish.parts import Part, key_of, over
from publish.publication import Notice
from publish.views import paging, sitemaps
from publish.views.frame import agency_name, here, item, room
from publish.views.paging import SEVERAL, by_month, fits, month_hrefs, month_pages, month_title, numbered, years_of

LAW = "《中华人民共和国行政处罚法》第四十八条"
FEED = ("withdrawals", "撤回公告")
LEAD = "已经公开的决定被变更、撤销、确认违法或者无效的，三个工作日内撤回，并说明理由。公告不含当事人信息。"
FOLDER, PREFIX = "notices/", "notices "  # of paths; of the names of parts


def newest_first(notices: Iterable[Notice]) -> list[Notice]:
    """The order of every list of them."""
    return sorted(notices, key=lambda one: (str(one.ordered_on or ""), one.id), reverse=True)


def notice_rows(facts: Facts, notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """What lists say of notices."""
    return [
        {
            "href": f"{FOLDER}{one.id}.html",
            "on": str(one.ordered_on or ""),
            "agency_name": agency_name(facts, one.agency) if one.agency else "",
            "ground_title": GROUNDS.get(one.ground, "依法撤回"),
        }
        for one in notices
    ]


def index_draft(facts: Facts, notices: Sequence[Notice]) -> Draft:
    """The page of all, or of the newest with the ways to the months. `notices`: newest first."""
    months = {month: len(group) for month, group in by_month(notices, _day).items()} if not fits(len(notices)) else {}
    return f"{FOLDER}index.html", "notices", {
        "here": here("撤回公告", "notices", [], feed=FEED), "rows": notice_rows(facts, notices[: paging.NEWEST] if months else notices),
        "lead": LEAD, "total": len(notices), "years": years_of(months, lambda month: f"{FOLDER}{month}.html"), "pages": [],
        "empty": "还没有撤回过决定。",
    }  # fmt: skip


def parts(facts: Facts, notices: Sequence[Notice], frame: str, known: Iterable[str]) -> Iterator[Part]:
    """The notices and their months, a part a year. `notices`: newest first; `known`: names of the parts of the last plan."""
    by_year = _by_year(notices)
    several = not fits(len(notices))
    for year, group in by_year.items():
        key = key_of(frame, several, [one.model_dump(mode="json") for one in group])
        yield Part(f"{PREFIX}{year}", key, partial(_year, facts, year, group, several))
    yield from over(PREFIX, known, {f"{PREFIX}{year}" for year in by_year})


def sitemap_paths(notices: Sequence[Notice]) -> list[str]:
    """The sitemaps in which they are."""
    several = not fits(len(notices))
    return [path for year, group in _by_year(notices).items() for path in sitemaps.paths(_sitemap(year), len(_addresses(group, several)))]


def _day(one: Notice) -> str:
    return str(one.ordered_on or "")


def _by_year(notices: Sequence[Notice]) -> dict[str, list[Notice]]:
    years: dict[str, list[Notice]] = {}
    for month, group in by_month(notices, _day).items():
        years.setdefault(month.partition("-")[0], []).extend(group)
    return years


def _sitemap(year: str) -> str:
    return f"sitemap/notices-{year}"


def _addresses(group: Sequence[Notice], several: bool) -> list[str]:
    months = by_month(group, _day).items() if several else ()
    lists = [href for month, some in months for href in month_hrefs(FOLDER, month, len(some))]
    return [*lists, *(f"{FOLDER}{one.id}.html" for one in group if one.id)]


def _year(facts: Facts, year: str, group: Sequence[Notice], several: bool) -> Iterator[Draft]:
    for one in group:
        if one.id:
            yield f"{FOLDER}{one.id}.html", "notice", notice(facts, one)
    for month, some in by_month(group, _day).items() if several else ():
        yield from _month(facts, month, some)
    entries: list[sitemaps.Entry] = [[address, None] for address in _addresses(group, several)]
    yield from with_url(sitemaps.sliced(_sitemap(year), entries), facts.site.url)


def _month(facts: Facts, month: str, group: Sequence[Notice]) -> Iterator[Draft]:
    title = f"撤回公告：{month_title(month)}"
    for place, (path, some, pages) in enumerate(month_pages(FOLDER, month, group, lambda one: one.id)):
        about = here(numbered(title, place), "notices", [room("notices")], feed=FEED)
        lead = f"{month_title(month)}的撤回公告{SEVERAL}" if pages else f"{month_title(month)}的撤回公告共 {len(group)} 份。"
        yield path, "notices", {
            "here": about, "rows": notice_rows(facts, some), "lead": lead, "total": len(some), "years": [], "pages": pages, "empty": "",
        }  # fmt: skip


def notice(facts: Facts, one: Notice) -> dict[str, Any]:
    """The page of one withdrawal; `items` and `reason` are what it says of it."""
    pairs = [
        ("执法机关", agency_name(facts, one.agency) if one.agency else ""),
        ("撤回日期", str(one.ordered_on or "")),
        ("生效日期", str(one.effective_on or "")),
        ("撤回原因", GROUNDS.get(one.ground, "")),
        ("依据文书", one.instrument),
    ]
    article = {"title": "撤回公告", "published_on": str(one.ordered_on), "source": pairs[0][1]} if one.ordered_on else None
    cause = f"因{GROUNDS[one.ground]}，" if one.ground in GROUNDS else ""
    return {
        "here": here(f"撤回公告 {one.ordered_on or ''}".strip(), "notices", [room("notices")], article=article, feed=FEED),
        "items": [item(title, value) for title, value in pairs if value],
        "reason": one.reason or f"{cause}该信息已依法撤回。",
        "sentence": f"本公告依据{LAW}发布，不含当事人信息。已下载或者转载该信息的，请一并删除。",
    }
