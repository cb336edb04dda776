"""YAML read strictly: every scalar stays the text that was written.

Rules, each an error with its line and column: at most `MAX_BYTES` a file; UTF-8; one document; a mapping at the top;
no duplicate key, anchor, alias, merge key or tag; at most `MAX_DEPTH` levels; no control characters.
PyYAML's C parser delivers events; the builder here turns them into dicts, lists and texts and remembers each place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from publish.errors import Finding
from publish.rules import load as load_rules

MAX_DEPTH = 20
Steps = tuple[str | int, ...]
Place = tuple[int, int]
COLON_SLIP = re.compile(r"\s*(?:- )?[a-z_]+(?:：|:(?=[^\s/]))")
COLON_WORDS = "这一行的冒号是全角“：”，或冒号后面没有空格；应为英文冒号加一个空格，如“title: 标题”。请改写。"
Loader = getattr(yaml, "CLoader", yaml.Loader)


class Refused(Exception):
    """The text is not the strict YAML that is read here: code, message, line and column of the first fault."""

    def __init__(self, code: str, message: str, line: int, column: int = 0) -> None:
        super().__init__(message)
        self.code, self.message, self.line, self.column = code, message, line, column

    def finding(self, path: str) -> Finding:
        """The fault as a finding in a file."""
        return load_rules.MAKERS[self.code](path, self.line, self.message, column=self.column)


@dataclass
class Document:
    """A mapping of texts, lists and mappings, and where each of its values stands (line, column from 1)."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Steps, Place] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)  # lines of metadata that stand twice

    def place(self, steps: Steps) -> Place:
        """The place of a value, or of its nearest parent where the value is missing."""
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, (1, 1))

    def lines(self) -> dict[str, int]:
        """Name of a field (`party.uscc`) → its line, down to the third level."""
        return {".".join(map(str, steps)): place[0] for steps, place in self.places.items() if 0 < len(steps) < 4}


class _Builder:
    """Consumes parser events. One instance a document."""

    def __init__(self, text: str, first_line: int) -> None:
        self.events = yaml.parse(text, Loader=Loader)
        self.offset = first_line
        self.document = Document()
        self.duplicates: list[Refused] = []

    def place(self, event: Any) -> Place:
        mark = event.start_mark
        return mark.line + self.offset, mark.column + 1

    def refused(self, code: str, message: str, event: Any) -> Refused:
        return Refused(code, message, *self.place(event))

    def value(self, event: Any, steps: Steps) -> Any:
        self.document.places[steps] = self.place(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self.refused(
                "load.alias", "发现 YAML 锚点或别名（& 或 *）；应为普通文字。请把内容直接写出来，或给文字加英文双引号。", event
            )
        if event.tag not in (None, "!"):
            raise self.refused("load.yaml", "发现 YAML 类型标记（以 ! 开头）；应为普通文字。请删去标记，或给文字加英文双引号。", event)
        if len(steps) > MAX_DEPTH:
            raise self.refused("load.yaml", f"嵌套超过 {MAX_DEPTH} 层；请按内容格式减少层级。", event)
        if isinstance(event, yaml.ScalarEvent):
            return event.value.strip()
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(steps)
        return self.mapping(steps)

    def sequence(self, steps: Steps) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self.value(event, (*steps, len(values))))
        return values

    def mapping(self, steps: Steps) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self.refused("load.yaml", "字段名应为一行文字，发现了嵌套结构。请检查缩进和冒号。", event)
            key = event.value.strip()
            if key == "<<":
                raise self.refused("load.alias", "发现合并键 <<；请把要用的字段逐个写出来。", event)
            if key in values:
                self.duplicates.append(
                    self.refused("load.duplicate_key", f"字段 {shown(key)} 写了两次；应只写一次。请删去多余的一处。", event)
                )
            place = self.place(event)
            values[key] = self.value(next(self.events), (*steps, key))
            self.document.places[(*steps, key)] = place
        return values


def shown(text: str, limit: int = 30) -> str:
    """A field name or choice as it is printed in a finding: short, one line, and no long number in it."""
    if sum(ch.isdigit() for ch in text) > 8:
        return "（含长串数字，此处不显示）"
    flat = "".join(ch if ch.isprintable() else "·" for ch in text)
    return flat if len(flat) <= limit else flat[:limit] + "…"


def counted(name: str) -> str:
    """A field's name with the places in lists counted from one, as people do; what stands in （） behind stays."""
    field, bracket, rest = name.partition("（")
    return re.sub(r"\.(\d+)(?=\.|$)", lambda one: f".{int(one[1]) + 1}", field) + bracket + rest


def read(text: str, path: str, first_line: int = 1) -> tuple[Document | None, list[Finding]]:
    """Text to a document, with the findings. No document where the text could not be read as one mapping.

    `first_line` is the line of the file on which the text begins (front matter begins on line 2).
    """
    builder = _Builder(text, first_line)
    try:
        document = _document(builder)
    except Refused as refused:
        return None, [refused.finding(path), *(one.finding(path) for one in builder.duplicates)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 0)
        if (slip := _colon_slip(text, line - first_line)) is not None:
            line, column = slip + first_line, 1
            return None, [load_rules.yaml(path, line, COLON_WORDS, column=column)]
        return None, [load_rules.yaml(path, line, _syntax_words(column), column=column)]
    except yaml.YAMLError:
        return None, [
            load_rules.yaml(path, first_line, "有不可见的控制字符，无法按 YAML 读取。请从 Word 粘贴时选“只保留文本”，再保存为 UTF-8。")
        ]
    if builder.duplicates:
        return None, [one.finding(path) for one in builder.duplicates]
    return document, []


def _colon_slip(text: str, line: int) -> int | None:
    """The line (from 0), at or above a fault, whose colon is full-width or has no blank after it: the parser trips later."""
    slips = [number for number, one in enumerate(text.split("\n")[: line + 1]) if COLON_SLIP.match(one)]
    return slips[-1] if slips else None


def _syntax_words(column: int) -> str:
    return (
        f"第 {column} 列附近不符合 YAML 写法；应为“字段名: 内容”（英文冒号后空一格）。"
        "请检查缩进和引号是否成对（错误也可能在更前面）；内容含冒号或以符号开头时，请加英文双引号。"
    )


def _document(builder: _Builder) -> Document:
    events = builder.events
    next(events)  # stream start
    event = next(events)
    if isinstance(event, yaml.StreamEndEvent):
        return builder.document
    event = next(events)
    if not isinstance(event, yaml.MappingStartEvent):
        if isinstance(event, yaml.ScalarEvent) and not event.value.strip():
            return builder.document
        hint = "冒号写成了全角“：”或冒号后没有空格。" if isinstance(event, yaml.ScalarEvent) else "开头多了短横线。"
        raise builder.refused("load.yaml", f"应为“字段名: 内容”的若干行，实际读到一整段；多半是{hint}请改为英文冒号加一个空格。", event)
    builder.document.data = builder.value(event, ())
    next(events)  # document end
    if not isinstance(event := next(events), yaml.StreamEndEvent):
        raise builder.refused("load.yaml", "一个文件里有多份 YAML 文档（多余的 ---）；应只有一份。请删去多余部分。", event)
    return builder.document
