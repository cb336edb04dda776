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


@task
def hooks(context: Context, content: str = "content") -> None:
    """给内容仓库装上提交和推送时的检查。"""

    def run() -> int:
        done = hooking.install(Path(content), PROJECT, sys.executable)
        print(done.words)
        return 1 if done.foreign else 0

    end(exit_code(run, WRITING))


@task(positional=["name"])
def hook(context: Context, name: str, remote: str = "origin", today: str = "") -> None:
    """由钩子调用：pre-commit 或 pre-push。"""
    top = Path.cwd()

    def run() -> int:
        on = day(today)
        if name == "pre-commit":
            return _said(changed.to_be_committed(top), lambda request: changed.commit_answer(request, top), on)
        if name == "pre-push":
            pushed = changed.to_be_pushed(top, remote, sys.stdin.read())
            with workers(os.cpu_count() or 1) as pool:
                judged = [(changes, partial(_pushed, top, commit, changes, pool)) for commit, changes in pushed.items()]
                return max((_said(changes, answer, on) for changes, answer in judged), default=0)
        raise BadUsage("inv hook 由钩子调用，后面是 pre-commit 或 pre-push。安装钩子请用 inv hooks。")

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
