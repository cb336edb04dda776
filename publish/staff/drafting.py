"""What staff write with a command: orders. Text comes out; the caller brings the new id and the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.detectors import leaks
from publish.errors import BadUsage, Level
from publish.fields import CONTROL, ID_FORM
from publish.load import load
from publish.model import GROUNDS, DecisionFile, PublicFields
from publish.naming import names_party
from publish.publication import PublicDecision
from publish.signing.released import reading
from publish.staff import front_matter

BY_STORE = "可以用 --store 指定网站文件夹旁边的 .state 文件夹"


@dataclass(frozen=True)
class Wish:
    """What is to happen to a decision: `action` withdraw, repair or restore; ground and reason for a withdrawal."""

    action: str
    decision: str
    ground: str = ""
    reason: str = ""
    instrument: str = ""
    effective_on: date | None = None


def decision_to_order(content: Path, store: Path, ident: str) -> PublicFields:
    """The decision with an id: its file, else what the store holds of it (a deleted file is no reason not to withdraw).

    Raises BadUsage where neither is there.
    """
    paths = sorted(path for path in content.glob(f"decisions/*/*/{ident}.md") if path.is_file()) if ID_FORM.fullmatch(ident) else []
    filed = load("decision", paths[0].relative_to(content).as_posix(), paths[0].read_bytes()) if paths else None
    if filed and isinstance(filed.record, DecisionFile):
        return filed.record
    if (released := _released(store, ident)) is not None:
        return released
    if filed is None:
        known = "也没有公开过" if (store / "store.sqlite").is_file() else f"也没有找到发布记录 {store}（文件已经删去的，{BY_STORE}）"
        raise BadUsage(f"内容目录里没有编号为 {ident} 的决定，{known}；请核对编号和 --content。")
    raise BadUsage(f"这件决定的文件有错，读不出来；请先改正（已经公开的，{BY_STORE}，不用先改）：\n" + "\n".join(map(str, filed.findings)))


def _released(store: Path, ident: str) -> PublicDecision | None:
    """The public record of a decision, from the store of the last build."""
    with reading(store) as database:
        row = database.execute("SELECT record FROM decision WHERE id = ?", (ident,)).fetchone() if database else None
    return PublicDecision.model_validate_json(row[0]) if row else None


def order_text(wish: Wish, record: PublicFields, ident: str, today: date) -> str:
    """The order's YAML. Raises BadUsage where ground, reason or instrument is not what an order needs."""
    fields: dict[str, object] = {"id": ident, "action": wish.action, "decision": record.id, "agency": record.agency}
    if wish.action == "withdraw":
        fields |= _withdrawal(wish, record)
    fields |= {"kind": record.kind, "tags": record.tags, "effective_on": wish.effective_on or today, "ordered_on": today}
    text = front_matter.order_text({**fields, "instrument": wish.instrument})
    if faults := [one for one in load("order", f"orders/{today.year}/{ident}.yml", text.encode()).findings if one.level > Level.warn]:
        raise BadUsage("没有写令，因为它会有错：\n" + "\n".join(one.message for one in faults))
    return text


def reason_fault(reason: str, records: Sequence[PublicFields]) -> str:
    """The words of what is wrong with a public reason; "" where nothing is."""
    if any(names_party(reason, record) for record in records):
        return "里有能认出当事人的内容；公告不得写当事人、代码和文号。请改写。"
    return next((f"中{words}" for _, _, words in leaks(reason)), "")


def _withdrawal(wish: Wish, record: PublicFields) -> dict[str, object]:
    choices = "\n".join(f"  {ground}  {title}" for ground, title in GROUNDS.items())
    if wish.ground not in GROUNDS:
        raise BadUsage(f"请用 --ground 写明撤回原因，应为下列之一：\n{choices}")
    if not wish.reason.strip() or len(wish.reason) > 1000 or CONTROL.search(wish.reason):
        raise BadUsage("请用 --reason 写明理由（一句话，会向公众公开，不超过 1000 字）。")
    if fault := reason_fault(wish.reason, [record]):
        raise BadUsage(f"--reason {fault}")
    return {"ground": wish.ground, "reason": wish.reason}
