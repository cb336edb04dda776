"""A site's feeds as subscribers' programs read them: feedparser for Atom and RSS, JSON for JSON Feed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
HISTORY = "{http://purl.org/syndication/history/1.0}"


@dataclass(frozen=True)
class Entry:
    """What all three formats say of an entry."""

    id: str
    title: str
    url: str
    published: str
    updated: str
    summary: str
    html: str
    author: str
    tags: tuple[str, ...]


def names(output: Path) -> list[str]:
    """The names of all feeds: paths below `feeds/` without the ending."""
    folder = output / "feeds"
    return sorted(path.relative_to(folder).as_posix().removesuffix(".atom") for path in folder.rglob("*.atom"))


def parsed(output: Path, name: str, form: str) -> Any:
    """An Atom or RSS feed as feedparser reads it, with the HTML as it stands."""
    found = feedparser.parse((output / "feeds" / f"{name}.{form}").read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def json_feed(output: Path, name: str) -> dict[str, Any]:
    """A JSON Feed."""
    data: dict[str, Any] = json.loads((output / "feeds" / f"{name}.json").read_text("utf-8"))
    return data


def xml(output: Path, name: str, form: str = "atom") -> Any:
    """The root element of a feed."""
    return etree.parse(output / "feeds" / f"{name}.{form}").getroot()


def entries(output: Path, name: str, form: str = "atom") -> list[Entry]:
    """A feed's entries, in its order."""
    if form == "json":
        return [_of_json(one) for one in json_feed(output, name)["items"]]
    found = [_of_feedparser(one) for one in parsed(output, name, form).entries]
    return [replace(one, summary=unescape(one.summary)) for one in found] if form == "rss" else found  # RSS has it as HTML


def _of_feedparser(one: Any) -> Entry:
    tags = tuple(tag.label or tag.term for tag in one.get("tags", []))
    html = one.content[0].value.strip()
    published, updated = (str(datetime(*stamp[:6])) for stamp in (one.published_parsed, one.updated_parsed))
    return Entry(one.id, one.title, one.link, published, updated, one.summary, html, one.get("author", ""), tags)


def _of_json(one: dict[str, Any]) -> Entry:
    author = one["authors"][0]["name"] if "authors" in one else ""
    published, updated = (_utc(one[name]) for name in ("date_published", "date_modified"))
    html, tags = one["content_html"].strip(), tuple(one.get("tags", []))
    return Entry(one["id"], one["title"], one["url"], published, updated, one["summary"], html, author, tags)


def _utc(text: str) -> str:
    return str(datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None))


def ids(output: Path, name: str) -> list[str]:
    """The ids of a feed's entries: what stands behind the tag URI's year."""
    return [one.id.rpartition(":")[2] for one in entries(output, name)]


def deleted(output: Path, name: str) -> dict[str, str]:
    """Id → when, of the entries that an Atom feed says are deleted (RFC 6721)."""
    return {one.get("ref").rpartition(":")[2]: one.get("when") for one in xml(output, name).iter(f"{TOMBSTONES}deleted-entry")}


class Subscriber:
    """A reader that looks after every build and keeps what it saw: by id, the last that it was shown.

    `obedient`: it also deletes what the feed says is deleted (RFC 6721) and, of a complete feed, what is not in it (RFC 5005).
    """

    def __init__(self, obedient: bool) -> None:
        self.obedient = obedient
        self.kept: dict[str, Entry] = {}

    def look(self, output: Path) -> None:
        """Read the feed of all decisions."""
        shown = {one.id.rpartition(":")[2]: one for one in entries(output, "all")}
        assert len(shown) == len(ids(output, "all"))
        self.kept |= shown
        if self.obedient and xml(output, "all").find(f"{HISTORY}complete") is not None:
            self.kept = {ident: one for ident, one in self.kept.items() if ident in shown}
        if self.obedient:
            gone = {
                ident: str(datetime.fromisoformat(when).astimezone(UTC).replace(tzinfo=None))
                for ident, when in deleted(output, "all").items()
            }
            self.kept = {ident: one for ident, one in self.kept.items() if one.updated > gone.get(ident, "")}
