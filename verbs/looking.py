"""The verbs that look: check, verify, serve."""

from __future__ import annotations

import json
import os
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish import build as building
from publish.errors import BadUsage, Level, loudest
from publish.sources import refuse_no_content
from publish.staff import showing
from publish.tracing import telling
from publish.tracing.verifying import traced
from verbs.building import EXECUTOR, TRUST, publish_site, requested
from verbs.cluster import pool_of
from verbs.machine import BUILDING, LOOKING, PROJECT, end, exit_code, ticks, workers


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
