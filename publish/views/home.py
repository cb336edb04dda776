"""首页: search first, what is new, the year in numbers, the ways in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.output import Draft
from publish.publication import newest_first
from publish.views import officers, windows
from publish.views.frame import Way, here, list_row, way
from publish.views.summaries import LATEST, Summaries, totals

OBJECTION = "remedies"  # the page of the content that says how to object
REUSE = [
    way("订阅", "feeds/", note="新公开的决定自动送到您的阅读器里。"),
    way("开放数据", "data/", note="成批下载公开的决定和清单，用 Excel 或者程序读取。"),
]


def home_draft(facts: Facts, summaries: Summaries, today: date, notices: list[Any], **ways: Any) -> Draft:
    """The page. `notices`: rows, newest first; `ways`: `agencies`, `topics`, `lists`, `pages`."""
    year = str(today.year)
    months = {month: one for month, one in summaries.items() if month.startswith(year)}
    counts = totals(months, "kind")
    latest = sorted((row for one in summaries.values() for row in one["latest"]), key=newest_first, reverse=True)
    return "index.html", "home", {
        "here": here("首页", "home", [], description=facts.site.description or facts.site.name),
        "latest": [list_row(row, facts) for row in latest[:LATEST]],
        "year": {
            "year": year,
            "total": sum(one["total"] for one in months.values()),
            "kinds": [way(title, f"kind/{kind}/", counts.get(kind, 0)) for kind, title in KINDS.items()],
            "href": f"statistics/{year}/" if months else "statistics/",
        },
        "notices": notices,
        "common": list(_common(facts, today)),
        **ways,
    }  # fmt: skip


def _common(facts: Facts, today: date) -> Iterator[Way]:
    """What people come for besides decisions."""
    shown = {slug for slug, one in facts.lists.items() if one.current(today)}
    if officers.LIST in shown:
        yield way("核对执法人员", "officers/", note="上门检查的人有没有执法证，证件过没过期。")
    if windows.LIST in shown:
        yield way("办事窗口", "windows/", note="在哪里办，几点开门，要带什么。")
    if any(page.slug == OBJECTION for page in facts.pages.values()):
        yield way("不服决定怎么办", f"pages/{OBJECTION}.html", note="怎样申请行政复议、提起行政诉讼，到哪里，什么时候以前。")
    yield from REUSE
