"""Releases to another machine and to an object store: what readers get is the last tree, whole, whatever happened before."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from publish.errors import TargetFailed
from tests.targets.places import BucketPlace, Cut, Files, Place, SshPlace, made, release

SITE: Files = {
    "index.html": b'<meta name="generator" content="publish">one',
    "decision/aa/aa11.html": "独名甲".encode(),
    "decision/bb/bb22.html": b"two",
    "decision/bb/bb22/1.pdf": b"%PDF",
    "decisions/2026/05/index.html": b"aa11 bb22",
    "data/v1/index.json": b"{}",
    "theme/附 件.css": b"x",
}
# One is changed, one gone with the folder that it leaves empty, a file takes the place of a folder, and one is new.
NEXT: Files = {
    **{path: raw for path, raw in SITE.items() if path not in ("decision/aa/aa11.html", "decision/bb/bb22/1.pdf")},
    "index.html": b'<meta name="generator" content="publish">two!',
    "decision/bb/bb22": b"now a file",
    "decision/cc/cc33.html": b"three",
    "decisions/2026/05/index.html": b"bb22 cc33",
}


def test_the_first_release_and_the_next_are_exactly_the_tree_and_leave_nothing_else(place: Place) -> None:
    assert place.open().served() == ""
    for files in (SITE, NEXT, SITE):
        tree = release(place, files)
        assert place.far() == files
        assert place.leftovers() == []
        assert place.open().served() == tree.name
    assert place.open().shown("decision/aa/aa11.html") == "独名甲".encode()
    assert place.open().shown("decision/cc/cc33.html") is None


def test_what_is_served_stays_as_it_is_until_the_switch(place: Place) -> None:
    release(place, SITE)
    tree, target = made(place.root, NEXT), place.open()
    target.prepare(tree)
    assert place.far() == SITE
    assert target.shown("decision/cc/cc33.html") is None
    target.switch(tree)
    assert place.far() == NEXT


def test_where_nothing_changed_nothing_is_sent(place: Place) -> None:
    release(place, SITE)
    before = place.writes()
    release(place, SITE)
    assert place.writes() == before


@pytest.mark.parametrize("lost", ["all", "damaged", "of a release before"])
def test_a_lost_memory_costs_time_and_nothing_else(place: Place, lost: str) -> None:
    release(place, SITE)
    shutil.copytree(place.root / "memory", place.root / "old")
    release(place, NEXT)
    if lost == "damaged":
        for file in (place.root / "memory").iterdir():
            file.write_bytes(b"SQLite format 3\0 and no more")
    elif lost == "all":
        shutil.rmtree(place.root / "memory")
    release(place, {**SITE, "z.html": b"z"}, "old" if lost.startswith("of") else "memory")
    assert place.far() == {**SITE, "z.html": b"z"}
    assert place.leftovers() == []


def test_a_release_that_is_cut_off_anywhere_is_finished_by_the_next_one(place: Place) -> None:
    """Once for each change of the place that a release makes; the next one is the same again or another."""
    served, wanted = SITE, NEXT
    release(place, SITE)
    for count in range(1, 60):
        place.cut_at(count)
        with suppress(TargetFailed, Cut):
            release(place, wanted)
        happened = place.mend()
        if isinstance(place, SshPlace):
            assert place.far() in (served, wanted)  # one whole tree
        last = wanted if count % 3 else {**served, "decision/dd/dd44.html": b"four"}
        release(place, last)
        assert place.far() == last
        assert place.leftovers() == [], count
        if not happened:
            break
        served, wanted = last, SITE if wanted == NEXT else NEXT
    assert 5 < count < 59


def test_of_two_releases_at_once_one_is_refused_with_words(place: Place) -> None:
    release(place, SITE)
    first, tree = place.open("one"), made(place.root, NEXT)
    first.prepare(tree)
    with pytest.raises(TargetFailed, match="另一次发布"):
        release(place, {"index.html": b"other"}, "two")
    first.switch(tree)
    first.clean(tree)
    assert place.far() == NEXT
    release(place, {"index.html": b"other"}, "two")
    assert place.far() == {"index.html": b"other"}


def test_a_release_between_the_look_and_the_preparing_of_another_stops_that_one(place: Place) -> None:
    release(place, SITE)
    slow = place.open("one")
    slow.served()
    release(place, NEXT, "two")
    with pytest.raises(TargetFailed, match="准备期间"):
        slow.prepare(made(place.root, {"index.html": b"old"}))
    assert place.far() == NEXT


def test_other_files_around_the_place_are_left_alone(place: Place) -> None:
    if isinstance(place, BucketPlace):
        place.client.put_object(Bucket=place.bucket, Key="foreign.txt", Body=b"foreign")
        place.client.put_object(Bucket=place.bucket, Key="foreign.txt", Body=b"foreign")
    release(place, SITE)
    if isinstance(place, SshPlace):
        (place.folder / "foreign.txt").write_bytes(b"foreign")
    release(place, NEXT, "lost")
    assert place.far() == NEXT
    if isinstance(place, BucketPlace):
        assert [one["Key"] for one in place.versions()].count("foreign.txt") == 2
    else:
        assert Path(place.root / "far 的 it's/foreign.txt").read_bytes() == b"foreign"
