"""The verbs of whoever works on the program: lint, test, bench."""

from __future__ import annotations

import sys

from invoke.context import Context
from invoke.tasks import task


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


@task(help={"sizes": "决定件数，用逗号分开"})
def bench(context: Context, sizes: str = "1000,10000") -> None:
    """测量构建速度，打印表格。"""
    context.run(f"{sys.executable} -m bench {sizes}", echo=True)
