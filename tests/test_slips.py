"""Slips of a clerk's hand around the commands that write content: each is understood, or answered with what to do."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from publish.errors import BadUsage, why
from publish.staff import desk, starting
from publish.staff.forms import Situation
from publish.staff.interview import interview
from publish.staff.questions_inside import TOO_FEW, inside
from tests.copies import PROJECT, TODAY, tree
from tests.offices import Office
from verbs import machine

PUBLIC = "4cat3hzqswbspftw"
WHY = ("--ground", "error", "--reason", "公开的信息有误。", "--today", TODAY)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office.of(tmp_path)


@pytest.mark.parametrize(
    "typed",
    [
        PUBLIC.upper(),
        f" {PUBLIC} ",
        "４ｃａｔ３ｈｚｑｓｗｂｓｐｆｔｗ",
        f"/home/zhifa/我的 内容/decisions/lanpu/2026/{PUBLIC}.md",
        f"'我的 内容/decisions/lanpu/2026/{PUBLIC}.md'",
        f"D:\\我的 内容\\decisions\\lanpu\\2026\\{PUBLIC}.md",
        f"https://example.org/decision/4c/{PUBLIC}.html，{PUBLIC}",
    ],
)
def test_an_id_is_understood_however_it_is_typed(typed: str) -> None:
    assert desk.ids(typed) == [PUBLIC]


@pytest.mark.parametrize(("typed", "named"), [(f"{PUBLIC} abc", "abc 不是决定编号"), ("../x.md", "../x.md 不是"), ("", "没有写决定编号")])
def test_of_several_words_the_one_that_is_no_id_is_named(typed: str, named: str) -> None:
    with pytest.raises(BadUsage, match=named):
        desk.ids(typed)


def test_a_decision_whose_file_broke_is_withdrawn_by_the_store_and_a_store_that_broke_is_told(office: Office) -> None:
    assert office.build("--output", "zf").returncode == 0
    path = next((office.root / "content").glob(f"decisions/*/*/{PUBLIC}.md"))
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    unread = office.run("withdraw", PUBLIC, *WHY)
    assert (unread.returncode, "--store" in unread.stderr) == (2, True), unread.stderr
    (office.root / "bad.state").mkdir()
    (office.root / "bad.state/store.sqlite").write_bytes(b"no database")
    broken = office.run("withdraw", PUBLIC, *WHY, "--store", "bad.state")
    assert (broken.returncode, "已损坏" in broken.stderr) == (2, True), broken.stderr
    done = office.run("withdraw", PUBLIC, *WHY, "--store", "zf.state")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\n  inv build --output zf\n")
    path.unlink()
    path.mkdir()
    gone = office.run("restore", PUBLIC, "--today", TODAY)
    assert (gone.returncode, "也没有找到发布记录" in gone.stderr) == (2, True), gone.stderr
    back = office.run("restore", PUBLIC, "--today", TODAY, "--store", "zf.state")
    assert "只有恢复令还不会重新公开" in back.stdout


def test_a_content_that_is_not_there_is_not_served() -> None:
    done = Office(PROJECT).run("serve", "--content", "nowhere", "--port", "0")
    assert (done.returncode, done.stdout, "找不到内容目录" in done.stderr) == (2, "", True)


def test_inside_the_content_repository_the_clerk_is_told_to_type_a_dot(office: Office) -> None:
    done = office.run("due", cwd=office.root / "content")
    assert (done.returncode, "--content ." in done.stderr) == (2, True), done.stderr


def test_agencies_that_cannot_be_read_are_not_called_missing(office: Office) -> None:
    for path in (office.root / "content/agencies").iterdir():
        path.write_text("{{{", encoding="utf-8")
    done = office.run("new", "penalty", "--set", "title=x", "--today", TODAY)
    assert (done.returncode, "机关文件有错，读不出来；请先运行 inv check" in done.stderr) == (2, True), done.stderr


def test_a_list_of_one_officer_does_not_lock_the_clerk_in() -> None:
    folder = PROJECT / "content"
    now = Situation("inspection", desk.facts_of(folder), date(2026, 11, 24), answers={"decided_on": date(2026, 11, 20), "agency": "lanpu"})
    officers = now.facts.lists["officers"]
    for version in officers.versions:
        del version.rows[1:]
    asked: list[str] = []
    said: list[str] = []

    def reply(prompt: str) -> str:
        asked.append(prompt)
        return "甲-1" if len(asked) == 1 else "甲-1，甲-2" if len(asked) == 2 else "无"

    question = next(one for one in inside(now) if one.name == "case.officers")
    interview([question], now.answers, {}, reply, said.append)
    assert now.answers["case.officers"] == ["甲-1", "甲-2"]
    assert TOO_FEW in said[0]
    assert "只有 1 人" in said[1]


def test_a_new_repository_that_was_cut_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    for name, left in (("new/folder", False), ("empty", True)):
        with monkeypatch.context() as patched:
            patched.setenv("GIT_INDEX_FILE", str(tmp_path / "no/such/index"))  # the first `git add` fails
            with pytest.raises(BadUsage, match="git add"):
                starting.found(tmp_path / name, PROJECT, starting.Founding(date(2026, 11, 24)))
        assert (tmp_path / name).is_dir() == left
        assert tree(tmp_path) == {}
    assert starting.found(tmp_path / "empty", PROJECT, starting.Founding(date(2026, 11, 24))) > 50


def test_a_new_repository_says_commands_that_can_be_copied_and_that_git_must_know_who_commits(tmp_path: Path) -> None:
    nobody = {"HOME": str(tmp_path / "nobody"), "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": str(tmp_path / "nobody")}
    done = Office(PROJECT).run("init", "我的 内容", "--today", TODAY, cwd=tmp_path, environment=nobody)
    assert done.returncode == 0, done.stderr
    assert "  inv build --content '我的 内容' --output '我的 内容-wangzhan'\n" in done.stdout
    assert "  git -C '我的 内容' config user.name 姓名\n" in done.stdout


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "/srv/x.yml"), "没有权限：/srv/x.yml"),
        (OSError(28, "No space left on device"), "磁盘满了"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "读写不了"),
        (ValueError("odd"), "ValueError：odd"),
    ],
)
def test_a_verb_that_writes_content_fails_in_its_own_words(error: Exception, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    def run() -> int:
        raise error

    assert machine.exit_code(run, machine.WRITING) == 3
    printed = capsys.readouterr().err
    assert printed.startswith("没有做成：")
    assert said in printed
    assert "输出" not in printed
    assert said in why(error)


def test_an_interruption_of_a_verb_that_writes_content_speaks_of_no_build(capsys: pytest.CaptureFixture[str]) -> None:
    def run() -> int:
        raise KeyboardInterrupt

    assert machine.exit_code(run, machine.WRITING) == 130
    assert "构建" not in capsys.readouterr().err


def test_where_nothing_can_be_written_nothing_is_left_and_it_is_said(office: Office) -> None:
    orders = office.root / "content/orders"
    shutil.rmtree(orders)
    orders.write_bytes(b"")
    before = tree(office.root)
    done = office.run("withdraw", PUBLIC, *WHY)
    assert (done.returncode, done.stdout, "没有做成：应为文件夹，却是文件" in done.stderr) == (3, "", True), done.stderr
    assert tree(office.root) == before
