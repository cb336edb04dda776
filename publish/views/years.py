"""A year of decisions: its months by kind, each number a way to those decisions. Filters that need no script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.model import KINDS
from publish.output import Draft
from publish.views.collections import month_href
from publish.views.frame import here, room
from publish.views.paging import month_title
from publish.views.summaries import Summaries


def drafts(summaries: Summaries) -> Iterator[Draft]:
    """`/decisions/<yyyy>/` of each year with public decisions."""
    for year in sorted({month[:4] for month in summaries}):
        months = {month: one for month, one in sorted(summaries.items(), reverse=True) if month.startswith(year)}
        title = f"{year}年行政执法决定"
        yield f"decisions/{year}/index.html", "year", {
            "here": here(title, "decisions", [room("decisions")]),
            "title": title,
            "lead": f"{year}年作出、现在公开的决定共 {sum(one['total'] for one in months.values())} 件。点数字看那个月的决定。",
            "columns": ["月份", *KINDS.values(), "合计"],
            "rows": [_row(month, one) for month, one in months.items()],
        }  # fmt: skip


def _row(month: str, one: dict[str, Any]) -> list[dict[str, Any]]:
    cells = [_cell(one["kind"].get(kind, 0), month_href(f"kind/{kind}/", month)) for kind in KINDS]
    return [_cell(month_title(month), month_href("decisions/", month)), *cells, _cell(one["total"], month_href("decisions/", month))]


def _cell(says: object, href: str) -> dict[str, Any]:
    return {"text": str(says), "href": href if says else None, "external": False}
