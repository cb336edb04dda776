"""What was withdrawn does not come back because something old was restored: a store, a state folder, a commit.

The store knows what it withdrew itself (`set.vanished` tells where its order is lost). What a *newer* store withdrew is told by the
site as it is served: `data/v1/withdrawals.json` names the ids for as long as deletions are told. Only an order `restore` in the
content lets such a decision be public again. Ended decisions are not meant: they may return when periods change.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

from publish.errors import Finding, Level
from publish.exports import ROOT
from publish.fields import ID_FORM
from publish.judging import Judgement
from publish.orders import Orders
from publish.rules import set as set_rules

WITHDRAWALS = f"{ROOT}withdrawals.json"
PUBLIC = "SELECT id FROM temp.candidate UNION SELECT id FROM store.decision"


def withdrawn_in(output: Path) -> frozenset[str]:
    """What the files of a site tell to be withdrawn."""
    try:
        return withdrawn_by((output / WITHDRAWALS).read_bytes())
    except OSError:
        return frozenset()


def withdrawn_by(told: bytes | None) -> frozenset[str]:
    """The withdrawn ids of a `withdrawals.json`; none where there is none, or nothing legible."""
    try:
        rows: Any = json.loads(told or b"[]")
        ids = {str(row["id"]) for row in rows if row["reason"] == "withdrawn"}
    except (ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(ident for ident in ids if ID_FORM.fullmatch(ident))


def keep_out(database: sqlite3.Connection, judgement: Judgement, orders: Orders, withdrawn: frozenset[str]) -> None:
    """Take withdrawn decisions out of what may be public, with a finding each that stops.

    A store that knows no public set cannot say what a stop leaves in place; then the decision alone is held.
    """
    mine = {ident for (ident,) in database.execute("SELECT id FROM store.known WHERE state = 'ordered'")}
    wanted = sorted(withdrawn - mine - orders.restored().keys())
    if not wanted:
        return
    public = {ident for (ident,) in database.execute(PUBLIC)}
    judgement.returned = {ident for ident in wanted if ident in public and not orders.fate(ident).state}
    level = Level.stop if database.execute("SELECT 1 FROM store.part WHERE name = 'facts'").fetchone() else Level.hold
    days = set()
    for ident in sorted(judgement.returned):
        days |= {name for (name,) in database.execute("SELECT day FROM temp.candidate WHERE id = ?", (ident,))}
        judgement.findings.append(_finding(database, ident, level))
    database.executemany("DELETE FROM temp.candidate WHERE id = ?", [(ident,) for ident in judgement.returned])
    judgement.removed |= judgement.returned
    judgement.verdicts = [replace(one, lasting=one.lasting and one.name not in days) for one in judgement.verdicts]


def _finding(database: sqlite3.Connection, ident: str, level: Level) -> Finding:
    row = database.execute("SELECT path FROM main.source WHERE kind = 'decision' AND rid = ?", (ident,)).fetchone()
    return set_rules.returned(row[0] if row else f"decisions/{ident}.md", ident, level)
