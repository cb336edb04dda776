"""The plan: from a publication set and a day to every file of the site, part by part.

A part is planned again only when its key changed: a month's lists and data when its decisions (or what frames them) changed.
What spans months (home, indexes, lists, notices, pages) is one part that is always planned, from the months' summaries; the
pages of decisions and of organizations are planned for those that a change touches. Fan-out is designed: a new decision touches
as many files in a large site as in a small one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from publish import before
from publish.changes.ledger import Ledger
from publish.exports import ROOT, resourcesync_parts, schemas
from publish.exports import parts as exports
from publish.exports.left import Left
from publish.exports.month_parts import MonthData
from publish.feeds.choice import Feeds
from publish.output import Draft, with_url
from publish.parts import Files, Part, key_of
from publish.publication import PublicationSet
from publish.search import planning as search
from publish.search.planning import Making
from publish.signing.data_key import DataKey
from publish.statistics.annual import Annual
from publish.statistics.planning import Statistics
from publish.views import data, decision, feeds, lists, month_lists, notices, officers, party, sitemaps
from publish.views import site as site_views
from publish.views.summaries import brought_up, summary, totals

NOT_IN_SITEMAP = ("404.html", "410.html")
MONTH, DECISIONS = "month ", "decisions "  # of the names of parts


@dataclass
class Plan:
    """What the parts of a site are. `views`: the digest of each view; `static`: the theme's own files; `tables`: of the annual reports."""

    publication: PublicationSet
    ledger: Ledger
    today: date
    views: dict[str, str]
    static: list[Draft]
    search: Making
    tables: dict[str, Annual]
    output: Path
    data_key: DataKey | None = None
    month_keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        facts = self.publication.facts
        inspections = facts.lists.get(decision.INSPECTIONS)
        frames: list[Any] = [facts.site, *facts.agencies.items(), facts.policy.vocabulary, inspections, self.views]
        frame = json.dumps(frames, sort_keys=True, default=lambda block: block.model_dump(mode="json"))
        self.frame = hashlib.sha256(frame.encode()).hexdigest()
        self.summaries = self._summaries()
        self.statistics = Statistics(self.publication, self.summaries, self.tables, self.today, self.views["csv"])
        self.notices = notices.newest_first(self.publication.notices)
        self.left = Left(self.publication, self.output, self.frame)
        self.data = MonthData(self.publication, self.left, self.today)
        self.feeds = Feeds(self.publication, self.summaries, self.today)

    def _summaries(self) -> dict[str, dict[str, Any]]:
        """Month → summary: made anew for the months judged, as stored for the others."""
        stored = dict(self.publication.database.execute("SELECT name, summary FROM store.month"))
        return {
            month: self._summary(month, stored.get(month)) if month in self.publication.anew else json.loads(stored[month])
            for month in self.publication.months()
        }

    def _summary(self, month: str, stored: str | None) -> dict[str, Any]:
        """Of a month with a day that was judged anew: the stored one brought up to what changed, where that can be."""
        program = self.views["csv"]
        made = brought_up(json.loads(stored), *before.touched(self.publication.database, month), program) if stored else None
        return made or summary(self.publication.rows(month), self.publication.credit_ends(month), program)

    def parts(self, known: Iterable[str], keys: Mapping[str, str]) -> Iterator[Part]:
        """All parts: the site first, then the organizations, search, the feeds, and the months, newest first.

        `known`: names of the parts of the last plan, so that what a vanished month left is planned away.
        `keys`: under which the parts were planned last whose outputs are in place.
        """
        yield Part("site", "", self._site)
        yield self._parties(keys.get("party"))
        yield search.part(self.publication, self.views[search.VIEW], keys.get(search.NAME), self.search)
        yield from exports.delta_parts(self.ledger, self.views["delta"], known)
        yield from self.feeds.parts(self.frame, known, keys)
        yield from self.statistics.parts(self.frame, known)
        yield officers.part(self.publication.facts, self.today, self.frame)
        yield from lists.parts(self.publication.facts, self.today, self.frame, known)
        yield from notices.parts(self.publication.facts, self.notices, self.frame, known)
        self.left.keys = keys
        gone = {name.removeprefix(prefix) for prefix in (MONTH, DECISIONS) for name in known if name.startswith(prefix)}
        for month in sorted(self.summaries.keys() | gone, reverse=True):
            yield self._decisions(month, keys.get(f"{DECISIONS}{month}"))
            yield month_lists.part(self.publication, self.left, month, f"{MONTH}{month}")
        yield from self.data.parts({month: self._over(month) for month in self.summaries}, known)

    def closing(self, known: Iterable[str], files: Files) -> Iterator[Part]:
        """The parts that tell of files made before them, in the order in which they need each other.

        A part's key must stand for all that it tells of; "" where it is planned in every build.
        """
        counts = {month: one["total"] for month, one in self.summaries.items()}
        known = list(known)
        yield from exports.year_parts(counts, self._month_key, known, files)
        yield from resourcesync_parts.parts(self.ledger, self.views["resourcesync"], counts, self.left, known, files)
        yield from exports.closing_parts(self.ledger, totals(self.summaries, "kind"), files, self.data_key)
        yield Part("data page", "", lambda: self._data_page(files))

    def _data_page(self, files: Files) -> Iterator[Draft]:
        counts = {month: one["total"] for month, one in self.summaries.items()}
        yield data.data_draft(files.below(ROOT), self.ledger.standing, self.publication.facts, counts, self.data_key)

    def _month_key(self, month: str) -> str:
        if month not in self.month_keys:
            self.month_keys[month] = key_of(self.frame, self.publication.digest(month), self._over(month))
        return self.month_keys[month]

    def _over(self, month: str) -> int:
        """On how many days somebody left the credit tables of a month since it was judged, so that they are made again."""
        return sum(end < str(self.today) for end in self.summaries.get(month, {}).get("credit_ends", {}))

    def _decisions(self, month: str, planned: str | None) -> Part:
        """The pages of a month's decisions: of those touched, or of all where their frame changed. `planned`: the key of the last plan."""
        publication = self.publication
        key = self.frame if month in self.summaries else ""
        every = planned != key
        touched = [] if every else self.left.touched(month)

        def drafts() -> Iterator[Draft]:
            for _, _, row, record in publication.decisions(month) if every else publication.some(month, touched):
                yield from decision.drafts(json.loads(row), record, publication.facts)

        about = None if every else frozenset(f"{decision.base_of(ident)}*" for ident in touched)
        return Part(f"{DECISIONS}{month}", key, drafts, about)

    def _parties(self, parties_key: str | None) -> Part:
        """Party pages: of the organizations touched, or of all where their frame changed."""
        publication = self.publication
        every = parties_key != self.frame
        codes = list(publication.every_party() if every else publication.touched_parties())

        def drafts() -> Iterator[Draft]:
            for code in codes:
                if rows := publication.party(code):
                    yield from party.party_drafts(code, rows, publication.facts)

        about = None if every else frozenset(map(party.about, codes))
        return Part("party", self.frame, drafts, about)

    def _site(self) -> Iterator[Draft]:
        listed: list[list[Any]] = [["data/", None]]  # planned last, by `closing`
        listed += [[f"statistics/{year}/", None] for year in self.statistics.years()]
        facts = self.publication.facts
        pages = site_views.drafts(facts, self.notices, self.summaries, self.today)
        for path, view, rows in chain(pages, feeds.drafts(self.feeds.all, facts), [self.statistics.index()]):
            if path.endswith(".html") and path not in NOT_IN_SITEMAP:
                listed.append([path.removesuffix("index.html"), None])
            yield path, view, rows
        yield from schemas.drafts()
        yield from data.mirror_drafts()
        yield from self.static
        more = [*notices.sitemap_paths(self.notices), *lists.sitemap_paths(facts, self.today), *officers.sitemap_paths(facts, self.today)]
        yield from with_url(sitemaps.site_drafts(listed, more, self.summaries), facts.site.url)
