"""The parts of the plan that are the data: planned again only where what they say changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from publish.changes.ledger import Ledger
from publish.exports import ROOT, datapackage, index, sums, years
from publish.exports.catalog import catalog_draft
from publish.exports.datasets import datasets
from publish.model import KINDS
from publish.output import Draft
from publish.parts import Files, Part, key_of, over
from publish.signing.data_key import DataKey


def delta_parts(ledger: Ledger, view: str, known: Iterable[str]) -> Iterator[Part]:
    """The deltas that there are, those that are over planned away, and the withdrawals. `view`: the digest of the deltas' view."""
    releases = {f"delta {one.seq}": one for one in ledger.standing.releases}
    for name, release in releases.items():
        yield Part(name, key_of(view, release.key), partial(index.delta_drafts, ledger, release))
    yield from over("delta ", known, releases)
    yield Part("withdrawals", "", lambda: index.withdrawal_drafts(ledger.standing.removals))


def year_parts(totals: Mapping[str, int], key: Callable[[str], str], known: Iterable[str], files: Files) -> Iterator[Part]:
    """A table for each year that is small enough; years that are over, or have grown, are planned away.

    `totals`: decisions by month; `key`: the key under which a month is planned.
    """
    small = {f"year {year}": group for year, group in years.small(totals).items()}
    for name, group in small.items():
        yield Part(name, key_of(*map(key, group)), partial(years.drafts, group, files))
    yield from over("year ", known, small)


def closing_parts(ledger: Ledger, totals: Mapping[str, int], files: Files, key: DataKey | None) -> Iterator[Part]:
    """What tells of the data files, in the order in which they need each other. `totals`: decisions by kind; `key`: who signs."""
    counts = {kind: totals.get(kind, 0) for kind in KINDS}
    facts = ledger.publication.facts

    def deltas() -> Iterator[Draft]:
        yield index.deltas_index(ledger.standing, files.below(ROOT))

    def described() -> Iterator[Draft]:
        found = datasets(files.below(ROOT), facts.lists, ledger.standing.on)
        yield from datapackage.schema_drafts(found)
        yield datapackage.package_draft(facts.site, ledger.standing, found)
        yield catalog_draft(facts.site, ledger.standing, found)
        yield from sums.signers_drafts(key, facts.site.domain)

    def whole() -> Iterator[Draft]:
        yield index.index(ledger.standing, facts, counts, files.below(ROOT))

    yield Part("deltas index", "", deltas)
    yield Part("data described", "", described)
    yield Part("data index", "", whole)
    yield Part("sums", "", lambda: sums.sums_drafts(files.below(ROOT), key))
