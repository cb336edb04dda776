"""The verbs for whoever runs the server: systemd, status."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.release import status as standing
from publish.release.units import Nightly, units
from publish.staff.receiving import Settings
from verbs.machine import LOOKING, PROJECT, WRITING, end, exit_code
from verbs.releasing import of_settings

NAME = re.compile(r"[a-z_][a-z0-9_-]{0,30}")
UNIT = re.compile(r"[A-Za-z0-9:_.@%-]+\.(service|target)")
CONTENT = "内容仓库：inv hooks --server 建的裸仓库"
TO = "发布到哪里；不写就用 inv hooks --server 记下的"
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def nightly(content: str, typed: Settings, user: str, at: str, name: str, on_failure: str) -> Nightly:
    """The nightly release as typed; what the repository keeps is read anew each night. Raises BadUsage."""
    for option, value, form, expected in (
        ("--user", user, NAME, "系统用户的名字，如 xzzf"), ("--name", name, NAME, "小写字母、数字和连字符，如 xzzf-fabu"),
        ("--at", at, TIME, "北京时间几点几分，如 00:10"), ("--on-failure", on_failure, UNIT, "systemd 单元的名字，如 tongzhi.service"),
    ):  # fmt: skip
        if value and not form.fullmatch(value):
            raise BadUsage(f"{option} 应为{expected}，现在是 {value}。")
    repository = Path(content).resolve()
    wish = of_settings(content, typed)
    here = wish.trees.folder if wish.trees else wish.request.output
    local = {name: str(Path(value).resolve()) for name, value in typed.typed.items() if name not in ("to", "site_url")}
    absolute = replace(typed, to=str(here) if typed.to and wish.trees else typed.to, **local)
    program = [sys.executable, "-P", "-m", "invoke", "--search-root", str(PROJECT)]
    words = [*program, *absolute.command(repository)[1:], "--wait"]
    search = [*program, "verify", "--output", str(here), "--store", str(wish.store), "--trace"]
    folders = [here.parent, wish.request.state.parent, wish.store.parent]
    return Nightly(name, user, PROJECT, words, search, folders, [PROJECT, repository], wish.trees is None, at, on_failure)


@task(help={"content": CONTENT, "to": TO})
def status(context: Context, content: str = "content", to: str = "", output: str = "", store: str = "", today: str = "") -> None:
    """看网站现在怎样：上次发布是哪一天、哪个提交，有没有要处理的。"""

    def run() -> int:
        wish = of_settings(content, Settings(to, output, store), today)
        found = standing.status(wish, wish.request.today)
        free = shutil.disk_usage(wish.store if wish.store.is_dir() else wish.store.parent).free
        print("\n".join([*found.lines, *([] if found.faults else ["没有要处理的。"]), f"磁盘还剩 {free / 1e9:.1f} GB。"]))
        print("\n".join(f"要处理：{one}" for one in found.faults), end="\n" if found.faults else "")
        return 1 if found.faults else 0

    end(exit_code(run, LOOKING))


@task(
    help={
        "content": CONTENT,
        "to": TO,
        "user": "用哪个系统用户发布",
        "at": "每天几点发布（北京时间）",
        "name": "单元的名字",
        "on_failure": "失败时启动哪个单元（发通知用）",
        "write": "写到哪个文件夹，如 /etc/systemd/system；不写就打印",
    },
)  # fmt: skip
def systemd(
    context: Context, content: str = "content", to: str = "", output: str = "", store: str = "", trust: str = "", data_key: str = "",
    site_url: str = "", user: str = "xzzf", at: str = "00:10", name: str = "xzzf-fabu", on_failure: str = "", write: str = "",
) -> None:  # fmt: skip
    """写出每天夜里发布的 systemd 单元和定时器。"""

    def run() -> int:
        made = units(nightly(content, Settings(to, output, store, trust, data_key, site_url), user, at, name, on_failure))
        if not write:
            print("\n".join(made.values()), end="")
            return 0
        if not Path(write).is_dir():
            raise BadUsage(f"--write 指的文件夹 {write} 不存在；请先建立，或改写路径。")
        for file, text in made.items():
            (Path(write) / file).write_text(text, encoding="utf-8")
        print("\n".join(f"已写好 {Path(write) / file}" for file in made))
        print(f"请运行：systemctl daemon-reload && systemctl enable --now {name}.timer")
        return 0

    end(exit_code(run, WRITING))
