"""`inv build`. What a build needs is imported when there is something to do: that alone takes longer than to see that there is nothing."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from publish import unchanged, words
from publish.errors import BadUsage
from publish.reporting import Report
from publish.stamps import Looked
from verbs.machine import PROJECT, day, end, exit_code, host, instant, ticks

if TYPE_CHECKING:
    from publish.request import Request

TRUST = "信任目录（谁的签名算数）；不写就用内容目录旁边的 内容目录.trust"
DATA_KEY = "给开放数据的校验和签名的私钥（OpenSSH，没有口令）；不写就不签"
EXECUTOR = "在哪里做：dask://机器:端口 是一个 Dask 集群的调度器（docs/scale.md）；不写就在本机"


def requested(
    content: str, output: str, store: str = "", today: str = "", site_url: str = "", jobs: int = 0, trust: str = "", data_key: str = "",
    preview: bool = False,
) -> Request:  # fmt: skip
    """A request as typed. Raises BadUsage."""
    from publish.request import Request  # noqa: PLC0415 - see above
    from publish.signing.data_key import read_data_key  # noqa: PLC0415

    if site_url and not re.fullmatch(r"https?://[^\s?#/]+[^\s?#]*", site_url):
        raise BadUsage("--site-url 应以 http:// 或 https:// 开头，如 https://www.example.org/xzzf。")
    key = read_data_key(Path(data_key).absolute(), Path(content).resolve(), Path(output).resolve()) if data_key else None
    return Request(
        PROJECT, Path(content).resolve(), Path(output).resolve(), day(today), Path(store).resolve() if store else None,
        site_url.rstrip("/") or None, jobs or len(os.sched_getaffinity(0)), ticks, Path(trust).resolve() if trust else None, key, preview,
    )  # fmt: skip


def publish_site(
    content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "", report: str = "", jobs: int = 0,
    trust: str = "", data_key: str = "", preview: bool = False, executor: str = "", hands: int = 1,
) -> int:  # fmt: skip
    """A build with its words; the exit code: 0, 1 stopped by findings, 2 bad usage, 3 failed. `hands`: see `unchanged.last_report`."""

    def built(asked: unchanged.Asked, looked: Looked | None) -> Report:
        from publish import build as building  # noqa: PLC0415
        from verbs.cluster import pool_of  # noqa: PLC0415

        request = replace(requested(content, output, store, today, site_url, jobs, trust, data_key, preview), looked=looked)
        begun = unchanged.begin(asked, instant())
        with pool_of(request.jobs, executor) as pool:
            done = building.build(request, partial(host, pool=pool), pool)
        unchanged.note(asked, begun)
        return done

    def run() -> int:
        if report and not Path(report).resolve().parent.is_dir():
            raise BadUsage(f"--report 要写入的文件夹 {Path(report).parent} 不存在；请先建立，或改写路径。")
        begin = ticks()
        asked = _asked(content, output, store, str(day(today)), site_url, trust, data_key, preview)
        last, looked = unchanged.last_report(asked, hands)
        done = Report.again(day(today), last, ticks() - begin) if last else built(asked, looked)
        if report:
            Path(report).write_text(json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(words.findings(done.findings) + words.summary(done))
        return 1 if done.stopped else 0

    return exit_code(run)


def _asked(
    content: str, output: str, store: str, today: str, site_url: str, trust: str, data_key: str, preview: bool
) -> unchanged.Asked:  # fmt: skip
    folder, site = Path(content).resolve(), Path(output).resolve()
    state = site.with_name(f"{site.name}.state")
    trusted = Path(trust).resolve() if trust else folder.with_name(f"{folder.name}.trust")
    others = [trusted] if trust or trusted.exists() else []
    others += [Path(data_key).absolute()] if data_key else []
    said = (today, site_url, str(preview))
    return unchanged.Asked(PROJECT, folder, site, state, Path(store).resolve() if store else state, said, tuple(others))


@task(
    help={
        "content": "内容仓库",
        "output": "输出目录",
        "store": "发布记录目录",
        "today": "按哪一天构建",
        "jobs": "进程数",
        "trust": TRUST,
        "data_key": DATA_KEY,
        "executor": EXECUTOR,
    }
)
def build(
    context: Context, content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "",
    report: str = "", jobs: int = 0, trust: str = "", data_key: str = "", executor: str = "",
) -> None:  # fmt: skip
    """构建网站：检查、生成、删除、核对。"""
    hands = min(2, jobs or len(os.sched_getaffinity(0)))  # a typed command has no threads yet
    end(publish_site(content, output, store, today, site_url, report, jobs, trust, data_key, executor=executor, hands=hands))
