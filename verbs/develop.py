"""The verbs of whoever works on the program: lint, test, golden, bench, faults, pictures, judge."""

from __future__ import annotations

import sys

from invoke.context import Context
from invoke.tasks import task

from verbs.machine import PROJECT


@task
def lint(context: Context) -> None:
    """代码检查：ruff 和 mypy。"""
    python = sys.executable
    for command in ("ruff check .", "ruff format --check .", "mypy"):
        context.run(f"{python} -m {command}", echo=True)


@task(help={"args": "传给 pytest 的参数"})
def test(context: Context, args: str = "") -> None:
    """安装测试所需的系统软件，检查代码，运行全部测试。"""
    context.run("tests/setup.sh")
    lint(context)
    context.run(f"{sys.executable} -m pytest {args}", echo=True)


@task
def golden(context: Context) -> None:
    """重新生成由程序生成的文件：字段的 JSON Schema、规则表。"""
    from publish.golden import generated  # noqa: PLC0415 - imports all of the domain

    files = generated()
    for stale in {str(path.relative_to(PROJECT)) for path in (PROJECT / "docs" / "schema").glob("*.json")} - files.keys():
        (PROJECT / stale).unlink()
    for path, text in files.items():
        (PROJECT / path).parent.mkdir(parents=True, exist_ok=True)
        (PROJECT / path).write_text(text, encoding="utf-8")
    print(f"已生成 {len(files)} 个文件。")


@task(
    help={
        "sizes": "决定件数，用逗号分开",
        "search": "测量查询：字节、请求、生成用时，并与 Pagefind 比较",
        "load": "在 wrk 的压力下发布一次，撤回一百件，核对 nginx 的每一个回答",
        "peers": "与 Hugo 和原样的 Pelican 比较，把表格和图写进 docs；可写 all,pages,hugo,pelican 中的几个",
        "growth": "推算十万、一百万、一千万件时的文件、字节、文件夹和各种上限，把表格写进 docs/scale.md；件数写两个，如 1000,3000",
        "rounds": "测量几遍；与别的程序比较时取中位数，否则取最快的一遍",
    },
    optional=["peers"],
)
def bench(
    context: Context, sizes: str = "1000,10000", search: bool = False, load: bool = False, peers: str | bool = "", rounds: int = 1,
    growth: bool = False,
) -> None:  # fmt: skip
    """测量构建速度，打印表格。"""
    if load:
        context.run(f"{sys.executable} -m bench.load", echo=True)
        return
    if growth:
        context.run(f"{sys.executable} -m bench.growth {sizes}", echo=True)
        return
    beside = "" if not peers else " --peers" if peers is True else f" --peers={peers}"
    context.run(f"{sys.executable} -m bench {sizes} --rounds {rounds}{' --search' if search else ''}{beside}", echo=True)


@task(help={"every": "每隔几处试一处；1 是每一处都试", "jobs": "进程数"})
def faults(context: Context, every: int = 40, jobs: int = 2) -> None:
    """在发布时对文件的每一次操作上试着出错：被杀、写不进、只写一半；打印试了多少处。"""
    context.run(f"{sys.executable} -m tests.faults --every {every} --jobs {jobs}", echo=True)


@task
def pictures(context: Context) -> None:
    """重新拍 README 里的图片（用 Chromium 看样例网站）。"""
    context.run(f"{sys.executable} -m bench.pictures", echo=True)


@task
def judge(context: Context) -> None:
    """用 Lighthouse 和 vnu（由 npm 安装）评判样例网站的页面；低于 99 分或者 HTML 有错的，退出码为 1。"""
    context.run(f"{sys.executable} -m bench.judging", echo=True)
