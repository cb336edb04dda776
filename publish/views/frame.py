"""What every page says of itself: title, column (栏目), article data, trail (您现在的位置), and rows of lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.site import Site
from publish.views.plain import chinese_yuan

LAST: list[tuple[Site, dict[str, Any]]] = []  # the site that was shown last
HOME = {"title": "首页", "href": ""}
COLUMNS = {
    "home": ("首页", "行政执法信息公示首页", "首页"),
    "decisions": ("行政执法决定", "行政处罚、行政许可、行政强制、行政检查的决定信息", "信息公开"),
    "agency": ("执法机关", "执法机关的职责、联系方式和作出的决定", "信息公开"),
    "lists": ("清单目录", "执法依据、权责、事项、人员、裁量基准等清单", "信息公开"),
    "officers": ("执法人员查询", "核对执法人员的执法证是不是在名单上、有没有过期", "信息公开"),
    "windows": ("办事窗口", "政务服务窗口的岗位、职责、时间和投诉电话", "信息公开"),
    "notices": ("撤回公告", "依法撤回已公开决定的公告", "信息公开"),
    "statistics": ("统计年报", "每年行政执法的统计图表和总体情况", "信息公开"),
    "data": ("开放数据", "成批下载公开的决定、清单和变更，供统计、研究和共享", "信息公开"),
    "feeds": ("订阅", "订阅新公开的决定和撤回公告", "信息公开"),
    "search": ("查询", "查已经公开的行政执法决定", "信息公开"),
    "pages": ("指南与说明", "办事指南、执法流程、救济途径和本站说明", "信息公开"),
}
ROOM_TITLES = {
    "decisions": "行政执法决定", "agency": "执法机关", "lists": "清单目录", "officers": "执法人员查询", "windows": "办事窗口",
    "notices": "撤回公告", "statistics": "统计年报", "pages": "指南与说明",
    "data": "开放数据", "feeds": "订阅",
}  # fmt: skip
Way = dict[str, Any]


def way(title: str, href: str, count: int | None = None, note: str = "") -> Way:
    """A link with, where it leads to a collection, how many are there."""
    return {"title": title, "href": href, "count": count, "note": note}


def item(title: str, *values: str, href: str = "") -> dict[str, Any]:
    """One line of a list of facts."""
    return {"title": title, "values": list(values), "href": href}


def here(
    title: str,
    column: str,
    trail: list[dict[str, str]],
    description: str = "",
    article: dict[str, str] | None = None,
    feed: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """What a page is. `trail`: the pages above it, below home; the page itself is added. `feed`: name and title of its own feed."""
    name, about, kind = COLUMNS[column]
    above = [] if column == "home" else [HOME, *trail]
    return {
        "title": title,
        "description": description or title,
        "column": {"name": name, "description": about, "keywords": f"{name},行政执法公示,生态环境", "type": kind},
        "article": article,
        "feed": {"title": feed[1], "href": f"feeds/{feed[0]}.atom"} if feed else None,
        "trail": [*above, {"title": title, "href": None}] if above else [],
    }


def room(name: str) -> dict[str, str]:
    """The trail entry of one of the site's main rooms."""
    return {"title": ROOM_TITLES[name], "href": f"{name}/"}


def root_of(path: str) -> str:
    """The way from a page back to the site's root: `../../` or nothing."""
    return "../" * path.count("/")


def address_of(path: str, site: Site) -> str:
    """A page's canonical address."""
    return f"{site.url}/{path.removesuffix('index.html')}"


def decision_href(ident: str) -> str:
    """The address of a decision: its id alone, after its first two characters."""
    return f"decision/{ident[:2]}/{ident}.html"


def size(count: int) -> str:
    """A number of bytes as people say it."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024**2:.1f} MB" if count < 1024**3 else f"{count / 1024**3:.1f} GB"


def agency_name(facts: Facts, slug: str) -> str:
    """An agency's name, or its slug where it has no file any more."""
    agency = facts.agencies.get(slug)
    return agency.name if agency else slug


def topic_title(facts: Facts, slug: str) -> str:
    """A topic's title: the policy's, ours, or the slug."""
    return facts.policy.vocabulary.topics.get(slug, TOPICS.get(slug, slug))


TOPICS = {
    "water": "水污染防治",
    "air": "大气污染防治",
    "solid-waste": "固体废物",
    "noise": "噪声污染防治",
    "soil": "土壤污染防治",
    "radiation": "核与辐射安全",
    "construction": "建设项目管理",
    "permit": "排污许可",
    "ecology": "自然生态保护",
    "emergency": "环境应急",
}


def list_row(row: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """A decision as lists show it."""
    return {
        "href": decision_href(row["id"]),
        "title": row["title"],
        "document_number": row["number"],
        "agency_name": agency_name(facts, row["agency"]),
        "agency_href": f"agency/{row['agency']}/",
        "party_name": row["party"],
        "kind_title": KINDS[row["kind"]],
        "decided_on": row["decided_on"],
        "published_on": row["published_on"],
        "money": chinese_yuan(Decimal(row["yuan"])) if "yuan" in row else "",
        "yuan": row.get("yuan", ""),
    }


def menu(here: dict[str, Any]) -> dict[str, Any]:
    """What the menu says of a page: `entry`, its path where it is the first of a room, and `above`, the rooms that it belongs to."""
    path: str = here["path"]
    above = tuple(step["href"] for step in here["trail"] if step["href"] and step["href"].find("/") == len(step["href"]) - 1)
    return {"entry": path if path.endswith("index.html") and path.count("/") < 2 else "", "above": above}


def site_data(site: Site) -> dict[str, Any]:
    """The site as templates see it: texts, empty where nothing is set; the same dict while it is the same site."""
    if LAST and LAST[0][0] is site:
        return LAST[0][1]
    shown = {name: "" if value is None else value for name, value in site.model_dump(mode="json").items()}
    LAST[:] = [(site, {**shown, "domain": site.domain, "prefix": site.prefix})]
    return LAST[0][1]
