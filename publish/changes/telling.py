"""What the change lists tell of the releases, and when each public decision last changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from publish.changes.ledger import Ledger
from publish.changes.release import RETENTION, Op, Release


@dataclass(frozen=True)
class Telling:
    """The releases that are told, oldest first, each with the number of its entries.

    `earlier`: ids of what is gone without a release that tells of it (the series is younger, or a release changed too much to
    be told); the first release tells of them.
    """

    ledger: Ledger
    told: list[tuple[Release, int]]
    earlier: list[str]

    def happened(self, release: Release) -> Iterator[tuple[str, Op]]:
        """(id, operation) of what a release did and is still told."""
        if release == self.told[0][0]:
            yield from ((ident, "DEL") for ident in self.earlier)
        if release in self.ledger.standing.releases:
            yield from ((ident, op) for ident, op, _ in self.ledger.happened(release.seq))


def telling(ledger: Ledger, most: int) -> Telling:
    """The lists begin with the release before the first delta, if it is not too long ago. `most`: of `earlier`, the newest."""
    standing, database = ledger.standing, ledger.database
    told_gone = "SELECT id FROM store.event WHERE id IN (SELECT id FROM store.removal) AND op = 'DEL'"
    gone = set() if ledger.fresh else {ident for (ident,) in database.execute(told_gone)}
    counts = {standing.since.seq: 0}
    if not ledger.fresh:
        counts |= dict(database.execute("SELECT seq, COUNT(*) FROM store.event GROUP BY seq"))
        over = "SELECT seq, COUNT(*) FROM store.event WHERE id IN (SELECT id FROM temp.op WHERE op != 'MOD') GROUP BY seq"
        for seq, number in database.execute(over).fetchall():
            counts[seq] -= number
        ops = database.execute("SELECT id, op FROM temp.op").fetchall()
        gone |= {ident for ident, op in ops if op == "DEL"}
        counts[standing.seq] = len(ops) if ledger.new else counts.get(standing.seq, 0)
    earlier = [one.id for one in sorted(standing.removals, key=lambda one: (one.on, one.id)) if one.id not in gone][-most:]
    oldest = standing.on - timedelta(days=RETENTION)
    releases = [standing.since, *standing.releases] if standing.since.on >= oldest else standing.releases
    told = [(one, counts.get(one.seq, 0)) for one in releases]
    first, number = told[0]
    return Telling(ledger, [(first, number + len(earlier)), *told[1:]], earlier)


def last_changes(ledger: Ledger, ids: Iterable[str]) -> dict[str, Release]:
    """Id → the release that last changed it; what has not changed since the first release of the series has none."""
    database, standing = ledger.database, ledger.standing
    if standing.seq == 1:
        return {}
    query = "SELECT seq, day, '' FROM store.changed WHERE id = ?"
    now = "SELECT 1 FROM temp.op WHERE id = ?"
    found = {}
    for ident in ids:
        if database.execute(now, (ident,)).fetchone():
            found[ident] = Release(standing.seq, standing.on, "")
        elif row := database.execute(query, (ident,)).fetchone():
            found[ident] = Release(row[0], date.fromisoformat(row[1]), "")
    return found


def write_changes(ledger: Ledger) -> None:
    """Take over when each public decision last changed, within the build's last transaction."""
    database, standing = ledger.database, ledger.standing
    if standing.seq == 1:
        database.execute("DELETE FROM store.changed")
        return
    database.execute("DELETE FROM store.changed WHERE id IN (SELECT id FROM temp.op)")
    query = "INSERT INTO store.changed SELECT id, ?, ? FROM temp.op WHERE op != 'DEL'"
    database.execute(query, (standing.seq, str(standing.on)))
