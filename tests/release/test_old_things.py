"""What was withdrawn does not come back, whatever old thing is restored; nothing else is lost by it for long."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.content import TODAY
from tests.release.places import Place, clean, inodes, without_history

ONE, TWO, THREE = (f"d{number:015d}" for number in (1, 2, 3))
NEWER = {"site.store": "store", "site.state": "state", "site": "release"}


def withdrawn(place: Place) -> str:
    """Back up all, then withdraw the first decision with a release; the order."""
    for name in NEWER:
        place.backup(name)
    order = place.content.order(ONE)
    place.commit()
    assert place.release(TODAY + timedelta(days=1)) == 0
    assert not place.shows(ONE)
    return order


@pytest.mark.parametrize("name", NEWER)
def test_an_old_folder_brings_nothing_back_and_the_next_release_is_as_a_clean_one(place: Place, name: str) -> None:
    withdrawn(place)
    place.restore(name)
    assert place.release(TODAY + timedelta(days=1)) == 0
    assert not place.shows(ONE)
    assert place.holding(ONE) == set()
    assert without_history(place.served()) == clean(place, TODAY + timedelta(days=1))


def test_old_state_and_old_store_together_bring_nothing_back(place: Place) -> None:
    withdrawn(place)
    place.restore("site.store")
    place.restore("site.state")
    assert place.release(TODAY + timedelta(days=1)) == 0
    assert "set.series" in place.words
    assert place.holding(ONE) == set()
    assert without_history(place.served()) == clean(place, TODAY + timedelta(days=1))


def test_a_lost_store_is_a_loud_warning_and_a_new_series(place: Place) -> None:
    withdrawn(place)
    shutil.rmtree(place.store)
    new = place.content.decision()
    place.commit()
    assert place.release(TODAY + timedelta(days=1)) == 0
    assert "set.series" in place.words
    assert place.shows(new)
    assert place.holding(ONE) == set()


@pytest.mark.parametrize("lost", [(), ("site.state",)])
def test_with_an_old_store_and_without_its_order_the_decision_stays_away_until_it_is_restored(place: Place, lost: tuple[str, ...]) -> None:
    order = withdrawn(place)
    place.restore("site.store")
    for name in lost:
        shutil.rmtree(place.root / name)
    text = (place.content.folder / place.content.order_path(order)).read_bytes()
    place.content.delete(place.content.order_path(order))
    new = place.content.decision()
    place.commit()
    later = TODAY + timedelta(days=1)
    for _ in range(3):
        assert place.release(later) == 1
        assert "set.returned" in place.words or "set.vanished" in place.words
        assert not place.shows(ONE)
        assert not place.shows(new)
        assert place.holding(ONE) == set()
    place.content.write(place.content.order_path(order), text)
    place.content.order(ONE, action="restore", ordered_on=later, effective_on=later)
    place.commit()
    assert place.release(later) == 0
    assert place.shows(ONE)
    assert place.shows(new)


def test_with_no_store_at_all_that_decision_alone_is_kept_out(place: Place) -> None:
    order = withdrawn(place)
    shutil.rmtree(place.store)
    place.content.delete(place.content.order_path(order))
    new, away = place.content.decision(), place.content.order(TWO)
    place.commit()
    later = TODAY + timedelta(days=1)
    assert place.release(later) == 0
    assert "set.returned" in place.words
    assert (place.shows(ONE), place.shows(TWO), place.shows(new)) == (False, False, True)
    assert place.holding(ONE) == set()
    assert away
    place.commit()
    place.content.decision()
    place.commit()
    assert place.release(later) == 1  # the store knows it now
    assert "set.vanished" in place.words
    assert not place.shows(ONE)


def test_an_older_commit_lets_nothing_new_in_and_its_removals_through(place: Place) -> None:
    first = place.git("rev-parse", "HEAD").strip()
    place.content.edit(TWO, facts="独实改：更正后的事实")
    place.commit()
    assert place.release() == 0
    place.git("reset", "--quiet", "--hard", first)
    assert place.release() == 1
    assert "set.older" in place.words
    assert "独实改" in place.served()[f"decision/d0/{TWO}.html"].decode()


def test_a_history_that_was_written_anew_is_told_and_published(place: Place) -> None:
    place.content.decision()
    place.commit()
    assert place.release() == 0
    place.git("commit", "--quiet", "--amend", "--message", "改写")
    place.git("reset", "--quiet", "--soft", "HEAD~1")
    new = place.content.decision()
    place.commit()
    assert place.release() == 0
    assert "set.older" in place.words
    assert place.shows(new)


def test_an_ended_decision_may_return_when_its_period_changes(place: Place) -> None:
    place.content.edit(ONE, public_until="2026-06-14")
    place.commit()
    assert place.release() == 0
    assert not place.shows(ONE)
    place.content.edit(ONE, public_until=None)
    place.commit()
    assert place.release() == 0
    assert place.shows(ONE)


@pytest.mark.parametrize(
    ("what", "spoil"),
    {
        "the link is gone": lambda site: (site / "current").unlink(),
        "the link leads nowhere": lambda site: [(site / "current").unlink(), (site / "current").symlink_to("r-0123456789abcdef")],
        "the served tree is gone": lambda site: shutil.rmtree((site / "current").resolve()),
        "the spare tree is gone": lambda site: shutil.rmtree(site / "spare"),
        "the spare tree holds other files": lambda site: (site / "spare" / "index.html").write_text("旧", encoding="utf-8"),
        "a tree was left over": lambda site: shutil.copytree(site / "spare", site / "r-0123456789abcdef"),
    }.items(),
)
def test_a_target_in_disorder_is_put_right(place: Place, what: str, spoil: Callable[[Path], object]) -> None:
    assert place.release() == 0
    if "other files" in what:  # a write in place reaches both trees
        (place.site / "spare" / "index.html").unlink()
    spoil(place.site)
    place.content.edit(TWO, facts="独实改：更正后的事实")
    place.commit()
    assert place.release() == 0, place.words
    assert without_history(place.served()) == clean(place)
    assert inodes(place.site / "current") == inodes(place.site / "spare")
    assert len(list(place.site.iterdir())) == 3
