"""pydantic's errors as findings in Chinese: where, what was expected, what to do.

The value itself is never repeated: a field that holds an identity number by mistake must not land in a log.
"""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import BaseModel, ValidationError

from publish.errors import Finding, Level
from publish.fields import EMPTY_WORDS
from publish.rules import load as load_rules
from publish.strict_yaml import Document, Steps, shown

MANY = 500  # unknown fields for which the nearest known name is not looked for: they are no slips of the pen
TYPES = {
    "dict_type": "应为“字段名: 内容”的若干行；请换行并缩进两格书写。",
    "model_type": "应为“字段名: 内容”的若干行；请换行并缩进两格书写。",
    "model_attributes_type": "应为“字段名: 内容”的若干行；请换行并缩进两格书写。",
    "list_type": "应为列表：每项一行，以短横线加空格开头。请改写。",
    "string_type": "应为一段文字，实际写成了列表或多级字段。请写在一行里，或加英文双引号。",
}


def findings(error: ValidationError, document: Document, path: str, model: type[BaseModel]) -> list[Finding]:
    """All faults of one file, in the order in which they stand; `load.missing_field`, `unknown_field` or `type`."""
    seen: dict[tuple[Steps, str], Finding] = {}
    faults = error.errors(include_url=False, include_input=False)
    for one in faults:
        steps = _steps(one["loc"], document)
        code, words = _words(one, model if len(faults) < MANY else None)
        line, column = document.place(steps)
        seen.setdefault((steps, code), load_rules.MAKERS[code](path, line, words, column=column))
    return sorted(seen.values())


def _steps(loc: tuple[str | int, ...], document: Document) -> Steps:
    """pydantic's location without the names of validators and union members that it inserts."""
    steps: Steps = ()
    for step in loc:
        if (*steps, step) in document.places or (step == loc[-1] and step not in ("date", "long", "[key]")):
            steps = (*steps, step)
    return steps


def _words(error: Any, model: type[BaseModel] | None) -> tuple[str, str]:  # noqa: PLR0911 - one return a type of error
    loc, kind, details = error["loc"], error["type"], error.get("ctx", {})
    name = ".".join(str(step + 1) if isinstance(step, int) else shown(step) for step in loc)
    if kind == "missing":
        return "load.missing_field", f"缺少字段 {name}；这是必填项。请补写“{shown(str(loc[-1]))}: 内容”。"
    if kind == "extra_forbidden":
        return "load.unknown_field", f"不认识的字段 {name}；{_nearest(str(loc[-1]), model, loc[:-1])}"
    if kind in ("string_too_short", "too_short"):
        return "load.missing_field", f"字段 {name} 没有内容；请补写。"
    if kind in ("string_too_long", "too_long"):
        return "load.type", f"字段 {name} 过长；应不超过 {details.get('max_length')} 个字。请缩短。"
    if kind == "field":
        return "load.type", f"字段 {name} {details['words']}"
    if kind == "value_error":
        return "load.type", f"字段 {name} {details['error']}"
    return "load.type", f"字段 {name} {TYPES.get(kind, '写法不对；应为内容格式说明里的写法。请对照修改。')}"


def _nearest(name: str, model: type[BaseModel] | None, loc: tuple[str | int, ...]) -> str:
    if model is None:
        return "请删去。"
    known = _fields(model, loc)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"是不是 {near[0]}？请改正拼写。"
    return f"这里可用的字段有：{'、'.join(known)}。请改正或删去。"


def _fields(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The names that a block at `loc` may hold."""
    block: type[BaseModel] | None = model
    for step in loc:
        if isinstance(step, str) and block is not None and step in block.model_fields:
            block = block_of(block.model_fields[step].annotation)
    return [field.alias or name for name, field in block.model_fields.items()] if block else []


def block_of(annotation: Any) -> type[BaseModel] | None:
    """The block that a field holds, alone or in a list; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (block_of(inner) for inner in getattr(annotation, "__args__", ()))
    return next((block for block in found if block), None)


def without_placeholders(document: Document, path: str, model: type[BaseModel]) -> list[Finding]:
    """Take `无`, `/`, `null`, … and empty values out of optional fields, in place; the words get a warning."""
    taken: list[Finding] = []
    blocks: list[tuple[Steps, Any, type[BaseModel] | None]] = [((), document.data, model)]
    while blocks:
        steps, data, block = blocks.pop()
        if isinstance(data, list):
            blocks += [((*steps, index), item, block) for index, item in enumerate(data)]
        if not isinstance(data, dict) or block is None:
            continue
        for name, field in ((field.alias or name, field) for name, field in block.model_fields.items()):
            value = data.get(name)
            if value == "" and not field.is_required():
                del data[name]
            elif isinstance(value, str) and value in EMPTY_WORDS and not field.is_required():
                del data[name]
                line, column = document.place((*steps, name))
                words = f"字段 {name} 写的是占位符号，已按“没有内容”处理；没有内容时请删去这一行。"
                taken.append(load_rules.type(path, line, words, Level.warn, column))
            elif isinstance(value, dict | list):
                blocks.append(((*steps, name), value, block_of(field.annotation)))
    return taken
