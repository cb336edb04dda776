"""The signatures over orders: which orders need some, and what a fault does.

A restore publishes again, so it needs both signatures and does nothing without them; whatever takes a decision down does so
in any case, and its notice then shows the ground alone (design.md, law 1).
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from publish.errors import Finding
from publish.load import Filed
from publish.model import OrderFile
from publish.orders import Order
from publish.rules.signature import of_order
from publish.signing.needs import Needs
from publish.signing.seals import Seals, Signed


def with_signatures(
    database: sqlite3.Connection, seals: Seals, needs: Needs | None, orders: list[tuple[Filed, Order]]
) -> list[tuple[Order, list[Finding]]]:
    """The orders as far as their signatures let them act, with what is wrong with these. Orders with other faults stay as they are."""
    records = [(filed, one, filed.record) for filed, one in orders if isinstance(filed.record, OrderFile)]
    signatures = seals.of([Signed(filed.path, record, record.ordered_on) for filed, _, record in records])
    told: dict[str, list[Finding]] = {}
    for filed, _, record in records:
        needed = needs is not None and _needed(database, needs, record)
        there = signatures.get(filed.path, ())
        if needed or there:
            told[filed.path] = of_order(filed.path, filed.line("id"), record.action, needed, there)
    return [(_weakened(one) if told.get(filed.path) else one, told.get(filed.path, [])) for filed, one in orders]


def _weakened(one: Order) -> Order:
    return replace(one, whole=False, reason="", instrument="")


def _needed(database: sqlite3.Connection, needs: Needs, record: OrderFile) -> bool:
    """By the order's own agency or the decision's. A restore needs them whatever its day, and for all that was ever public signed.

    Else a day before `since`, or an agency that needs none, would take back what others took down.
    """
    query = "SELECT path FROM main.source WHERE kind = 'decision' AND rid = ?"
    agencies = {record.agency} | {path.split("/")[1] for (path,) in database.execute(query, (record.decision,))}
    if record.action != "restore":
        return any(needs.roles(agency, record.ordered_on, record.id) for agency in agencies)
    demands = [demand for demand in map(needs.demand, sorted(agencies)) if demand]
    if any(record.id in demand.unsigned for demand in demands):
        return False
    return bool(demands) or bool(database.execute("SELECT 1 FROM store.revision WHERE id = ?", (record.decision,)).fetchone())
