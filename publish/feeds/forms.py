"""The forms of feeds that need no library: JSON Feed 1.1 (jsonfeed.org) and the list of all feeds, OPML 2.0 (opml.org)."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import groupby
from json.encoder import encode_basestring
from typing import Any

from publish.feeds.items import KEPT, LANGUAGE, Item, channel, plain
from publish.markup import escape, quoteattr

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(rows: dict[str, Any]) -> bytes:
    """A feed as JSON Feed."""
    made = channel(rows)
    data: dict[str, Any] = {
        "version": VERSION, "title": made.title, "description": made.summary, "language": LANGUAGE, "home_page_url": made.page,
        "feed_url": f"{rows['site']['url']}/feeds/{rows['feed']['name']}.json", "authors": [{"name": made.author}],
    }  # fmt: skip
    head = _indented(data).removesuffix("\n}")
    items = "[\n  " + ",\n  ".join(map(_item, made.items)) + "\n ]" if made.items else "[]"
    rest = "," + _indented({"hubs": [{"type": "WebSub", "url": made.hub}]})[1:] if made.hub else "\n}"
    return f'{head},\n "items": {items}{rest}\n'.encode()


def _indented(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


@lru_cache(maxsize=KEPT)
def _item(one: Item) -> str:
    """An entry, as it stands in every feed: written by hand, for Python indents without its fast encoder."""
    said = (
        ("id", one.id), ("url", one.url), ("title", one.title), ("summary", one.summary), ("content_html", one.html),
        ("date_published", one.published), ("date_modified", one.updated),
    )  # fmt: skip
    parts = [f'"{name}": {encode_basestring(value)}' for name, value in said if value]
    if one.author:
        parts.append(f'"authors": [\n    {{\n     "name": {encode_basestring(one.author)}\n    }}\n   ]')
    if one.tags:
        tags = ",\n    ".join(encode_basestring(title) for _, _, title in one.tags)
        parts.append(f'"tags": [\n    {tags}\n   ]')
    return "{\n   " + ",\n   ".join(parts) + "\n  }"


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
