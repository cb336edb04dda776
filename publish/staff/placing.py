"""A new decision from answers to its file, and what the gate says of it before it is committed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from publish.codes import number_key
from publish.dossier import Facts
from publish.errors import BadUsage, Finding
from publish.gate import DayFile, judge_days
from publish.load import MAX_BODY, decoded, load
from publish.model import ITEMS, KINDS, DecisionFile
from publish.rules.records import STAGES
from publish.scan import packed
from publish.staff.forms import BLOCKS, Situation, ask
from publish.staff.front_matter import decision_text
from publish.staff.interview import Answers, interview
from publish.staff.records_needed import RECORD_TITLES

BY_HAND = ("corrections", "attachments", "records", *BLOCKS)
FIXED = ("id", "kind", "status")
NUMBER = re.compile(rb"^document_number:[ \t]*([^\n]+?)(?:[ \t]+#[^\n]*)?\r?$", re.MULTILINE)
NEXT = {
    "published": "下一次构建就公开。",
    "scheduled": "到公开日期 {} 才公开。",
    "held": "现在还不能公开；请按上面写的改好，再检查一次。",
    "withheld": "这一件不予公开，只计入统计。",
    "ended": "公示期已满，不会公开。",
    "draft": "这是草稿，不会公开。公开前审查做完后，把 status 改为 approved，写上 published_on 和 clearance，再检查一次。",
}


def kind_of(word: str) -> str:
    """The kind that was typed, in English or Chinese. Raises BadUsage."""
    for kind, title in KINDS.items():
        if word in (kind, title, title.removeprefix("行政")):
            return kind
    known = "、".join(f"{kind}（{title}）" for kind, title in KINDS.items())
    raise BadUsage(f"不认识的种类 {word}；应为 {known}。机关用 agency。")


def pairs(options: list[str]) -> dict[str, list[str]]:
    """`name=value` as typed after --set, several values of one name in their order. Raises BadUsage."""
    given: dict[str, list[str]] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name.strip():
            raise BadUsage(f"--set 应写作 字段=内容，如 --set title=某某案；现在写的是 {option[:40]}。")
        given.setdefault(name.strip(), []).append(value)
    return given


def more(given: dict[str, list[str]], now: Situation) -> None:
    """Answers for what was given and not asked: further fields of format 1. Raises BadUsage for what is none of them."""
    for name in sorted(given):
        block, _, inner = name.rpartition(".")
        model = BLOCKS.get(block) if block else DecisionFile
        if block in KINDS and block != now.kind:
            raise BadUsage(f"--set {name}：{KINDS[now.kind]}没有 {block} 这一块；请去掉。")
        if model is None or inner not in model.model_fields or name in (*BY_HAND, *FIXED):
            known = [
                *(one for one in DecisionFile.model_fields if one not in BY_HAND),
                *(f"{key}.{one}" for key, each in BLOCKS.items() for one in each.model_fields),
            ]
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"是不是 {near[0]}？" if near and near[0] != name else "这一项请写在文件里，或在提问时填。"
            raise BadUsage(f"--set {name}：不能这样填。{hint}")
        interview([ask(name)], now.answers, given, None, lambda _: None)


def body_of(path: str) -> str:
    """The body from a file of plain text or Markdown. Raises BadUsage."""
    if not path:
        return ""
    file = Path(path)
    if not file.is_file():
        raise BadUsage(f"--body 写的文件 {path} 不存在；请核对路径。")
    if file.suffix.lower() in (".doc", ".docx", ".wps", ".pdf", ".ofd", ".rtf", ".odt"):
        raise BadUsage(f"--body 只读纯文本（.txt、.md）；{file.name} 请先另存为“纯文本（UTF-8）”。")
    text, _ = decoded(file.read_bytes(), path)
    if text is None or "\0" in text:
        raise BadUsage(f"--body 写的文件 {path} 不是 UTF-8 编码的文字；请另存为“纯文本（UTF-8）”。")
    if len(text) > MAX_BODY:
        raise BadUsage(f"--body 的正文有 {len(text)} 字；应不超过 {MAX_BODY} 字。请把长材料改作附件。")
    return text


def fields_of(ident: str, now: Situation) -> dict[str, Any]:
    """The answers as the fields of format 1."""
    told = dict(now.answers)
    fields: dict[str, Any] = {"id": ident, "kind": now.kind, "status": told.pop("status", "draft")}
    told.pop("review", None)
    if told.pop("review.all", None) == "pass":
        told |= {f"review.items.{name}": "pass" for name in ITEMS}
    records = list(_records(told, now.kind))
    for name, value in told.items():
        *blocks, last = name.split(".")
        place = fields
        for block in blocks:
            place = place.setdefault(block, {})
        place[last] = value
    return {**fields, "records": records} if records else fields


def _records(told: Answers, kind: str) -> Iterator[dict[str, Any]]:
    """The entries of the index, numbered by day; takes them out of the answers."""
    entries: list[dict[str, Any]] = []
    for stage in STAGES:
        if (day := told.pop(f"records.{stage}", None)) is not None:
            entries.append({"stage": stage, "medium": "text", "title": RECORD_TITLES[kind][stage], "made_on": day})
    if (day := told.pop("records.film", None)) is not None:
        film = {name: told.pop(f"records.film.{name}", None) for name in ("note", "duration", "archive")}
        stage = "execution" if day >= told["decided_on"] else "investigation"
        entries.append({"stage": stage, "medium": "video", "title": "执法全程录像", "made_on": day, **film})
    entries.sort(key=lambda one: one["made_on"])
    yield from ({"no": number, **one} for number, one in enumerate(entries, 1))


def file_of(ident: str, now: Situation, body: str) -> tuple[str, str]:
    """The content path of the new decision, and its text."""
    fields = fields_of(ident, now)
    path = f"decisions/{fields['agency']}/{fields['decided_on'].year:04}/{ident}.md"
    return path, decision_text(fields, body)


def twin_of(content: Path, path: str, number: str | None) -> str | None:
    """The path of another decision of the agency that bears the same document number."""
    if not number:
        return None
    key = number_key(number)
    for other in sorted(content.glob(f"{path.split('/', 2)[0]}/{path.split('/')[1]}/*/*.md")):
        found = NUMBER.search(other.read_bytes()[:4096])
        if found and number_key(found[1].decode("utf-8", "replace").strip("\"'")) == key:
            return other.relative_to(content).as_posix()
    return None


def judged(path: str, text: str, content: Path, facts: Facts, today: date) -> tuple[str, list[Finding]]:
    """What the gate says of a file: its state, and the findings; of a draft those that it would have if it were
    approved today and cleared."""
    filed = load("decision", path, text.encode())
    record = filed.record
    if not isinstance(record, DecisionFile):
        return "held", filed.findings
    draft = record.status == "draft"
    if draft:
        filed.record = record.model_copy(update={"status": "approved", "published_on": record.published_on or today})
    twin = twin_of(content, path, record.document_number)
    day = DayFile("", [packed(filed)], {}, {path: twin} if twin else {}, {}, today)
    (verdict,) = judge_days(facts.model_dump_json(), [day])
    found = [one for one in verdict.findings if not (draft and one.code == "clearance.missing")]
    state = next(iter(verdict.states.values()), "published")
    return ("draft" if draft else state), found


def outlook(state: str, now: Situation) -> str:
    """What becomes of the decision, in a sentence."""
    return NEXT[state].format(now.answers.get("published_on", ""))
