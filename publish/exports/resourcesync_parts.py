"""The ResourceSync documents as parts of the plan: a list is planned again only where what it says changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import msgspec

from publish.changes.ledger import Ledger
from publish.changes.telling import Telling, last_changes, telling
from publish.exports import change_lists, resourcesync
from publish.exports.change_lists import ChangeList
from publish.exports.left import Left
from publish.exports.patches import Place, patch
from publish.exports.resourcesync import FOLDER, MOST, OPEN, beginning, instant
from publish.output import Draft, with_url
from publish.parts import Files, Part, key_of, over

MONTH, CLOSED = "resources ", "changes "  # how names of parts begin


class Row(msgspec.Struct):
    """What of a decision's row is asked for here."""

    id: str
    published_on: str


ROW = msgspec.json.Decoder(Row)


@dataclass(frozen=True)
class Change:
    """What a change of a month's list is made from: its path, ids in order (behind an empty text), what changed, its lines."""

    path: str
    before: list[Place]
    touched: frozenset[str]
    kept: list[bytes]


def parts(ledger: Ledger, view: str, totals: Mapping[str, int], left: Left, known: Iterable[str], files: Files) -> Iterator[Part]:
    """All documents. `view`: the digest of their view; `known`: names of the parts of the last plan.

    `totals`: month → number of public decisions; `left`: what the last build left of a month.
    """
    told = telling(ledger, MOST)
    lists = change_lists.change_lists(told.told)
    for month in sorted(totals):
        name, key = f"{MONTH}{month}", left.key(month, ledger.standing.series)
        change = _change(left, month, name, key) if left.keys.get(name) != key else None
        yield Part(name, key, partial(_changed, ledger, month, change, files) if change else partial(_month, ledger, month, files))
    yield from over(MONTH, known, {f"{MONTH}{month}" for month in totals})
    closed = [one for one in lists if one.path != OPEN]
    for one in closed:
        yield _closed(told, view, one)
    yield from over(CLOSED, known, {f"{CLOSED}{one.path}" for one in closed})
    yield Part("resourcesync", "", partial(_every_time, told, totals, lists))


def _change(left: Left, month: str, name: str, key: str) -> Change | None:
    """None where the month's lists have to be made whole: always where they are more than one."""
    touched, path = left.few(month, name), resourcesync.numbered(f"{FOLDER}/resourcelist-{month}", 1)
    if touched is None or left.keys[name].rpartition(" ")[2] != key.rpartition(" ")[2]:
        return None
    before = sorted(("", ident) for _, ident in left.places(month))
    content = left.file(path) if len(before) + len(touched) <= MOST else None
    kept = resourcesync.items_of(content) if content else []
    return Change(path, before, touched, kept) if kept and len(kept) == len(before) else None


def _changed(ledger: Ledger, month: str, change: Change, files: Files) -> Iterator[Draft]:
    """The list of a month from the one before."""
    publication = ledger.publication
    published = _published(row for _, _, row, _ in publication.some(month, sorted(change.touched)))
    lastmods = _lastmods(ledger, published)
    patched = patch(change.kept, change.before, change.touched, [("", ident) for ident in sorted(lastmods)])
    digest = key_of(publication.digest(month), ledger.standing.series, lastmods)
    yield from with_url([resourcesync.patched_list(change.path, lastmods, files.file, patched, digest)], publication.facts.site.url)


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
