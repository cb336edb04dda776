"""The files of one drawn decision: front matter, body, and the order that withdraws it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from random import Random

from bench.drawing import TODAY, Drawn
from bench.numbering import record_id
from bench.wording import GROUNDS, ITEMS, MEASURED, REASONS, REVIEWED, SENTENCES, STAGES, STEPS

TITLES = {"penalty": "{}案", "permit": "排污许可证核发", "coercion": "查封生产设施", "inspection": "日常检查"}
MARKS = {"penalty": "罚", "permit": "许", "coercion": "强", "inspection": "检"}


def decision_text(rng: Random, one: Drawn, certificates: list[str]) -> str:
    """A whole decision file."""
    lines = ["---", *_head(one), *_block(rng, one), *_internal(rng, one, certificates), "---", ""]
    return "\n".join(lines) + "\n" + _body(rng, one)


def order_text(rng: Random, one: Drawn) -> tuple[str, str]:
    """Path and text of the order that withdraws a decision."""
    ident, on = record_id(rng), min(TODAY, one.published + timedelta(days=rng.randint(1, 40)))
    lines = [
        f"id: {ident}", "action: withdraw", f"decision: {one.id}", f"agency: {one.agency.slug}", f"ground: {rng.choice(GROUNDS)}",
        f"kind: {one.kind}", f"tags: [{one.conduct.topic}]", f"effective_on: {on}", f"ordered_on: {on}", f"reason: {rng.choice(REASONS)}",
    ]  # fmt: skip
    return f"orders/{on.year}/{ident}.yml", "\n".join(lines) + "\n"


def _head(one: Drawn) -> list[str]:
    party, words = one.party, one.conduct.words
    subject = "" if party.type == "individual" else party.name
    conclusion = {
        "penalty": f"责令改正，处罚款人民币{one.fine}元", "permit": "准予核发排污许可证", "coercion": "查封涉案生产设施，期限三十日",
        "inspection": "检查未发现问题",
    }  # fmt: skip
    lines = [
        f"id: {one.id}", "status: approved", f"kind: {one.kind}", f"title: {subject}{TITLES[one.kind].format(words)}",
        f"document_number: {one.agency.short}{MARKS[one.kind]}〔{one.day.year}〕{one.number}号", f"agency: {one.agency.slug}",
        f"decided_on: {one.day}", f"published_on: {one.published}", "party:", f"  type: {party.type}", f"  name: {party.name}",
    ]  # fmt: skip
    if party.uscc:
        lines += [f"  uscc: {party.uscc}", f"  legal_representative: {party.person}"]
    lines.append(f"conclusion: {conclusion[one.kind]}")
    if one.kind in ("penalty", "coercion"):
        lines.append(f"facts: 经查，当事人存在{words}的情形，涉及排放口{one.number % 7 + 1}处。")
    return [*lines, "basis:", f"  - {one.conduct.broken}", f"  - {one.conduct.punished}", f"tags: [{one.conduct.topic}]"]


def _block(rng: Random, one: Drawn) -> list[str]:
    if one.kind == "penalty":
        return [
            "penalty:", f"  violation_type: {one.conduct.words}", "  categories: [罚款]", f"  fine_yuan: {one.fine}",
            "  valid_until: long", "  severity: general", "  procedure: ordinary",
        ]  # fmt: skip
    if one.kind == "permit":
        number = f"{one.party.uscc or '个体申请人'}001R"
        until = one.day.replace(year=one.day.year + 5, day=min(one.day.day, 28))
        return [
            "permit:", "  document_title: 准予行政许可决定书", "  category: 普通", "  certificate_name: 排污许可证",
            f"  certificate_number: {number}", "  result: granted", f"  valid_from: {one.day}", f"  valid_until: {until}",
        ]  # fmt: skip
    if one.kind == "coercion":
        return ["coercion:", "  measure: 查封场所、设施或者财物", f"  starts_on: {one.day}", f"  ends_on: {one.day + timedelta(days=30)}"]
    return ["inspection:", f"  item: {rng.choice(ITEMS)}", f"  inspected_on: {one.day}", "  method: on_site", "  found: none"]


def _internal(rng: Random, one: Drawn, certificates: list[str]) -> Iterable[str]:
    first, second = rng.sample(certificates, 2)
    yield from ("clearance:", "  office: 保密办", f"  on: {one.day}", "  scope: full", "case:", f'  officers: ["{first}", "{second}"]')
    yield from ("  office: 执法一科", f"  statement_on: {one.day - timedelta(days=11)}")
    if one.reviewed:
        yield from ("review:", "  triggers: [major_rights]", "  office: 法规科", "  officer: 法制审核岗", "  opinion: agree")
        yield f"  submitted_on: {one.day - timedelta(days=7)}"
        yield from (f"  opinion_number: 法审〔{one.day.year}〕{one.number}号", f"  opinion_on: {one.day - timedelta(days=5)}", "  items:")
        yield from (f"    {item}: pass" for item in REVIEWED)
    yield "records:"
    for number, (stage, title, ago) in enumerate(STAGES, 1):
        yield from (f"  - no: {number}", f"    stage: {stage}", "    medium: text", f"    title: {title}")
        yield f"    made_on: {one.day - timedelta(days=ago)}"
    if one.reviewed:
        digest = hashlib.sha256(one.id.encode()).hexdigest()
        yield from ("  - no: 7", "    stage: investigation", "    medium: video", "    title: 现场执法录像")
        yield from (f"    made_on: {one.day - timedelta(days=19)}", "    note: 检查和查封全过程", "    duration: 00:37:25")
        yield f'    sha256: "{digest}"'


def _body(rng: Random, one: Drawn) -> str:
    values = {"conduct": one.conduct.words, "broken": one.conduct.broken, "punished": one.conduct.punished}
    chosen = rng.sample(SENTENCES, rng.randint(6, 10))
    sentences = [
        text.format(hour=rng.randint(8, 17), days=rng.randint(2, 30), count=rng.randint(2, 40), part=rng.randint(5, 95), **values)
        for text in chosen
    ]
    paragraphs = [first + second for first, second in zip(sentences[::2], [*sentences[1::2], ""], strict=False)]
    steps = "\n".join(f"{number}. {step}；" for number, step in enumerate(STEPS, 1))
    rows = "\n".join(f"| {name} | {rng.randint(1, limit)} | {limit} |" for name, limit in MEASURED)
    table = f"| 指标 | 实测（毫克/升） | 限值（毫克/升） |\n| --- | ---: | ---: |\n{rows}"
    return "\n\n".join(["## 调查情况", *paragraphs[:2], steps, "## 认定和理由", *paragraphs[2:], table]) + "\n"
