"""What is looked at before an order is written: whether it can be made, what to think of, and what the public will see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from publish.dossier import Facts
from publish.errors import BadUsage
from publish.model import DecisionFile, PublicFields
from publish.naming import names_party
from publish.orders import Orders
from publish.publication import Notice
from publish.staff.drafting import Wish
from publish.staff.repair import repair_note
from publish.views.notices import notice


def refuse(wish: Wish, record: PublicFields, orders: Orders, today: date) -> None:
    """Raises BadUsage where the order would do nothing, or nothing good."""
    fate = orders.fate(record.id)
    if wish.action == "restore":
        if fate.state != "withdrawn":
            raise BadUsage(f"{record.id} 现在没有被撤回，不用恢复；没有写恢复令。")
        last = fate.withdrawals[-1]
        if last.ordered_on is None or last.ordered_on > today:
            raise BadUsage(f"撤回令 {last.path} 的 ordered_on 晚于今天，恢复令抵消不了它；请先改正那份撤回令。")
    elif fate.state == "withdrawn":
        last = fate.withdrawals[-1]
        raise BadUsage(f"{record.id} 已经撤回（{last.ordered_on or ''} {last.path}），不用再写。")
    elif wish.action == "repair":
        if record.penalty is None:
            raise BadUsage(f"{record.id} 不是行政处罚；信用修复只用于行政处罚。要撤下它，请用 inv withdraw。")
        if fate.state == "repaired":
            last = next(one for one in orders.by_decision[record.id] if one.action == "repair")
            raise BadUsage(f"{record.id} 已经信用修复（{last.ordered_on or ''} {last.path}），不用再写。")


def notes(wish: Wish, record: PublicFields, today: date) -> Iterator[str]:
    """What the person should think of before committing the order."""
    if isinstance(record, DecisionFile) and record.status == "draft":
        hint = "恢复以后也不会公开" if wish.action == "restore" else "只是不想公开的，改好或删去文件即可"
        yield f"{record.id} 是草稿，还没有公开过。{hint}。"
    if wish.action == "repair" and record.penalty is not None and (note := repair_note(record.decided_on, record.penalty, today)):
        yield note
    if wish.effective_on and wish.effective_on > today:
        yield "生效日期晚于今天；令一写好就起作用，请核对。"
    if wish.action == "restore" and not isinstance(record, DecisionFile):
        yield "决定的文件已经不在（或读不出来），只有恢复令还不会重新公开；请把文件放回原处（git 的历史里有）或改好。"
    if wish.action == "withdraw" and not isinstance(record, DecisionFile):
        yield "决定的文件已经不在，无从核对理由是否指向当事人，公告改用固定说明。"


def told(wish: Wish, ident: str, record: PublicFields, facts: Facts, today: date) -> Iterator[str]:
    """What the public will see, line by line."""
    if wish.action == "repair":
        yield "信用修复不发公告：决定从网站悄悄取下，和期满一样。"
    elif wish.action == "restore":
        yield "决定将重新公开，撤回公告随之取消。"
    else:
        made = Notice(
            id=ident, agency=record.agency if record.agency in facts.agencies else "", ground=wish.ground, ordered_on=today,
            effective_on=wish.effective_on or today, reason=wish.reason if isinstance(record, DecisionFile) else "",
            instrument=wish.instrument if facts.policy.privacy.show_instrument and not names_party(wish.instrument, record) else "",
        )  # fmt: skip
        page = notice(facts, made)
        yield "公告将写明："
        yield from (f"  {one['title']}：{'、'.join(one['values'])}" for one in page["items"])
        yield f"  撤回理由：{page['reason']}"
