"""办事窗口, `/windows/`: one notice a service window, made to be printed on a sheet of A4 and hung up there.

The rows of the list `windows` that name the same window are its posts. What all of them share is said once, in large letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from publish.dossier import Facts
from publish.output import Draft
from publish.views.frame import here, room, way
from publish.views.listing import Listing, Row, current, slug_of

LIST = "windows"
TITLE = "办事窗口"
NEEDS = ("window", "post", "duties")
LEAD = "到哪里办、什么时间办、带什么去、向谁投诉。每个窗口一张，可以打印出来张贴。"
LARGE = ("hours", "address", "consultation", "complaint_phone")
GUIDES = ("permit-guides", "办事指南", "每项许可的条件、材料、流程和时限。")


def drafts(facts: Facts, today: date) -> Iterator[Draft]:
    """The directory of windows, and each window's notice."""
    listing = current(facts, LIST, NEEDS, today)
    windows = [(name, rows) for name, rows in listing.grouped("window") if name] if listing else []
    yield "windows/index.html", "ways", {
        "here": here(TITLE, LIST, [], description=LEAD), "title": TITLE, "lead": LEAD,
        "groups": [{"title": "全部窗口", "ways": [_way(name, rows) for name, rows in windows]}] if windows else [],
        "empty": "还没有公布办事窗口。",
    }  # fmt: skip
    for name, rows in windows if listing else ():
        if listing:
            path = href_of(name)
            yield path, "window", _page(listing, name, rows)
            if facts.site.is_placed:
                yield path.replace(".html", ".svg"), "qr", {"text": f"{facts.site.url}/{path}"}


def href_of(name: str) -> str:
    """The address of a window's notice."""
    return f"windows/{slug_of(name)}.html"


def _way(name: str, rows: list[Row]) -> dict[str, Any]:
    hours = dict.fromkeys(text for row in rows if (text := row.get("hours", "")))
    return way(name, href_of(name), note="；".join(hours))


def _page(listing: Listing, name: str, rows: list[Row]) -> dict[str, Any]:
    shared = [one for one in listing.names if one not in NEEDS and len({row[one] for row in rows}) == 1]
    large = [one for one in LARGE if one in shared]
    own = [one for one in listing.names if one not in ("window", "post", listing.one.description.key) and one not in shared]
    facts = listing.facts
    has_guides = GUIDES[0] in facts.lists and facts.lists[GUIDES[0]].current(listing.today)
    return {
        "here": here(name, LIST, [room(LIST)], description=f"{name}的岗位、职责、服务时间、需要的材料和投诉电话。"),
        "large": listing.labels(rows[0], large),
        "posts": [{"title": row["post"], "labels": listing.labels(row, own)} for row in rows],
        "labels": listing.labels(rows[0], (one for one in shared if one not in large and one != listing.one.description.key)),
        "version": str(listing.version.on),
        "image": href_of(name).replace(".html", ".svg") if facts.site.is_placed else "",
        "ways": [way(GUIDES[1], f"lists/{GUIDES[0]}/", note=GUIDES[2])] if has_guides else [],
    }
