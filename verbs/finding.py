"""The verb that finds decisions by their words."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.release.where import where
from verbs.machine import LOOKING, end, exit_code, marking, ticks, workers

MOST = 1000


@task(
    name="search",
    help={
        "words": "要查的文字；条件写作 机关:苏州、年份:2026、类别:处罚、主题:水、当事人:、标题:、文号:、代码:、正文:",
        "output": "输出目录，或者 inv release 发布到的文件夹",
        "store": "发布记录目录", "limit": "列出多少件", "newest": "最新的在前，不按相关程度", "format": "text 或 json",
    },
)  # fmt: skip
def search(
    context: Context, words: str, output: str = "output", store: str = "", limit: int = 10, newest: bool = False, format: str = "text"
) -> None:
    """在公开的决定里查找，全文也查；第一次查先建索引；没有找到的，退出码为 1。"""
    from publish.finding import telling  # noqa: PLC0415 - a tenth of a second, and only here
    from publish.finding.find import find  # noqa: PLC0415 - the same

    def run() -> int:
        if format not in ("text", "json"):
            raise BadUsage("--format 应为 text 或 json。")
        if not 1 <= limit <= MOST:
            raise BadUsage(f"--limit 应为 1 至 {MOST}。")
        site = where(Path(output).resolve(), Path(store).resolve() if store else None)
        begin = ticks()

        def progress(months: list[str], decisions: int, made: int) -> None:
            if not made:
                span = f"{months[0]} " if len(months) == 1 else f"{months[0]} 至 {months[-1]} 共 {len(months)} 个月"
                print(f"正在建索引：{span}的 {decisions} 件决定……", file=sys.stderr, flush=True)
            elif made == len(months):
                print(f"索引建好了，用时 {ticks() - begin:.1f} 秒；内容没有变的月份，下次不再建。", file=sys.stderr)

        with workers(len(os.sched_getaffinity(0))) as pool:
            found = find(site.state, site.store, words, limit=limit, newest=newest, pool=pool, progress=progress)
        print(
            json.dumps(telling.as_json(found), ensure_ascii=False, indent=1)
            if format == "json"
            else telling.as_text(found, newest, marking())
        )
        return 0 if found.total else 1

    end(exit_code(run, LOOKING))
