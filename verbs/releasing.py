"""The verb that brings a site to its readers: release."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish import words
from publish.errors import BadUsage
from publish.release.content import is_shared
from publish.release.local import LocalTarget
from publish.release.releasing import Say, Wish, release
from publish.sources import refuse_no_content
from publish.staff.receiving import Settings
from targets.opening import open_target
from verbs.building import DATA_KEY, EXECUTOR, TRUST, requested
from verbs.cluster import pool_of
from verbs.machine import Ends, end, exit_code, host, ticks, time_in_china

RELEASING = Ends("没有做完；网站照常，是发布前或者发布后的样子，再运行一次会接着做完", "已中断；网站照常，再运行一次会接着做完。")
LONGEST = 1_000_000  # bytes of a file of steps


def wished(
    to: str, content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "", jobs: int = 0,
    trust: str = "", data_key: str = "", rollback: bool = False, wait: bool = False,
) -> Wish:  # fmt: skip
    """A release as typed. Raises BadUsage."""
    if not to:
        raise BadUsage("请用 --to 写明发布到哪里，如 --to /srv/xzzf；网站服务器从其中的 current 读取。")
    refuse_no_content(Path(content).resolve())
    far = open_target(to, Path(f"{Path(output).resolve()}.state"))
    here = LocalTarget(Path(to).resolve())
    place = Path(output).resolve() if far else here.folder
    kept = Path(store).resolve() if store else Path(f"{place}.store")
    request = requested(content, str(place if far else here.trees.spare), str(kept), today, site_url, jobs, trust, data_key)
    who = f"进程 {os.getpid()}，{time_in_china()} 开始"
    return Wish(replace(request, beside=Path(f"{place}.state")), kept, far or here, None if far else here.trees, who, rollback, wait)


def of_settings(content: str, typed: Settings, today: str = "", jobs: int = 0, rollback: bool = False, wait: bool = False) -> Wish:
    """A release as typed; what is not, as the repository keeps it (`inv hooks --server`). Raises BadUsage."""
    said = typed.or_kept(Path(content).resolve())
    output = said.output or "output"
    return wished(said.to, content, output, said.store, today, said.site_url, jobs, said.trust, said.data_key, rollback, wait)


def release_site(wish: Wish, quiet: bool = False, executor: str = "") -> int:
    """A release with its words; the exit code: 0, 1 stopped by findings, 3 failed with the release before in place."""

    def run() -> int:
        open_to_the_server(wish)
        with pool_of(wish.request.jobs, executor) as pool:
            done = release(wish, partial(host, pool=pool), pool, _quiet if quiet else _saying())
        report, origin = done.report, done.origin
        told = words.release(origin.commit, bool(origin.instead), done.uncommitted)
        print(words.findings(report.findings) + told + words.left(done.left) + words.summary(report))
        return 3 if done.left else 1 if report.stopped else 0

    return exit_code(run, RELEASING)


def open_to_the_server(wish: Wish) -> None:
    """What is written is for the web server to read, which is another user; for several who push, to write as well."""
    shared = is_shared(wish.request.content)
    os.umask(0o002 if shared else 0o022)
    for path in (wish.request.state / "state.sqlite", wish.store / "store.sqlite"):
        if shared and path.parent.is_dir():  # SQLite makes files that only their owner writes
            path.touch()
            with suppress(PermissionError):  # somebody else's, who did so
                path.chmod(0o664)


@task(
    name="release",
    help={
        "to": "发布到哪里：本机的文件夹（网站服务器从其中的 current 读取），ssh://用户@机器/文件夹，或 s3://存储桶/前缀；"
        "不写就用 inv hooks --server 记在仓库里的",
        "content": "内容仓库；是 git 仓库的，发布它的 HEAD",
        "output": "发布到别的机器时，在本机的哪个文件夹生成",
        "store": "发布记录目录；不写就用 目标.store（发布到别的机器的，用 输出目录.store）",
        "rollback": "回到上次发布的样子；以后撤回、期满的仍不公开",
        "wait": "另一个发布正在进行时，等它结束",
        "quiet": "不打印每一步",
        "trust": TRUST,
        "data_key": DATA_KEY,
        "executor": EXECUTOR,
    },
)  # fmt: skip
def release_verb(
    context: Context, to: str = "", content: str = "content", output: str = "", store: str = "", today: str = "", site_url: str = "",
    jobs: int = 0, trust: str = "", data_key: str = "", rollback: bool = False, wait: bool = False, quiet: bool = False,
    executor: str = "",
) -> None:  # fmt: skip
    """发布：在网站旁边生成、核对，然后一步切换。"""

    def run() -> int:
        typed = Settings(to, output, store, trust, data_key, site_url)
        return release_site(of_settings(content, typed, today, jobs, rollback, wait), quiet, executor)

    end(exit_code(run, RELEASING))


def _quiet(step: str, facts: dict[str, object]) -> None:
    del step, facts


def _saying() -> Say:
    """Print each step as a line of `key=value` words, for a journal."""
    begin = ticks()
    return lambda step, facts: print(line(step, facts, begin), file=sys.stderr, flush=True)


def noting(path: Path) -> Say:
    """Write each step to a file, as the same lines; of one that grew long, the older half goes."""
    begin = ticks()
    if path.is_file() and path.stat().st_size > LONGEST:
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[len(lines) // 2 :]), encoding="utf-8")

    def note(step: str, facts: dict[str, object]) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line(step, facts, begin)}\n")

    return note


def line(step: str, facts: dict[str, object], begin: float) -> str:
    """A step as a line. `begin`: ticks at the beginning."""
    said = " ".join(f"{name}={_word(value)}" for name, value in facts.items())
    return f"time={time_in_china()} after={ticks() - begin:.2f}s step={step} {said}".rstrip()


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) or "-"
