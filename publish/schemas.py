"""JSON Schema (2020-12) of every content file, for editors: completion and marks while a clerk types.

Made from the models of format 1 (`publish.model`, `publish.site`, `publish.fields`), with the titles of `publish.titles`.
What is described is the text that a person writes as a YAML 1.2 editor sees it (core schema, YAML 1.2.2 §10.3), so a code of
digits is a number there, and an optional field may stand empty. The gate remains the judge: it reads every value as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from publish.fields import UNSEEN
from publish.levels import CODES, allowed
from publish.load import MODELS, NEEDED_BY_KIND
from publish.model import Clearance, DecisionFile, OrderFile, Party
from publish.reports import COUNTED_BY, Deleted
from publish.rulebook import chapters
from publish.site import POLICIES
from publish.titles import ITEM_TITLES, title_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES = {
    "decision": "决定（字段部分）",
    "order": "撤回、信用修复、恢复令",
    "site": "网站",
    "agency": "执法机关",
    "list": "清单说明",
    "report": "年度报告",
}
POLICY_FILES = {
    "calendar": "节假日", "gate": "检查级别", "periods": "公示期限", "privacy": "姓名的显示", "review": "法制审核标准",
    "statistics": "年报的计数", "vocabulary": "主题名称",
}  # fmt: skip
Schema = dict[str, Any]
EMPTY: Schema = {"type": "null"}
PLAIN = f"^[^{UNSEEN}]*$"
PLAIN_WORDS = "应为普通文字，不含不可见的控制字符。请从 Word 粘贴时选“只保留文本”。"


def _needed(*names: str) -> Schema:
    """Fields that must be there and say something."""
    filled = {"type": ["string", "number", "boolean", "object", "array"], "errorMessage": "这里必填。"}
    return {"required": [*names], "properties": dict.fromkeys(names, filled)}


def _unwanted(names: Iterable[str], words: str) -> Schema:
    return {"properties": {name: {**EMPTY, "errorMessage": words} for name in names}}


def _where(field: str, values: Iterable[str], then: Schema) -> Schema:
    words = [*values]
    told = {"const": words[0]} if len(words) == 1 else {"enum": words}
    return {"if": {"properties": {field: told}, "required": [field]}, "then": then}


def _kind(kind: str) -> Schema:
    needed = _needed(*NEEDED_BY_KIND[kind])
    others = _unwanted((one for one in NEEDED_BY_KIND if one != kind), f"kind 为 {kind} 时不写这一块；请删去，或改正 kind。")
    return _where("kind", [kind], {**needed, "properties": {**needed["properties"], **others["properties"]}})


# What one field asks of another: `publish.load`, `publish.orders`, `identity.uscc`, `identity.party_type`, `clearance.missing`.
CONDITIONS: dict[type[BaseModel], list[Schema]] = {
    DecisionFile: [*map(_kind, NEEDED_BY_KIND), _where("status", ["approved"], _needed("published_on", "clearance"))],
    Party: [
        _where("type", ["organization", "sole_trader"], _needed("uscc")),
        _where("type", ["individual"], _unwanted(["uscc"], "自然人没有统一社会信用代码；请删去，或改正 type。")),
    ],
    Clearance: [
        _where("scope", ["summary", "withheld"], _needed("reason")),
        _where("scope", ["summary"], {**_needed("omit"), "properties": {"omit": {"type": "array", "minItems": 1}}}),
    ],
    Deleted: [_where("kind", [kind], _needed(name)) for kind, name in COUNTED_BY.items()],
    OrderFile: [_where("action", ["withdraw"], _needed("ground", "reason"))],
}


class EditorSchema(GenerateJsonSchema):
    """pydantic's generator, told what the text of a file looks like and what each field is called."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's hook
        """No title made from a field's English name."""
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        """Text; where digits alone would do, YAML makes a number of them."""
        made = {"pattern": PLAIN, "patternErrorMessage": PLAIN_WORDS, **super().str_schema(schema)}
        return {**made, "type": ["string", "number"] if re.search(made["pattern"], "1234567890") else "string"}

    def dict_schema(self, schema: core_schema.DictSchema) -> Schema:
        """A mapping whose keys are words of a vocabulary, or of a form."""
        keys, values = self.generate_inner(schema["keys_schema"]), self.generate_inner(schema["values_schema"])
        if "enum" in keys:
            known = {word: {"title": ITEM_TITLES[word], **values} for word in keys["enum"]}
            return {"type": "object", "properties": known, "additionalProperties": False}
        return {"type": "object", "patternProperties": {keys["pattern"]: values}, "additionalProperties": False}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """A field that may be missing; its default only where it is one word or number."""
        made = self.generate_inner(schema["schema"])
        default = schema.get("default")
        return {**made, "default": default} if isinstance(default, str | int) else made

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """A block: its fields with their titles, and what they ask of each other."""
        made = super().model_schema(schema)
        block = schema["cls"]
        for name, field in made["properties"].items():
            title, description = title_of(block, name)
            made["properties"][name] = {"title": title, **({"description": description} if description else {}), **field}
        if conditions := CONDITIONS.get(block):
            made["allOf"] = conditions
        return {name: value for name, value in made.items() if name not in ("title", "description")}


def _inlined(node: Schema, blocks: dict[str, Schema]) -> Schema:
    """A schema without references; each optional field may also stand empty."""
    made = dict(node)
    options = [one for one in made.pop("anyOf", ()) if one != EMPTY]
    if len(options) == 1:
        made |= options[0]
    elif options:
        made["anyOf"] = options
    if reference := made.pop("$ref", None):
        made = {**blocks[reference.rpartition("/")[2]], **made}
    if "items" in made:
        made["items"] = _inlined(made["items"], blocks)
    for group in ("properties", "patternProperties"):
        if group in made:
            made[group] = {name: _inlined(one, blocks) for name, one in made[group].items()}
    needed = made.get("required", ())
    if "properties" in made:
        made["properties"] = {name: one if name in needed else _or_empty(one) for name, one in made["properties"].items()}
    return {name: made[name] for name in ("title", "description", "type") if name in made} | made


def _or_empty(field: Schema) -> Schema:
    if "anyOf" in field:
        return {**field, "anyOf": [*field["anyOf"], EMPTY]}
    if "enum" in field:
        about: Schema = {name: field[name] for name in ("title", "description", "default") if name in field}
        return {**about, "anyOf": [{name: value for name, value in field.items() if name not in about}, EMPTY]}
    types = field["type"] if isinstance(field["type"], list) else [field["type"]]
    return {**field, "type": [*types, "null"]}


def _gate_levels(schema: Schema) -> None:
    """Every rule's code, with the levels that `policy/gate.yml` may give it."""
    entries = {one.code: one.asks for chapter in chapters() for one in chapter.entries}
    levels = {code: {"title": code, "description": entries.get(code, code), "enum": [one.name for one in allowed(code)]} for code in CODES}
    field = schema["properties"]["levels"]
    field.pop("patternProperties")
    field["properties"] = levels


def schema_of(model: type[BaseModel], title: str) -> Schema:
    """The schema of one kind of file."""
    made = model.model_json_schema(schema_generator=EditorSchema)
    schema = _inlined(made, made.pop("$defs", {}))
    if model is POLICIES["gate"]:
        _gate_levels(schema)
    return {"$schema": DIALECT, "$comment": "由 inv golden 从程序生成，请勿手改。", "title": title, **schema}


def every_schema() -> dict[str, Schema]:
    """Kind of file → its schema: `decision`, …, `policy-gate`, …"""
    files = {kind: schema_of(MODELS[kind], title) for kind, title in FILES.items()}
    return files | {f"policy-{name}": schema_of(model, POLICY_FILES[name]) for name, model in POLICIES.items()}


def as_text(schema: Schema) -> str:
    """A schema as it is written: readable, one value a line."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
