"""Work in a fork beside a process comes back as if it had been done here, and so it is where the fork could not."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from publish import stamps
from publish.beside import beside

# pytest's workers have a thread that these forks do not touch; Python 3.12 and later warn of any
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")


def test_the_work_is_done_in_another_process() -> None:
    with beside(lambda: [os.getpid()]) as made:
        assert made() != [os.getpid()]


def test_more_than_a_pipe_holds_comes_back_whole() -> None:
    with beside(lambda: ["字" * 1000] * 1000) as made:
        assert made() == ["字" * 1000] * 1000


def test_what_a_fork_could_not_do_is_done_here() -> None:
    here = os.getpid()

    def work() -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return [os.getpid()]

    with beside(work) as made:
        assert made() == [here]


def test_what_goes_wrong_in_a_fork_goes_wrong_here(tmp_path: Path) -> None:
    with beside((tmp_path / "none").read_text) as made, pytest.raises(FileNotFoundError):
        made()


def children() -> set[str]:
    """The processes that this one has, zombies too (proc(5)); other tests may have left some to their session."""
    return {child for thread in Path("/proc/self/task").iterdir() for child in (thread / "children").read_text().split()}


def test_no_fork_outlives_its_use() -> None:
    before = children()
    with beside(lambda: "字" * 1_000_000):  # more than a pipe holds, and nobody asks for it
        assert children() - before
    assert not children() - before


def test_two_processes_see_the_folders_that_one_sees(tmp_path: Path) -> None:
    for agency in range(stamps.ENOUGH * 2):
        for year in (2025, 2026):
            folder = tmp_path / f"decisions/agency-{agency}/{year}"
            folder.mkdir(parents=True)
            for one in range(agency % 5):
                (folder / f"{one}.md").write_text("字" * one)
    (tmp_path / "decisions/agency-0/link").symlink_to(tmp_path / "decisions/agency-1")
    (tmp_path / "other").mkdir()
    alone, both = (sorted(stamps.folders(tmp_path, hands), key=lambda seen: seen.path) for hands in (1, 2))
    assert both == alone
    assert len(alone) == 2 + 3 * stamps.ENOUGH * 2


def test_a_folder_that_neither_process_can_list_is_told(tmp_path: Path) -> None:
    """What is not seen must not look deleted."""
    for one in range(stamps.ENOUGH * 2):
        (tmp_path / f"decisions/agency-{one}").mkdir(parents=True)
    seen = stamps.folders(tmp_path, 2)
    assert [next(seen).path, next(seen).path] == ["", "decisions"]
    (tmp_path / "decisions/agency-1").rmdir()
    (tmp_path / "decisions/agency-2").rmdir()
    with pytest.raises(FileNotFoundError):
        list(seen)
