"""A file of the output is written whole, and not at all where it is as it should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from publish import tree

PLACE = "a/b.html"


@pytest.mark.parametrize("fresh", [False, True])
def test_a_file_is_made_with_its_folder(tmp_path: Path, fresh: bool) -> None:
    assert tree.write(tmp_path, PLACE, b"one", fresh)
    assert tree.listing(tmp_path) == {PLACE}
    assert (tmp_path / PLACE).read_bytes() == b"one"


@pytest.mark.parametrize("fresh", [False, True])
def test_what_is_the_same_keeps_its_file(tmp_path: Path, fresh: bool) -> None:
    tree.write(tmp_path, PLACE, b"one")
    inode = (tmp_path / PLACE).stat().st_ino
    assert not tree.write(tmp_path, PLACE, b"one", fresh)
    assert (tmp_path / PLACE).stat().st_ino == inode


@pytest.mark.parametrize("fresh", [False, True])
def test_whoever_reads_the_old_file_never_sees_it_change(tmp_path: Path, fresh: bool) -> None:
    """Also in an output that was empty: two outputs can want one place, and a mirror may hold the file by a hard link."""
    tree.write(tmp_path, PLACE, b"one")
    os.link(tmp_path / PLACE, tmp_path / "held")
    assert tree.write(tmp_path, PLACE, b"two", fresh)
    assert (tmp_path / "held").read_bytes() == b"one"
    assert (tmp_path / PLACE).read_bytes() == b"two"


def test_what_a_killed_build_left_beside_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/.b.html.new").write_bytes(b"half")
    assert tree.write(tmp_path, PLACE, b"one")
    assert tree.listing(tmp_path) == {PLACE}
