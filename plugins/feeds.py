"""Atom (RFC 4287) and RSS 2.0 with feedgen: rows in, bytes out. What an entry says is made in `publish.feeds.items`.

feedgen puts the clock into what is not told its time: the feed, and every entry; a time as text takes it three times as long as
all the rest. What it has no words for is added by its extensions: RFC 6721 (deleted entries), RFC 5005 (a complete feed), and
in RSS the hub, the time of change and the author.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import SubElement, _Element

from publish.feeds.items import LANGUAGE, WITHDRAWN, Channel, Item, channel, instant

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"
CREATOR = "http://purl.org/dc/elements/1.1/"


class _Feed(BaseExtension):  # type: ignore[misc]  # feedgen is not typed
    """What feedgen has no words for in a feed."""

    made: Channel

    def extend_ns(self) -> dict[str, str]:
        return {"at": TOMBSTONES, "fh": HISTORY, "dc": CREATOR}

    def extend_atom(self, feed: _Element) -> _Element:
        if self.made.complete:
            SubElement(feed, f"{{{HISTORY}}}complete")
        for one in self.made.items:
            if one.withdrawn:
                deleted = SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", ref=one.id, when=one.updated)
                SubElement(deleted, f"{{{TOMBSTONES}}}comment").text = WITHDRAWN
                SubElement(deleted, "link", rel="related", href=one.url)
        return feed

    def extend_rss(self, feed: _Element) -> _Element:
        if self.made.hub:
            SubElement(feed[0], f"{{{ATOM}}}link", rel="hub", href=self.made.hub)
        return feed


class _Entry(BaseEntryExtension):  # type: ignore[misc]
    """What feedgen has no words for in an entry."""

    made: Item

    def extend_rss(self, entry: _Element) -> _Element:
        if self.made.author:
            SubElement(entry, f"{{{CREATOR}}}creator").text = self.made.author
        SubElement(entry, f"{{{ATOM}}}updated").text = self.made.updated
        return entry


def _generator(rows: dict[str, Any], form: str) -> FeedGenerator:
    made = channel(rows)
    feed = FeedGenerator()
    feed.id(made.id)
    feed.title(made.title)
    feed.subtitle(made.summary)
    feed.author(name=made.author)
    feed.language(LANGUAGE)
    feed.generator("publish")
    feed.docs("https://www.rssboard.org/rss-specification")
    feed.updated(instant(made.updated))
    feed.lastBuildDate(instant(made.updated))
    media = f"application/{form}+xml"
    feed.link(rel="self", type=media, href=f"{rows['site']['url']}/feeds/{rows['feed']['name']}.{form}")
    if made.hub:
        feed.link(rel="hub", href=made.hub)
    feed.link(rel="alternate", type="text/html", href=made.page)  # the last one is RSS's own
    feed.register_extension("publish", _Feed, _Entry)
    feed.publish.made = made
    for one in made.items:
        _add(feed.add_entry(order="append"), one, form)
    return feed


def _add(entry: FeedEntry, one: Item, form: str) -> None:
    entry.publish.made = one
    entry.id(one.id)
    entry.title(one.title)
    entry.link(rel="alternate", type="text/html", href=one.url)
    entry.published(instant(one.published))
    entry.updated(instant(one.updated))
    entry.summary(one.summary if form == "atom" else escape(one.summary))  # RSS's description is HTML
    entry.content(one.html, type="html")
    if one.author:
        entry.author(name=one.author)
    for scheme, term, title in one.tags:
        entry.category(term=term, scheme=scheme, label=title)


def atom(rows: dict[str, Any]) -> bytes:
    """A feed as Atom."""
    text: bytes = _generator(rows, "atom").atom_str(pretty=True)
    return text


def rss(rows: dict[str, Any]) -> bytes:
    """A feed as RSS 2.0."""
    text: bytes = _generator(rows, "rss").rss_str(pretty=True)
    return text


FEEDS: dict[str, Callable[[dict[str, Any]], bytes]] = {"feed_atom": atom, "feed_rss": rss}
