"""A release from content to what is served: in one step, at the cost of the change, one at a time."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest

from publish.errors import TargetFailed
from publish.finding.find import find
from publish.release.trees import Trees
from publish.release.where import where
from tests.content import Content
from tests.release.places import Place, clean, files, inodes, without_history

IDS = [f"d{number:015d}" for number in (1, 2, 3)]


def test_both_trees_are_the_same_files_after_a_release(place: Place) -> None:
    assert place.release() == 0
    assert (place.site / "current").is_symlink()
    assert inodes(place.site / "current") == inodes(place.site / "spare")
    assert {path.name for path in place.site.iterdir()} == {"current", "spare", (place.site / "current").resolve().name}


def test_a_release_without_news_changes_nothing_on_the_disk(place: Place) -> None:
    assert place.release() == 0
    before, link = inodes(place.site), (place.site / "current").readlink()
    assert place.release() == 0
    assert (inodes(place.site), (place.site / "current").readlink()) == (before, link)


def test_only_what_changes_is_written_and_the_tree_before_stays_whole_until_the_switch(place: Place) -> None:
    assert place.release() == 0
    before, old = inodes(place.site / "current"), (place.site / "current").resolve()
    kept = files(old)
    place.content.edit(IDS[0], facts="独实新：查明超标排放")
    place.commit()
    seen = {}

    class Watched(Trees):
        def switch(self, name: str) -> None:
            seen.update(files(old))
            super().switch(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("publish.release.local.Trees", Watched)
        assert place.release() == 0
    assert seen == kept
    after = inodes(place.site / "current")
    assert after[f"decision/d0/{IDS[1]}.html"] == before[f"decision/d0/{IDS[1]}.html"]
    assert after[f"decision/d0/{IDS[0]}.html"] != before[f"decision/d0/{IDS[0]}.html"]
    assert without_history(place.served()) == clean(place)


def test_a_withdrawn_decision_is_in_neither_tree_afterwards(place: Place) -> None:
    assert place.holding(IDS[0])
    place.content.order(IDS[0])
    place.commit()
    assert place.release() == 0
    assert not place.shows(IDS[0])
    assert place.holding(IDS[0]) == set()


def test_what_is_committed_is_released_and_not_what_lies_in_the_working_tree(place: Place) -> None:
    new = place.content.decision()
    assert place.release() == 0
    assert not place.shows(new)
    assert "没有提交" in place.words
    place.commit()
    assert place.release() == 0
    assert place.shows(new)
    assert "没有提交" not in place.words


def test_a_bare_repository_is_released_as_well(place: Place) -> None:
    new = place.content.decision()
    place.commit()
    bare = place.root / "content.git"
    place.git("clone", "--quiet", "--bare", str(place.content.folder), str(bare))
    place.content.folder = bare
    assert place.release() == 0
    assert place.shows(new)


def test_content_that_is_no_repository_is_released_as_it_lies_there(place: Place) -> None:
    shutil.rmtree(place.content.folder / ".git")
    new = place.content.decision()
    assert place.release() == 0
    assert place.shows(new)


def test_a_stop_lets_only_removals_through(place: Place) -> None:
    place.content.delete(place.content.where(IDS[1]))
    new = place.content.decision()
    place.content.order(IDS[0])
    place.commit()
    assert place.release() == 1
    assert "set.vanished" in place.words
    assert (place.shows(IDS[0]), place.shows(IDS[1]), place.shows(new)) == (False, True, False)


def test_a_second_release_refuses_with_words_while_one_is_at_work(place: Place) -> None:
    with (place.state / "release.lock").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("进程 7，2026-06-15T17:50:00+08:00 开始\n")
        file.flush()
        assert place.release() == 2
    assert "17:50" in place.words
    assert "--wait" in place.words
    assert place.release() == 0


@pytest.mark.parametrize("what", ["a folder of something else", "a link that is not ours", "a folder in the place of the link"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    place = Place(Content(tmp_path), capsys)
    place.content.decision()
    if what == "a folder of something else":
        (place.site / "documents").mkdir(parents=True)
        (place.site / "documents" / "file.txt").write_text("x", encoding="utf-8")
    elif what == "a link that is not ours":
        (tmp_path / "elsewhere").mkdir()
        place.site.mkdir()
        (place.site / "current").symlink_to(tmp_path / "elsewhere")
    else:
        (place.site / "current").mkdir(parents=True)
        (place.site / "current" / "index.html").write_text("x", encoding="utf-8")
    before = files(tmp_path / "site") | files(tmp_path / "content")
    assert place.release() in (2, 3)
    assert "请" in place.words
    assert {path: content for path, content in files(place.root / "site").items() if path in before}.items() <= before.items()
    assert not list(place.site.glob("r-*"))


def test_a_tree_that_is_gone_is_not_switched_to(tmp_path: Path) -> None:
    trees = Trees(tmp_path)
    trees.lay_out("")
    with pytest.raises(TargetFailed, match="不见了"):
        trees.switch("0123456789abcdef")
    assert trees.served() == ""


def test_what_is_served_can_be_searched_by_the_folder_that_it_was_released_to(place: Place) -> None:
    assert place.release() == 0
    found = where(place.site)
    assert find(found.state, found.store, "独名1某化工").total == 1
    assert (found.output / "index.html").is_file()
