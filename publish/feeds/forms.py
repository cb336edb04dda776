"""The forms of feeds that need no library: JSON Feed 1.1 (jsonfeed.org) and the list of all feeds, OPML 2.0 (opml.org)."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from publish.feeds.items import LANGUAGE, Item, channel, plain

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(rows: dict[str, Any]) -> bytes:
    """A feed as JSON Feed."""
    made = channel(rows)
    data: dict[str, Any] = {
        "version": VERSION, "title": made.title, "description": made.summary, "language": LANGUAGE, "home_page_url": made.page,
        "feed_url": f"{rows['site']['url']}/feeds/{rows['feed']['name']}.json", "authors": [{"name": made.author}],
    }  # fmt: skip
    data["items"] = [_item(one) for one in made.items]
    if made.hub:
        data["hubs"] = [{"type": "WebSub", "url": made.hub}]
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _item(one: Item) -> dict[str, Any]:
    about = {
        "id": one.id, "url": one.url, "title": one.title, "summary": one.summary, "content_html": one.html,
        "date_published": one.published, "date_modified": one.updated,
        "authors": [{"name": one.author}] if one.author else [], "tags": [title for _, _, title in one.tags],
    }  # fmt: skip
    return {name: value for name, value in about.items() if value}


def opml(rows: dict[str, Any]) -> bytes:
    """The list of feeds (`feeds`: group, title, feed, page), to be read into a feed reader at once; it names the Atom ones."""
    lines = []
    for group, feeds in groupby(rows["feeds"], key=lambda one: str(one["group"])):
        inner = "".join(f"{_outline(one, rows['url'])}\n" for one in feeds)
        lines.append(f"<outline text={_attribute(group)}>\n{inner}</outline>\n")
    head = f"<head>\n<title>{escape(plain(rows['title']))}</title>\n</head>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n{head}\n<body>\n{"".join(lines)}</body>\n</opml>\n'.encode()


def _outline(one: dict[str, str], url: str) -> str:
    said = {"type": "rss", "text": one["title"], "title": one["title"], "xmlUrl": f"{url}/{one['feed']}", "htmlUrl": f"{url}/{one['page']}"}
    return f"<outline {' '.join(f'{name}={_attribute(value)}' for name, value in said.items())}/>"


def _attribute(text: str) -> str:
    return quoteattr(plain(text))
