"""Which change list tells which release, and what it says (Z39.99-2017, section 12).

One list is open, `changelist.xml`, and keeps its address for ever. It holds this month and the one before, and reaches back
further as long as it stays small, so that a client without a memory of its own (`resync-sync`) finds all that a pause of some weeks
left out, at a small authority of a year. Older releases are in closed lists by month, which change only when a decision that they
name is gone. No list is over the standard's limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from publish.changes.release import Op, Release
from publish.exports.resourcesync import CHANGES, FOLDER, MOST, OPEN, UP, data_path, draft, instant, numbered
from publish.output import Draft

REACH = 5_000  # entries up to which the open list reaches back further than to the month before
CHANGED: dict[Op, str] = {"ADD": "created", "MOD": "updated", "DEL": "deleted"}
Told = tuple[Release, int]  # a release and the number of entries that it has in the lists


@dataclass(frozen=True)
class ChangeList:
    """A change list: what happened after the instant `start` and not after `end` ("" while it is open), release by release."""

    path: str
    start: str
    end: str
    releases: tuple[Release, ...]

    @property
    def times(self) -> dict[str, str]:
        """As attributes."""
        return {"from": self.start, "until": self.end} if self.end else {"from": self.start}


def change_lists(told: Sequence[Told]) -> list[ChangeList]:
    """How the releases that are told, oldest first, are spread over lists; the last one is open.

    The first release is where the lists begin: an entry of its own says what is gone since before it.
    """
    groups = _groups(told)
    newest = groups.pop()
    this_month = told[-1][0].on
    before = (this_month.replace(day=1) - timedelta(days=1)).replace(day=1)
    while groups and _size(groups[-1]) + _size(newest) <= (MOST if groups[-1][-1][0].on >= before else REACH):
        newest = groups.pop() + newest
    bounds = [_instant(told[0][0]), *(_instant(group[-1][0]) for group in groups)]
    closed = zip(_closed_paths(groups), pairwise(bounds), groups, strict=True)
    lists = [ChangeList(path, start, end, tuple(one for one, _ in group)) for path, (start, end), group in closed]
    return [*lists, ChangeList(OPEN, bounds[-1], "", tuple(one for one, _ in newest))]


def _groups(told: Sequence[Told]) -> list[list[Told]]:
    """By month, and within it so that none is over `MOST`."""
    groups: list[list[Told]] = []
    for release, count in told:
        last = groups[-1] if groups else []
        if not last or _month(last[0][0]) != _month(release) or _size(last) + count > MOST:
            groups.append([])
        groups[-1].append((release, count))
    return groups


def _closed_paths(groups: list[list[Told]]) -> list[str]:
    months = [_month(group[0][0]) for group in groups]
    return [numbered(f"{FOLDER}/changelist-{month}", months[: place + 1].count(month)) for place, month in enumerate(months)]


def _size(group: list[Told]) -> int:
    return sum(count for _, count in group)


def _month(release: Release) -> str:
    return f"{release.on:%Y-%m}"


def _instant(release: Release) -> str:
    return instant(release.on, release.seq)


def change_index(lists: list[ChangeList]) -> Draft:
    """The index of the change lists."""
    entries = [[one.path, "", one.times] for one in lists]
    return draft(CHANGES, "sitemapindex", {"capability": "changelist", "from": lists[0].start}, [UP], entries)


def change_list(one: ChangeList, happened: Callable[[Release], Iterable[tuple[str, Op]]]) -> Draft:
    """One of them. `happened`: (id, operation) of what a release did and is still told."""
    entries = []
    for release in one.releases:
        when = _instant(release)
        entries += [[data_path(ident), when, {"change": CHANGED[op], "datetime": when}] for ident, op in happened(release)]
    return draft(one.path, "urlset", {"capability": "changelist", **one.times}, [UP, ["index", CHANGES]], entries)
