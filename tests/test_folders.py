"""Folders of the output that nobody touched are not listed, and whatever anybody did to the others is found and mended."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from publish import folders
from tests.content import Content

ONE = "d000000000000001"
PAGE = f"decision/d0/{ONE}.html"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Content:
    """A site whose folders are old enough for their stamps to be believed."""
    monkeypatch.setattr(folders, "FINE_NS", 0)
    made = Content(tmp_path)
    for day in ("2026-05-06", "2026-06-01"):
        made.decision(decided_on=day)
    for _ in range(2):
        assert made.publish() == 0
        time.sleep(0.02)  # the file system's clock goes on
    return made


def looked(content: Content) -> folders.Look:
    state = content.output.with_name(f"{content.output.name}.state")
    with closing(sqlite3.connect(state / "state.sqlite")) as database:
        return folders.look(database, content.output)


def deleted(output: Path) -> None:
    (output / PAGE).unlink()


def a_stranger(output: Path) -> None:
    (output / "decision/d0/x.html").write_text("x")


def strangers_in_new_folders(output: Path) -> None:
    (output / "new/er").mkdir(parents=True)
    (output / "new/er/x.html").write_text("x")


def a_folder_gone(output: Path) -> None:
    shutil.rmtree(output / "decision")


def a_folder_elsewhere(output: Path) -> None:
    (output / "decision/d0").rename(output / "decision/d1")


def a_folder_that_is_a_link(output: Path) -> None:
    target = shutil.move(output / "decision/d0", output.parent / "elsewhere")
    (output / "decision/d0").symlink_to(target)


def a_folder_for_a_file(output: Path) -> None:
    (output / PAGE).unlink()
    (output / PAGE).mkdir()


def two_that_changed_names(output: Path) -> None:
    (output / "decisions/2026/05").rename(output / "decisions/2026/xx")
    (output / "decisions/2026/06").rename(output / "decisions/2026/05")
    (output / "decisions/2026/xx").rename(output / "decisions/2026/06")


def test_what_nobody_touched_is_not_listed(content: Content) -> None:
    assert looked(content) == folders.Look()


@pytest.mark.parametrize("act", [deleted, a_stranger, strangers_in_new_folders, a_folder_gone, a_folder_elsewhere, a_folder_that_is_a_link])
def test_what_anybody_did_to_names_is_mended(content: Content, act: Callable[[Path], None]) -> None:
    before = content.tree()
    act(content.output)
    found = looked(content)
    assert found.missing or found.strangers
    assert content.publish() == 0
    assert content.tree() == before
    assert not (content.output / "new").exists()
    assert not (content.output / "decision/d0").is_symlink()


def test_a_folder_where_a_file_should_be_is_seen(content: Content) -> None:
    a_folder_for_a_file(content.output)
    assert looked(content).missing == {PAGE}
    assert content.publish() == 3, "a build does not delete what it did not make, and says so"


def test_folders_that_changed_places_are_looked_at_again(content: Content) -> None:
    two_that_changed_names(content.output)
    assert {"decisions/2026/05", "decisions/2026/06"} <= looked(content).stamps.keys()


def test_a_young_stamp_is_not_believed(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "FINE_NS", 3600 * 10**9)
    content.decision()
    assert content.publish() == 0
    assert "decision/d0" in looked(content).stamps


def test_links_to_folders_are_files(tmp_path: Path) -> None:
    (tmp_path / "out/a").mkdir(parents=True)
    (tmp_path / "out/b").symlink_to(tmp_path / "out/a")
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE folder (path TEXT, mtime INT, ctime INT, inode INT)")
    database.execute("CREATE TABLE output (path TEXT)")
    assert folders.look(database, tmp_path / "out").strangers == {"b"}


@pytest.mark.parametrize(
    ("stamp", "age", "believed"),
    [
        pytest.param(5 * 10**9 + 4_000_000, 200_000_000, True, id="parts of a second, a fifth of one ago"),
        pytest.param(5 * 10**9 + 4_000_000, 50_000_000, False, id="parts of a second, a moment ago"),
        pytest.param(5 * 10**9, 1_900_000_000, False, id="whole seconds, within the two of FAT"),
        pytest.param(5 * 10**9, 2_100_000_000, True, id="whole seconds, before"),
    ],
)
def test_how_long_a_stamp_is_young_depends_on_what_it_tells(stamp: int, age: int, believed: bool) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE folder (path TEXT, mtime INT, ctime INT, inode INT)")
    folders.Look(stamps={"a": (stamp - 10**9, stamp, 7)}).record(database, stamp + age)
    recorded = (stamp - 10**9, stamp, 7) if believed else folders.NONE
    assert database.execute("SELECT mtime, ctime, inode FROM folder").fetchall() == [recorded]
