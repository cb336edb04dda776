"""The verbs (invoke). Only here are the clock and the environment read."""

from __future__ import annotations

import json
import os
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from invoke import Context, Exit, task

from publish.build import build as build_site
from publish.errors import BadUsage, BuildFailed, Level
from publish.request import Report, Request
from publish.work import Work

PROJECT = Path(__file__).resolve().parent


def today_in_china() -> date:
    """The day in Asia/Shanghai."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def day(text: str) -> date:
    """`--today`, or the day in China. Raises BadUsage."""
    try:
        return date.fromisoformat(text) if text else today_in_china()
    except ValueError:
        raise BadUsage(f"--today 应写作 2026-11-24，收到的是 {text}。") from None


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """A pool of processes, started when first used; none for one job."""
    if jobs < 2:
        yield None
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("forkserver")) as pool:
        yield pool


def host(work: Work, pool: Executor | None) -> None:
    """Pelican, imported only when there is something to render."""
    from plugins.host import run  # noqa: PLC0415 - half a second

    run(work, pool, PROJECT / "pelicanconf.py")


def publish_site(
    content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "", report: str = "", jobs: int = 0
) -> int:
    """A build with its words and exit code: 0, 1 stopped, 2 bad usage, 3 failed."""
    try:
        request = Request(
            PROJECT, Path(content).resolve(), Path(output).resolve(), day(today), Path(store).resolve() if store else None,
            site_url or None, jobs or len(os.sched_getaffinity(0)), time.perf_counter,
        )  # fmt: skip
        with workers(request.jobs) as pool:
            done = build_site(request, partial(host, pool=pool), pool)
    except BadUsage as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except (BuildFailed, Exception) as error:
        print(f"构建失败，输出不能使用：{error or type(error).__name__}", file=sys.stderr)
        return 3
    if report:
        Path(report).write_text(json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _say(done)
    return 1 if done.stopped else 0


def _say(report: Report) -> None:
    for finding in report.findings:
        print(f"[{finding.level.name}] {finding}")
    print(report)


@task
def build(context: Context, content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "", report: str = "", jobs: int = 0) -> None:
    """构建网站：检查、生成、删除、核对。"""
    code = publish_site(content, output, store, today, site_url, report, jobs)
    if code:
        raise Exit(code=code)
