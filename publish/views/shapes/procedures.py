"""处罚与强制流程: by kind, drawn as a flow and told as a list of the same steps, with time limits, documents, rights and basis."""

from __future__ import annotations

from typing import Any

from publish.views.flow import Step, flow
from publish.views.frame import Way, way
from publish.views.listing import Listing, Row

NEEDS = ("kind", "step_no", "step")
OFFICE, LIMIT = "office", "time_limit_days"
LAST = 10**9  # a step without a number comes last
PAGES = {"处罚": ("penalty-procedure",), "强制": ("coercion-procedure",)}  # what tells of a kind in prose
TOGETHER = ("rights-notice", "document-templates", "remedies")  # the rights notice, the templates of documents, how to object


def make(listing: Listing) -> dict[str, Any]:
    """Each kind with its flow, its steps, and the pages that the content has about it."""
    return {
        "kinds": [_kind(listing, number, kind, rows) for number, (kind, rows) in enumerate(listing.grouped("kind"), 1)],
        "ways": _ways(listing, TOGETHER),
    }


def _kind(listing: Listing, number: int, kind: str, rows: list[Row]) -> dict[str, Any]:
    ordered = sorted(rows, key=_place)
    used = (*NEEDS, LIMIT, listing.one.description.key)
    return {
        "title": kind,
        "id": f"flow-{number}",
        "told": "，然后".join(row["step"] for row in ordered),
        "flow": flow([Step(row["step"], tuple(_notes(row))) for row in ordered]),
        "steps": [{"title": row["step"], "limit": _limit(row), "labels": listing.rest(row, *used)} for row in ordered],
        "ways": _ways(listing, PAGES.get(kind, ())),
    }


def _place(row: Row) -> int:
    number = row["step_no"]
    return int(number) if number.isdecimal() and len(number) < len(str(LAST)) else LAST


def _notes(row: Row) -> list[str]:
    return [text for text in (row.get(OFFICE, ""), _limit(row)) if text]


def _limit(row: Row) -> str:
    days = row.get(LIMIT, "")
    return f"{days} 日内" if days.isdecimal() else days


def _ways(listing: Listing, slugs: tuple[str, ...]) -> list[Way]:
    pages = {page.slug: page for page in listing.facts.pages.values()}
    return [way(pages[slug].title, f"pages/{slug}.html", note=pages[slug].summary) for slug in slugs if slug in pages]
