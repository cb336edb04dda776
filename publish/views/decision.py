"""One decision: its page, its JSON, its attachments (执法决定; 环办执法〔2019〕42号: 机关、对象、类别、结论 first)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from publish.dossier import Facts
from publish.model import FOUND, KINDS, METHODS, PARTY_TYPES, RESULTS
from publish.output import Draft
from publish.prose import body_html
from publish.remedies import remedies
from publish.sources import ATTACHMENT_TYPES
from publish.views.frame import agency_name, decision_href, here, item, room, size
from publish.views.plain import chinese_day, sentence
from publish.views.record import Attachment, Record, read_record
from publish.views.sharing import decision_said

DAYS = 1000  # whose periods are kept: decisions come by the day
INSPECTIONS = "random-inspections"
PROCEDURES = {"ordinary": "普通程序", "summary": "简易程序"}
LABELS = {
    "document_number": "文号", "facts": "主要事实", "basis": "依据", "body": "决定书正文", "corrections": "更正记录",
    "attachments": "附件", "conduct_on": "行为发生日期", "region": "行政区划", "uscc": "统一社会信用代码",
    "legal_representative": "法定代表人", "violation_type": "违法行为类型", "certificate": "证照", "certificate_number": "许可编号",
}  # fmt: skip


def base_of(ident: str) -> str:
    """How the paths of all files of a decision begin."""
    return decision_href(ident).removesuffix(".html")


def drafts(row: dict[str, Any], record: str, facts: Facts) -> Iterator[Draft]:
    """The page, the JSON and the attachments of one public decision. `record`: its JSON."""
    base = base_of(row["id"])
    agency = facts.agencies.get(row["agency"])
    shown = {
        "name": agency_name(facts, row["agency"]),
        "uscc": agency.uscc if agency else "",
        "review_body": (agency and agency.review_body) or "",
        "court": (agency and agency.court) or "",
    }
    trail = [room("decisions"), {"title": KINDS[row["kind"]], "href": f"kind/{row['kind']}/"}]
    article = {"title": row["title"], "published_on": row["published_on"], "source": shown["name"]}
    about = here(row["title"], "decisions", trail, article=article)
    yield f"{base}.html", "decision", {"here": about, "record": record, "agency": shown, "item": _item_name(row, record, facts)}
    yield f"{base}.json", "json", {"record": record, "agency": shown}
    if '"attachments":' in record:
        for one in json.loads(record)["attachments"]:
            yield f"{base}/{one['name']}", "attachment", {"source": one["source"], "digest": one["digest"]}


def _item_name(row: dict[str, Any], record: str, facts: Facts) -> str:
    """The name of an inspection's item, from the list in force on the day of the decision."""
    version = facts.lists[INSPECTIONS].as_of(date.fromisoformat(row["decided_on"])) if INSPECTIONS in facts.lists else None
    if row["kind"] != "inspection" or version is None:
        return ""
    listed = facts.lists[INSPECTIONS]
    names = [column.name for column in listed.description.fields]
    key = json.loads(record)["inspection"]["item"]
    return next((one[names.index("item")] for one in version.rows if "item" in names and one[listed.key] == key), "")


def page_data(rows: dict[str, Any]) -> dict[str, Any]:
    """Template data of a decision's page."""
    decision = read_record(rows["record"])
    agency = rows["agency"]
    party_href = f"party/{decision.party.uscc}.html" if decision.party.uscc and decision.party.type != "individual" else ""
    legal = [
        item("执法机关", agency["name"], href=f"agency/{decision.agency}/"),
        item("执法对象", decision.party.name, href=party_href),
        item("执法类别", KINDS[decision.kind], href=f"kind/{decision.kind}/"),
        item("执法结论", decision.conclusion),
    ]
    shown = {
        "title": decision.title,
        "plain": sentence(decision, agency["name"]),
        "history": _history(decision),
        "summary_note": omitted_note(decision.omitted),
        "legal": legal,
        "details": _details(decision, rows["item"]),
        "facts": decision.facts or "",
        "basis": decision.basis,
        "corrections": [{"on": one.on, "note": one.note} for one in decision.corrections],
        "body": body_html(decision.body) if decision.body else "",
        "attachments": [_attachment(decision.id, one) for one in decision.attachments],
        "remedies": _remedies(decision, agency),
        "cite": f"{agency['name']}：{decision.title}" + (f"（{decision.document_number}）" if decision.document_number else ""),
        "data_href": decision_href(decision.id).removesuffix("html") + "json",
    }
    return {"d": shown, "said": decision_said(decision, agency, party_href)}


def omitted_note(names: Iterable[str]) -> str:
    """What is said of a decision that is public in part; "" where nothing is left out. `names`: the fields that are."""
    omitted = "、".join(LABELS[name] for name in names)
    return f"本决定依法摘要公开，以下内容不予公开：{omitted}。" if omitted else ""


def _details(decision: Record, item_name: str) -> list[dict[str, Any]]:
    party = decision.party
    pairs: list[tuple[str, object]] = [
        ("文号", decision.document_number),
        ("决定日期", decision.decided_on),
        ("公开日期", decision.published_on),
        ("公示截止日期", decision.until or "长期"),
        ("执法对象类别", PARTY_TYPES[party.type]),
        ("统一社会信用代码", party.uscc),
        ("法定代表人", party.legal_representative),
        ("行为发生日期", decision.conduct_on),
        *_block(decision, item_name),
    ]
    return [item(title, *(value if isinstance(value, list) else [str(value)])) for title, value in pairs if value]


def _block(decision: Record, item_name: str) -> list[tuple[str, object]]:
    """The details of the kind's own block."""
    if one := decision.penalty:
        return [
            ("违法行为类型", one.violation_type), ("处罚类别", one.categories), ("罚款金额", _yuan(one.fine_yuan)),
            ("没收金额", _yuan(one.confiscated_yuan)), ("暂扣或吊销证照", one.certificate),
            ("处罚有效期", _end(one.valid_until)), ("办案程序", PROCEDURES[one.procedure]),
        ]  # fmt: skip
    if permit := decision.permit:
        return [
            ("决定文书", permit.document_title), ("许可类别", permit.category), ("许可证书", permit.certificate_name),
            ("许可编号", permit.certificate_number), ("办理结果", RESULTS[permit.result]),
            ("有效期自", permit.valid_from), ("有效期至", _end(permit.valid_until)),
        ]  # fmt: skip
    if coercion := decision.coercion:
        return [("强制措施", coercion.measure), ("开始日期", coercion.starts_on), ("结束日期", coercion.ends_on)]
    if inspection := decision.inspection:
        return [
            ("检查事项", f"{item_name}（{inspection.item}）" if item_name else inspection.item), ("检查日期", inspection.inspected_on),
            ("检查方式", METHODS[inspection.method]), ("检查情况", FOUND[inspection.found]),
        ]  # fmt: skip
    return []


def _yuan(amount: object) -> str:
    return f"{amount:,} 元" if amount else ""


def _end(day: object) -> object:
    return "长期" if day == "long" else day


def _history(decision: Record) -> list[dict[str, str]]:
    """What happened to the decision and when: made, published, corrected, and until when it is public."""
    events = [{"on": decision.decided_on, "title": "作出决定", "note": ""}]
    if decision.published_on:
        events.append({"on": decision.published_on, "title": "公开", "note": ""})
    events += [{"on": one.on, "title": "更正", "note": one.note} for one in decision.corrections]
    events.sort(key=lambda event: event["on"])
    return [*events, {"on": decision.until or "", "title": "公开到期" if decision.until else "长期公开", "note": ""}]


def _remedies(decision: Record, agency: dict[str, str]) -> dict[str, Any]:
    """How to object, where and by when."""
    summary = decision.penalty is not None and decision.penalty.procedure == "summary"
    text, review, lawsuit = _periods(decision.decided_on, summary)
    ways = [
        item(title, *filter(None, values))
        for title, *values in (("行政复议", review, agency["review_body"]), ("行政诉讼", lawsuit, agency["court"]))
    ]
    note = "收到得晚的，期限从收到之日起算；最后一日是法定休假日的，顺延到休假日后的第一日。法律另有规定的，从其规定。"
    return {"text": text, "ways": ways, "note": note}


@lru_cache(maxsize=DAYS)
def _periods(decided_on: str, summary: bool) -> tuple[str, str, str]:
    """What is said of both ways, and of each by when (行政复议法 20, 23; 行政诉讼法 45, 46)."""
    last = remedies(date.fromisoformat(decided_on), summary)
    review = f"自知道决定之日起六十日内；作出当日就收到的，到{chinese_day(last.review)}为止"
    if last.lawsuit:
        lawsuit = f"自知道决定之日起六个月内；作出当日就收到的，到{chinese_day(last.lawsuit)}为止"
        return "不服本决定的，可以申请行政复议，也可以直接向人民法院提起行政诉讼。", review, lawsuit
    text = "本决定按简易程序当场作出。不服的，应当先申请行政复议；对复议决定仍然不服的，再向人民法院提起行政诉讼。"
    return text, review, "对行政复议决定不服的，自收到复议决定书之日起十五日内"


def _attachment(ident: str, one: Attachment) -> dict[str, str]:
    kind = ATTACHMENT_TYPES["." + one.name.rpartition(".")[2]]
    return {"href": f"decision/{ident[:2]}/{ident}/{one.name}", "title": one.title, "kind": kind, "size": size(one.bytes)}
