"""Release stores that an earlier version of the program wrote."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from tests.content import Content


def test_a_store_that_had_its_decisions_by_month_goes_on(tmp_path: Path) -> None:
    content, store = Content(tmp_path), tmp_path / "store"
    one, two = content.decision(), content.decision(decided_on="2026-05-30", published_on="2026-06-01")
    assert content.publish(store=store) == 0
    with sqlite3.connect(store / "store.sqlite") as database:
        database.execute("DROP INDEX decision_by_day")
        database.execute("ALTER TABLE decision RENAME COLUMN day TO month")
        database.execute("UPDATE decision SET month = substr(month, 1, 7)")
        database.execute("CREATE INDEX decision_by_month ON decision (month, id, digest, party)")
        database.execute("PRAGMA user_version = 0")
    shutil.rmtree(content.output.with_name(f"{content.output.name}.state"))
    before = content.tree()
    assert content.publish(store=store) == 0
    assert content.tree() == before
    content.delete(content.where(one))
    assert content.publish(store=store) == 1, "it was public, and must not vanish without an order"
    content.order(one)
    assert content.publish(store=store) == 0
    assert (content.public(one), content.public(two)) == (False, True)
