"""The data of a month as a part of the plan: made whole, or brought up to what changed since the last build.

A change reads the records that changed and the month's files as the last build left them (`left`, `patches`). Which decisions
are in the credit tables of a month, and until when, is kept in the state (`main.credit`), for their rows do not tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import msgspec

from publish import before as last
from publish.exports import credit, months
from publish.exports.credit import Listing
from publish.exports.left import Left
from publish.exports.patches import Patch, Place, lines_of, patch, rows_of
from publish.exports.records import ENCODER, agency_of
from publish.output import Draft
from publish.parts import Part, key_of, over
from publish.publication import PublicationSet

LISTING = msgspec.json.Decoder(Listing)
PREFIX = "tables "  # of the names of parts


class Row(msgspec.Struct):
    """What of a decision's row is asked for here."""

    decided_on: str
    kind: str
    agency: str


ROW = msgspec.json.Decoder(Row)


class Decided(msgspec.Struct, frozen=True):
    """A decision as the files of a month need it: its place, the digest of its record, its kind and agency, its record (UTF-8)."""

    place: Place
    digest: str
    kind: str
    agency: str
    record: bytes


@dataclass(frozen=True)
class Change:
    """What a change of a month is made from. `before`: the places of its decisions in the last public set, in order.

    `listing` and `day`: what the credit tables were made from; `files`: path → lines of the last build.
    """

    before: list[Place]
    touched: frozenset[str]
    listing: Listing
    day: str
    files: dict[str, list[bytes]]


@dataclass
class MonthData:
    """The parts of all months; `made`: who is in the credit tables of those that this build made, as JSON, a fifth of the memory."""

    publication: PublicationSet
    left: Left
    today: date
    made: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        facts = self.publication.facts
        self.agencies = {slug: agency_of(slug, facts) for slug in facts.agencies}
        self.form = key_of(self.agencies)

    def parts(self, over_of: Mapping[str, int], known: Iterable[str]) -> Iterator[Part]:
        """A part for each month. `over_of`: month → on how many days somebody left its credit tables; `known`: see `over`."""
        for month, days in sorted(over_of.items(), reverse=True):
            name, key = f"{PREFIX}{month}", self.left.key(month, days)
            change = self._change(month, name) if self.left.keys.get(name) != key else None
            yield Part(name, key, partial(self._changed, month, change) if change else partial(self._whole, month))
        yield from over(PREFIX, known, {f"{PREFIX}{month}" for month in over_of})

    def _change(self, month: str, name: str) -> Change | None:
        """None where the month has to be made whole."""
        touched, kept = self.left.few(month, name), self._kept(month)
        if touched is None or kept is None:
            return None
        listing, day = kept
        before = self.left.places(month) if touched else []
        wanted = {credit.path_of(month, kind): len(shown) + 1 for kind, shown in credit.shown(listing, day).items()}
        if touched:
            wanted |= {months.path_of(month, "jsonl"): len(before), months.path_of(month, "csv"): len(before) + 1}
        files: dict[str, list[bytes]] = {}
        for path, number in wanted.items():
            content = self.left.file(path)
            files[path] = [] if content is None else rows_of(content) if path.endswith(".csv") else lines_of(content)
            if len(files[path]) != number:
                return None
        return Change(before, touched, listing, day, files)

    def _kept(self, month: str) -> tuple[Listing, str] | None:
        """The listing of the last public set, and the day of the tables made from it."""
        query = "SELECT listing, day FROM main.credit WHERE month = ? AND key = ? AND day <= ?"
        values = (month, self._listing_key(last.digest(self.publication.database, month)), str(self.today))
        row = self.publication.database.execute(query, values).fetchone()
        return (LISTING.decode(row[0]), row[1]) if row else None

    def _listing_key(self, digest: str) -> str:
        return f"{self.left.frame} {digest}"

    def _whole(self, month: str) -> Iterator[Draft]:
        every = sorted(map(_decided, self.publication.each(month)), key=lambda one: one.place)
        listed = credit.listing((one.place, one.digest, one.kind, one.record) for one in every)
        self.made[month] = ENCODER.encode(listed)
        yield from months.drafts(month, self._digest(month), self._records(every), lambda _: {})
        yield from self._credit(month, listed, every, None)

    def _changed(self, month: str, change: Change) -> Iterator[Draft]:
        new = sorted(map(_decided, self.publication.some(month, sorted(change.touched))), key=lambda one: one.place)
        places = [one.place for one in new]
        comes = credit.listing((one.place, one.digest, one.kind, one.record) for one in new)
        listed = {kind: sorted([*(one for one in change.listing[kind] if one[1] not in change.touched), *comes[kind]]) for kind in comes}
        self.made[month] = ENCODER.encode(listed)

        def kept(path: str) -> Patch:
            return patch(change.files[path], change.before, change.touched, places) if change.touched else {}

        yield from months.drafts(month, self._digest(month), self._records(new), kept)
        yield from self._credit(month, listed, new, change)

    def _credit(self, month: str, listed: Listing, decisions: Iterable[Decided], change: Change | None) -> Iterator[Draft]:
        """The credit tables; `listed`: who is in them; `decisions`: all of the month, or with a change those that are new."""
        new = {one.place[1]: one for one in decisions}
        was = credit.shown(change.listing, change.day) if change else {}
        for kind, shown in credit.shown(listed, str(self.today)).items():
            path, records = credit.path_of(month, kind), [new[ident] for _, ident, *_ in shown if ident in new]
            kept: Patch = {}
            if change and kind in was:
                stay = {ident for _, ident, *_ in shown} - change.touched
                before = [(day, ident) for day, ident, *_ in was[kind]]
                gone = {ident for _, ident in before} - stay
                kept = patch(change.files[path], before, gone, [one.place for one in records])
            digest = key_of([[ident, digest] for _, ident, _, digest in shown], self.form)
            yield path, credit.view_of(kind), {"digest": digest, "records": {**self._records(records), **kept}}

    def _digest(self, month: str) -> str:
        return key_of(self.publication.digest(month), self.form)

    def _records(self, decisions: Iterable[Decided]) -> Patch:
        found = [(one.agency, one.record) for one in decisions]
        return {"new": found, "agencies": {slug: self.agencies.get(slug) or agency_of(slug, self.publication.facts) for slug, _ in found}}

    def write(self) -> None:
        """Keep who is in the credit tables, within the build's last transaction; months that are over are forgotten."""
        database = self.publication.database
        rows = [
            (month, self._listing_key(self.publication.digest(month)), str(self.today), listing.decode())
            for month, listing in self.made.items()
        ]
        database.executemany("INSERT OR REPLACE INTO main.credit VALUES (?, ?, ?, ?)", rows)
        months_now = set(self.publication.months())
        past = [(month,) for (month,) in database.execute("SELECT month FROM main.credit").fetchall() if month not in months_now]
        database.executemany("DELETE FROM main.credit WHERE month = ?", past)


def _decided(one: tuple[str, str, str, str | bytes]) -> Decided:
    """`one`: id, digest, row and record, as the publication set gives them."""
    ident, digest, text, record = one
    row = ROW.decode(text)
    return Decided((row.decided_on, ident), digest[:20], row.kind, row.agency, record if isinstance(record, bytes) else record.encode())
