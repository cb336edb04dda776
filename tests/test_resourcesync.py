"""A standard ResourceSync client keeps an exact copy of the decisions' JSON files (`resync-sync`, over HTTP, under a path prefix)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from publish.changes import ledger
from publish.changes.release import RETENTION
from publish.exports import change_lists
from tests.content import TODAY
from tests.copying import LISTS, Copy, Source, applied, gone, served


@pytest.fixture
def source(tmp_path: Path, serve: Callable[[Path], str]) -> Source:
    return served(tmp_path, serve)


@pytest.fixture
def copy(source: Source, tmp_path: Path) -> Copy:
    return Copy(source.site, tmp_path / "agency")


def test_a_baseline_copies_every_decision_byte_for_byte(source: Source, copy: Copy) -> None:
    source.release()
    copy.baseline()
    assert copy.files() == source.files()
    assert len(copy.files()) == 3
    assert copy.in_sync()


def test_an_incremental_run_removes_exactly_the_withdrawn_file(source: Source, copy: Copy) -> None:
    source.release()
    copy.baseline()
    before = copy.files()
    withdrawn, *_ = source.content.decisions
    source.content.order(withdrawn)
    source.release(1)
    assert "deleted=1" in copy.incremental()
    assert before.keys() - copy.files().keys() == {f"decision/{withdrawn[:2]}/{withdrawn}.json"}
    assert copy.files() == source.files()
    assert copy.in_sync()


def test_an_incremental_run_takes_over_what_is_new_changed_ended_or_public_again(source: Source, copy: Copy) -> None:
    first, second, third = source.content.decisions
    source.content.edit(third, public_until=str(TODAY + timedelta(days=1)))
    source.content.order(first)
    source.release()
    copy.baseline()
    source.content.edit(second, conclusion="罚款9000元")
    new = source.content.decision()
    back = TODAY + timedelta(days=2)
    source.content.order(first, "restore", ordered_on=back, effective_on=back)
    source.release(2)
    copy.incremental()
    assert {gone(path) for path in copy.files()} == {first, second, new}
    assert copy.files() == source.files()
    assert copy.in_sync()


def test_a_second_release_on_one_day_is_not_missed(source: Source, copy: Copy) -> None:
    first, second, third = source.content.decisions
    source.release()
    copy.baseline()
    for figure, withdrawn in (("5000", first), ("6000", second)):  # as long as before: only the time tells
        source.content.edit(third, conclusion=f"罚款{figure}元")
        source.content.order(withdrawn)
        source.release(1)
        copy.incremental()
        assert copy.files() == source.files()
        assert copy.in_sync()
    assert len(copy.files()) == 1


def test_a_baseline_sees_a_change_of_the_same_length_also_on_one_day(source: Source, copy: Copy) -> None:
    one, *_ = source.content.decisions
    for days, figure in ((0, "4000"), (3, "5000"), (3, "6000")):
        source.content.edit(one, conclusion=f"罚款{figure}元")
        source.release(days)
        copy.baseline()
        assert copy.files() == source.files()


def test_what_was_published_and_withdrawn_on_one_day_goes_from_the_copy_made_in_between(source: Source, copy: Copy) -> None:
    source.release()
    short = source.content.decision()
    source.release(1)
    copy.baseline()
    assert f"decision/{short[:2]}/{short}.json" in copy.files()
    source.content.order(short)
    source.release(1)
    copy.incremental()
    assert copy.files() == source.files()


def test_a_client_that_takes_only_what_is_later_than_its_last_list_misses_nothing(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_lists, "REACH", 0)
    first, second, third = source.content.decisions
    source.release()
    held = [(source.at(), source.files())]
    for days, figure in ((0, "5000"), (0, "6000"), (40, "7000"), (80, "8000"), (80, "9000"), (120, "4000")):
        source.content.edit(third, conclusion=f"罚款{figure}元")
        if figure in ("6000", "9000"):
            source.content.order(first if figure == "6000" else second)
        if figure == "7000":
            source.content.decision(decided_on="2026-07-03", published_on="2026-07-06")
        source.release(days)
        assert all(applied(files, since, source) == source.files() for since, files in held)
        held.append((source.at(), source.files()))
    closed = {path for path in source.documents() if "changelist-2026" in path}
    assert closed == {f"{LISTS}changelist-2026-06.xml", f"{LISTS}changelist-2026-07.xml"}


def test_a_client_that_knows_no_more_than_the_host_finds_the_lists_by_the_redirect(source: Source, copy: Copy) -> None:
    source.release()
    copy.site += "/decision"
    copy.baseline()
    assert {f"decision/{path}": content for path, content in copy.files().items()} == source.files()


def test_a_client_that_was_away_for_a_year_is_told_of_all_that_is_gone(source: Source, copy: Copy) -> None:
    source.release()
    copy.baseline()
    withdrawn, changed, _ = source.content.decisions
    source.content.order(withdrawn)
    source.release(10)
    source.content.edit(changed, conclusion="罚款9000元")
    source.release(200)
    source.release(RETENTION - 30)
    copy.incremental()
    assert copy.files() == source.files()
    assert copy.in_sync()


def test_a_client_that_was_away_for_longer_than_deletions_are_told_sees_it_and_loads_the_baseline(source: Source, copy: Copy) -> None:
    source.release()
    copy.baseline()
    withdrawn, *_ = source.content.decisions
    source.content.order(withdrawn)
    source.release(10)
    source.release(RETENTION + 60)
    changes = source.documents()[f"{LISTS}changelist.xml"]
    assert changes.entries == []
    assert changes.about["from"] > str(TODAY + timedelta(days=10))
    copy.baseline()
    assert copy.files() == source.files()


def test_after_a_lost_store_the_new_series_still_tells_of_withdrawals(source: Source, copy: Copy) -> None:
    first, second, _ = source.content.decisions
    source.release()
    copy.baseline()
    source.content.order(first)
    source.release(3)
    shutil.rmtree(source.content.output.with_name("output.state"))
    source.content.order(second)
    source.content.publish(TODAY + timedelta(days=9))
    copy.incremental()
    assert copy.files() == source.files()
    assert len(copy.files()) == 1
    copy.baseline()
    assert copy.in_sync()


def test_a_release_that_changes_too_much_to_be_told_moves_the_beginning_and_tells_what_is_gone(
    source: Source, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = source.content.decisions
    source.release()
    copy.baseline()
    source.content.order(first)
    source.release(1)
    monkeypatch.setattr(ledger, "MOST", 1)
    source.content.order(second)
    source.content.edit(third, conclusion="罚款5000元")
    source.release(2)
    changes = source.documents()[f"{LISTS}changelist.xml"]
    assert [(gone(address), about["change"]) for address, _, about in changes.entries] == [(first, "deleted"), (second, "deleted")]
    assert {about["datetime"] for _, _, about in changes.entries} == {changes.about["from"]}
    copy.incremental()
    assert copy.files().keys() == source.files().keys()
    copy.baseline()
    assert copy.files() == source.files()
