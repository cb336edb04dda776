"""Files of search that were put aside come into the output by their names, and as copies where that cannot be."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest

from publish import tree
from publish.search.files import flat_name, put_aside

DISKS = [Path(folder) for folder in ("/dev/shm", "/tmp", "/var/tmp")]


def test_a_file_that_was_put_aside_is_the_one_in_the_output(tmp_path: Path) -> None:
    path, digest = put_aside(tmp_path, "g/ab/1ab.bin", b"two")
    source = tmp_path / flat_name(path)
    inode = source.stat().st_ino
    assert tree.move(source, tmp_path / "output", path, digest) == (3, True)
    assert (tmp_path / "output" / path).stat().st_ino == inode
    assert not source.exists()


def test_what_stands_there_already_stays_as_it_is(tmp_path: Path) -> None:
    tree.write(tmp_path / "output", "a.bin", b"two")
    inode = (tmp_path / "output/a.bin").stat().st_ino
    path, digest = put_aside(tmp_path, "a.bin", b"two")
    assert tree.move(tmp_path / path, tmp_path / "output", path, digest) == (3, False)
    assert (tmp_path / "output/a.bin").stat().st_ino == inode


def test_from_another_disk_nothing_is_moved(tmp_path: Path) -> None:
    others = [disk for disk in DISKS if disk.is_dir() and disk.stat().st_dev != tmp_path.stat().st_dev]
    if not others:
        pytest.skip("no other disk")
    with tempfile.TemporaryDirectory(dir=others[0]) as folder:
        source = Path(folder, "a.bin")
        source.write_bytes(b"two")
        assert tree.move(source, tmp_path, "a.bin", hashlib.sha256(b"two").hexdigest()) is None
        assert source.read_bytes() == b"two"
        assert not (tmp_path / "a.bin").exists()
