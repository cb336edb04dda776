"""The verbs with which staff write orders: withdraw, repair, restore."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from invoke.context import Context
from invoke.tasks import task

from publish.dossier import Facts
from publish.fields import Day, Text, most
from publish.model import GROUNDS, PublicFields
from publish.staff import desk, drafting, onward, ordering
from publish.staff.interview import Answers, Question, interview
from verbs.machine import WRITING, ask, asking, at_terminal, day, end, exit_code, new_id

TITLES = {"withdraw": "撤回", "repair": "信用修复", "restore": "恢复"}
NEXT = {"withdraw": "决定就从网站消失", "repair": "决定就从网站消失", "restore": "决定重新公开"}
HELP = {
    "ident": "决定编号，也可以写文件路径；几件用英文逗号隔开",
    "ground": "撤回原因", "reason": "向公众公开的理由", "instrument": "依据文书的文号", "effective-on": "行为生效或送达的日期",
    "content": "内容仓库", "store": "发布记录目录", "today": "按哪一天",
}  # fmt: skip


def _asked(wish: drafting.Wish, records: Sequence[PublicFields], on: date) -> drafting.Wish:
    """The wish with ground and reason asked for where they were not given."""
    answers: Answers = {}
    reason = Question("reason", "撤回理由（一句话，会公开）", Annotated[Text, most(1000)], check=lambda text: _fault(text, records))
    questions = [Question("ground", "撤回原因", choices=GROUNDS)] if not wish.ground else []
    questions += [reason] if not wish.reason else []
    questions += [Question("effective_on", "行为生效（或送达本机关）的日期", Day, default=str(on))] if not wish.effective_on else []
    with asking():
        interview(questions, answers, {}, ask, print)
    return replace(wish, **answers)


def _fault(reason: str, records: Sequence[PublicFields]) -> str:
    fault = drafting.reason_fault(reason, records)
    return f"理由{fault}" if fault else ""


def _order(content: str, store: str, today: str, idents: str, wish: drafting.Wish) -> int:
    on, folder = day(today), Path(content).resolve()
    facts, orders = desk.facts_of(folder), desk.orders_of(folder)
    records = [drafting.decision_to_order(folder, Path(store), one) for one in desk.ids(idents)]
    for record in records:
        ordering.refuse(replace(wish, decision=record.id), record, orders, on)
    if wish.action == "withdraw" and at_terminal() and not (wish.ground and wish.reason):
        wish = _asked(wish, records, on)
    made = [(record, replace(wish, decision=record.id), new_id()) for record in records]
    files = {f"orders/{on.year}/{ident}.yml": drafting.order_text(one, record, ident, on) for record, one, ident in made}
    told = [line for record, one, ident in made for line in _told(one, ident, record, facts, on)]
    desk.put(folder, files)
    print("\n".join(told))
    print(f"已写好 {'、'.join(f'{content}/{path}' for path in files)}。下一次构建时{NEXT[wish.action]}。请接着运行：")
    print("\n".join(f"  {line}" for line in (*onward.commit(content, files, TITLES[wish.action]), *onward.publish(content, store))))
    return 0


def _told(wish: drafting.Wish, ident: str, record: PublicFields, facts: Facts, on: date) -> Iterator[str]:
    yield f"{TITLES[wish.action]}：{' '.join(filter(None, (record.document_number, record.title)))}"
    yield from ordering.told(wish, ident, record, facts, on)
    yield from (f"注意：{note}" for note in ordering.notes(wish, record, on))


@task(positional=["ident"], help=HELP)
def withdraw(
    context: Context, ident: str, ground: str = "", reason: str = "", instrument: str = "", effective_on: str = "",
    content: str = "content", store: str = "output.state", today: str = "",
) -> None:  # fmt: skip
    """写一份撤回令：inv withdraw 编号 --ground 原因 --reason 理由；在终端里没写的会问。"""

    def run() -> int:
        effective = day(effective_on, "--effective-on") if effective_on else None
        return _order(content, store, today, ident, drafting.Wish("withdraw", "", ground, reason, instrument, effective))

    end(exit_code(run, WRITING))


@task(positional=["ident"], help={name: HELP[name] for name in ("ident", "instrument", "effective-on", "content", "store", "today")})
def repair(
    context: Context, ident: str, instrument: str = "", effective_on: str = "", content: str = "content", store: str = "output.state",
    today: str = "",
) -> None:  # fmt: skip
    """写一份信用修复令，提前结束公示：inv repair 编号。"""

    def run() -> int:
        effective = day(effective_on, "--effective-on") if effective_on else None
        return _order(content, store, today, ident, drafting.Wish("repair", "", instrument=instrument, effective_on=effective))

    end(exit_code(run, WRITING))


@task(positional=["ident"], help={name: HELP[name] for name in ("ident", "content", "store", "today")})
def restore(context: Context, ident: str, content: str = "content", store: str = "output.state", today: str = "") -> None:
    """写一份恢复令，收回误写的撤回令：inv restore 编号。"""
    end(exit_code(lambda: _order(content, store, today, ident, drafting.Wish("restore", "")), WRITING))
