"""The content of a commit, laid out for a release: what changed is written, what was cut off is laid out anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.errors import BadUsage
from publish.release.content import commit_of, is_repository, is_uncommitted, lay_out
from tests.release.places import Place, files

PAGE = "pages/shuoming.md"


@pytest.fixture
def laid(place: Place) -> Path:
    """The folder that the first commit is laid out in."""
    folder = place.root / "laid" / "content"
    folder.parent.mkdir()
    lay_out(place.content.folder, [commit_of(place.content.folder)], folder)
    return folder


def wanted(place: Place) -> dict[str, bytes]:
    return {path: content for path, content in files(place.content.folder).items() if not path.startswith(".git")}


def test_a_commit_is_laid_out_as_it_is(place: Place, laid: Path) -> None:
    assert files(laid) == wanted(place)


def test_what_changed_is_written_what_is_gone_is_deleted_and_the_rest_stays(place: Place, laid: Path) -> None:
    before = {path: (laid / path).stat().st_mtime_ns for path in files(laid)}
    place.content.edit("d000000000000001", facts="独实新：改")
    place.content.delete(place.content.where("d000000000000002"))
    place.content.write(PAGE, "Title: 说明\nSlug: shuoming\nSummary: 一\n\n文字\n")
    lay_out(place.content.folder, [place.commit()], laid)
    assert files(laid) == wanted(place)
    untouched = {path for path, when in before.items() if (laid / path).exists() and (laid / path).stat().st_mtime_ns == when}
    assert before.keys() - untouched == {place.content.where("d000000000000001"), place.content.where("d000000000000002")}


def test_a_link_is_laid_out_as_a_link_and_nothing_is_ever_written_through_it(place: Place, laid: Path) -> None:
    outside = place.root / "outside.txt"
    outside.write_text("外", encoding="utf-8")
    (place.content.folder / "pages").mkdir()
    (place.content.folder / PAGE).symlink_to(outside)
    lay_out(place.content.folder, [place.commit()], laid)
    assert (laid / PAGE).is_symlink()
    (place.content.folder / PAGE).unlink()
    place.content.write(PAGE, "Title: 说明\nSlug: shuoming\nSummary: 一\n\n文字\n")
    lay_out(place.content.folder, [place.commit()], laid)
    assert not (laid / PAGE).is_symlink()
    assert outside.read_text("utf-8") == "外"


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]"])
def test_a_note_that_cannot_be_read_has_everything_laid_out_anew(place: Place, laid: Path, rubbish: bytes) -> None:
    laid.with_name("content.blobs").write_bytes(rubbish)
    (laid / "orders").mkdir()
    (laid / "orders" / "stray.yml").write_text("x", encoding="utf-8")
    place.content.edit("d000000000000001", facts="独实新：改")
    lay_out(place.content.folder, [place.commit()], laid)
    assert files(laid) == wanted(place)


def test_orders_of_a_further_commit_are_added_and_nothing_else_of_it(place: Place, laid: Path) -> None:
    first = commit_of(place.content.folder)
    order = place.content.order("d000000000000001")
    place.content.edit("d000000000000002", facts="独实新：改")
    lay_out(place.content.folder, [first, place.commit()], laid)
    there = files(laid)
    assert place.content.order_path(order) in there
    assert "独实新".encode() not in b"".join(there.values())


def test_a_repository_that_git_does_not_read_is_no_plain_folder(place: Place) -> None:
    (place.content.folder / ".git" / "HEAD").write_text("rubbish", encoding="utf-8")
    place.content.decision()
    assert place.release() == 2
    assert "git rev-parse 没有成功" in place.words


def test_which_folder_is_a_repository_and_what_is_not_committed(place: Place) -> None:
    folder = place.content.folder
    assert (is_repository(folder), is_repository(folder / "agencies"), is_uncommitted(folder)) == (True, False, False)
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert not is_uncommitted(folder)
    place.content.decision()
    assert is_uncommitted(folder)
    with pytest.raises(BadUsage, match="没有"):
        commit_of(folder, "nothing-like-this")
