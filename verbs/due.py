"""The verb that says what is due: publication, withdrawals, lists, the report, certificates, the calendar."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.staff import due as duties
from publish.staff import due_table
from verbs.machine import LOOKING, day, end, exit_code

NO_STORE = "没有找到发布记录（{}）：按 published_on 判断是否已经公开，看不出撤回和清单是否已经发布。请用 --store 指定。"


@task(help={"content": "内容仓库", "store": "发布记录目录", "today": "按哪一天", "ics": "写入日历文件（.ics）"})
def due(context: Context, content: str = "content", store: str = "output.state", today: str = "", ics: str = "") -> None:
    """列出到期和超期的事项：公开、撤回、清单、年度报告、执法证、放假安排；有超期的，退出码为 1。"""

    def run() -> int:
        on, target = day(today), Path(ics)
        if ics and not target.resolve().parent.is_dir():
            raise BadUsage(f"--ics 要写入的文件夹 {target.parent} 不存在；请先建立，或改写路径。")
        desk = duties.Desk.at(Path(content).resolve(), Path(store).resolve(), on)
        items = duties.items(desk)
        if desk.released is None:
            print(NO_STORE.format(store))
        print(due_table.table(items, desk.calendar, on))
        if ics:
            target.write_bytes(due_table.icalendar(items, desk.facts.site.domain, on))
            print(f"\n已写入 {ics}。")
        return 1 if any(one.overdue(on) for one in items) else 0

    end(exit_code(run, LOOKING))
