"""A push to the server's repository: judged, released, and its pusher told; what takes something down is never refused."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.content import Content
from tests.release.offices import Office
from tests.release.places import files

ONE, TWO, THREE = (f"d{number:015d}" for number in (1, 2, 3))
MOBILE = "13800138000"
KILLING = """#!/bin/sh
case "$*" in *post-receive*) ;; *) exec {python} "$@" ;; esac
{python} "$@" &
while kill -0 $! 2>/dev/null; do [ ! -e {unfinished} ] || kill -9 $!; done
wait
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A content of three decisions, pushed once. Not to be changed."""
    content = Content(tmp_path_factory.mktemp("begun"))
    for _ in range(3):
        content.decision()
    done = Office(content).push()
    assert done.returncode == 0, done.stderr
    return content


@pytest.fixture
def office(begun: Content, tmp_path: Path) -> Office:
    """A copy of it that a test may break."""
    shutil.copytree(begun.root, tmp_path, dirs_exist_ok=True, symlinks=True)
    return Office(replace(begun, root=tmp_path, decisions=dict(begun.decisions), orders=[*begun.orders]))


def status(address: str) -> int:
    """What the web server answers."""
    try:
        with urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_a_push_is_released_and_one_that_was_killed_is_mended_by_the_next(office: Office, serve: Callable[[Path], str]) -> None:
    address, before = serve(office.served), files(office.served)
    wrapper = office.content.root / "killing"
    wrapper.write_text(KILLING.format(python=sys.executable, unfinished=office.content.root / "site.state" / "unfinished"), "utf-8")
    wrapper.chmod(0o755)
    office.run_with(wrapper)
    first = office.content.decision()
    assert office.push().returncode == 0
    assert files(office.served) == before
    assert status(address + office.content.page_of(first)) == 410
    office.run_with(office.content.root / "python")
    second, held = office.content.decision(), office.content.decision(facts=f"电话{MOBILE}")
    told = office.push().stderr
    assert [status(address + office.content.page_of(one)) for one in (first, second, held)] == [200, 200, 410]
    assert f"{first} 独题4号案件" in told
    assert f"{second} 独题5号案件" in told
    assert "privacy.mobile" in told
    assert MOBILE not in told
    assert "已发布：https://example.org/zf" in told
    noted = (office.content.root / "site.state" / "pushes.log").read_text("utf-8")
    assert re.findall(r"step=(\w+)", noted)[-1] == "served"
    assert MOBILE not in noted


def test_a_refused_push_changes_nothing_but_what_its_orders_take_down(office: Office, serve: Callable[[Path], str]) -> None:
    address = serve(office.served)
    new = office.content.decision(facts=f"电话{MOBILE}")
    office.content.delete(office.content.where(TWO))
    store, before = (office.content.root / "site.store" / "store.sqlite").read_bytes(), files(office.served)
    done = office.push()
    assert done.returncode != 0
    assert "set.vanished" in done.stderr
    assert "没有接收" in done.stderr
    assert MOBILE not in done.stderr
    assert (office.content.root / "site.store" / "store.sqlite").read_bytes() == store
    assert files(office.served) == before
    assert new not in " ".join(files(office.content.root / "site.state" / "content"))
    office.content.order(ONE)
    done = office.push()
    assert done.returncode != 0
    assert "撤回已经生效" in done.stderr
    assert [status(address + office.content.page_of(one)) for one in (ONE, TWO, new)] == [410, 200, 410]
    assert office.release() == 1, "夜里的发布没有这份撤回令"
    assert not office.shows(ONE)
    office.content.order(TWO)
    office.content.edit(new, facts="没有电话")
    done = office.push()
    assert done.returncode == 0, done.stderr
    assert [status(address + office.content.page_of(one)) for one in (ONE, TWO, new)] == [410, 410, 200]


def test_an_order_passes_whatever_is_wrong_on_the_server(office: Office) -> None:
    office.content.write("policy/privacy.yml", "individuals: [\n")
    office.commit()
    assert office.git("fetch", "--quiet", str(office.content.folder), "main:main", cwd=office.server).returncode == 0
    office.content.order(ONE)
    done = office.push()
    assert done.returncode == 0
    assert "load.yaml" in done.stderr
    assert "撤回照常生效" in done.stderr
    assert (office.shows(ONE), office.shows(TWO)) == (False, True)
    office.content.delete(office.content.where(TWO))
    assert office.push().returncode != 0, "只删文件、没有撤回令，不是撤回"


def test_the_published_branch_is_not_deleted_nor_written_anew_and_others_are_not_released(office: Office) -> None:
    done = office.git("push", "origin", ":main")
    assert done.returncode != 0
    assert "不能删除" in done.stderr
    office.git("commit", "--quiet", "--amend", "--message", "改写")
    done = office.git("push", "--force", "origin", "main")
    assert done.returncode != 0
    assert "--force" in done.stderr
    new = office.content.decision()
    office.commit()
    done = office.git("push", "origin", "main:draft")
    assert done.returncode == 0
    assert "只发布分支 main" in done.stderr
    assert not office.shows(new)


def test_of_two_pushes_at_once_one_is_taken_and_the_other_after_it(office: Office) -> None:
    other = office.colleague()
    mine, theirs = office.content.decision(), office.content.decision()
    path = office.content.where(theirs)
    (other / path).write_bytes((office.content.folder / path).read_bytes())
    office.content.delete(path)
    office.commit()
    office.git("add", "-A", cwd=other)
    office.git("commit", "--quiet", "--message", "同时", cwd=other)
    folders = (office.content.folder, other)
    command = ["git", "push", "--quiet", "origin", "HEAD:main"]
    both = [subprocess.Popen(command, cwd=folder, env=office.environment, stderr=subprocess.DEVNULL) for folder in folders]
    codes = [one.wait() for one in both]
    assert min(codes) == 0
    assert [office.shows(one) for one in (mine, theirs)] == [code == 0 for code in codes]
    late = folders[codes.index(max(codes))]
    office.git("pull", "--quiet", "--rebase", "origin", "main", cwd=late)
    done = office.git("push", "origin", "HEAD:main", cwd=late)
    assert done.returncode == 0, done.stderr
    assert office.shows(mine)
    assert office.shows(theirs)


def test_where_the_program_is_gone_orders_are_taken_and_it_is_told_loudly(office: Office) -> None:
    office.git("config", "publish.program", str(office.content.root / "gone"), cwd=office.server)
    office.content.order(ONE)
    done = office.push()
    assert done.returncode == 0
    assert "没有发布" in done.stderr
    assert "管理员" in done.stderr
    office.content.decision()
    done = office.push()
    assert done.returncode != 0
    assert "找不到发布程序" in done.stderr
