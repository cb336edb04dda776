"""The ResourceSync documents as parts of the plan: a list is planned again only where what it says changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import msgspec

from publish.changes.ledger import Ledger
from publish.changes.telling import Telling, last_changes, telling
from publish.exports import change_lists, resourcesync
from publish.exports.change_lists import ChangeList
from publish.exports.left import Left
from publish.exports.resourcesync import MOST, OPEN, beginning, instant
from publish.output import Draft, with_url
from publish.parts import Files, Part, key_of, over

MONTH, CLOSED = "resources ", "changes "  # how names of parts begin


class Row(msgspec.Struct):
    """What of a decision's row is asked for here."""

    id: str
    published_on: str


ROW = msgspec.json.Decoder(Row)


def parts(ledger: Ledger, view: str, totals: Mapping[str, int], left: Left, known: Iterable[str], files: Files) -> Iterator[Part]:
    """All documents. `view`: the digest of their view; `known`: names of the parts of the last plan.

    `totals`: month → number of public decisions; `left`: what the last build left of a month.
    """
    told = telling(ledger, MOST)
    lists = change_lists.change_lists(told.told)
    for month in sorted(totals):
        name, key = f"{MONTH}{month}", left.key(month, ledger.standing.series)
        kept = _kept(left, month, name, key) if left.keys.get(name) != key else None
        changed = partial(_changed, ledger, month, left.touched(month), kept, files) if kept else None
        yield Part(name, key, changed or partial(_month, ledger, month, files))
    yield from over(MONTH, known, {f"{MONTH}{month}" for month in totals})
    closed = [one for one in lists if one.path != OPEN]
    for one in closed:
        yield _closed(told, view, one)
    yield from over(CLOSED, known, {f"{CLOSED}{one.path}" for one in closed})
    yield Part("resourcesync", "", partial(_every_time, told, totals, lists))


def _kept(left: Left, month: str, name: str, key: str) -> dict[str, bytes] | None:
    """Id → line of what stays in a month's lists; None where they have to be made whole."""
    touched = left.few(month, name)
    if touched is None or left.keys[name].rpartition(" ")[2] != key.rpartition(" ")[2]:
        return None
    ids = sorted(ident for _, ident in left.places(month))
    contents = [left.file(path) for path in resourcesync.resource_paths(month, len(ids))]
    lines = [line for content in contents if content for line in resourcesync.items_of(content)]
    return {ident: line for ident, line in zip(ids, lines, strict=True) if ident not in touched} if len(lines) == len(ids) else None


def _changed(ledger: Ledger, month: str, touched: Iterable[str], kept: dict[str, bytes], files: Files) -> Iterator[Draft]:
    """The lists of a month from those before."""
    publication = ledger.publication
    lastmods = _lastmods(ledger, _published(row for _, _, row, _ in publication.some(month, sorted(touched))))
    yield from with_url(resourcesync.changed_lists(month, lastmods, files.file, kept), publication.facts.site.url)


def _published(rows: Iterable[str]) -> dict[str, str]:
    """Id → day of publication, of rows of decisions."""
    return {one.id: one.published_on for one in map(ROW.decode, rows)}


def _lastmods(ledger: Ledger, published: dict[str, str]) -> dict[str, str]:
    """Id → instant of the last change. `published`: id → day of publication."""
    lastmods = {ident: beginning(day) for ident, day in published.items()}
    return lastmods | {ident: instant(one.on, one.seq) for ident, one in last_changes(ledger, published).items()}


def _month(ledger: Ledger, month: str, files: Files) -> Iterator[Draft]:
    lastmods = _lastmods(ledger, _published(ledger.publication.row_texts(month)))
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
