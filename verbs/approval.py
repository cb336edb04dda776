"""The verb with which reviewers and publishers sign: approve."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish import build as building
from publish.errors import BadUsage
from publish.request import Request
from publish.signing.needs import ROLES
from publish.staff import approving, onward
from publish.tree import write
from verbs.building import requested
from verbs.machine import WRITING, end, exit_code

HELP = {
    "ident": "决定或令的编号，也可以写文件路径",
    "role": "legal（法制审核）或 publisher（公开审批）", "key": "私钥文件",
    "content": "内容仓库", "trust": "信任目录", "store": "发布记录目录", "text": "只打印签名所覆盖的文字，不签名",
}  # fmt: skip


@task(positional=["ident"], help=HELP)
def approve(
    context: Context, ident: str, role: str = "", key: str = "", content: str = "content", trust: str = "", output: str = "output",
    store: str = "", today: str = "", text: bool = False,
) -> None:  # fmt: skip
    """签名：inv approve 编号 --role legal 或 publisher --key 私钥文件。"""

    def run() -> int:
        request = requested(content, output, store, today, trust=trust)
        if text:
            sys.stdout.buffer.write(approving.signable(request.content, ident).text)
            return 0
        wish = approving.Wish(ident, role, Path(key).expanduser())
        path, missing = _approved(request, wish)
        print(f"已写好 {content}/{path}（{ROLES[role]}）。")
        print("".join(f"还有：{one}\n" for one in missing) + "请接着运行：")
        print("\n".join(f"  {line}" for line in onward.commit(content, [path], "签名")))
        return 0

    end(exit_code(run, WRITING))


def _approved(request: Request, wish: approving.Wish) -> tuple[str, list[str]]:
    """Sign, and take the signature back where the gate says that it does not count."""
    approving.refuse(request.content, wish)
    meant = approving.signable(request.content, wish.ident)
    store = request.store or request.state
    approving.refuse_state(meant, approving.last_released(store, meant.record.id))
    if against := approving.against(building.check(request, None), meant.path):
        raise BadUsage("这个文件还有别的问题，改好才能签名：\n" + "\n".join(map(str, against)))
    made, path = approving.signature(meant, wish), meant.signature_path(wish.role)
    file = request.content / path
    before = file.read_bytes() if file.is_file() else None
    write(request.content, path, made)
    wrong, missing = approving.told(building.check(request, None), meant, wish.role)
    if wrong:
        if before is None:
            file.unlink()
        else:
            write(request.content, path, before)
        raise BadUsage("没有签名，因为这样的签名不算数：\n" + "\n".join(wrong))
    return path, missing
