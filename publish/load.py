"""One content file to one record, with all findings of the file in one go.

Rules (content-format.md, "How a file is read"): at most 1 MiB, UTF-8, strict YAML, known fields only, no field missing,
the file where its id, agency and year say. A record that comes back may still have findings; who reads it decides by
their level. `load.*` codes all come from here, `publish.strict_yaml` and `publish.wording`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from publish import native, plain_yaml
from publish.errors import Finding, Level, bounded
from publish.fields import CONTROL, HIDDEN, clean
from publish.model import DecisionFile, OrderFile
from publish.reports import Report
from publish.rules import load as load_rules
from publish.signing.needs import TrustPolicy
from publish.site import POLICIES, Agency, ListDescription, Site
from publish.sources import LEVELS
from publish.strict_yaml import Document, read, shown
from publish.wording import findings as worded
from publish.wording import without_placeholders

MAX_BYTES = 1024 * 1024
MAX_BODY = 200_000
MODELS: dict[str, type[BaseModel]] = {
    "site": Site, "agency": Agency, "list": ListDescription, "report": Report, "order": OrderFile, "decision": DecisionFile,
    "trust": TrustPolicy,
}  # fmt: skip
CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
CONFLICT_WORDS = "git 合并时的冲突没有解决：<<<<<<< 和 >>>>>>> 之间是同一处的两种写法。请留下对的一种，删去另一种和三行标记。"
FRONT_LINE = 2  # on which front matter begins
NEEDED_BY_KIND = {
    "penalty": ("document_number", "facts", "penalty"),
    "permit": ("document_number", "permit"),
    "coercion": ("document_number", "facts", "coercion"),
    "inspection": ("inspection",),
}


@dataclass
class Filed:
    """What one file holds: its record if it could be read, the text below the front matter, and where fields stand.

    `front`: the front matter, where it is plain enough that nobody asked yet on which lines its fields stand.
    """

    path: str
    record: BaseModel | None = None
    body: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    front: str = ""

    def line(self, name: str) -> int:
        """The line of a field (`party.uscc`), or of the nearest block around it; what stands in （） behind a name is for readers."""
        name = name.partition("（")[0]
        if self.front and name not in self.lines:
            document, _ = read(self.front, self.path, FRONT_LINE)
            self.lines, self.front = {**(document.lines() if document else {}), **self.lines}, ""
        while name and name not in self.lines:
            name = name.rpartition(".")[0]
        return self.lines.get(name, 1)


def too_large(path: str, size: int, allowed: int = MAX_BYTES) -> Finding:
    """`load.size`, with the size found and the size allowed, in kB."""
    return load_rules.size(path, 1, f"文件有 {size // 1024} KB；应不超过 {allowed // 1024} KB。请把大段材料改作附件。")


def decoded(raw: bytes, path: str) -> tuple[str | None, list[Finding]]:
    """Bytes to text: UTF-8, with or without byte order mark, any line end."""
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        words = "不是 UTF-8 编码，读不出文字；应为 UTF-8。请在编辑器里选“另存为 → 编码 UTF-8”。"
        return None, [load_rules.encoding(path, line, words)]


def conflict(text: str) -> int:
    """The line (from 1) on which git has left a conflict of a merge in a text; 0 where it has not."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return 0
    found = CONFLICT.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def load(kind: str, path: str, raw: bytes) -> Filed:
    """The record of one YAML or front-matter file; findings carry the level that a fault in such a file has."""
    filed = Filed(path)
    if len(raw) > MAX_BYTES:
        filed.findings = [too_large(path, len(raw))]
    else:
        content, filed.findings = decoded(raw, path)
        if content is not None and (line := conflict(content)):
            filed.findings = [load_rules.yaml(path, line, CONFLICT_WORDS)]
        elif content is not None:
            _fill(filed, kind, content)
    if kind == "order" and not filed.data:
        filed.data = _salvaged_order(raw)
    if kind in LEVELS:
        filed.findings = [one if one.level is Level.warn else one.at(LEVELS[kind]) for one in filed.findings]
    if filed.data.get("status") == "draft":
        filed.findings = [one.at(Level.warn) for one in filed.findings]
    filed.findings = bounded(filed.findings)
    return filed


def _salvaged_order(raw: bytes) -> dict[str, Any]:
    """The decision that an unreadable order takes down: nothing stops a removal. Empty for what may be a restore."""
    text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "ignore")  # Notepad's “Unicode”
    decision = re.search(r"^\s*decision\s*[:：]\s*[\"']?([0-9A-Za-z]{16})\b", text, re.MULTILINE)
    restores = re.search(r"^\s*action\s*[:：]\s*[\"']?resto", text, re.MULTILINE)
    return {"decision": decision[1].lower(), "unreadable": True} if decision and not restores else {}


def _fill(filed: Filed, kind: str, content: str) -> None:
    if kind != "decision":
        _fill_strictly(filed, kind, content, 1)
        return
    front, filed.body, filed.findings = _front_matter(content, filed.path)
    if filed.findings:
        return
    data = plain_yaml.read(front) if clean(front) else None
    if data is not None and (record := native.checked(data)) is not None:
        filed.data, filed.record, filed.front = data, record, front
    elif not _fill_strictly(filed, kind, front, FRONT_LINE):
        return
    blank = len(filed.body) - len(filed.body.lstrip("\n"))
    filed.lines["body"] = FRONT_LINE + front.count("\n") + 1 + blank
    filed.body = filed.body.strip("\n")
    filed.findings += _decision_faults(filed)


def _fill_strictly(filed: Filed, kind: str, content: str, first_line: int) -> bool:
    """Whether the text could be read as one mapping of fields that are known here."""
    document, filed.findings = read(content, filed.path, first_line)
    if document is None:
        return False
    filed.lines = document.lines()
    model = POLICIES.get(filed.path.rpartition("/")[2].removesuffix(".yml")) if kind == "policy" else MODELS[kind]
    if model is None:
        words = f"不认识的设置文件；应为 {'、'.join(f'{name}.yml' for name in POLICIES)} 之一。请改名或删去。"
        filed.findings.append(load_rules.path(filed.path, 1, words))
        return False
    filed.data = document.data
    _validate(filed, document, model)
    return True


def _validate(filed: Filed, document: Document, model: type[BaseModel]) -> None:
    filed.findings += without_placeholders(document, filed.path, model)
    try:
        filed.record = model.model_validate(document.data)
    except ValidationError as error:
        filed.findings += worded(error, document, filed.path, model)


def _front_matter(content: str, path: str) -> tuple[str, str, list[Finding]]:
    """Text to front matter and body."""
    if not content.startswith("---\n"):
        words = "第一行应为单独的三个短横线 ---，下面写字段，再以一行 --- 结束，然后是正文。请补上。"
        return "", "", [load_rules.yaml(path, 1, words)]
    end = content.find("\n---\n", 3)
    if end < 0 and content.endswith("\n---"):
        end = len(content) - 4
    if end < 0:
        words = "找不到结束字段部分的那一行 ---（单独一行三个短横线）；请在字段和正文之间补上。"
        return "", "", [load_rules.yaml(path, content.count("\n") + 1, words)]
    return content[4 : end + 1], content[end + 5 :], []


def _decision_faults(filed: Filed) -> list[Finding]:
    """What no single field can tell: fields needed by kind and state, the body, the place of the file."""
    data, found = filed.data, []

    def add(name: str, code: str, words: str) -> None:
        found.append(load_rules.MAKERS[code](filed.path, filed.line(name), words))

    kind = data.get("kind")
    for name in NEEDED_BY_KIND.get(kind if isinstance(kind, str) else "", ()):
        if name not in data:
            add("kind", "load.missing_field", f"缺少字段 {name}；kind 为 {kind} 时必填。请补写。")
    for name in NEEDED_BY_KIND:
        if name in data and name != kind:
            add(name, "load.unknown_field", f"kind 为 {shown(str(kind))} 时不应有 {name} 这一块；请删去，或改正 kind。")
    if data.get("status") == "approved" and "published_on" not in data:
        add("status", "load.missing_field", "缺少字段 published_on（公开日期）；status 为 approved 时必填。请补写。")
    if len(filed.body) > MAX_BODY:
        add("body", "load.size", f"正文有 {len(filed.body)} 字；应不超过 {MAX_BODY} 字。请把长材料改作附件。")
    if not clean(filed.body) and (hidden := CONTROL.search(filed.body) or HIDDEN.search(filed.body)) is not None:
        line = filed.line("body") + filed.body.count("\n", 0, hidden.start())
        found.append(load_rules.type(filed.path, line, "正文含有不可见的控制字符；应为普通文字。请从 Word 粘贴时选“只保留文本”。"))
    return found + _inconsistent(filed)


def _inconsistent(filed: Filed) -> list[Finding]:
    """What does not agree with the place of the file or with another field."""
    record = filed.record
    if not isinstance(record, DecisionFile):
        return []
    agency, year = filed.path.split("/")[1:3]
    found = []
    if isinstance(record.public_until, date) and record.published_on and record.public_until < record.published_on:
        words = f"public_until（{record.public_until}）早于公开日期 published_on（{record.published_on}），决定不会公开。请核对年份后改正。"
        found.append(load_rules.type(filed.path, filed.line("public_until"), words))
    if agency != record.agency:
        words = f"文件在 {shown(agency)} 文件夹里，而 agency 写的是 {shown(record.agency)}；两者应一致。请移动文件或改正 agency。"
        found.append(load_rules.path(filed.path, filed.line("agency"), words))
    if year != f"{record.decided_on.year:04}":
        words = f"文件在 {shown(year)} 文件夹里，而 decided_on 的年份是 {record.decided_on.year:04}；两者应一致。请移动文件或改正日期。"
        found.append(load_rules.path(filed.path, filed.line("decided_on"), words))
    return found


def attachment_path(decision: str, name: str) -> str:
    """The content path of an attachment by the `path` that a decision gives it: beside the decision's file."""
    return f"{decision.rpartition('/')[0]}/{name}"
