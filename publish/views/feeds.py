"""订阅, `/feeds/`: the way to all feeds for a person who has never heard of one, and the list of them for feed readers (OPML)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from publish.dossier import Facts
from publish.feeds.choice import FORMATS, SIZE, Feed
from publish.feeds.withdrawn import DAYS
from publish.output import Draft
from publish.views.frame import here

OPML = "feeds/subscriptions.opml"
LEAD = "订阅以后，新公开的决定会自动送到您的阅读器里，不用天天来看。不用注册，不用留邮箱，随时可以停。"


def drafts(feeds: list[Feed], facts: Facts) -> Iterator[Draft]:
    """The page and the list; both change only when a feed comes or goes."""
    groups = [
        {"title": title, "rows": [{"title": feed.title, "links": _links(feed)} for feed in group]}
        for title, group in groupby(feeds, key=lambda one: one.group)
    ]
    yield "feeds/index.html", "feeds", {
        "here": here("订阅", "feeds", [], description=LEAD), "lead": LEAD, "groups": groups, "opml": OPML, "size": SIZE, "days": DAYS,
        "pushed": bool(facts.site.feed_hub),
    }  # fmt: skip
    listed = [
        {"group": feed.group, "title": f"{feed.title} - {facts.site.name}", "feed": feed.href("atom"), "page": feed.page} for feed in feeds
    ]
    yield OPML, "opml", {"title": f"{facts.site.name}：订阅清单", "url": facts.site.url, "feeds": listed}


def _links(feed: Feed) -> list[dict[str, str]]:
    return [{"title": title, "href": feed.href(form)} for form, title in FORMATS.items()]
