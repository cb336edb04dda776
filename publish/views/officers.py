"""执法人员查询, `/officers/`: whose certificate is valid, for whoever is asked to open the door (行政处罚法 55).

From the public columns of the list `officers`, the version in force on the build's day. Each officer has a page with a QR code of
its own address, to be printed on the card. Who leaves the list has no page any more; whose certificate has run out has one that
says so. Numbers that are no part of an address (`NUMBER`), and those of several rows, have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from publish.days import iso_day
from publish.dossier import Facts
from publish.output import Draft, with_url
from publish.parts import Part, key_of
from publish.views import listing as listings
from publish.views import sitemaps
from publish.views.frame import here, room, way
from publish.views.listing import Listing, Row, cell, current, plain
from publish.views.paging import numbered, page_hrefs, page_ways
from publish.views.surnames import LETTERS, OTHER, letter, reading

LIST = "officers"
FOLDER, SITEMAP, CARDS = "officers/list/", "sitemap/officers.xml", "sitemap/officers-cards"
TITLE = "执法人员查询"
NEEDS = ("certificate_number", "valid_until")
NUMBER = re.compile(r"(?!(?i:index)$)[0-9A-Za-z-]{4,32}")
FACTS = ("name", "department", "post", "certificate_number", "kind", "area", "valid_until")
LAW = "《中华人民共和国行政处罚法》第五十五条"
RIGHT = f"执法人员调查、检查时应当主动出示执法证件。不出示的，您有权拒绝接受调查或者检查（{LAW}）。"
LEAD = "核对上门的执法人员：看执法证上的证号或者姓名在不在名单上，过没过期。"
CALLED = 30  # agencies whose numbers stand on every page
HOTLINE = "政务服务便民热线"  # 国办发〔2020〕53号: one number in the whole country
VALID, OVER, UNKNOWN = ("有效", "good"), ("已过期", "ended"), ("未写明有效期", "waiting")


def part(facts: Facts, today: date, frame: str) -> Part:
    """All of it, planned where the list or the day changed. `frame`: the digest of what frames every page."""
    one = facts.lists.get(LIST)
    return Part("officers", key_of(frame, one.model_dump_json() if one else "", str(today)), partial(_drafts, facts, today))


def sitemap_paths(facts: Facts, today: date) -> list[str]:
    """The sitemaps in which they are."""
    listing = current(facts, LIST, NEEDS, today)
    return [SITEMAP, *(sitemaps.paths(CARDS, len(hrefs)) if listing and (hrefs := hrefs_of(listing)) else [])]


def _drafts(facts: Facts, today: date) -> Iterator[Draft]:
    """The page that checks, pages by letters, and a page and a picture for each officer."""
    listing = current(facts, LIST, NEEDS, today)
    pages = list(_pages(listing)) if listing else []
    yield "officers/index.html", "officers", _index(listing, facts, today, pages)
    hrefs = hrefs_of(listing) if listing else {}
    for row in listing.rows if listing else ():
        if listing and (href := hrefs.get(row["certificate_number"])):
            yield href, "officer", _page(listing, row)
            if facts.site.is_placed:
                yield href.replace(".html", ".svg"), "qr", {"text": f"{facts.site.url}/{href}"}
    yield from _lists(listing, pages) if listing else ()
    yield from with_url(_sitemaps(hrefs.values(), [path for path, _, _ in pages]), facts.site.url)


def _sitemaps(cards: Iterable[str], pages: list[str]) -> Iterator[Draft]:
    yield SITEMAP, "sitemap", {"entries": [[path, None] for path in ("officers/", *pages)]}
    entries: list[sitemaps.Entry] = [[path, None] for path in cards]
    yield from sitemaps.sliced(CARDS, entries) if entries else ()


def _pages(listing: Listing) -> Iterator[tuple[str, str, list[Row]]]:
    """The pages by letters: address, letter and rows of each; none where one page is enough for all."""
    if len(listing.rows) <= listings.ROWS:
        return
    read = sorted(((reading(row.get("name", "")), row) for row in listing.rows), key=lambda one: (_place(one[0]), one[0], *one[1].values()))
    for name, group in groupby(read, key=lambda one: letter(one[0])):
        rows = [row for _, row in group]
        parts = [rows[start : start + listings.ROWS] for start in range(0, len(rows), listings.ROWS)]
        for path, part in zip(page_hrefs(f"{FOLDER}{name}", len(parts)), parts, strict=True):
            yield path, name, part


def _place(read: tuple[str, ...]) -> int:
    name = letter(read)
    return len(LETTERS) if name == OTHER else LETTERS.index(name)


def _title(name: str) -> str:
    return "其他" if name == OTHER else name.upper()


def _lists(listing: Listing, pages: list[tuple[str, str, list[Row]]]) -> Iterator[Draft]:
    for name, group in groupby(pages, key=lambda one: one[1]):
        found = list(group)
        hrefs = [path for path, _, _ in found]
        for place, (path, _, rows) in enumerate(found):
            title = numbered(f"执法人员名单：{_title(name)}", place)
            yield path, "officers_list", {
                "here": here(title, LIST, [room(LIST)]), "version": str(listing.version.on), "pages": page_ways(hrefs, place),
                **_held(listing, rows),
            }  # fmt: skip


def _held(listing: Listing, rows: Iterable[Row]) -> dict[str, Any]:
    """What the list of certificates shows."""
    names = [name for name in FACTS if name in listing.names]
    hrefs = hrefs_of(listing)
    return {
        "columns": [listing.title(name) for name in names],
        "officers": [_officer(listing, row, names, hrefs) for row in rows],
    }


def hrefs_of(listing: Listing) -> dict[str, str]:
    """Number → address of the officer's page, of those that have one."""
    numbers = listing.numbers["certificate_number"]
    return {number: f"officers/{number}.html" for number, rows in numbers.items() if rows == 1 and NUMBER.fullmatch(number)}


def state_of(row: Row, today: date) -> tuple[str, str]:
    """Whether a certificate is valid on a day, in words, and the look of them. It is valid through its last day."""
    until = iso_day(row["valid_until"])
    return UNKNOWN if until is None else VALID if until >= today else OVER


def _index(listing: Listing | None, facts: Facts, today: date, pages: list[tuple[str, str, list[Row]]]) -> dict[str, Any]:
    rows = listing.rows if listing and not pages else []
    letters = [(name, list(group)) for name, group in groupby(pages, key=lambda one: one[1])]
    return {
        "here": here(TITLE, LIST, [], description=LEAD),
        "lead": LEAD,
        "on": str(today),
        "version": str(listing.version.on) if listing else "",
        "total": len(listing.rows) if listing else 0,
        **(_held(listing, rows) if listing else {"columns": [], "officers": []}),
        "letters": [way(_title(name), group[0][0], sum(len(rows) for _, _, rows in group)) for name, group in letters],
        "pages": [path.removeprefix("officers/") for path, _, _ in pages],
        "right": RIGHT,
        "report": _report(facts),
        "ways": [way(listing.one.description.title, f"lists/{LIST}/", note="整张名录、以前的版本和下载。")] if listing else [],
    }


def _officer(listing: Listing, row: Row, names: list[str], hrefs: dict[str, str]) -> dict[str, Any]:
    state, look = state_of(row, listing.today)
    cells = [listing.cell(row, name) for name in names]
    cells[names.index("certificate_number")]["href"] = hrefs.get(row["certificate_number"])
    until = iso_day(row["valid_until"])
    return {
        "number": row["certificate_number"], "name": row.get("name", ""), "until": str(until or ""), "cells": cells,
        "state": state, "look": look,
    }  # fmt: skip


def _page(listing: Listing, row: Row) -> dict[str, Any]:
    state, look = state_of(row, listing.today)
    number, name = row["certificate_number"], row.get("name", "")
    until = iso_day(row["valid_until"])
    title = f"执法证 {number}"
    return {
        "here": here(title, LIST, [room(LIST)], description=f"执法证 {number} 的信息：持证人、所属机构、执法区域和有效期。"),
        "name": name,
        "number": number,
        "department": row.get("department", ""),
        "until": str(until or ""),
        "state": state,
        "look": look,
        "version": str(listing.version.on),
        "labels": listing.labels(row, listing.names),
        "image": f"officers/{number}.svg" if listing.facts.site.is_placed else "",
        "right": RIGHT,
        "report": _report(listing.facts),
    }


def _report(facts: Facts) -> list[dict[str, Any]]:
    """Whom to call where a certificate cannot be right: nobody is told to call and left without a number."""
    called = [
        {"title": one.name, "cells": [cell("phone", "string", phone, facts)]}
        for _, one in sorted(facts.agencies.items())
        if (phone := one.supervision_phone or one.phone)
    ]
    hotline = {"title": HOTLINE, "cells": [cell("phone", "string", "12345", facts)]}
    many = {"title": "各机关的监督电话", "cells": [plain("见各执法机关的页面", "agency/")]}
    return [hotline, many] if len(called) > CALLED else called or [hotline]
