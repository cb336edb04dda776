"""The verb that begins a content repository: init."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish import starting
from verbs.machine import PROJECT, day, end, exit_code


@task(
    positional=["folder"],
    help={
        "folder": "新的文件夹，放在程序之外", "name": "网站名称", "agency": "机关名称", "region": "6 位行政区划代码",
        "uscc": "机关的统一社会信用代码",
    },
)  # fmt: skip
def init(
    context: Context, folder: str, name: str = "", agency: str = "", region: str = "", uscc: str = "", today: str = ""
) -> None:  # fmt: skip
    """新建一个内容仓库：inv init 文件夹。"""

    def run() -> int:
        place = Path(folder).resolve()
        founding = starting.Founding(day(today), name, agency, region, uscc)
        count = starting.found(place, PROJECT, founding)
        print(f"已建立内容仓库 {place}：{count} 个文件，已作第一次提交。")
        print("下面这些还是示例，公开之前必须改：")
        print("\n".join(f"  {one}" for one in founding.examples))
        print(f"请先读 {place / 'README.zh-CN.md'}。现在就可以检查和构建：")
        print(f"  inv check --content {folder}\n  inv build --content {folder} --output {folder.rstrip('/')}-wangzhan")
        return 0

    end(exit_code(run))
