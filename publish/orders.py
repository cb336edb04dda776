"""Orders (撤回、信用修复、恢复): what happens to which decision, whatever else is wrong (design.md, law 1).

Rules: an order acts at once, whatever its dates. An order with a fault still takes its decision down, and its notice shows
the ground alone; a faulty `restore` restores nothing. An order of which not even the decision can be read stops the build.
Each restore takes back one withdrawal ordered on the same day or before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from publish.days import iso_day
from publish.errors import Finding, Level
from publish.fields import ID_FORM, SLUG_FORM
from publish.load import Filed
from publish.model import GROUNDS, KINDS, OrderFile
from publish.rules import load as load_rules
from publish.rules import order as order_rules

ACTIONS = ("withdraw", "repair", "restore")
YEAR = re.compile(r"orders/(\d{4})/")


@dataclass(frozen=True)
class Order:
    """An order as far as it could be read. `whole`: without any fault, so that its reason may be shown."""

    path: str
    id: str
    action: str
    decision: str
    agency: str
    ground: str
    ordered_on: date | None
    effective_on: date | None
    reason: str
    instrument: str
    kind: str
    tags: tuple[str, ...]
    whole: bool
    silent: bool  # what was meant cannot be read: the decision comes down without a notice, as a repair would


@dataclass(frozen=True)
class Fate:
    """What the orders say of one decision: `withdrawn`, `repaired` or nothing, and the withdrawals in force."""

    state: str = ""
    withdrawals: tuple[Order, ...] = ()


@dataclass
class Orders:
    """All orders of the content, by decision."""

    by_decision: dict[str, list[Order]] = field(default_factory=lambda: defaultdict(list))
    findings: list[Finding] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def fate(self, decision: str) -> Fate:
        """Withdrawn while a withdrawal is not taken back; else repaired where a repair is there."""
        orders = self.by_decision.get(decision, [])
        standing = _standing(orders)
        if standing:
            return Fate("withdrawn", tuple(standing))
        return Fate("repaired") if any(order.action == "repair" for order in orders) else Fate()

    def in_force(self) -> dict[str, str]:
        """The withdrawals and repairs of decisions that are held down: order id → decision id and day.

        Taken back ones too: of several of one day nobody can say which one a restore was for.
        """
        down = [one for decision, group in self.by_decision.items() if self.fate(decision).state for one in group]
        return {one.id: _meant(one) for one in down if one.id and one.action != "restore"}

    def restored(self) -> dict[str, date]:
        """The decisions that a restore made public again, with the day of the last one."""
        days: dict[str, date] = {}
        for decision, group in self.by_decision.items():
            restores = [_act(one) for one in group if one.action == "restore" and one.whole]
            if restores and not self.fate(decision).state:
                days[decision] = max(restores)
        return days

    def there(self, ident: str, meant: str) -> bool:
        """Whether an order is among these with the decision and the day that it had; on another day a restore could take it back."""
        return any(one.id == ident and _meant(one) == meant for one in self.by_decision.get(meant.split(maxsplit=1)[0], []))


def _meant(one: Order) -> str:
    return f"{one.decision} {one.ordered_on}"


def surplus_restores(orders: Orders) -> list[Finding]:
    """A restore that has nothing to take back would annul a later withdrawal; it is told aloud."""
    found = []
    for group in orders.by_decision.values():
        for one in group:
            earlier = [each for each in group if each.action == "withdraw" and _act(each) <= _act(one)]
            before = [each for each in group if each.action == "restore" and each.whole and (_act(each), each.id) <= (_act(one), one.id)]
            if one.action == "restore" and len(before) > len(earlier):
                words = "没有可以恢复的撤回（撤回令都已恢复，或日期更晚）；请删去这份多余的恢复令，否则它会抵消以后的撤回。"
                found.append(order_rules.dates(one.path, 1, words, Level.hold))
    return found


def _act(one: Order) -> date:
    return one.ordered_on or date.min


def _standing(orders: list[Order]) -> list[Order]:
    """The withdrawals that no restore has taken back."""
    standing: list[Order] = []
    for order in sorted(orders, key=lambda one: (one.ordered_on or date.min, one.action != "withdraw", one.id)):
        if order.action == "withdraw":
            standing.append(order)
        elif order.action == "restore" and standing and order.whole:
            standing.pop()
    return standing


def order(filed: Filed) -> tuple[Order | None, list[Finding]]:
    """One order's file to the order, with its findings: `stop` where its decision cannot be known, else `warn`."""
    if isinstance(filed.record, OrderFile):
        return _sound(filed, filed.record)
    made = _salvaged(filed)
    if made is not None and filed.data.get("unreadable"):
        return made, [one.at(Level.stop) for one in filed.findings]
    if made is None:
        return None, [one.at(Level.stop) for one in filed.findings]
    after = "要撤回的决定已照常撤下，公告只写原因；请改正本令。" if made.action == "withdraw" else ""
    return made, [replace(one, level=Level.hold, message=one.message + after) for one in filed.findings]


def _sound(filed: Filed, record: OrderFile) -> tuple[Order, list[Finding]]:
    found = list(filed.findings)

    stem = filed.path.rpartition("/")[2].removesuffix(".yml")
    if stem != record.id:
        found.append(Finding(filed.path, filed.line("id"), "identity.id_format", "id 与文件名不一致；文件名应为 id 加 .yml。请改正。"))
    if record.action == "withdraw":
        for name in ("ground", "reason"):
            if getattr(record, name) is None:
                words = f"缺少字段 {name}；action 为 withdraw 时必填。请补写。"
                found.append(load_rules.missing_field(filed.path, filed.line("action"), words))
    if record.ordered_on < record.effective_on:
        words = "ordered_on（作出撤回的日期）早于 effective_on（行为生效或送达的日期）；应相同或更晚。请核对两个日期。"
        found.append(order_rules.dates(filed.path, filed.line("ordered_on"), words))
    year = YEAR.match(filed.path)
    if year is None or year[1] != str(record.ordered_on.year):
        words = f"文件应放在 orders/{record.ordered_on.year}/（ordered_on 的年份）里。请移动文件，或改正日期。"
        found.append(order_rules.dates(filed.path, filed.line("ordered_on"), words))
    whole = not any(one.level > Level.warn for one in found)
    return _order(filed, {**record.model_dump(exclude_none=True)}, whole), found


def _salvaged(filed: Filed) -> Order | None:
    """The order behind a file with faults, if its decision can be read and it is not one that publishes again."""
    data = filed.data
    decision, action = data.get("decision"), data.get("action")
    decision = decision.lower() if isinstance(decision, str) else ""
    if not ID_FORM.fullmatch(decision):
        return None
    made = _order(filed, data, whole=False)
    return replace(made, decision=decision, action=action if action in ("repair", "restore") else "withdraw")


def _order(filed: Filed, data: dict[str, object], whole: bool) -> Order:
    def text(name: str, allowed: object = None) -> str:
        value = data.get(name)
        return value if isinstance(value, str) and (allowed is None or value in allowed) else ""  # type: ignore[operator]

    tags = data.get("tags")
    slugs = [tag for tag in tags if isinstance(tag, str) and SLUG_FORM.fullmatch(tag)] if isinstance(tags, list) else []
    stem = filed.path.rpartition("/")[2].removesuffix(".yml")
    return Order(
        path=filed.path, id=stem if ID_FORM.fullmatch(stem) else "", action=text("action"), decision=text("decision"),
        agency=text("agency"), ground=text("ground", GROUNDS), ordered_on=iso_day(data.get("ordered_on")),
        effective_on=iso_day(data.get("effective_on")), reason=text("reason") if whole else "",
        instrument=text("instrument") if whole else "", kind=text("kind", KINDS), tags=tuple(slugs), whole=whole,
        silent=data.get("action") not in ACTIONS and not data.get("ground"),
    )  # fmt: skip


def unknown_decisions(orders: Orders, known: set[str], ever_public: set[str] | None) -> list[Finding]:
    """`order.unknown_decision`: stops where a store exists that never knew the id, warns where there is no store."""
    found = []
    for decision, group in orders.by_decision.items():
        if decision in known or (ever_public is not None and decision in ever_public):
            continue
        level = Level.warn if ever_public is None else Level.stop
        if ever_public is None:
            words = f"内容里没有编号为 {decision} 的决定，也没有发布记录可查。决定文件已经删除的，可以不理；否则请核对 decision 是否抄错。"
        else:
            words = f"没有编号为 {decision} 的决定，也从未公开过；多半是编号抄错，要撤回的决定还在网上。请核对 decision。"
        for one in group:
            found.append(order_rules.unknown_decision(one.path, 1, words, level))
    return found
