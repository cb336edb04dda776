"""What the last public set held, and what of it is new, changed or gone now: for what is brought up to a change, not made anew.

To be asked before the store takes this build over (`publish.remember`).
"""

from __future__ import annotations

import sqlite3

from publish.publication import span


def digest(database: sqlite3.Connection, month: str) -> str:
    """The digest of a month's rows in the last public set; "" where it had none."""
    row = database.execute("SELECT digest FROM store.month WHERE name = ?", (month,)).fetchone()
    return str(row[0]) if row else ""


def places(database: sqlite3.Connection, month: str) -> list[tuple[str, str]]:
    """Day of decision and id of a month's decisions in the last public set, in order."""
    query = "SELECT day, id FROM store.decision WHERE day >= ? AND day < ? ORDER BY day, id"
    return database.execute(query, span(month)).fetchall()


Told = tuple[str, str]  # row and record of a decision (JSON)


def touched(database: sqlite3.Connection, month: str) -> tuple[list[Told], list[Told]]:
    """What is new, changed or gone: the decisions that were of a month in the last public set, and those that are now."""
    was = "SELECT row, record FROM temp.stale CROSS JOIN store.decision USING (id) WHERE day >= ? AND day < ?"
    now = "SELECT row, record FROM temp.fresh CROSS JOIN temp.candidate USING (id) WHERE collection = 'all' AND day >= ? AND day < ?"
    # CROSS JOIN: SQLite then begins with the few that changed.
    before, after = (database.execute(query, span(month)).fetchall() for query in (was, now))
    return before, after
