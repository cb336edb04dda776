"""Runs the handbook of the server, as `tests/handbook.py` does that of staff: every command in it, as typed, in its order.

The machines of the handbook are folders here: `/srv` and `/home/zhifa` stand in one, and a host before a path is left out, so that
`git push` and `rsync` go to the same machine. What changes the system itself stands in blocks ```` ```root ```` and is only parsed.
`python -m tests.operations` writes the real output into the handbook.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.content import TODAY, Content
from tests.copies import PROJECT
from tests.handbook import VARYING, Run, rewritten
from tests.offices import shim

OPERATIONS = PROJECT / "docs" / "operations.zh-CN.md"
ROOT = re.compile(r"^```root\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COUNTS = (
    (re.compile(r"(写入|未变|删除|共) \d+"), r"\1 …"), (re.compile(r"(written|kept|removed|total|files|bytes|terms)=\d+"), r"\1=…"),
    (re.compile(r"查痕迹：.*；用时"), "查痕迹：…；用时"),
)  # fmt: skip  # how many files the theme makes of three decisions is not what is told here
DECISIONS = {
    "7c2fpmn4q0xk93ab": "云溪县清澜食品有限公司超标排放水污染物案",
    "5rk8w2tq9m3xv6cd": "云溪县松涛木业有限公司未验收即投产案",
    "9h4jz7ybn1ge0s8f": "云溪县恒远建材有限公司扬尘污染案",
}  # fmt: skip


@dataclass
class ServerRun(Run):
    """A server with the program, and a clerk's content repository of three decisions."""

    today: str = str(TODAY)
    varying: tuple[tuple[re.Pattern[str], str], ...] = VARYING + COUNTS

    def placed(self) -> Path:
        """Make the folders; where commands are typed."""
        program = self.root / "srv" / "xzzf" / "program"
        program.parent.mkdir(parents=True)
        program.symlink_to(PROJECT)
        content = Content(self.root / "made", today=TODAY)
        self.real |= {name: content.decision(title=title) for name, title in DECISIONS.items()}
        clerk = self.root / "zhifa" / "neirong"
        clerk.parent.mkdir()
        content.folder.rename(clerk)
        for words in (["init", "-q", "-b", "main"], ["config", "user.name", "梁守约"], ["config", "user.email", "l@example.invalid"],
                      ["add", "-A"], ["commit", "-q", "-m", "三件决定"]):  # fmt: skip
            subprocess.run(["git", *words], cwd=clerk, check=True)
        self.places |= {
            "xzzf@fabu.example.org:": "", "xzzf@new.example.org:": "", "new.example.org:": "",
            "/srv/xzzf/program/.venv/bin/python": sys.executable, "/srv/xzzf/program": str(PROJECT), "/srv": str(self.root / "srv"),
            "/home/zhifa": str(self.root / "zhifa"),
        }  # fmt: skip
        return program

    def typed(self, command: str, output: str) -> str:
        """Type a command; the hooks run the program that is loaded already."""
        seen = super().typed(command, output)
        if found := re.search(r"hooks --server --repository (\S+)", self.there(command)):
            subprocess.run(["git", "config", "publish.python", str(shim(self.root / "bin" / "python"))], cwd=found[1], check=True)
        return seen


def main() -> None:
    """Write the real output into the handbook."""
    with tempfile.TemporaryDirectory() as folder:
        OPERATIONS.write_text(rewritten(OPERATIONS.read_text("utf-8"), ServerRun(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
