"""The verb that takes over tables of other systems: import."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.importing import drafts, telling
from publish.importing.workbook import MAX_FILE
from verbs.machine import WRITING, day, end, exit_code, new_id


def _bytes(file: str) -> bytes:
    path = Path(file)
    if not path.is_file():
        raise BadUsage(f"找不到文件 {file}；请核对路径（有空格时加引号）。")
    try:
        with path.open("rb") as opened:
            return opened.read(MAX_FILE + 1)
    except OSError:
        raise BadUsage(f"文件 {file} 打不开；请核对权限，或先在 Excel 里关闭它。") from None


@task(
    name="import",
    positional=["file"],
    help={
        "file": "表格文件：CSV、XLSX 或 XLS",
        "agency": "表里的机关认不出时记在哪个机关名下（机关短名）",
        "today": "按哪一天导入",
        "dry-run": "只看结果，不写文件",
    },
)
def import_table(context: Context, file: str, content: str = "content", agency: str = "", today: str = "", dry_run: bool = False) -> None:
    """把别的系统导出的表格变成草稿：inv import 文件。"""

    def run() -> int:
        wish = drafts.Wish(_bytes(file), Path(content).resolve(), agency, day(today), dry_run)
        outcome = drafts.run(wish, new_id)
        print(telling.report(outcome, content, dry_run))
        return 1 if outcome.refused else 0

    end(exit_code(run, WRITING))
