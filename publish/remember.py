"""The last transaction of a build, after `verify`: what was published and made, written to state and store together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from publish import newest, state
from publish.changes.writing import write
from publish.comparison import Comparison
from publish.deciding import Decision
from publish.plan import Plan
from publish.reporting import Report
from publish.request import Release
from publish.statistics import annual

KEPT = 100  # releases whose origin is known


@dataclass(frozen=True)
class Mark:
    """How a build is known again: its name, the digest of its inputs, and what it is told as a release."""

    name: str
    inputs: str
    release: Release | None


def remember(database: sqlite3.Connection, decision: Decision, plan: Plan, comparison: Comparison, report: Report, mark: Mark) -> None:
    """Make this build the last one. Until the commit, the one before it is."""
    database.execute("BEGIN")
    _store(database, decision, plan)
    write(plan.ledger)
    annual.write(database, decision.tables)
    plan.statistics.write()
    plan.data.write()
    _orders(database, decision)
    if decision.stopped:
        database.execute("UPDATE main.day SET judged_with = '' WHERE name IN (SELECT name FROM temp.judged)")
    else:
        _verdicts(database, decision)
    comparison.keep()
    state.sign(database, mark.name)
    if mark.release:
        values = (mark.name[:16], str(plan.today), json.dumps(mark.release.origin))
        database.execute("INSERT INTO store.released (name, day, origin) VALUES (?, ?, ?)", values)
        database.execute("DELETE FROM store.released WHERE no <= (SELECT MAX(no) FROM store.released) - ?", (KEPT,))
    if not decision.unsure:
        state.put(database, "last", {"inputs": mark.inputs, "report": report.as_json()})
    database.execute("COMMIT")


def _store(database: sqlite3.Connection, decision: Decision, plan: Plan) -> None:
    """The public set as it is now; what left it is overwritten (`secure_delete`)."""
    publication = plan.publication
    newest.keep(database)
    database.execute("DELETE FROM store.decision WHERE day IN (SELECT name FROM temp.judged) AND id NOT IN (SELECT id FROM temp.candidate)")
    database.execute(f"INSERT OR REPLACE INTO store.decision SELECT * FROM temp.candidate WHERE {_changed(database, plan)} ORDER BY id")
    for month in publication.anew:
        database.execute("DELETE FROM store.month WHERE name = ?", (month,))
        if month in plan.summaries:
            values = (month, publication.digest(month), json.dumps(plan.summaries[month], ensure_ascii=False))
            database.execute("INSERT INTO store.month VALUES (?, ?, ?)", values)
    parts = {
        "facts": publication.facts.model_dump_json(),
        "trust": "1" if publication.facts.trust else "",
        "notices": json.dumps([one.model_dump(mode="json") for one in publication.notices]),
        "release": json.dumps({"day": str(plan.today), "lists": _versions(plan)}),
    }
    if not decision.stopped:
        parts["rows"] = plan.ledger.last.form
    database.executemany("INSERT OR REPLACE INTO store.part VALUES (?, ?)", parts.items())
    database.execute("INSERT OR REPLACE INTO store.known SELECT id, 'public' FROM temp.candidate")
    if not decision.stopped:
        revisions = [(ident, one.revision, one.text) for verdict in decision.verdicts for ident, one in verdict.revisions.items()]
        database.executemany("INSERT OR REPLACE INTO store.revision VALUES (?, ?, ?)", revisions)
    states = [(ident, "removed") for ident in decision.gone]
    # Without a stop, an order for an unknown id was let pass with a warning; it must not stop the builds after this one.
    states += [] if decision.stopped else [(ident, "removed") for ident in decision.ordered]
    known = _known(database, decision.ordered_away | decision.leaking)
    ordered = decision.ordered_away & (known | decision.gone) if decision.stopped else decision.ordered_away
    states += [(ident, "ordered") for ident in ordered]
    states += [(ident, "privacy") for ident in decision.leaking & known]
    database.executemany("INSERT OR REPLACE INTO store.known VALUES (?, ?)", states)


def _changed(database: sqlite3.Connection, plan: Plan) -> str:
    """Which candidates the store does not have. Rows of another program may say less, and no digest tells: then they are looked at."""
    fresh = "id IN (SELECT id FROM temp.fresh)"
    made_by = database.execute("SELECT value FROM store.part WHERE name = 'rows'").fetchone()
    if made_by and made_by[0] == plan.ledger.last.form:
        return fresh
    return f"{fresh} OR row != (SELECT row FROM store.decision s WHERE s.id = candidate.id)"


def _orders(database: sqlite3.Connection, decision: Decision) -> None:
    """The orders in force; under a stop those that seem to be so no more stay, for they may be lost."""
    before = dict(database.execute("SELECT id, decision FROM store.in_force"))
    if not decision.stopped:
        over = [(ident,) for ident in before if ident not in decision.in_force]
        database.executemany("DELETE FROM store.in_force WHERE id = ?", over)
    new = [pair for pair in decision.in_force.items() if before.get(pair[0]) != pair[1]]
    database.executemany("INSERT OR REPLACE INTO store.in_force VALUES (?, ?)", new)


def _versions(plan: Plan) -> dict[str, str]:
    """The day of the version that is shown of each list."""
    current = {slug: one.current(plan.today) for slug, one in plan.publication.facts.lists.items()}
    return {slug: str(version.on) for slug, version in current.items() if version}


def _known(database: sqlite3.Connection, idents: Iterable[str]) -> set[str]:
    query = "SELECT 1 FROM store.known WHERE id = ?"
    return {ident for ident in idents if database.execute(query, (ident,)).fetchone()}


def _verdicts(database: sqlite3.Connection, decision: Decision) -> None:
    """What the gate said of each day; days without decisions are forgotten."""
    for one in decision.verdicts:
        findings = json.dumps([finding.as_json() for finding in one.findings], ensure_ascii=False)
        values = (
            one.name,
            decision.key if one.lasting and not decision.unsure else "",
            str(one.valid_from),
            str(one.valid_until),
            json.dumps(one.counts),
            findings,
            json.dumps(one.tally, ensure_ascii=False),
        )
        database.execute("INSERT OR REPLACE INTO main.day VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    query = "DELETE FROM main.day WHERE NOT EXISTS (SELECT 1 FROM main.source WHERE kind = 'decision' AND day = name)"
    database.execute(query)
