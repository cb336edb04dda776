"""Atom (RFC 4287) and RSS 2.0 with RFC 6721 (deleted entries) and RFC 5005 (a complete feed): rows in, bytes out.

An entry is the same text in every feed that it stands in, so it is written once and kept for the next feed. The bytes are those
of feedgen with lxml, to which a test holds them: these took eight times as long, and a tenth of a second to import.
"""

from __future__ import annotations

from email.utils import format_datetime
from functools import lru_cache
from html import escape as escape_html
from typing import Any

from publish.feeds.items import KEPT, LANGUAGE, WITHDRAWN, Channel, Item, channel, instant

HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"
SPACES = (
    'xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="http://purl.org/syndication/history/1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ATOM = "http://www.w3.org/2005/Atom"
RSS_SPACES = f'xmlns:atom="{ATOM}" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
DOCS = "https://www.rssboard.org/rss-specification"


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _value(text: str) -> str:
    """An attribute's value, in its quotes."""
    return f'"{_text(text).replace(chr(34), "&quot;").replace(chr(9), "&#9;").replace(chr(10), "&#10;")}"'


def _link(href: str, rel: str, media: str = "") -> str:
    """A link of a feed; an entry's has neither, and is `alternate` by that (RFC 4287, 4.2.7.2)."""
    return f"<link href={_value(href)} rel={_value(rel)}{f' type={_value(media)}' if media else ''}/>\n"


@lru_cache(maxsize=64)
def _mail_date(moment: str) -> str:
    """A moment as RSS writes it (RFC 822, the year in four digits)."""
    return format_datetime(instant(moment))


def _author(name: str, indent: str) -> str:
    return f"{indent}<author>\n{indent}  <name>{_text(name)}</name>\n{indent}</author>\n" if name else ""


def atom(rows: dict[str, Any]) -> bytes:
    """A feed as Atom."""
    made = channel(rows)
    own = f"{rows['site']['url']}/feeds/{rows['feed']['name']}.atom"
    text = (
        f'{HEAD}<feed {SPACES} xmlns="{ATOM}" xml:lang="{LANGUAGE}">\n'
        f"  <id>{_text(made.id)}</id>\n  <title>{_text(made.title)}</title>\n  <updated>{made.updated}</updated>\n"
        f"{_author(made.author, '  ')}"
        f"  {_link(own, 'self', 'application/atom+xml')}"
        f"{'  ' + _link(made.hub, 'hub') if made.hub else ''}"
        f"  {_link(made.page, 'alternate', 'text/html')}"
        f"  <generator>publish</generator>\n  <subtitle>{_text(made.summary)}</subtitle>\n"
    )
    complete = "  <fh:complete/>\n" if made.complete else ""
    gone = (_deleted(one) for one in made.items if one.withdrawn)
    return "".join((text, complete, *gone, *map(_entry, made.items), "</feed>\n")).encode()


def _deleted(one: Item) -> str:
    """RFC 6721."""
    return (
        f"  <at:deleted-entry ref={_value(one.id)} when={_value(one.updated)}>\n    <at:comment>{WITHDRAWN}</at:comment>\n"
        f'    <link rel="related" href={_value(one.url)}/>\n  </at:deleted-entry>\n'
    )


@lru_cache(maxsize=KEPT)
def _entry(one: Item) -> str:
    categories = "".join(
        f"    <category term={_value(term)} scheme={_value(scheme)} label={_value(title)}/>\n" for scheme, term, title in one.tags
    )
    return (
        f"  <entry>\n    <id>{_text(one.id)}</id>\n    <title>{_text(one.title)}</title>\n    <updated>{one.updated}</updated>\n"
        f"{_author(one.author, '    ')}"
        f'    <content type="html">{_text(one.html)}</content>\n'
        f"    <link href={_value(one.url)}/>\n"
        f"    <summary>{_text(one.summary)}</summary>\n{categories}    <published>{one.published}</published>\n  </entry>\n"
    )


def rss(rows: dict[str, Any]) -> bytes:
    """A feed as RSS 2.0."""
    made = channel(rows)
    own = f"{rows['site']['url']}/feeds/{rows['feed']['name']}.rss"
    text = (
        f'{HEAD}<rss {SPACES} {RSS_SPACES} version="2.0">\n  <channel>\n'
        f"    <title>{_text(made.title)}</title>\n    <link>{_text(made.page)}</link>\n"
        f"    <description>{_text(made.summary)}</description>\n"
        f'    <atom:link href={_value(own)} rel="self" type="application/rss+xml"/>\n'
        f"    <docs>{DOCS}</docs>\n    <generator>publish</generator>\n    <language>{LANGUAGE}</language>\n"
        f"    <lastBuildDate>{_mail_date(made.updated)}</lastBuildDate>\n"
        f"{_hub(made)}"
    )
    return "".join((text, *map(_item, made.items), "  </channel>\n</rss>\n")).encode()


def _hub(made: Channel) -> str:
    return f'    <atom:link rel="hub" href={_value(made.hub)}/>\n' if made.hub else ""


@lru_cache(maxsize=KEPT)
def _item(one: Item) -> str:
    categories = "".join(f"      <category domain={_value(scheme)}>{_text(title)}</category>\n" for scheme, _, title in one.tags)
    creator = f"      <dc:creator>{_text(one.author)}</dc:creator>\n" if one.author else ""
    return (
        f"    <item>\n      <title>{_text(one.title)}</title>\n      <link>{_text(one.url)}</link>\n"
        f"      <description>{_text(escape_html(one.summary))}</description>\n"  # RSS's description is HTML
        f"      <content:encoded>{_text(one.html)}</content:encoded>\n"
        f'      <guid isPermaLink="false">{_text(one.id)}</guid>\n{categories}'
        f"      <pubDate>{_mail_date(one.published)}</pubDate>\n{creator}"
        f"      <atom:updated>{one.updated}</atom:updated>\n    </item>\n"
    )
