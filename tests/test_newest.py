"""The newest decisions of a collection are those that a look at all decisions would find, whatever changed since the last build."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from publish import newest
from publish.state import open_state
from tests.content import Content

DAYS = st.sampled_from(["2026-04-30", "2026-05-01", "2026-05-31", "2026-06-02"])
decision = st.fixed_dictionaries({
    "published_on": DAYS, "decided_on": DAYS, "kind": st.sampled_from(["penalty", "permit"]), "agency": st.sampled_from(["all", "yi"]),
    "tags": st.lists(st.sampled_from(["air", "water"]), unique=True).map(sorted),
})  # fmt: skip
public_sets = st.lists(st.dictionaries(st.sampled_from([f"d{number:015d}" for number in range(8)]), decision), min_size=1, max_size=5)
COLLECTIONS = ("all", "kind/penalty", "kind/permit", "agency/all", "agency/yi", "topic/air", "topic/water")


def belongs(one: dict[str, Any]) -> set[str]:
    return {"all", f"kind/{one['kind']}", f"agency/{one['agency']}", *(f"topic/{tag}" for tag in one["tags"])}


def candidates(decisions: dict[str, dict[str, Any]]) -> Iterator[tuple[str | None, ...]]:
    for ident, one in decisions.items():
        row = json.dumps(one)
        yield ident, one["decided_on"], None, None, hashlib.sha256(row.encode()).hexdigest(), row, "{}"


def found(database: sqlite3.Connection, count: int) -> dict[str, list[str]]:
    return {name: [entry.id for entry in newest.newest(database, name, count)] for name in COLLECTIONS}


def expected(decisions: dict[str, dict[str, Any]], count: int) -> dict[str, list[str]]:
    order = sorted(decisions, key=lambda ident: (decisions[ident]["published_on"], decisions[ident]["decided_on"], ident), reverse=True)
    return {name: [ident for ident in order if name in belongs(decisions[ident])][:count] for name in COLLECTIONS}


@contextmanager
def opened(folder: str) -> Iterator[sqlite3.Connection]:
    with closing(open_state(Path(folder), Path(folder))) as database:
        yield database


def build(database: sqlite3.Connection, before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> None:
    """Lay out the days that differ, as a build does."""
    days = {one["decided_on"] for both in (before, now) for ident, one in both.items() if before.get(ident) != now.get(ident)}
    database.executemany("INSERT INTO temp.judged VALUES (?)", [(day,) for day in days])
    rows = [row for row in candidates(now) if row[1] in days]
    database.executemany("INSERT INTO temp.candidate VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    newest.lay_out(database)


def remember(database: sqlite3.Connection) -> None:
    newest.keep(database)
    database.execute("DELETE FROM store.decision WHERE id IN (SELECT id FROM temp.stale)")
    database.execute("INSERT OR REPLACE INTO store.decision SELECT * FROM temp.candidate")


@given(public_sets, st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_they_are_found_during_a_build_and_after_it(steps: list[dict[str, dict[str, Any]]], count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before: dict[str, dict[str, Any]] = {}
        for now in steps:
            with opened(folder) as database:
                build(database, before, now)
                assert found(database, count) == expected(now, count)
                remember(database)
            with opened(folder) as database:
                assert found(database, count) == expected(now, count)
            before = now


def test_a_store_that_has_no_index_yet_gets_one(tmp_path: Path) -> None:
    content = Content(tmp_path)
    one, two = content.decision(published_on="2026-06-04"), content.decision(tags=["air"])
    content.build()
    store = content.output.with_name("output.state")
    with opened(str(store)) as database:
        database.execute("DROP TABLE store.entry")
    with opened(str(store)) as database:
        assert [entry.id for entry in newest.newest(database, "agency/jia", 100)] == [one, two]
        assert [entry.id for entry in newest.newest(database, "topic/air", 100)] == [two]


def test_nothing_of_a_withdrawn_decision_stays_in_the_index(tmp_path: Path) -> None:
    content = Content(tmp_path)
    one, two = content.decision(), content.decision()
    content.build()
    content.order(one)
    content.build()
    with opened(str(content.output.with_name("output.state"))) as database:
        assert {ident for (ident,) in database.execute("SELECT id FROM store.entry")} == {two}
