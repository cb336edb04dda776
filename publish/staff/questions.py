"""Which questions make a decision, in which order, and when: first what the public sees, then what stays inside.

Each is drawn when the ones before it are answered, so what is asked follows from the answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from publish.codes import PLACEHOLDER, uscc_ok
from publish.model import CATEGORIES, FOUND, KINDS, MEASURES, METHODS, PARTY_TYPES, RESULTS
from publish.staff.forms import Situation, ask, titled
from publish.staff.interview import Question
from publish.staff.questions_inside import inside
from publish.staff.repair import CLASSES
from publish.views.decision import PROCEDURES

LISTS = ("random-inspections", "business-inspections")  # of which an inspection's item is the key of a row
PERMITS = ("普通", "特许", "认可", "核准", "登记")


def questions(now: Situation) -> Iterator[Question]:
    """All questions for a decision of the situation's kind."""
    agencies = {slug: one.name for slug, one in sorted(now.facts.agencies.items())}
    only = next(iter(agencies)) if len(agencies) == 1 else ""
    yield ask("agency", choices=agencies, default=only, above=f"—— {KINDS[now.kind]}决定 ——")
    yield ask("document_number", required=now.kind != "inspection")
    yield ask("decided_on", words="作出日期（如 2026-05-12）", check=now.past)
    yield from _party(now)
    yield ask("title", above=f"—— {KINDS[now.kind]} ——", check=now.public)
    yield from {"penalty": _penalty, "permit": _permit, "coercion": _coercion, "inspection": _inspection}[now.kind](now)
    yield ask("conclusion", check=now.public)
    yield ask("facts", required=now.kind in ("penalty", "coercion"), check=now.public)
    yield ask("basis", words="依据（法律名称和条款）", several="lines", check=now.public)
    topics = now.facts.policy.vocabulary.topics
    yield ask("tags", choices=topics) if topics else ask("tags", words="主题（短名，如 water）")
    yield from inside(now)


def _party(now: Situation) -> Iterator[Question]:
    yield ask("party.type", choices=PARTY_TYPES, above="—— 执法对象 ——")
    yield ask("party.name")
    if now.answers["party.type"] == "individual":
        yield ask("party.minor", words="是不是未成年人", choices={"false": "不是", "true": "是，整件不公开"}, default="false")
        return
    yield from _code(now)
    yield ask("party.legal_representative", required=False)


def _code(now: Situation) -> Iterator[Question]:
    """The credit code, until it is right or somebody says why it stands."""
    trader = now.answers["party.type"] == "sole_trader"
    question = ask("party.uscc", required=True, check=lambda code: _code_fault(code, trader))
    if trader:
        question = replace(question, above=f"没有代码的个体工商户填 {PLACEHOLDER}。")
    while True:
        yield question
        if uscc_ok(now.answers["party.uscc"]) or now.answers["party.uscc"] == PLACEHOLDER:
            return
        why = "这个代码的校验位不对，多半有一位写错（如把 0 写成 O）。要重填就按回车；确属登记机关给出的，写明理由。"
        yield ask("party.uscc_note", words="这样写的理由", above=why)
        if "party.uscc_note" in now.answers:
            return
        question = replace(question, above="请对照营业执照重填。")


def _code_fault(code: str, trader: bool) -> str:
    if code == PLACEHOLDER:
        return "" if trader else "占位代码只用于没有代码的个体工商户；请填真实代码。"
    if code.startswith("92") != trader:
        return "以 92 开头的代码是个体工商户，其他代码不是；与对象类型不一致。请核对（对象类型填错的，请按 Ctrl+C 重来）。"
    return ""


def _penalty(now: Situation) -> Iterator[Question]:
    yield ask("penalty.violation_type", check=now.public)
    yield ask("penalty.categories", choices=titled(CATEGORIES), several="words", open_ended=True)
    kinds = set(now.categories)
    if "罚款" in kinds:
        yield ask("penalty.fine_yuan", words="罚款金额（元，只写数字）", required=True)
    if kinds & {"没收违法所得", "没收非法财物"}:
        yield ask("penalty.confiscated_yuan", words="没收金额（元，只写数字）", required="没收违法所得" in kinds)
    if kinds & {"暂扣许可证件", "吊销许可证件", "降低资质等级"}:
        yield ask("penalty.certificate", required=bool(kinds & {"暂扣许可证件", "吊销许可证件"}), check=now.public)
    yield ask("penalty.procedure", choices=PROCEDURES, default="ordinary")
    yield ask("penalty.severity", choices=CLASSES, above="违法程度决定公示多久；不填就按处罚种类判断。")
    yield ask("penalty.valid_until", words="处罚有效期（日期，或 long 表示长期）")
    yield ask("conduct_on", check=now.before_decision)


def _permit(now: Situation) -> Iterator[Question]:
    yield ask("permit.document_title", check=now.public)
    yield ask("permit.category", choices=titled(PERMITS), open_ended=True)
    yield ask("permit.result", choices=RESULTS)
    if now.answers["permit.result"] == "refused":
        return
    yield ask("permit.certificate_name", check=now.public)
    yield ask("permit.certificate_number", check=now.public)
    if now.answers["permit.result"] != "cancelled":
        yield ask("permit.valid_from")
        yield ask(
            "permit.valid_until",
            words="有效期至（日期，或 long 表示长期）",
            check=lambda day: _after(day, now.answers.get("permit.valid_from")),
        )


def _coercion(now: Situation) -> Iterator[Question]:
    yield ask("coercion.measure", choices=titled(MEASURES), open_ended=True)
    yield ask("coercion.starts_on")
    yield ask("coercion.ends_on", check=lambda day: _after(day, now.answers.get("coercion.starts_on")))


def _inspection(now: Situation) -> Iterator[Question]:
    yield ask("inspection.inspected_on", words="检查日期（如 2026-05-12）", check=now.past)
    day = now.answers["inspection.inspected_on"]
    items: dict[str, str] = {}
    for slug in LISTS:
        for key, row in now.tables.as_of(slug, day).items():
            items.setdefault(key, key if row.get("item", key) == key else f"{key} {row['item']}")
    unlisted = "" if items else "还没有检查事项清单；请填将要公布的主键。"
    yield ask("inspection.item", choices=items, above=unlisted)
    yield ask("inspection.method", choices=METHODS)
    yield ask("inspection.found", choices=FOUND)


def _after(day: date | str, start: date | None) -> str:
    if start is None or isinstance(day, str) or day >= start:
        return ""
    return f"早于开始的日期（{start}）；应相同或更晚。请重填。"
