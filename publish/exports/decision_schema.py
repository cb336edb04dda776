"""The JSON Schema of a published decision (`publish.exports.records.public_record`), made from the models of format 1.

It differs from what a clerk types (`publish.schemas`): a code, an amount and a day have one form, party and block have their
public fields only, and what the program adds is there (agency's name and code, end, files with their sums, fields left out).
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from publish import fields
from publish.exports import forms
from publish.exports.forms import DAY, LONG, OPEN_WORD, WORDS, Schema, array, block, told, word
from publish.exports.meanings import meaning
from publish.exports.records import PARTY
from publish.exports.tables import BLOCKS
from publish.model import OMITTABLE, Party, PublicFields
from publish.schemas import EMPTY
from publish.titles import title_of

PREFIXES: dict[type, str] = {Party: "party_", **{model: f"{kind}_" for kind, model in BLOCKS.items()}}
ABOUT = ("title", "description")
LIMITS = ("enum", "pattern", "minLength", "maxLength")
FORMS: dict[str, Schema] = {  # as typed: as published
    str(fields.MONEY["pattern"]): forms.MONEY,
    "^([0-9A-Z０-９Ａ-Ｚ]{18})$": forms.CODE,
    "^([0-9０-９]{6})$": forms.REGION,
}
ATTACHMENT = block(
    {
        "path": told("文件", WORDS, "相对这个决定自己的 JSON 文件。"),
        "title": told("名称", WORDS),
        "bytes": told("字节数", forms.COUNT),
        "sha256": told("SHA-256", forms.DIGEST, "十六进制。"),
    }
)
ADDED = {
    "agency_name": told("执法机关名称", WORDS),
    "agency_uscc": told("执法机关统一社会信用代码", {"type": "string", "pattern": "^([0-9A-Z]{18})?$"}),
    "public_until": told("公示截止期", forms.DAY_OR_LONG, meaning("public_until")),
    "body": told("决定书正文", forms.TEXT, "Markdown；没有时为空。"),
    "attachments": told("附件", array(ATTACHMENT)),
    "omitted": told("不公开的字段", array(word(OMITTABLE)), meaning("omitted")),
}
ALWAYS = {"basis", "corrections", "published_on", "tags", *ADDED}


class PublishedSchema(GenerateJsonSchema):
    """pydantic's generator, told what each field is called and means to who loads it."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's hook
        """No title made from a field's English name."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """A field that may be missing: a loader has no use for what stands for it in a file."""
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        """A block: its fields with their titles."""
        made, model = super().model_schema(schema), schema["cls"]
        for name, field in made["properties"].items():
            made["properties"][name] = told(title_of(model, name)[0], field, meaning(PREFIXES.get(model, "") + name))
        return {name: value for name, value in made.items() if name not in ABOUT}


def _published(node: Schema, blocks: dict[str, Schema]) -> Schema:
    """A schema of what is typed as one of what is published: without references, each value in its one form."""
    made: Schema = {name: node[name] for name in ABOUT if name in node}
    if "$ref" in node:
        return {**_published(blocks[node["$ref"].rpartition("/")[2]], blocks), **made}
    if "anyOf" in node:
        options = [_published(one, blocks) for one in node["anyOf"] if one != EMPTY]
        return {**(options[0] if len(options) == 1 else {"anyOf": options}), **made}
    if "properties" in node:
        inside = {name: _published(one, blocks) for name, one in node["properties"].items()}
        return {**made, **block(inside, inside.keys() - set(node.get("required", ())))}
    if "items" in node:
        return {**made, **array(_published(node["items"], blocks))}
    return {**made, **_value(node)}


def _value(node: Schema) -> Schema:
    """A text: its form, or its words, or its length."""
    if node.get("const") == "long":
        return LONG
    if node.get("format") == "date":
        return DAY
    pattern = node.get("pattern", "")
    if pattern.startswith("^其他-"):
        return OPEN_WORD
    limits = {name: node[name] for name in LIMITS if name in node}
    return FORMS.get(pattern, {"type": "string", **limits})


def decision_schema() -> Schema:
    """What `decision/<ab>/<id>.json` and each line of `decisions/<yyyy>-<mm>.jsonl` say."""
    made: dict[str, Any] = PublicFields.model_json_schema(schema_generator=PublishedSchema)
    schema = _published(made, made["$defs"])
    party = schema["properties"]["party"]
    known = {name: party["properties"][name] for name in PARTY}
    properties = {**schema["properties"], **ADDED, "party": {**party, **block(known, PARTY[2:])}}
    return {
        **block(properties, properties.keys() - set(schema["required"]) - ALWAYS),
        "allOf": [_kind(kind) for kind in BLOCKS],
    }


def _kind(kind: str) -> Schema:
    """A decision has the block of its kind, and no other."""
    others = {other: False for other in BLOCKS if other != kind}
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": {"required": [kind], "properties": others}}
