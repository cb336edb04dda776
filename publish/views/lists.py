"""Catalogue lists: the current table, each version, what changed between versions, and the table for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from publish.dossier import Facts
from publish.exports.lists import FOLDER, table_drafts, workbook_draft
from publish.lists import CatalogueList, Version
from publish.output import Draft, with_url
from publish.parts import Part, key_of, over
from publish.site import LIST_CATEGORIES
from publish.views import officers, sitemaps
from publish.views.differences import differences
from publish.views.frame import Way, here, room, way
from publish.views.listing import Listing
from publish.views.paging import numbered, page_hrefs, page_ways
from publish.views.shapes import TABLE, guides, shape_of, table

DOWNLOADS = (
    ("xlsx", "Excel 工作簿", "排好了列宽，可以直接打印。"), ("csv", "CSV", "纯文本的表格，也能用 Excel 打开。"),
    ("json", "JSON", "供程序使用，带栏目说明。"),
)  # fmt: skip

PREFIX = "list "  # of the names of parts
PAGES = [
    way("执法人员查询", "officers/", note="输入执法证号或者姓名，看是不是有效。"),
    way("办事窗口", "windows/", note="每个窗口的时间、地址、职责和投诉电话。"),
]


def shown(facts: Facts, today: date) -> dict[str, CatalogueList]:
    """The lists that have a version in force, by slug."""
    return {slug: one for slug, one in sorted(facts.lists.items()) if one.current(today)}


def directory_draft(facts: Facts, today: date) -> Draft:
    """The directory of lists."""
    return "lists/index.html", "ways", {
        "here": here("清单目录", "lists", []),
        "title": "清单目录",
        "lead": "执法机关依法公布的依据、权责、事项、人员和标准。每份清单都可以下载，也可以查看以前的版本。",
        "groups": [{"title": "核对和办事", "ways": PAGES}, *groups(shown(facts, today), today)],
        "empty": "还没有公布清单。",
    }  # fmt: skip


def parts(facts: Facts, today: date, frame: str, known: Iterable[str]) -> Iterator[Part]:
    """A part for each list, planned where it or a page that it names changed. `known`: names of the parts of the last plan."""
    pages = [[one.slug, one.title, one.summary] for one in facts.pages.values()]
    named = {f"{PREFIX}{slug}": one for slug, one in shown(facts, today).items()}
    for name, one in named.items():
        day = str(today) if one.slug == officers.LIST else ""  # whose certificate has run out
        key = key_of(frame, pages, one.model_dump_json(), [str(version.on) for version in one.versions if version.on <= today], day)
        yield Part(name, key, partial(_drafts, facts, one, today))
    yield from over(PREFIX, known, named)


def sitemap_paths(facts: Facts, today: date) -> list[str]:
    """The sitemaps in which they are."""
    return [_sitemap(slug) for slug in shown(facts, today)]


def _sitemap(slug: str) -> str:
    return f"sitemap/lists-{slug}.xml"


def _drafts(facts: Facts, one: CatalogueList, today: date) -> Iterator[Draft]:
    """A list's pages and files, and the sitemap of its pages."""
    entries: list[sitemaps.Entry] = []
    for draft in _list(facts, one, today):
        if draft[0].endswith(".html"):
            entries.append([draft[0].removesuffix("index.html"), None])
        yield draft
    yield from with_url([(_sitemap(one.slug), "sitemap", {"entries": entries})], facts.site.url)


def _list(facts: Facts, one: CatalogueList, today: date) -> Iterator[Draft]:
    slug = one.slug
    past = [version for version in one.versions if version.on <= today]
    before: dict[date, Version] = {later.on: earlier for earlier, later in pairwise(past)}
    for version in past:
        listing = Listing(one, version, facts, today, version is past[-1])
        rows = _rows(listing, before.get(version.on), past)
        yield from _pages(listing, f"lists/{slug}/{version.on}", rows)
        if listing.current:
            yield from _pages(listing, f"lists/{slug}/index", rows)
            yield from _more(listing)
    for base in (f"lists/{slug}", f"{FOLDER}{slug}"):
        yield from table_drafts(base, one, past[-1])
    yield workbook_draft(f"lists/{slug}", one, past[-1], facts)


def _more(listing: Listing) -> Iterator[Draft]:
    """The pages of single rows, where a list has them."""
    if listing.one.slug == guides.LIST and shape_of(listing):
        yield from guides.guide_drafts(listing)


def groups(shown: dict[str, CatalogueList], today: date) -> list[dict[str, Any]]:
    """Lists by category (事前、事中、事后), with the number of rows."""
    made = []
    for category, title in LIST_CATEGORIES.items():
        ways = [
            way(one.description.title, f"lists/{slug}/", len(version.rows))
            for slug, one in shown.items()
            if one.description.category == category and (version := one.current(today))
        ]
        if ways:
            made.append({"title": title, "ways": ways})
    return made


def _pages(listing: Listing, base: str, rows: dict[str, Any]) -> Iterator[Draft]:
    """A version in the shape that suits it, and beside it the whole table where that is another page."""
    shape = shape_of(listing)
    parts = listing.pages(shape.by if shape else "")
    if not shape or (len(parts) > 1 and not shape.cut):
        yield from _paged(base, parts, rows, lambda part: {"shape": TABLE, "shown": table(part), "ways": []})
        return
    whole = f"{base.removesuffix('index')}table" if base.endswith("/index") else f"{base}-table"
    ways = [way("整张表格", f"{whole}.html", note="全部栏目，一行一项。")]
    about = {"shape": shape.name, "unit": shape.unit, "found": shape.found or shape.unit, "ways": ways}
    yield from _paged(base, parts, rows, lambda part: {**about, "shown": shape.make(part)})
    shaped, trail = way(rows["title"], _href(base)), [*rows["here"]["trail"][1:-1], {"title": rows["title"], "href": _href(base)}]
    title = f"{rows['title']}：整张表格"
    tabled = {**rows, "here": here(title, "lists", trail), "title": title, "changes": None}
    yield from _paged(whole, listing.pages(), tabled, lambda part: {"shape": TABLE, "shown": table(part), "ways": [shaped]})


def _paged(base: str, parts: list[Listing], rows: dict[str, Any], make: Callable[[Listing], dict[str, Any]]) -> Iterator[Draft]:
    """Pages that show the same version; what is said of the version stands on the first."""
    hrefs = page_hrefs(base, len(parts))
    links = [_href(base), *hrefs[1:]]
    done = 0
    for place, (path, part) in enumerate(zip(hrefs, parts, strict=True)):
        made = {**rows, **make(part), "pages": page_ways(links, place)}
        if len(parts) > 1:
            made["span"] = f"第 {done + 1} 到 {done + len(part.rows)} {made['unit']}"
        if place:
            trail = [*rows["here"]["trail"][1:-1], {"title": rows["title"], "href": links[0]}]
            title = numbered(rows["title"], place)
            made |= {"here": here(title, "lists", trail), "title": title, "changes": None, "versions": [], "downloads": []}
        done += len(part.rows)
        yield path, "list", made


def _version(one: CatalogueList, version: Version, note: str) -> Way:
    return way(f"{version.on} 起", f"lists/{one.slug}/{version.on}.html", len(version.rows), note)


def _href(base: str) -> str:
    return base.removesuffix("index") if base.endswith("/index") else f"{base}.html"


def _rows(listing: Listing, before: Version | None, past: list[Version]) -> dict[str, Any]:
    """What every page of a version says, in whatever shape."""
    one, version = listing.one, listing.version
    description = one.description
    old = version is not past[-1]
    title = description.title + (f"（{version.on} 版）" if old else "")
    trail = [room("lists")] + ([{"title": description.title, "href": f"lists/{one.slug}/"}] if old else [])
    versions = [_version(one, each, "这一版" if each is version else "") for each in reversed(past)]
    downloads = [way(f"下载 {name}", f"lists/{one.slug}.{ending}", note=note) for ending, name, note in DOWNLOADS]
    return {
        "here": here(title, "lists", trail),
        "title": title,
        "basis": description.basis,
        "category_title": LIST_CATEGORIES[description.category],
        "contact": description.contact or "",
        "version": str(version.on),
        "current": not old,
        "count": len(version.rows),
        "span": "",
        "unit": "项",
        "found": "项",
        "notice": f"这是历史版本，现行版本自 {past[-1].on} 起施行。" if old else "",
        "versions": versions if len(past) > 1 else [],
        "changes": differences(one, before, version) if before else None,
        "downloads": [] if old else downloads,
    }
