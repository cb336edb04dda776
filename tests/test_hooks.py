"""The hooks of a content repository, with real git: only what is staged or pushed counts, and removals always pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.staff.changed import only_removes
from tests.offices import shim
from tests.repositories import MOBILE, PENALTY, Repository, guarded


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return guarded(tmp_path, shim(tmp_path / "python"))


def test_a_sound_commit_passes_in_silence_and_a_leaking_one_is_blocked_without_saying_the_secret(tmp_path: Path) -> None:
    repository = guarded(tmp_path)
    repository.edit(PENALTY, "title: ", "title: 关于")
    done = repository.commit("-a")
    assert (done.returncode, done.stderr) == (0, "")
    repository.leak()
    done = repository.commit("-a")
    assert done.returncode != 0
    assert f"{PENALTY}:" in done.stderr
    assert "privacy.mobile" in done.stderr
    assert "没有提交" in done.stderr
    assert MOBILE not in done.stderr
    assert repository.commits() == 2


def test_what_is_staged_is_judged_and_not_the_working_tree(repository: Repository) -> None:
    sound = (repository.folder / PENALTY).read_text("utf-8")
    repository.leak()
    repository.git("add", PENALTY)
    repository.write(PENALTY, sound)
    assert repository.commit().returncode != 0, "索引里的有问题，工作区里的已改好"
    repository.edit(PENALTY, "title: ", "title: 关于")
    repository.git("add", PENALTY)
    repository.leak()
    assert repository.commit().returncode == 0, "索引里的没有问题，工作区里的有"


def test_a_commit_of_some_files_is_judged_by_those_files(repository: Repository) -> None:
    repository.leak()
    repository.git("add", PENALTY)
    repository.edit("agencies/jia.yml", "name: ", "# 核对过\nname: ")
    assert repository.commit("agencies/jia.yml").returncode == 0
    assert repository.commit().returncode != 0


def test_an_order_passes_whatever_is_wrong_with_it_and_with_the_rest(repository: Repository) -> None:
    repository.leak()
    assert repository.commit("-a", "--no-verify").returncode == 0
    order = repository.order(1, ground="revokd")
    repository.git("add", order)
    done = repository.commit()
    assert done.returncode == 0
    repository.write("policy/privacy.yml", "individuals: [\n")
    repository.git("add", "policy")
    assert repository.commit("--no-verify").returncode == 0
    repository.git("add", repository.order(2))
    assert repository.commit().returncode == 0
    repository.git("rm", "--quiet", PENALTY)
    assert repository.commit().returncode == 0


def test_an_order_together_with_a_faulty_decision_is_blocked_and_told_how_to_go_alone(repository: Repository) -> None:
    repository.leak()
    repository.order(1, decision="grcf000000000001")
    repository.git("add", "-A")
    done = repository.commit()
    assert done.returncode != 0
    assert "git commit orders" in done.stderr
    assert repository.commit("orders").returncode == 0


def test_a_decision_is_judged_with_its_attachment_and_the_other_way(repository: Repository) -> None:
    repository.edit(PENALTY, "title: ", "title: 关于")
    assert repository.commit("-a").returncode == 0, "附件在索引里，没有改"
    repository.git("rm", "--quiet", PENALTY.replace(".md", "-1.pdf"))
    done = repository.commit()
    assert done.returncode != 0, "决定没有改，它的附件删了"
    assert PENALTY in done.stderr


def test_a_push_is_blocked_by_what_it_brings_and_not_by_what_was_there(repository: Repository) -> None:
    repository.leak()
    assert repository.commit("-a", "--no-verify").returncode == 0
    done = repository.git("push", "origin", "main")
    assert done.returncode != 0
    assert "没有推送" in done.stderr
    assert MOBILE not in done.stderr
    assert repository.git("push", "--no-verify", "origin", "main").returncode == 0
    repository.git("commit", "--quiet", "--allow-empty", "-m", "空")
    assert repository.git("push", "origin", "main").returncode == 0
    repository.edit("agencies/jia.yml", "name: ", "# 核对过\nname: ")
    repository.commit("-a")
    done = repository.git("push", "origin", "main")
    assert done.returncode != 0, "改了机关：所有决定都重新判断"
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    repository.edit("pages/shuoming.md", "\n\n", "\n\n新的一段。\n\n")
    repository.git("add", repository.order(1, decision="grcf000000000001"))
    assert repository.commit("-a").returncode == 0
    done = repository.git("push", "origin", "main")
    assert done.returncode == 0
    assert "另有 1 处以前就有的问题" in done.stderr


def test_a_push_of_orders_passes_and_so_does_a_deleted_branch(repository: Repository) -> None:
    repository.leak()
    repository.commit("-a", "--no-verify")
    repository.git("push", "--no-verify", "origin", "main")
    repository.git("switch", "--quiet", "-c", "chehui")
    repository.git("add", repository.order(1, ground="revokd"))
    assert repository.commit().returncode == 0
    assert repository.git("push", "origin", "chehui").returncode == 0
    assert repository.git("push", "origin", "--delete", "chehui").returncode == 0


def test_a_new_branch_is_judged_by_all_its_commits(repository: Repository) -> None:
    repository.git("switch", "--quiet", "-c", "xin")
    repository.leak()
    repository.commit("-a", "--no-verify")
    repository.edit("agencies/jia.yml", "name: ", "# 核对过\nname: ")
    repository.commit("-a", "--no-verify")
    done = repository.git("push", "origin", "xin")
    assert done.returncode != 0
    assert "privacy.mobile" in done.stderr


def test_what_is_pushed_is_judged_and_not_what_is_checked_out(repository: Repository) -> None:
    repository.git("switch", "--quiet", "-c", "huai")
    repository.leak()
    repository.commit("-a", "--no-verify")
    repository.git("switch", "--quiet", "main")
    assert repository.git("push", "origin", "huai").returncode != 0
    repository.leak()
    assert repository.git("push", "origin", "main").returncode == 0


@pytest.mark.parametrize(
    ("changes", "removes"),
    [
        ({"orders/2026/r1.yml": "A"}, True),
        ({"orders/2026/r1.yml": "A", "approvals/r1.legal.sig": "A"}, True),
        ({"orders/2026/r1.yml": "A", "approvals/d1.legal.sig": "A"}, False),
        ({"decisions/jia/2026/d1.md": "D"}, True),
        ({"decisions/jia/2026/d1.pdf": "D"}, False),
        ({"orders/2026/r1.yml": "D"}, False),
        ({"orders/2026/r1.yml": "A", "decisions/jia/2026/d1.md": "M"}, False),
        ({"orders/2026/r1.yml": "A", "policy/privacy.yml": "D"}, False),
        ({}, False),
    ],
)
def test_what_only_removes(changes: dict[str, str], removes: bool) -> None:
    assert only_removes(changes) is removes
