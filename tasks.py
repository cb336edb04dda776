"""The verbs (invoke). Only here are the clock, the environment and randomness read."""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from publish import build as building
from publish import drafting, words
from publish.errors import BadUsage, Level, loudest
from publish.fields import DATE_FORM
from publish.request import Request
from publish.work import Work
from publish.workers import end_with_parent

PROJECT = Path(__file__).resolve().parent
ID_CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base32


def today_in_china() -> date:
    """The day in Asia/Shanghai."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def day(text: str, option: str = "--today") -> date:
    """A day as typed, or today in China. Raises BadUsage."""
    text = text or os.environ.get("PUBLISH_TODAY", "")  # for `pelican -s`, which has no --today
    try:
        if text and not DATE_FORM.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text) if text else today_in_china()
    except ValueError:
        raise BadUsage(f"{option} 应写作 2026-11-24 这样的日期。") from None


def new_id() -> str:
    """16 random characters: never derived from content."""
    return "".join(secrets.choice(ID_CHARACTERS) for _ in range(16))


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """A pool of processes, each started when first needed; none for one job."""
    if jobs < 2:
        yield None
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("forkserver"), initializer=end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def host(work: Work, pool: Executor | None) -> None:
    """Pelican, imported only when there is something to render."""
    from plugins.host import run  # noqa: PLC0415 - half a second

    run(work, pool, PROJECT / "pelicanconf.py")


def exit_code(run: Callable[[], int]) -> int:
    """Run a verb; its failures as words and exit codes: 2 bad usage, 3 failed, 130 interrupted."""
    try:
        return run()
    except BadUsage as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已中断；下次构建会补齐。", file=sys.stderr)
        return 130
    except Exception as error:
        print(f"失败，输出不能使用：{type(error).__name__}：{error}", file=sys.stderr)
        if os.environ.get("PUBLISH_DEBUG"):
            raise
        return 3


def _request(content: str, output: str, store: str, today: str, site_url: str, jobs: int) -> Request:
    if site_url and not re.fullmatch(r"https?://[^\s?#/]+[^\s?#]*", site_url):
        raise BadUsage("--site-url 应以 http:// 或 https:// 开头，如 https://www.example.org/xzzf。")
    return Request(
        PROJECT, Path(content).resolve(), Path(output).resolve(), day(today), Path(store).resolve() if store else None,
        site_url.rstrip("/") or None, jobs or len(os.sched_getaffinity(0)), time.perf_counter,
    )  # fmt: skip


def publish_site(
    content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "", report: str = "", jobs: int = 0
) -> int:
    """A build with its words; the exit code: 0, 1 stopped by findings, 2 bad usage, 3 failed."""

    def run() -> int:
        request = _request(content, output, store, today, site_url, jobs)
        if report and not Path(report).resolve().parent.is_dir():
            raise BadUsage(f"--report 要写入的文件夹 {Path(report).parent} 不存在；请先建立，或改写路径。")
        with workers(request.jobs) as pool:
            done = building.build(request, partial(host, pool=pool), pool)
        if report:
            Path(report).write_text(json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(words.findings(done.findings) + words.summary(done))
        return 1 if done.stopped else 0

    return exit_code(run)


def _end(code: int) -> None:
    if code:
        raise Exit(code=code)


@task(help={"content": "内容仓库", "output": "输出目录", "store": "发布记录目录", "today": "按哪一天构建", "jobs": "进程数"})
def build(
    context: Context, content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "",
    report: str = "", jobs: int = 0,
) -> None:  # fmt: skip
    """构建网站：检查、生成、删除、核对。"""
    _end(publish_site(content, output, store, today, site_url, report, jobs))


@task(help={"format": "text 或 json"})
def check(
    context: Context, content: str = "content", output: str = "output", store: str = "", today: str = "", format: str = "text"
) -> None:
    """只检查内容，列出全部问题，不改动网站。"""

    def run() -> int:
        if format not in ("text", "json"):
            raise BadUsage("--format 应为 text 或 json。")
        request = _request(content, output, store, today, "", 0)
        with workers(request.jobs) as pool:
            found = building.check(request, pool)
        shown = json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=1)
        print(shown if format == "json" else words.findings(found) or "没有发现问题。")
        return 1 if loudest(found) > Level.warn else 0

    _end(exit_code(run))


@task
def verify(context: Context, output: str = "output") -> None:
    """逐字节核对整个网站与计划是否一致。"""

    def run() -> int:
        count = building.verify_tree(Path(output).resolve())
        print(f"已核对 {count} 个文件，与计划一致。")
        return 0

    _end(exit_code(run))


def _order(content: str, store: str, today: str, wish: drafting.Wish) -> int:
    on, folder, ident = day(today), Path(content).resolve(), new_id()
    text = drafting.order_text(wish, drafting.decision_to_order(folder, Path(store), wish.decision), ident, on)
    path = folder / "orders" / str(on.year) / f"{ident}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    shown = path.relative_to(folder)
    print(f"已写好 {content}/{shown}。下一次构建时决定就从网站消失。请接着运行：")
    print(f"  git -C {content} add {shown}\n  git -C {content} commit -m 撤回\n  inv build")
    return 0


@task(positional=["ident"], help={"ground": "撤回原因", "reason": "向公众公开的理由", "effective-on": "行为生效或送达的日期"})
def withdraw(
    context: Context, ident: str, ground: str = "", reason: str = "", instrument: str = "", effective_on: str = "",
    content: str = "content", store: str = "output.state", today: str = "",
) -> None:  # fmt: skip
    """写一份撤回令：inv withdraw 编号 --ground 原因 --reason 理由。"""

    def run() -> int:
        effective = day(effective_on, "--effective-on") if effective_on else None
        return _order(content, store, today, drafting.Wish("withdraw", ident, ground, reason, instrument, effective))

    _end(exit_code(run))


@task
def serve(context: Context, content: str = "content", output: str = "output", port: int = 8000, today: str = "") -> None:
    """构建并在本机查看网站，内容改动后自动重新构建。"""
    from plugins.preview import serve_site  # noqa: PLC0415 - only here

    _end(
        exit_code(
            lambda: serve_site(Path(content).resolve(), Path(output).resolve(), port, lambda: publish_site(content, output, today=today))
        )
    )


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
