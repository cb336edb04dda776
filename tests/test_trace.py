"""What is not public leaves no trace: not in the output, not in the store, whatever was edited before.

A small model says which decisions may be public; the built tree is searched for every term of every other one.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from publish.periods import months_later
from tests.content import DELETIONS, FEED_ID, opened
from tests.histories import SLOW, History, apply, careless, credit_code, filled, ident, lawful, of_today

Edits = list[tuple[object, ...]]


def pages(tree: dict[str, bytes]) -> set[str]:
    """Ids of the decisions that have a page."""
    return {path[len("decision/ab/") :].removesuffix(".html") for path in tree if path.startswith("decision/") and path.endswith(".html")}


def outside_feeds(tree: dict[str, bytes]) -> dict[str, bytes]:
    """The files that do not tell readers that something is newer than what they keep."""
    return {path: content for path, content in tree.items() if not path.startswith("feeds/")}


def expected(history: History) -> set[str]:
    """What the format says of each decision on the history's day (the model)."""
    out = history.withdrawn() | {number for number, action in history.acts if action == "repair"}
    return {
        ident(made.number)
        for made in history.decisions.values()
        if made.status == "approved" and made.scope != "withheld" and made.number not in out
        if made.decided_on + timedelta(days=2) <= history.today <= months_later(made.decided_on, history.months)
    }


def facts_search(history: History, output: bytes, store: bytes) -> None:
    """Rows that left every version of their list, internal columns, reports that were taken away, changed or are not out yet."""
    everything = output + store
    assert "密序".encode() not in everything
    for name, word in {"officers": "独员", "windows": "独窗", "procedures": "独步", "permit-guides": "独许"}.items():
        listed = {number for (of, _), rows in history.rows.items() if of == name for number in rows}
        assert [number for number in range(1, 8) if number not in listed and f"{word}{number}".encode() in everything] == [], name
    said = {f"独报{year}第{version}版" for year in (2024, 2025, 2026) for version in range(4)}
    kept = {
        f"独报{year}第{version}版": year < history.today.year and on <= str(history.today)
        for year, (version, on) in history.reports.items()
    }
    assert [one for one in said - kept.keys() if one.encode() in store] == []
    assert {one for one in said if one.encode() in output} == {one for one, out in kept.items() if out}


def search(history: History, tree: dict[str, bytes], public: set[str], stopped: bool = False) -> None:
    """Every byte of output and store, for every term of what is not public."""
    store = (history.root / "output.state" / "store.sqlite").read_bytes()
    files = {path: opened(content, path) for path, content in tree.items()}
    files |= {path: FEED_ID.sub(b"", content) for path, content in files.items() if path.startswith("feeds/")}
    everything = b"\0".join([*files.values(), *(path.encode() for path in tree)])
    untold = b"\0".join([content for path, content in files.items() if not path.startswith(DELETIONS)])
    for made in (*history.decisions.values(), *history.former):
        if ident(made.number) in public:
            continue
        ident_alone, *terms = made.terms  # the id stays where deletions are told, and in the store
        assert ident_alone.encode() not in untold, ident_alone
        for term in terms:
            assert term.encode() not in everything + store, term
    if stopped:
        return  # the last public set may show an older version, with another party
    facts_search(history, everything, store)
    parties = {made.party for made in history.decisions.values() if ident(made.number) in public}
    for party in set(range(4)) - parties:
        assert f"独名{party}某".encode() not in everything + store
        assert credit_code(party).encode() not in everything + store


@SLOW
@given(st.lists(st.lists(st.one_of(lawful, careless), min_size=1, max_size=4), min_size=2, max_size=6))
def test_what_is_not_public_is_nowhere(steps: list[Edits]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = filled(Path(folder))
        before = pages(history.tree())
        for step in steps:
            for edit in step:
                apply(history, edit)
            report = history.build()
            tree = history.tree()
            public = pages(tree)
            assert len(public) == report.decisions["published"]
            assert public <= before if report.stopped else public == expected(history)
            search(history, tree, public, report.stopped)
            assert not public & {ident(number) for number in history.withdrawn()}
            before = public


@SLOW
@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["revoked", "error", "privacy", "void"])), min_size=1, max_size=7))
def test_many_withdrawals_leave_notices_and_nothing_else(orders: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = filled(Path(folder))
        for number, ground in orders:
            history.order(number, "withdraw", ground)
        report = history.build()
        tree = history.tree()
        assert not report.stopped
        assert pages(tree) == {ident(number) for number in range(7)} - {ident(number) for number, _ in orders}
        search(history, tree, pages(tree))
        assert len([path for path in tree if path.startswith("notices/") and path != "notices/index.html"]) == len(orders)
        listed = b"".join(text for path, text in tree.items() if path.startswith("sitemap/notices-"))
        assert all(f"notices/{name}.html".encode() in listed for name in history.orders)


def test_a_restored_decision_comes_back_as_it_was(tmp_path: Path) -> None:
    history = filled(tmp_path)
    before = history.tree()
    history.order(3, "withdraw")
    history.build()
    assert history.tree() != before
    history.order(3, "restore")
    history.build()
    assert outside_feeds(of_today(history.tree())) == outside_feeds(of_today(before))


def test_an_ended_decision_goes_silently_on_the_day_after_its_last(tmp_path: Path) -> None:
    history = filled(tmp_path)
    last = months_later(history.decisions[6].decided_on, 12)
    history.build(today=last)
    assert ident(6) in pages(history.tree())
    history.today = date.fromordinal(last.toordinal() + 1)
    report = history.build()
    assert ident(6) not in pages(history.tree())
    assert {one.code for one in report.findings} == {"deadlines.report"}  # of the year before; nothing of the ended one
    assert not [path for path in history.tree() if path.startswith("notices/") and path != "notices/index.html"]
