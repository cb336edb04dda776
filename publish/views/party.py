"""One organization: all that is public about it, year by year, with totals. Never for individuals.

To `paging.LARGE` decisions stand on its page. Of more, that shows the newest and leads to a page for each month
(`party/<uscc>/<yyyy>-<mm>.html`).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.output import Draft
from publish.views import paging
from publish.views.collections import page
from publish.views.frame import here, item, list_row, room, way
from publish.views.paging import SEVERAL, by_month, fits, month_pages, month_title, numbered, years_of
from publish.views.plain import chinese_yuan

Rows = list[dict[str, Any]]


def about(code: str) -> str:
    """What begins the paths of all pages of an organization (`publish.parts.Part.about`)."""
    return f"party/{code}*"


def party_drafts(code: str, rows: Rows, facts: Facts) -> Iterator[Draft]:
    """Its pages. `rows`: newest decision first."""
    months = {} if fits(len(rows)) else by_month(rows, _day)
    name = rows[0]["party"]
    yield _whole(code, rows, months, facts)
    for month, group in months.items():
        yield from _month(code, name, month, group, facts)


def _month(code: str, name: str, month: str, rows: Rows, facts: Facts) -> Iterator[Draft]:
    trail = [room("decisions"), {"title": name, "href": f"party/{code}.html"}]
    for place, (path, some, pages) in enumerate(month_pages(f"party/{code}/", month, rows, lambda row: str(row["id"]))):
        title = numbered(f"{name}：{month_title(month)}", place)
        lead = f"{month_title(month)}对该单位作出、现在公开的决定" + (SEVERAL if pages else f"共 {len(rows)} 件。")
        shown = [list_row(row, facts) for row in some]
        yield path, "rows", {**page(here(title, "decisions", trail), title, lead, shown), "pages": pages}


def _whole(code: str, rows: Rows, months: dict[str, Rows], facts: Facts) -> Draft:
    """The page that all others hang on. `months`: none where it shows everything."""
    name = rows[0]["party"]
    kinds = {kind: sum(1 for row in rows if row["kind"] == kind) for kind in KINDS}
    money = sum(Decimal(row["yuan"]) for row in rows if "yuan" in row)
    items = [item("统一社会信用代码", code), item("公开中的决定", f"{len(rows)} 件")]
    items += [item("罚没金额合计", chinese_yuan(Decimal(money)))] if money else []
    years = [] if months else [_year(year, list(group), facts) for year, group in groupby(rows, lambda row: _day(row)[:4])]
    data = {
        "here": here(name, "decisions", [room("decisions")]),
        "name": name,
        "uscc": code,
        "lead": "只含现在公开的决定；公示期满、依法撤回或信用修复后的决定不在其中，不能据此认为该单位没有其他记录。",
        "items": items,
        "kinds": [way(KINDS[kind], f"kind/{kind}/", count) for kind, count in kinds.items() if count],
        "years": years,
        "newest": [list_row(row, facts) for row in rows[: paging.NEWEST]] if months else [],
        "months": years_of({month: len(group) for month, group in months.items()}, lambda month: f"party/{code}/{month}.html"),
    }
    return f"party/{code}.html", "party", data


def _day(row: dict[str, Any]) -> str:
    return str(row["decided_on"])


def _year(year: str, rows: Rows, facts: Facts) -> dict[str, Any]:
    return {"year": year, "rows": [list_row(row, facts) for row in rows], "total": len(rows)}
