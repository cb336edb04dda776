"""What is particular about a folder of another machine: modes, times, links, the connection."""

from __future__ import annotations

import os

import pytest

from publish.errors import TargetFailed
from tests.targets.places import SshPlace, made, release

FILES = {f"decision/{number}/{number}.html": b"%d" % number for number in range(4)} | {"index.html": b"x"}


def test_modes_are_those_of_a_site_and_times_those_of_the_output_whatever_the_umask(far_folder: SshPlace) -> None:
    before = os.umask(0o077)
    try:
        tree = release(far_folder, FILES)
        changed = release(far_folder, {**FILES, "new/new.html": b"new"})
    finally:
        os.umask(before)
    current = far_folder.folder / "current"
    for path in current.resolve().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
    for name in FILES:
        assert int((current / name).stat().st_mtime) == int((tree.folder / name).stat().st_mtime)
    assert int((current / "new/new.html").stat().st_mtime) == int((changed.folder / "new/new.html").stat().st_mtime)


def test_what_has_not_changed_is_the_same_file_as_before(far_folder: SshPlace) -> None:
    release(far_folder, FILES)
    files = {path: (far_folder.folder / "current" / path).stat() for path in FILES}
    release(far_folder, {**FILES, "index.html": b"y"})
    for path, before in files.items():
        now = (far_folder.folder / "current" / path).stat()
        assert (now.st_ino == before.st_ino) == (path != "index.html"), path


def test_what_somebody_changed_by_hand_over_there_is_put_right_when_all_is_compared(far_folder: SshPlace) -> None:
    release(far_folder, FILES)
    served = (far_folder.folder / "current").resolve()
    (served / "forgotten.html").write_bytes(b"x")
    (served / "index.html").write_bytes(b"z")
    release(far_folder, {**FILES, "new.html": b"y"}, "lost")
    assert far_folder.far() == {**FILES, "new.html": b"y"}
    assert far_folder.leftovers() == []


def test_who_lost_the_connection_and_was_overtaken_does_not_switch(far_folder: SshPlace) -> None:
    release(far_folder, FILES)
    slow, tree = far_folder.open("slow"), made(far_folder.root, {"index.html": b"slow"})
    slow.prepare(tree)
    pid = (far_folder.folder / ".lock").read_text("utf-8").split()[-1]
    os.kill(int(pid), 9)
    release(far_folder, {"index.html": b"fast"}, "fast")
    with pytest.raises(TargetFailed):
        slow.switch(tree)
    assert far_folder.far() == {"index.html": b"fast"}
    with pytest.raises(TargetFailed):
        slow.clean(tree)
    assert far_folder.leftovers() == []


def test_the_names_of_files_cannot_give_commands(far_folder: SshPlace) -> None:
    odd = {"a/$(touch pwned).html": b"1", "a/`touch pwned`": b"2", "a/'; touch pwned; '.html": b"3", "a/ *?[x]\\n.html": b"4"}
    release(far_folder, {**odd, "index.html": b"x"})
    release(far_folder, {"index.html": b"x", **dict.fromkeys(odd, b"changed")})
    assert far_folder.far() == {"index.html": b"x", **dict.fromkeys(odd, b"changed")}
    release(far_folder, {"index.html": b"x"})
    assert far_folder.far() == {"index.html": b"x"}
    assert not list(far_folder.root.rglob("pwned"))


@pytest.mark.parametrize("path", ["../out.html", "/etc/out.html", "a\nb.html"])
def test_a_path_that_leads_out_of_the_tree_is_not_sent(path: str, far_folder: SshPlace) -> None:
    tree = made(far_folder.root, {"index.html": b"x"})
    odd = type(tree)(tree.folder, tree.name, {**tree.files, path: "0" * 64})
    with pytest.raises(TargetFailed, match="不能发送的文件名"):
        far_folder.open().prepare(odd)
    assert not far_folder.folder.exists()
