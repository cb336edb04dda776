"""What the verbs take from the machine: the clock, the environment, randomness, worker processes. Read here and nowhere else."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from invoke.exceptions import Exit

from publish.days import iso_day
from publish.errors import BadUsage, why

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from publish.work import Work

PROJECT = Path(__file__).resolve().parent.parent
ticks = time.perf_counter  # seconds; for the report's durations
instant = time.time_ns
ID_CHARACTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base32


def today_in_china() -> date:
    """The day in Asia/Shanghai."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def time_in_china() -> str:
    """The time in Asia/Shanghai, to the second (RFC 3339)."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).isoformat(timespec="seconds")


def day(text: str, option: str = "--today") -> date:
    """A day as typed, or today in China. Raises BadUsage."""
    text = text or os.environ.get("PUBLISH_TODAY", "")  # for `pelican -s`, which has no --today
    typed = iso_day(text)
    if text and typed is None:
        raise BadUsage(f"{option} 应写作 2026-11-24 这样的日期。")
    return typed or today_in_china()


def new_id() -> str:
    """16 random characters: never derived from content."""
    return "".join(secrets.choice(ID_CHARACTERS) for _ in range(16))


class Cancelled(Exception):
    """The person ended the questions (Ctrl-C, Ctrl-D), or the input came to its end."""


def at_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty()


def marking() -> bool:
    """Whether what is printed is seen on a terminal that can show marks."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("NO_COLOR")


@contextmanager
def asking() -> Iterator[None]:
    """While a person is asked, an interruption means that nothing is to be written. Raises Cancelled."""
    try:
        yield
    except KeyboardInterrupt:
        print()
        raise Cancelled from None


def ask(prompt: str) -> str:
    """One line from the person. Raises Cancelled."""
    if at_terminal():
        with suppress(ImportError):
            import readline  # noqa: F401, PLC0415 - lets `input` edit a line; some Pythons are built without it
    while True:
        try:
            line = input(prompt)
            line.encode()
        except (EOFError, KeyboardInterrupt):
            print()
            raise Cancelled from None
        except UnicodeError:
            print("  × 这一行不是 UTF-8 文字，读不出来；请重新输入。")
        else:
            return line


@contextmanager
def workers(jobs: int) -> Iterator[Executor | None]:
    """A pool of processes, each started when first needed; none for one job."""
    if jobs < 2:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - what starts processes is large, and few verbs do
    from multiprocessing import get_context  # noqa: PLC0415

    from publish.workers import end_with_parent  # noqa: PLC0415

    pool = ProcessPoolExecutor(jobs, mp_context=get_context("forkserver"), initializer=end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def host(work: Work, pool: Executor | None) -> None:
    """Pelican, imported only when there is something to render."""
    from plugins.host import run  # noqa: PLC0415 - half a second

    run(work, pool, PROJECT / "pelicanconf.py")


@dataclass(frozen=True)
class Ends:
    """What a kind of verb says where it fails or is interrupted."""

    failed: str
    interrupted: str


BUILDING = Ends("失败，输出不能使用", "已中断；下次构建会补齐。")
LOOKING = Ends("没有做完", "已中断，没有做完。")
WRITING = Ends("没有做成", "已中断；没写完的已经收回。写好了哪些，请在内容仓库里用 git status 查看。")


def exit_code(run: Callable[[], int], ends: Ends = BUILDING) -> int:
    """Run a verb; its failures as words and exit codes: 2 bad usage, 3 failed, 130 interrupted."""
    try:
        return run()
    except BadUsage as error:
        print(error, file=sys.stderr)
        return 2
    except Cancelled:
        print("已取消，没有写任何文件。", file=sys.stderr)
        return 130
    except KeyboardInterrupt:
        print(ends.interrupted, file=sys.stderr)
        return 130
    except Exception as error:
        print(f"{ends.failed}：{why(error)}", file=sys.stderr)
        if os.environ.get("PUBLISH_DEBUG"):
            raise
        return 3


def end(code: int) -> None:
    """End the verb with an exit code that is not 0."""
    if code:
        raise Exit(code=code)
