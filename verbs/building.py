"""The verbs that build and look: build, check, verify, serve."""

from __future__ import annotations

import json
import os
import re
from functools import partial
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish import build as building
from publish import words
from publish.errors import BadUsage, Level, loudest
from publish.request import Request
from publish.signing.data_key import read_data_key
from publish.sources import refuse_no_content
from publish.staff import showing
from publish.tracing import telling
from publish.tracing.verifying import traced
from verbs.cluster import EXECUTOR, pool_of
from verbs.machine import BUILDING, LOOKING, PROJECT, day, end, exit_code, host, ticks, workers

TRUST = "信任目录（谁的签名算数）；不写就用内容目录旁边的 内容目录.trust"
DATA_KEY = "给开放数据的校验和签名的私钥（OpenSSH，没有口令）；不写就不签"


def requested(
    content: str, output: str, store: str = "", today: str = "", site_url: str = "", jobs: int = 0, trust: str = "", data_key: str = "",
    preview: bool = False,
) -> Request:  # fmt: skip
    """A request as typed. Raises BadUsage."""
    if site_url and not re.fullmatch(r"https?://[^\s?#/]+[^\s?#]*", site_url):
        raise BadUsage("--site-url 应以 http:// 或 https:// 开头，如 https://www.example.org/xzzf。")
    key = read_data_key(Path(data_key).absolute(), Path(content).resolve(), Path(output).resolve()) if data_key else None
    return Request(
        PROJECT, Path(content).resolve(), Path(output).resolve(), day(today), Path(store).resolve() if store else None,
        site_url.rstrip("/") or None, jobs or len(os.sched_getaffinity(0)), ticks, Path(trust).resolve() if trust else None, key, preview,
    )  # fmt: skip


def publish_site(
    content: str = "content", output: str = "output", store: str = "", today: str = "", site_url: str = "", report: str = "", jobs: int = 0,
    trust: str = "", data_key: str = "", preview: bool = False, executor: str = "",
) -> int:  # fmt: skip
    """A build with its words; the exit code: 0, 1 stopped by findings, 2 bad usage, 3 failed."""

    def run() -> int:
        request = requested(content, output, store, today, site_url, jobs, trust, data_key, preview)
        if report and not Path(report).resolve().parent.is_dir():
            raise BadUsage(f"--report 要写入的文件夹 {Path(report).parent} 不存在；请先建立，或改写路径。")
        with pool_of(request.jobs, executor) as pool:
            done = building.build(request, partial(host, pool=pool), pool)
        if report:
            Path(report).write_text(json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(words.findings(done.findings) + words.summary(done))
        return 1 if done.stopped else 0

    return exit_code(run)


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
    end(publish_site(content, output, store, today, site_url, report, jobs, trust, data_key, executor=executor))


@task(help={"format": "text 或 json", "trust": TRUST, "executor": EXECUTOR})
def check(
    context: Context, content: str = "content", output: str = "output", store: str = "", today: str = "", format: str = "text",
    trust: str = "", executor: str = "",
) -> None:  # fmt: skip
    """只检查内容，列出全部问题，不改动网站。"""

    def run() -> int:
        if format not in ("text", "json"):
            raise BadUsage("--format 应为 text 或 json。")
        request = requested(content, output, store, today, trust=trust)
        with pool_of(request.jobs, executor) as pool:
            found = building.check(request, pool)
        if format == "json":
            print(json.dumps(showing.as_json(found, request.content), ensure_ascii=False, indent=1))
        else:
            print(showing.as_text(found, request.content))
        return 1 if loudest(found) > Level.warn else 0

    end(exit_code(run, LOOKING))


@task(
    help={
        "output": "输出目录；发布到本机目录的，写那个目录",
        "store": "发布记录目录",
        "trace": "在整个网站和它周围查找不公开内容的痕迹",
        "also": "还要查找的文件，如网站服务器的配置；可以写几次",
        "jobs": "进程数",
    },
    iterable=["also"],
)
def verify(
    context: Context, output: str = "output", store: str = "", trace: bool = False, also: list[str] | None = None, jobs: int = 0,
) -> None:  # fmt: skip
    """逐字节核对整个网站与计划是否一致；--trace 查找不公开内容的痕迹。"""

    def run() -> int:
        if also and not trace:
            raise BadUsage("--also 要和 --trace 一起用。")
        typed = Path(output).absolute()
        site = (typed.parent if typed.is_symlink() and typed.name == "current" else typed).resolve()
        if not trace:
            count = building.verify_tree(site)
            print(f"已核对 {count} 个文件，与计划一致。")
            return 0
        begin = ticks()
        with workers(jobs or len(os.sched_getaffinity(0))) as pool:
            found = traced(site, Path(store).resolve() if store else None, [Path(one) for one in also or ()], PROJECT, pool)
        print(telling.told(found, ticks() - begin))
        return 0 if found.clean else 3

    end(exit_code(run, LOOKING if trace else BUILDING))


@task
def serve(
    context: Context, content: str = "content", output: str = "preview", port: int = 8000, today: str = "", trust: str = ""
) -> None:  # fmt: skip
    """构建并在本机查看网站，内容改动后自动重新构建。"""
    from plugins.preview import serve_site  # noqa: PLC0415 - only here

    def run() -> int:
        request = requested(content, output, trust=trust)
        refuse_no_content(request.content)
        folders = [request.content, *([request.trust_folder] if request.trust_folder else [])]
        return serve_site(folders, request.output, port, lambda: publish_site(content, output, today=today, trust=trust, preview=True))

    end(exit_code(run))
