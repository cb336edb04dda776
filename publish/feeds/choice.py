"""Which feeds there are, and what stands in each: a part of the plan for every feed.

A part's key stands for its entries by their ids and digests, so that a feed is planned and written again only when one of its
entries changed; only the entries of collections in which something changed are looked at for that (`publish.newest`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from publish.dossier import Facts
from publish.feeds.withdrawn import Withdrawn, withdrawn
from publish.model import GROUNDS, KINDS
from publish.newest import Entry, collections_touched
from publish.output import Draft
from publish.parts import Part, key_of, over
from publish.publication import Notice, PublicationSet
from publish.views.frame import TOPICS, agency_name, topic_title
from publish.views.notices import notice
from publish.views.summaries import totals

SIZE = 100
GONE = 1_000  # withdrawn ones that a feed tells of, the newest: those of many at once are all in `/data/v1/withdrawals.json`
FORMATS = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
PREFIX = "feed "  # of the names of parts


@dataclass(frozen=True)
class Feed:
    """One feed. `name`: its path below `feeds/` without the ending, and the collection's; `page`: the page that it goes with."""

    name: str
    title: str
    page: str
    group: str

    def href(self, form: str) -> str:
        """Its address in one of the `FORMATS`."""
        return f"feeds/{self.name}.{form}"


class Feeds:
    """The feeds of a publication set on a day."""

    def __init__(self, publication: PublicationSet, summaries: dict[str, dict[str, Any]], today: date) -> None:
        self.publication, self.facts = publication, publication.facts
        self.withdrawn = withdrawn(publication.notices, today)
        self.all = list(self._feeds(set(totals(summaries, "topic"))))

    def _feeds(self, topics: set[str]) -> Iterator[Feed]:
        """A topic has a feed while it has a decision, or one that was withdrawn of late; then it has no page."""
        yield Feed("all", "全部行政执法决定", "decisions/", "全站")
        yield Feed("withdrawals", "撤回公告", "notices/", "全站")
        for kind, title in KINDS.items():
            yield Feed(f"kind/{kind}", title, f"kind/{kind}/", "按执法类别")
        for slug in sorted(self.facts.agencies):
            yield Feed(f"agency/{slug}", agency_name(self.facts, slug), f"agency/{slug}/", "按执法机关")
        gone = {name.removeprefix("topic/") for one in self.withdrawn for name in one.collections if name.startswith("topic/")}
        for slug in sorted(topics | gone):
            yield Feed(f"topic/{slug}", topic_title(self.facts, slug), f"topic/{slug}/" if slug in topics else "decisions/", "按主题")

    def parts(self, frame: str, known: Iterable[str], keys: Mapping[str, str]) -> Iterator[Part]:
        """A part for each feed, and an empty one for each that is gone. `known`, `keys`: names and keys of the last plan's parts."""
        named = {PREFIX + feed.name for feed in self.all}
        told = key_of(frame, {ident: str(day) for ident, day in self.publication.restored.items()})
        gone: dict[str, list[Withdrawn]] = defaultdict(list)
        for one in self.withdrawn:
            for name in one.collections:
                if len(gone[name]) < GONE:
                    gone[name].append(one)
        touched = collections_touched(self.publication.database)
        for feed in self.all:
            if feed.name == "withdrawals":
                yield self._withdrawals(feed, frame)
            else:
                planned = "" if feed.name in touched else keys.get(PREFIX + feed.name, "")
                yield self._decisions(feed, told, gone[feed.name], planned)
        yield from over(PREFIX, known, named)

    def _decisions(self, feed: Feed, told: str, gone: list[Withdrawn], planned: str) -> Part:
        """`told`: the digest of what all feeds tell alike; `planned`: the last key, whose second half still stands for the entries."""
        entries = planned.partition(" ")[2] or self._entries_key(feed)
        first = key_of(told, [(one.decision, str(one.on), one.notice) for one in gone])

        def drafts() -> Iterator[Draft]:
            shown, complete = self._entries(feed)
            restored = {one.id: str(day) for one in shown if (day := self.publication.restored.get(one.id))}
            yield from self._drafts(feed, complete, _merged(self.publication, shown, restored, gone), key)

        key = f"{first} {entries}"
        return Part(PREFIX + feed.name, key, drafts)

    def _entries(self, feed: Feed) -> tuple[list[Entry], bool]:
        """Those that are shown, and whether they are all."""
        entries = self.publication.newest(feed.name, SIZE + 1)
        return entries[:SIZE], len(entries) <= SIZE

    def _entries_key(self, feed: Feed) -> str:
        shown, complete = self._entries(feed)
        return key_of(complete, [(one.id, one.digest) for one in shown])

    def _withdrawals(self, feed: Feed, frame: str) -> Part:
        listed = sorted((one for one in self.publication.notices if one.id), key=lambda one: (str(one.ordered_on or ""), one.id))
        shown = listed[: -SIZE - 1 : -1]
        key = key_of(frame, len(listed), [one.model_dump(mode="json") for one in shown])

        def drafts() -> Iterator[Draft]:
            yield from self._drafts(feed, len(listed) <= SIZE, [_notice_rows(self.facts, one) for one in shown], key)

        return Part(PREFIX + feed.name, key, drafts)

    def _drafts(self, feed: Feed, complete: bool, entries: list[dict[str, Any]], digest: str) -> Iterator[Draft]:
        """The feed in its formats. `complete`: that nothing else is in the collection; `digest`: of entries and names, the part's key."""
        rows = {
            "site": site_rows(self.facts),
            "feed": {"name": feed.name, "title": feed.title, "page": feed.page, "complete": complete},
            "records": {
                "agencies": {slug: one.name for slug, one in self.facts.agencies.items()},
                "topics": {**TOPICS, **self.facts.policy.vocabulary.topics},
                "entries": entries,
            },
            "digest": digest,
        }
        for form in FORMATS:
            yield feed.href(form), f"feed_{form}", rows


def site_rows(facts: Facts) -> dict[str, Any]:
    """What feeds need to know of the site."""
    site = facts.site
    author = site.organizer or site.name
    return {"url": site.url, "name": site.name, "author": author, "host": site.tag_host, "year": site.tag_year, "hub": site.feed_hub}


def _merged(
    publication: PublicationSet, shown: list[Entry], restored: dict[str, str], gone: list[Withdrawn]
) -> list[dict[str, Any]]:  # fmt: skip
    """Public and withdrawn decisions, newest first."""
    placed: list[tuple[tuple[str, bool, str, str], dict[str, Any]]] = []
    for one in shown:
        row = {"record": publication.record(one.id), "restored": restored.get(one.id, "")}
        placed.append(((one.published_on, False, one.decided_on, one.id), row))
    for each in gone:  # of one day the last to happen
        placed.append(((str(each.on), True, "", each.decision), {"withdrawn": each.decision, "on": str(each.on), "notice": each.notice}))
    return [row for _, row in sorted(placed, key=lambda pair: pair[0], reverse=True)]


def _notice_rows(facts: Facts, one: Notice) -> dict[str, Any]:
    page = notice(facts, one)
    day = str(one.ordered_on or one.effective_on or "")
    ground = GROUNDS.get(one.ground, "")
    return {"order": one.id, "on": day, "ground": ground, **{name: page[name] for name in ("items", "reason", "sentence")}}
