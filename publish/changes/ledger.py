"""Following the public set from release to release.

Nothing is written before the build has been verified: what this build changes lies in temporary tables (`comparing`), and
`writing` takes it over in the build's last transaction. So a build that fails, is killed or only looks uses up no number.

1. `seq` goes up where public data, what describes it, or the day changed since the last release; else all stays as it is.
2. A decision that is public again is an ADD, and its DEL is told no more. Of one that is gone only the DEL is told.
3. A release that is the first of its series, or changes more than `MOST` decisions, has no delta: to load in full is less work.
4. Releases and removals are told for `RETENTION` days.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from publish.changes.comparing import changed_groups, compare, form_of
from publish.changes.release import RETENTION, Op, Release, Removal, Standing
from publish.changes.removals import reason_of, removals_of
from publish.changes.series import LastRelease, Shown, former_series, is_lost, new_series
from publish.exports.records import state_hash
from publish.publication import PublicationSet

MOST = 20_000


@dataclass(frozen=True)
class Line:
    """What a delta says of one decision. `record`: (agency, record as JSON); None where the decision is gone."""

    id: str
    op: Op
    rev: int
    record: tuple[str, str] | None


@dataclass
class Ledger:
    """This build's place in the series.

    `last`: what the store tells the next build; `new`: a release of its own; `fresh`: one without a delta.
    """

    publication: PublicationSet
    standing: Standing
    last: LastRelease
    groups: dict[str, str]
    new: bool
    fresh: bool

    @property
    def database(self) -> sqlite3.Connection:
        """State and store."""
        return self.publication.database

    def happened(self, seq: int) -> list[tuple[str, Op, int]]:
        """(id, operation, version) of what a release did and is still told, by id."""
        if self.new and seq == self.standing.seq:
            query = "SELECT o.id, o.op, COALESCE(n.rev, 0) FROM temp.op o LEFT JOIN temp.share n USING (id) ORDER BY o.id"
            return self.database.execute(query).fetchall()
        query = """
            SELECT e.id, e.op, COALESCE(n.rev, s.rev, 0) FROM store.event e
            LEFT JOIN temp.share n USING (id) LEFT JOIN store.shared s USING (id) LEFT JOIN temp.op o USING (id)
            WHERE e.seq = ? AND COALESCE(o.op, 'MOD') = 'MOD' ORDER BY e.id"""
        return self.database.execute(query, (seq,)).fetchall()

    def lines(self, seq: int) -> Iterator[Line]:
        """What the delta of a release says today, by id."""
        for ident, op, rev in self.happened(seq):
            yield Line(ident, op, rev, None if op == "DEL" else self.publication.agency_and_record(ident))


def follow(publication: PublicationSet, gone: set[str], today: date, program: str, shown: Shown | None, bare: bool) -> Ledger:
    """Compare with the last release.

    `gone`: ids that leave the public set. `shown`: what the output's index says. `bare`: the store is part of the losable
    state, and a first release that is made again as it was is no loss.
    """
    known = last_told(publication.database)
    lost = is_lost(known, shown, today, bare)
    before = None if lost else known
    form = form_of(publication.facts, program)
    compare(publication, gone, every=before is None or before.form != form)
    groups = changed_groups(publication.database)
    stored = dict(publication.database.execute("SELECT name, hash FROM store.shared_group"))
    state = state_hash((name, digest) for name, digest in (stored | groups).items() if digest)
    removals = removals_of(publication, today)
    told = _told(publication, today, state, removals, form)
    new = before is None or before.told != told
    if before is None:
        seq, fresh = 1, True
        series, former = _begun(publication, state, today, shown, lost), former_series(known, shown if lost else None)
    else:
        series, former, seq = before.series, before.former, before.seq + new
        fresh = new and publication.database.execute("SELECT COUNT(*) FROM temp.op").fetchone()[0] > MOST
    since = Release(seq, today, "") if before is None or fresh else Release(before.since[0], date.fromisoformat(before.since[1]), "")
    standing = Standing(series, seq, seq - 1 or None, today, state, [], removals, since)
    last = LastRelease(series, seq, told, form, (since.seq, str(since.on)), former)
    ledger = Ledger(publication, standing, last, groups, new, fresh)
    ledger.standing = replace(standing, releases=[] if fresh else _releases(ledger))
    return ledger


def _begun(publication: PublicationSet, state: str, today: date, shown: Shown | None, lost: bool) -> str:
    """The name of a series that begins: that of one just begun and lost, where it is made again as it was."""
    first = new_series(today, publication.ids(), None)
    if shown is None or (not lost and (shown.seq == 0 or (shown.series, shown.state_hash) == (first, state))):
        return first
    return new_series(today, publication.ids(), shown)


def last_told(database: sqlite3.Connection) -> LastRelease | None:
    """What was told of the last release; None where the store knows of none."""
    row = database.execute("SELECT value FROM store.part WHERE name = 'series'").fetchone()
    return LastRelease(**json.loads(row[0])) if row else None


def _told(publication: PublicationSet, today: date, state: str, removals: list[Removal], form: str) -> str:
    """The digest of all that the data says: of its files none changes while this stays."""
    facts = publication.facts
    lists = {
        slug: [one.description.model_dump_json(), version.rows] for slug, one in facts.lists.items() if (version := one.current(today))
    }
    gone = [[one.id, str(one.on), reason_of(one)] for one in removals]
    texts = [str(today), state, gone, lists, facts.site.model_dump_json(), facts.policy.model_dump_json(), form]
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()


def _releases(ledger: Ledger) -> list[Release]:
    """The releases that have a delta, with keys made anew where what they say changed."""
    day = ledger.standing.on
    query = "SELECT seq, day, key FROM store.release WHERE day >= ? ORDER BY seq"
    kept = [Release(seq, date.fromisoformat(on), key) for seq, on, key in ledger.database.execute(query, (_oldest(day),))]
    every = [*kept, Release(ledger.standing.seq, day, "")] if ledger.new else kept
    touched = _touched(ledger)
    removals = {one.id: reason_of(one) for one in ledger.standing.removals}
    return [replace(one, key=_key(ledger, one, removals)) if not one.key or one.seq in touched else one for one in every]


def _oldest(day: date) -> str:
    """The first day that is still told."""
    return str(day - timedelta(days=RETENTION))


def _key(ledger: Ledger, release: Release, removals: dict[str, str]) -> str:
    says = [[*event, removals.get(event[0], "") if event[1] == "DEL" else ""] for event in ledger.happened(release.seq)]
    return hashlib.sha256(json.dumps([ledger.standing.series, release.seq, str(release.on), says]).encode()).hexdigest()


def _touched(ledger: Ledger) -> set[int]:
    """The earlier releases whose deltas name a decision that changes, goes or is gone for another reason now."""
    query = "SELECT DISTINCT e.seq FROM store.event e WHERE e.id IN (SELECT id FROM temp.op UNION SELECT id FROM temp.share)"
    touched = {seq for (seq,) in ledger.database.execute(query)}
    told = dict(ledger.database.execute("SELECT id, told FROM store.removal"))
    for one in ledger.standing.removals:
        if told.get(one.id, "") not in ("", reason_of(one)):
            touched |= {seq for (seq,) in ledger.database.execute("SELECT seq FROM store.event WHERE id = ?", (one.id,))}
    return touched
