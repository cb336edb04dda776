"""The ResourceSync documents as parts of the plan: a list is planned again only where what it says changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from publish.changes.ledger import Ledger
from publish.changes.telling import Telling, last_changes, telling
from publish.exports import change_lists, resourcesync
from publish.exports.change_lists import ChangeList
from publish.exports.resourcesync import MOST, OPEN, beginning, instant
from publish.output import Draft, with_url
from publish.parts import Files, Part, key_of, over

MONTH, CLOSED = "resources ", "changes "  # how names of parts begin


def parts(
    ledger: Ledger, view: str, totals: Mapping[str, int], month_key: Callable[[str], str], known: Iterable[str], files: Files
) -> Iterator[Part]:
    """All documents. `view`: the digest of their view; `known`: names of the parts of the last plan.

    `totals`: month → number of public decisions; `month_key`: the digest of what a month's JSON files are made from.
    """
    told = telling(ledger, MOST)
    lists = change_lists.change_lists(told.told)
    for month in sorted(totals):
        yield Part(f"{MONTH}{month}", key_of(month_key(month), ledger.standing.series), partial(_month, ledger, month, files))
    yield from over(MONTH, known, {f"{MONTH}{month}" for month in totals})
    closed = [one for one in lists if one.path != OPEN]
    for one in closed:
        yield _closed(told, view, one)
    yield from over(CLOSED, known, {f"{CLOSED}{one.path}" for one in closed})
    yield Part("resourcesync", "", partial(_every_time, told, totals, lists))


def _month(ledger: Ledger, month: str, files: Files) -> Iterator[Draft]:
    published = ledger.publication.published_on(month)
    lastmods = {ident: beginning(day) for ident, day in published.items()}
    lastmods |= {ident: instant(one.on, one.seq) for ident, one in last_changes(ledger, published).items()}
    yield from with_url(resourcesync.resource_lists(month, lastmods, files.file), ledger.publication.facts.site.url)


def _closed(told: Telling, view: str, one: ChangeList) -> Part:
    earlier = told.earlier if one.releases[0] == told.told[0][0] else []
    key = key_of(view, one.path, one.times, [release.key for release in one.releases], earlier)
    return Part(
        f"{CLOSED}{one.path}", key, lambda: with_url([change_lists.change_list(one, told.happened)], told.ledger.publication.facts.site.url)
    )


def _every_time(told: Telling, totals: Mapping[str, int], lists: list[ChangeList]) -> Iterator[Draft]:
    standing = told.ledger.standing
    drafts = [*resourcesync.entrance(), resourcesync.resource_index(totals, instant(standing.on, standing.seq))]
    drafts += [change_lists.change_index(lists), change_lists.change_list(lists[-1], told.happened)]
    yield from with_url(drafts, told.ledger.publication.facts.site.url)
