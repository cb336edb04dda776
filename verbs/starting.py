"""The verbs that begin a content repository and guard its commits: init, hooks, and hook, which the hooks call."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.request import Request
from publish.staff import changed, hooking, onward, starting
from verbs import receiving
from verbs.building import DATA_KEY, TRUST
from verbs.machine import LOOKING, PROJECT, WRITING, day, end, exit_code, workers


@task(
    positional=["folder"],
    help={
        "folder": "新的文件夹，放在程序之外", "name": "网站名称", "agency": "机关名称", "region": "6 位行政区划代码",
        "uscc": "机关的统一社会信用代码",
    },
)  # fmt: skip
def init(
    context: Context, folder: str, name: str = "", agency: str = "", region: str = "", uscc: str = "", today: str = ""
) -> None:  # fmt: skip
    """新建一个内容仓库：inv init 文件夹。"""

    def run() -> int:
        place = Path(folder).resolve()
        founding = starting.Founding(day(today), name, agency, region, uscc)
        count = starting.found(place, PROJECT, founding)
        print(f"已建立内容仓库 {place}：{count} 个文件，已作第一次提交。")
        print(_hooks_words(place))
        if not starting.has_author(place):
            print("git 还不知道您是谁，提交之前先运行（换成自己的姓名和邮箱）：")
            print("\n".join(f"  {line}" for line in onward.author(folder)))
        print("下面这些还是示例，公开之前必须改：")
        print("\n".join(f"  {one}" for one in founding.examples))
        print(f"请先读 {place / 'README.zh-CN.md'}。现在就可以检查和构建：")
        print(f"  {onward.check(folder)}\n  {onward.build(folder, folder.rstrip('/') + '-wangzhan.state')}")
        return 0

    end(exit_code(run, WRITING))


def _hooks_words(place: Path) -> str:
    """Install the hooks too; where that cannot be done the repository stands all the same."""
    try:
        return hooking.install(place, PROJECT, sys.executable).words
    except BadUsage as error:
        return f"钩子没有装：{error}"


@task(
    help={
        "content": "工作人员的内容仓库：提交和推送时检查",
        "server": "装在服务器上：推送到 --repository 的内容先检查，再发布到 --to",
        "repository": "服务器上接收推送的裸仓库；没有就新建",
        "to": "发布到哪里，同 inv release",
        "output": "发布到别的机器时，在本机的哪个文件夹生成",
        "store": "发布记录目录；不写就用目标旁边的 目标.store",
        "shared": "服务器上有几个用户要推送（同在仓库文件夹所属的组里）",
        "trust": TRUST,
        "data_key": DATA_KEY,
    },
)  # fmt: skip
def hooks(
    context: Context, content: str = "content", server: bool = False, repository: str = "", to: str = "", output: str = "",
    store: str = "", trust: str = "", data_key: str = "", site_url: str = "", shared: bool = False,
) -> None:  # fmt: skip
    """给内容仓库装上提交和推送时的检查；或者在服务器上建一个推送就发布的仓库。"""

    def run() -> int:
        if not server and (repository or to):
            raise BadUsage("--repository 和 --to 要和 --server 一起用；给工作人员的内容仓库装钩子，只写 --content。")
        if server:
            print(receiving.install_server(repository, to, output, store, trust, data_key, site_url, shared))
            return 0
        done = hooking.install(Path(content), PROJECT, sys.executable)
        print(done.words)
        return 1 if done.foreign else 0

    end(exit_code(run, WRITING))


@task(positional=["name"])
def hook(context: Context, name: str, remote: str = "origin", today: str = "") -> None:
    """由钩子调用：pre-commit、pre-push，服务器上的 pre-receive、post-receive。"""
    top = Path.cwd()

    def run() -> int:
        on = day(today)
        if name in hooking.SERVER:
            return receiving.hook(name, top, sys.stdin.read(), today)
        if name == "pre-commit":
            return _said(changed.to_be_committed(top), lambda request: changed.commit_answer(request, top), on)
        if name == "pre-push":
            pushed = changed.to_be_pushed(top, remote, sys.stdin.read())
            with workers(os.cpu_count() or 1) as pool:
                judged = [(changes, partial(_pushed, top, commit, changes, pool)) for commit, changes in pushed.items()]
                return max((_said(changes, answer, on) for changes, answer in judged), default=0)
        raise BadUsage("inv hook 由钩子调用，后面是钩子的名称。安装钩子请用 inv hooks。")

    end(exit_code(run, LOOKING))


def _pushed(top: Path, commit: str, changes: changed.Changes, pool: Executor | None, request: Request) -> changed.Answer:
    return changed.push_answer(request, top, commit, changes, pool)


def _said(changes: changed.Changes, answer: Callable[[Request], changed.Answer], on: date) -> int:
    """Judge in a folder of our own and print; what only removes passes even where judging fails."""
    with TemporaryDirectory(prefix="publish-") as folder:
        try:
            told = answer(changed.request_in(Path(folder), PROJECT, on))
        except Exception:
            if not changed.only_removes(changes):
                raise
            told = changed.Answer(True, "检查没有做完；这次只有撤回一类的内容，照常进行。")
    if told.words:
        print(told.words, file=sys.stderr)
    return 0 if told.passes else 1
