"""The verbs with which staff write content: withdraw."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish import drafting
from verbs.machine import day, end, exit_code, new_id


def _order(content: str, store: str, today: str, wish: drafting.Wish) -> int:
    on, folder, ident = day(today), Path(content).resolve(), new_id()
    text = drafting.order_text(wish, drafting.decision_to_order(folder, Path(store), wish.decision), ident, on)
    path = folder / "orders" / str(on.year) / f"{ident}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    shown = path.relative_to(folder)
    print(f"已写好 {content}/{shown}。下一次构建时决定就从网站消失。请接着运行：")
    print(f"  git -C {content} add {shown}\n  git -C {content} commit -m 撤回\n  inv build")
    return 0


@task(positional=["ident"], help={"ground": "撤回原因", "reason": "向公众公开的理由", "effective-on": "行为生效或送达的日期"})
def withdraw(
    context: Context, ident: str, ground: str = "", reason: str = "", instrument: str = "", effective_on: str = "",
    content: str = "content", store: str = "output.state", today: str = "",
) -> None:  # fmt: skip
    """写一份撤回令：inv withdraw 编号 --ground 原因 --reason 理由。"""

    def run() -> int:
        effective = day(effective_on, "--effective-on") if effective_on else None
        return _order(content, store, today, drafting.Wish("withdraw", ident, ground, reason, instrument, effective))

    end(exit_code(run))
