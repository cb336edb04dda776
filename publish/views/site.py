"""The pages about the whole site: directories, notices, narrative pages, errors, robots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.output import Draft
from publish.pages import staged
from publish.publication import Notice
from publish.views import collections, lists, rules, search, windows, years
from publish.views.frame import ROOM_TITLES, Way, here, room, topic_title, way
from publish.views.home import home_draft
from publish.views.notices import index_draft, notice_rows
from publish.views.summaries import Summaries, totals

NOTICES = 3  # on the home page


def drafts(facts: Facts, notices: list[Notice], summaries: Summaries, today: date) -> Iterator[Draft]:
    """Everything that spans months. `notices`: newest first."""
    kinds, agencies, topics = _ways(facts, summaries)
    pages = [way(page.title, f"pages/{page.slug}.html") for page in _featured(facts)]
    directory = lists.groups(lists.shown(facts, today), today)
    newest = notice_rows(facts, notices[:NOTICES])
    yield home_draft(facts, summaries, today, newest, agencies=agencies, topics=topics, lists=directory, pages=pages)
    groups = _titled(kinds, agencies, topics)
    yield from years.drafts(summaries)
    yield from search.drafts(facts.site, [{**one, "ways": _uncounted(one["ways"])} for one in groups])
    yield from _collections(facts, summaries, groups)
    yield lists.directory_draft(facts, today)
    yield from windows.drafts(facts, today)
    yield from _directories(facts, agencies)
    yield index_draft(facts, notices)
    yield from _narrative(facts)
    yield rules.rules_draft()
    yield from _errors()
    yield _map(facts, kinds, agencies, topics, directory)
    yield "robots.txt", "text", {"text": f"User-agent: *\nAllow: /\n\nSitemap: {facts.site.url}/sitemap.xml\n"}


def _ways(facts: Facts, summaries: Summaries) -> tuple[list[Any], list[Any], list[Any]]:
    by_kind, by_agency, by_topic = (totals(summaries, name) for name in ("kind", "agency", "topic"))
    kinds = [way(title, f"kind/{kind}/", by_kind.get(kind, 0)) for kind, title in KINDS.items()]
    agencies = [way(one.name, f"agency/{slug}/", by_agency.get(slug, 0)) for slug, one in sorted(facts.agencies.items())]
    topics = [way(topic_title(facts, slug), f"topic/{slug}/", count) for slug, count in sorted(by_topic.items())]
    return kinds, agencies, topics


def _uncounted(ways: Iterable[Way]) -> list[Way]:
    """Ways on a page that need not change with every decision."""
    return [{**one, "count": None} for one in ways]


def _featured(facts: Facts) -> list[Any]:
    """Pages for the home page: those that are not the full text of an entry of the list of laws."""
    full_texts: set[str] = set()
    if laws := facts.lists.get("laws"):
        names = [column.name for column in laws.description.fields]
        if "page" in names:
            full_texts = {row[names.index("page")] for version in laws.versions for row in version.rows}
    return [page for page in sorted(facts.pages.values(), key=lambda one: one.slug) if page.slug not in full_texts]


def _titled(kinds: Any, agencies: Any, topics: Any) -> list[dict[str, Any]]:
    return [{"title": title, "ways": ways} for title, ways in (("按执法类别", kinds), ("按执法机关", agencies), ("按主题", topics)) if ways]


def _collections(facts: Facts, summaries: Summaries, groups: list[dict[str, Any]]) -> Iterator[Draft]:
    yield collections.index_draft("decisions/", {month: one["total"] for month, one in summaries.items()}, facts, groups)
    wanted = {"kind": list(KINDS), "agency": list(facts.agencies), "topic": list(totals(summaries, "topic"))}
    for name, keys in wanted.items():
        for key in sorted(keys):
            months = {month: one[name][key] for month, one in summaries.items() if key in one[name]}
            yield collections.index_draft(f"{name}/{key}/", months, facts, [])


def _directories(facts: Facts, agencies: Any) -> Iterator[Draft]:
    yield "agency/index.html", "ways", {
        "here": here("执法机关", "agency", []), "title": "执法机关", "lead": "作出决定并公开的机关。右边的数字是现在公开的决定件数。",
        "groups": [{"title": "全部机关", "ways": agencies}] if agencies else [], "empty": "还没有机关。",
    }  # fmt: skip
    ways = [*(way(page.title, f"pages/{page.slug}.html", note=page.summary) for page in _featured(facts)), rules.rules_way()]
    featured = {one["href"] for one in ways}
    rest = [
        way(page.title, f"pages/{page.slug}.html", note=page.summary)
        for page in sorted(facts.pages.values(), key=lambda one: one.slug)
        if f"pages/{page.slug}.html" not in featured
    ]
    groups = [{"title": title, "ways": group} for title, group in (("指南与说明", ways), ("法律法规全文", rest)) if group]
    yield "pages/index.html", "ways", {
        "here": here("指南与说明", "pages", []), "title": "指南与说明", "lead": "怎样办事、怎样看懂决定、不服决定怎么办。",
        "groups": groups, "empty": "还没有说明。",
    }  # fmt: skip


def _narrative(facts: Facts) -> Iterator[Draft]:
    """Narrative pages, rendered by the host's own page reader from the staged Markdown."""
    slugs = {name: page.slug for name, page in facts.pages.items()}
    for page in facts.pages.values():
        about = here(page.title, "pages", [room("pages")], description=page.summary)
        yield f"pages/{page.slug}.html", "page", {"here": about, "slug": page.slug, "markdown": staged(page, slugs)}


def _map(facts: Facts, kinds: Any, agencies: Any, topics: Any, groups: Any) -> Draft:
    """网站地图 for people; `sitemap.xml` is the one for programs."""
    rooms = [way(title, f"{name}/") for name, title in ROOM_TITLES.items()]
    pages = [way(page.title, f"pages/{page.slug}.html") for page in sorted(facts.pages.values(), key=lambda one: one.slug)]
    pages.append(rules.rules_way())
    sections = [("栏目", rooms), ("执法类别", kinds), ("执法机关", agencies), ("主题", topics), ("指南与说明", pages)]
    listed = [
        {"title": title, "ways": _uncounted(ways)} for title, ways in [*sections, *((one["title"], one["ways"]) for one in groups)] if ways
    ]
    return (
        "sitemap/index.html",
        "ways",
        {"here": here("网站地图", "pages", []), "title": "网站地图", "lead": "", "groups": listed, "empty": ""},
    )


def _errors() -> Iterator[Draft]:
    ways = [
        way("查询", "search/", note="用企业名称、标题、文号或者信用代码的任何一段查。"), way("全部决定", "decisions/", note="按月份看。"),
        way("撤回公告", "notices/", note="哪些决定依法撤回了，为什么。"), way("首页", ""),
    ]  # fmt: skip
    lost = ["没有找到这个页面。网址可能输错了，或者页面已经移动。"]
    yield "404.html", "not_found", {"here": here("没有找到页面", "home", []), "title": "没有找到页面", "text": lost, "ways": ways}
    gone = ["这个地址上没有公开的决定。", "决定公示期满、信用修复或者依法撤回后，页面会删除。依法撤回的，可以在“撤回公告”里查到理由。"]
    yield "410.html", "gone", {"here": here("信息已不再公开", "home", []), "title": "信息已不再公开", "text": gone, "ways": ways}
