"""What staff write with a command: orders. Text comes out; the caller brings the new id and the day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.errors import BadUsage
from publish.fields import CONTROL, ID_FORM
from publish.load import load
from publish.model import GROUNDS, DecisionFile
from publish.naming import names_party


@dataclass(frozen=True)
class Wish:
    """What is to happen to a decision: `action` withdraw, repair or restore; ground and reason for a withdrawal."""

    action: str
    decision: str
    ground: str = ""
    reason: str = ""
    instrument: str = ""
    effective_on: date | None = None


def decision_file(content: Path, ident: str) -> DecisionFile:
    """The decision with an id. Raises BadUsage where there is none that can be read."""
    if not ID_FORM.fullmatch(ident):
        raise BadUsage("决定编号应为 16 个字符（数字和小写字母），就是网址和文件名里的那一段。")
    paths = sorted(content.glob(f"decisions/*/*/{ident}.md"))
    if not paths:
        raise BadUsage(f"内容目录里没有编号为 {ident} 的决定；请核对编号和 --content。")
    filed = load("decision", paths[0].relative_to(content).as_posix(), paths[0].read_bytes())
    if not isinstance(filed.record, DecisionFile):
        raise BadUsage("这件决定的文件有错，读不出来；请先改正：\n" + "\n".join(map(str, filed.findings)))
    return filed.record


def order_text(wish: Wish, record: DecisionFile, ident: str, today: date) -> str:
    """The order's YAML. Raises BadUsage where ground or reason is not what an order needs."""
    fields: list[tuple[str, object]] = [("id", ident), ("action", wish.action), ("decision", record.id), ("agency", record.agency)]
    if wish.action == "withdraw":
        fields += _withdrawal(wish, record)
    fields += [("kind", record.kind), ("tags", record.tags)]
    fields += [("effective_on", wish.effective_on or today), ("ordered_on", today)]
    if wish.reason and wish.action == "withdraw":
        fields.append(("reason", wish.reason))
    if wish.instrument:
        fields.append(("instrument", wish.instrument))
    return "".join(f"{name}: {_scalar(value)}\n" for name, value in fields if value)


def _withdrawal(wish: Wish, record: DecisionFile) -> list[tuple[str, object]]:
    choices = "\n".join(f"  {ground}  {title}" for ground, title in GROUNDS.items())
    if wish.ground not in GROUNDS:
        raise BadUsage(f"请用 --ground 写明撤回原因，应为下列之一：\n{choices}")
    if not 1 <= len(wish.reason) <= 1000 or CONTROL.search(wish.reason):
        raise BadUsage("请用 --reason 写明理由（一句话，会向公众公开，不超过 1000 字）。")
    if names_party(wish.reason, record):
        raise BadUsage("--reason 里有能认出当事人的内容；公告不得写当事人、代码和文号。请改写。")
    return [("ground", wish.ground)]


def _scalar(value: object) -> str:
    """A YAML scalar: quoted as JSON where it is free text (JSON is YAML)."""
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    plain = str(value)
    return plain if plain.isascii() and plain.replace("-", "").isalnum() else json.dumps(plain, ensure_ascii=False)
