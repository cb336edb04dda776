"""法律法规目录: by level, what is in force first; what has ended says since when and what took its place."""

from __future__ import annotations

from typing import Any

from publish.views.listing import Listing, Row, plain

NEEDS = ("name", "number", "level", "state")
ENDED = ("已修订", "已废止")
WAITING = "未施行"
LINKS = ("page", "url")


def make(listing: Listing) -> dict[str, Any]:
    """Groups of laws."""
    groups = []
    for level, rows in listing.grouped("level"):
        laws = [_law(listing, row) for row in rows]
        groups.append({"title": level, "count": len(laws), "laws": sorted(laws, key=lambda one: one["look"] == "ended")})
    return {"groups": groups}


def _law(listing: Listing, row: Row) -> dict[str, Any]:
    links = [label["cells"][0] for label in listing.labels(row, LINKS)]
    state = row["state"]
    look = "ended" if state in ENDED else "waiting" if state == WAITING else "good"
    return {
        "name": links[0] | {"text": row["name"]} if links else plain(row["name"]),
        "state": state,
        "look": look,
        "note": _ended(row)
        if look == "ended"
        else f"自 {row['effective_on']} 起施行"
        if state == WAITING and row.get("effective_on")
        else "",
        "labels": listing.rest(row, "name", "level", "state", "ended_on", "superseded_by", *LINKS),
    }


def _ended(row: Row) -> str:
    on, by = row.get("ended_on", ""), row.get("superseded_by", "")
    name = by if not by or by.startswith("《") else f"《{by}》"
    return "，".join(words for words in (f"{on} 起失效" if on else "", f"由{name}取代" if by else "") if words)
