"""What a reader shows of a feed's entry, the same in Atom, RSS and JSON Feed: rows in, items out.

Ids are tag URIs (RFC 4151) made from the id of the decision or order alone. Times come from the content: days at midnight in
China. A withdrawal is one second later and a restoration two, for readers go by `updated` to see which of one day is the last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

import msgspec

from publish.model import KINDS
from publish.prose import body_html
from publish.views.decision import omitted_note
from publish.views.frame import decision_href

LANGUAGE = "zh-CN"
WITHDRAWN = "该信息已依法撤回"
DECISIONS = "最新公开的一百件。依法撤回的，以同一编号说明；已经保存、转载的请一并删除。"
NOTICES = "最新的一百份。已经保存、转载原来信息的请一并删除。"
KEPT = 1024  # entries that are kept as they are written: what is new stands in four feeds, and each has three forms
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
DECODER = msgspec.json.Decoder()
Pairs = tuple[tuple[str, Any], ...]
HREF = re.compile(r' href="([^"]*)"')


@dataclass(frozen=True)
class Item:
    """One entry. `html`: its content, safe and with absolute links; `summary`: plain text; times as RFC 3339.

    `tags`: (scheme, term, title) of its kind and topics; `author`: the agency, "" where it is the site's.
    """

    id: str
    url: str
    title: str
    published: str
    updated: str
    summary: str
    html: str
    author: str = ""
    tags: tuple[tuple[str, str, str], ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, eq=False)
class About:
    """What all entries need to know: the site (`publish.feeds.choice`), names of agencies, titles of topics. One object while they stay."""

    site: dict[str, Any]
    agencies: dict[str, str]
    topics: dict[str, str]


@dataclass(frozen=True)
class Channel:
    """A feed as all formats show it. `complete`: RFC 5005, that it holds all there is."""

    id: str
    title: str
    summary: str
    author: str
    page: str
    updated: str
    complete: bool
    hub: str
    items: list[Item]


def moment(day: str, second: int = 0) -> str:
    """A day as a time in China."""
    return f"{day}T00:00:{second:02d}+08:00"


def instant(text: str) -> datetime:
    """A moment as a time object."""
    return datetime.fromisoformat(text)


def plain(text: str) -> str:
    """A text without the characters that XML cannot hold; a body may bring them as references (`&#1;`)."""
    if text.replace("\n", "").isprintable():  # nearly all; asked in a tenth of the time, and none of those is printable
        return text
    return NOT_XML.sub("", text)


def channel(rows: dict[str, Any]) -> Channel:
    """A feed from its rows (`publish.feeds.choice`)."""
    site, feed, records = rows["site"], rows["feed"], rows["records"]
    about = _about(*(tuple(names.items()) for names in (site, records["agencies"], records["topics"])))
    items = [_item(about, one) for one in records["entries"]]
    title = f"{feed['title']} - {site['name']}"
    words = NOTICES if feed["name"] == "withdrawals" else DECISIONS
    return Channel(
        id=tag(site, f"feeds/{feed['name']}"), title=plain(title), author=plain(site["author"]), page=f"{site['url']}/{feed['page']}",
        summary=plain(f"{title}：{words}"),
        updated=max((one.updated for one in items), default=moment(_first_day(site))), complete=feed["complete"], hub=site["hub"] or "",
        items=items,
    )  # fmt: skip


def tag(site: dict[str, Any], name: str) -> str:
    """A tag URI (RFC 4151) of the site."""
    return f"tag:{site['host']},{site['year']:04d}:{name}"


def _first_day(site: dict[str, Any]) -> str:
    """For what has no day of its own: fixed for ever, as the year of the ids is."""
    return f"{site['year']:04d}-01-01"


@lru_cache(maxsize=4)
def _about(site: Pairs, agencies: Pairs, topics: Pairs) -> About:
    return About(dict(site), dict(agencies), dict(topics))


def _item(about: About, one: dict[str, Any]) -> Item:
    if "withdrawn" in one:
        return _withdrawn(about.site, one)
    if "order" in one:
        return _notice(about.site, one)
    return _decision(one["record"], one["restored"], about)


def _withdrawn(site: dict[str, Any], one: dict[str, Any]) -> Item:
    """In the place of a decision: its id, and nothing else of it."""
    when, url = moment(one["on"], 1), f"{site['url']}/{one['notice']}"
    html = f'<p>{WITHDRAWN}。</p>\n<p><a href="{escape(url)}">撤回公告</a></p>\n'
    return Item(tag(site, one["withdrawn"]), url, WITHDRAWN, when, when, f"{WITHDRAWN}。", html, withdrawn=True)


def _notice(site: dict[str, Any], one: dict[str, Any]) -> Item:
    """A notice of withdrawal as an entry of its own."""
    when = moment(one["on"] or _first_day(site), 1)
    facts = [(item["title"], "、".join(item["values"])) for item in one["items"]]
    html = f"{_facts(facts)}<p>{_lines(one['reason'])}</p>\n<p>{escape(one['sentence'])}</p>\n"
    title = "：".join(part for part in (f"撤回公告 {one['on']}".strip(), one["ground"]) if part)
    url = f"{site['url']}/notices/{one['order']}.html"
    summary = "；".join(f"{name}：{value}" for name, value in facts) or one["reason"]
    return Item(tag(site, one["order"]), url, plain(title), when, when, plain(summary), plain(html))


@lru_cache(maxsize=KEPT)
def _decision(record: str, restored: str, about: About) -> Item:
    """A public decision as an entry. Read without the model, which takes several times as long; a test holds both together."""
    site, one = about.site, DECODER.decode(record)
    agency = about.agencies.get(one["agency"], one["agency"])
    legal = [("执法机关", agency), ("执法对象", one["party"]["name"]), ("执法类别", KINDS[one["kind"]]), ("执法结论", one["conclusion"])]
    url = f"{site['url']}/{decision_href(one['id'])}"
    days = [one["published_on"], *(each["on"] for each in one.get("corrections", ()))]
    schemes = (tag(site, "kind"), tag(site, "topic"))
    return Item(
        id=tag(site, one["id"]), url=url, title=plain(one["title"]), author=plain(agency), published=moment(one["published_on"]),
        updated=max([*map(moment, days), *([moment(restored, 2)] if restored else [])]),
        summary=plain("；".join(f"{title}：{value}" for title, value in legal)),
        html=plain(absolute(_html(one, legal), url)),
        tags=(
            (schemes[0], one["kind"], KINDS[one["kind"]]),
            *((schemes[1], term, plain(about.topics.get(term, term))) for term in sorted(set(one.get("tags", ())))),
        ),
    )  # fmt: skip


def _html(one: dict[str, Any], legal: list[tuple[str, str]]) -> str:
    """The content: the four legal facts first, then the text as the page has it."""
    details = [("文号", one.get("document_number")), ("决定日期", one["decided_on"]), ("公示截止日期", one.get("until") or "长期")]
    parts = [_facts([*legal, *((title, value) for title, value in details if value)])]
    if note := omitted_note(one.get("omitted", ())):
        parts.append(f"<p>{escape(note)}</p>\n")
    if one.get("facts"):
        parts.append(f"<h3>主要事实</h3>\n<p>{_lines(one['facts'])}</p>\n")
    if one.get("basis"):
        parts.append("<h3>依据</h3>\n<ul>\n" + "".join(f"<li>{_lines(each)}</li>\n" for each in one["basis"]) + "</ul>\n")
    if one.get("corrections"):
        notes = "".join(f"<li>{each['on']}：{_lines(each['note'])}</li>\n" for each in one["corrections"])
        parts.append(f"<h3>更正记录</h3>\n<ul>\n{notes}</ul>\n")
    if one.get("body"):
        parts.append(f"<h3>决定书正文</h3>\n{body_html(one['body'])}")
    return "".join(parts)


def _facts(pairs: list[tuple[str, str]]) -> str:
    lines = "".join(f"<li><strong>{escape(name)}</strong>：{_lines(value)}</li>\n" for name, value in pairs)
    return f"<ul>\n{lines}</ul>\n" if lines else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def absolute(html: str, base: str) -> str:
    """Links as they are wherever the text is read; one that says no valid address stays as it is."""

    def joined(match: re.Match[str]) -> str:
        try:
            return f' href="{escape(urljoin(base, unescape(match[1])))}"'
        except ValueError:
            return match[0]

    return HREF.sub(joined, html)
