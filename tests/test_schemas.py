"""The schemas for editors: sound, complete, in Chinese, and of one mind with the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from publish import model, reports, site
from publish.levels import CODES, allowed
from publish.model import Block
from publish.schemas import EMPTY, every_schema, schema_of
from publish.sources import kind_of
from publish.titles import TITLES
from tests.editor import SCHEMAS, marks, seen

PROJECT = Path(__file__).parent.parent


def content_files() -> Iterator[tuple[str, Path]]:
    for root in (PROJECT / "content", PROJECT / "tests/cases/base"):
        for path in sorted(root.rglob("*")):
            kind = kind_of(str(path.relative_to(root))) if path.is_file() else None
            if kind == "policy":
                yield f"policy-{path.stem}", path
            elif kind in SCHEMAS:
                yield str(kind), path


def test_there_is_a_schema_for_every_kind_of_file_and_each_is_valid() -> None:
    assert SCHEMAS.keys() == {"site", "agency", "list", "report", "order", "decision", *(f"policy-{name}" for name in site.POLICIES)}
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_every_sample_file_passes_as_an_editor_sees_it() -> None:
    tried = set()
    for kind, path in content_files():
        text = path.read_text("utf-8")
        assert marks(kind, text.split("---\n")[1] if kind == "decision" else text) == [], path
        tried.add(kind)
    assert tried >= {"site", "agency", "list", "report", "order", "decision", "policy-gate", "policy-privacy"}


def fields(schema: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a schema, with its path."""
    for key, one in schema.get("properties", {}).items():
        yield f"{name}.{key}", one
        yield from fields(one, f"{name}.{key}")
    for inner in (schema.get("items"), *schema.get("patternProperties", {}).values()):
        if inner:
            yield from fields(inner, f"{name}[]")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_field_has_a_title_and_says_what_its_words_mean(kind: str) -> None:
    for name, field in fields(SCHEMAS[kind], kind):
        assert field["title"], name
        told = field.get("description", "")
        for option in (field, field.get("items", {}), *field.get("anyOf", ())):
            for word in option.get("enum", ()):
                if isinstance(word, str) and word.isascii() and word not in ("true", "false") and not name.endswith((".omit", "[].type")):
                    assert word in told or ".items." in name or ".levels." in name, f"{name}: {word}"


def test_no_title_is_left_of_a_field_that_is_gone() -> None:
    for block, titles in TITLES.items():
        known: type[Block] = getattr(model, block, None) or getattr(reports, block, None) or getattr(site, block)
        assert titles.keys() <= {field.alias or name for name, field in known.model_fields.items()}, block


def test_blocks_allow_known_fields_only() -> None:
    for kind, schema in SCHEMAS.items():
        for name, field in [(kind, schema), *fields(schema, kind)]:
            assert "properties" not in field or field["additionalProperties"] is False, name


def test_the_gate_schema_knows_every_code_and_refuses_what_may_not_be_lowered() -> None:
    levels = SCHEMAS["policy-gate"]["properties"]["levels"]["properties"]
    assert levels.keys() == set(CODES)
    assert marks("policy-gate", "levels: {privacy.mobile: warn}") != []
    assert marks("policy-gate", "levels: {privacy.mobile: stop, review.late: warn}") == []
    assert [one.name for one in allowed("identity.duplicate_id")] == ["stop"]


SIMPLE: list[tuple[type[BaseModel], str]] = [
    (model.DecisionFile, "id"), (model.DecisionFile, "agency"), (model.DecisionFile, "decided_on"), (model.DecisionFile, "title"),
    (model.DecisionFile, "region"), (model.DecisionFile, "public_until"), (model.DecisionFile, "revision"), (model.DecisionFile, "kind"),
    (model.Party, "uscc"), (model.Party, "minor"), (model.Penalty, "fine_yuan"), (model.Permit, "category"),
    (model.AttachmentFile, "path"), (site.Site, "site_id_code"), (site.Column, "name"),
]  # fmt: skip
PROPERTIES = {
    (block, name): Draft202012Validator(schema_of(block, "")["properties"][name], format_checker=Draft202012Validator.FORMAT_CHECKER)
    for block, name in SIMPLE
}
RIGHT = {
    "id": st.from_regex(r"\A[0-9e]{16}\Z") | st.from_regex(r"\A[0-9a-hjkmnp-tv-z]{16}\Z"),
    "agency": st.from_regex(r"\A[a-z0-9]{1,8}(-[a-z0-9]{1,5})?\Z"),
    "decided_on": st.dates().map(str),
    "title": st.text(min_size=1, max_size=201) | st.from_regex(r"\A[0-9e.]{1,9}\Z"),
    "region": st.from_regex("\\A([0-9]{6}|[０-９]{6})\\Z"),
    "public_until": st.dates().map(str) | st.just("long"),
    "revision": st.from_regex(r"\A[0-9]{1,9}\Z"),
    "kind": st.sampled_from([*model.KINDS]),
    "uscc": st.from_regex(r"\A([0-9]{18}|[0-9A-Z]{18}|[0-9E]{18})\Z"),
    "minor": st.sampled_from(["true", "false"]),
    "fine_yuan": st.from_regex(r"\A[0-9]{1,13}(\.[0-9]{1,2})?\Z"),
    "category": st.sampled_from(["普通", "特许"]) | st.from_regex("\\A其他-[\\w.]{1,20}\\Z"),
    "path": st.from_regex(r"\A[a-z0-9.]{1,9}(/[a-z0-9.]{1,9})?\Z"),
    "site_id_code": st.from_regex(r"\A(bm[0-9]{8}|[0-9]{10})\Z"),
    "name": st.from_regex(r"\A[a-z][a-z0-9_]{0,41}\Z"),
}
ANY = st.one_of(
    st.text(min_size=1, max_size=30), st.text("0123456789xX-./_ ", min_size=1, max_size=20), *RIGHT.values(),
    st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"), st.from_regex(r"\A[0-9]{1,15}\.[0-9]{0,3}\Z"),
    st.sampled_from(["long", "True", "其他-", "其他-" + "长" * 97, "其他-" + "长" * 98]),
    st.sampled_from(["..", "a/..", "a/b.pdf", "..a", "/a", "a\u200bb", "0000-01-01"]),
)  # fmt: skip


def gate_takes(block: type[BaseModel], name: str, text: str) -> bool:
    """Whether the gate takes a text, as `publish.strict_yaml` hands it over, for a field."""
    try:
        block.model_validate({name: text})
    except ValidationError as error:
        return not any(one["loc"][0] == name for one in error.errors())
    return True


def title(one: Any) -> str:
    return one if isinstance(one, str) else str(one.__name__)


@pytest.mark.parametrize(("block", "name"), SIMPLE, ids=title)
@given(data=st.data())
def test_schema_and_gate_agree_on_a_text(block: type[BaseModel], name: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(RIGHT[name], ANY)).strip()
    assume(text)
    assert PROPERTIES[block, name].is_valid(text) == gate_takes(block, name, text)


@pytest.mark.parametrize(("block", "name"), SIMPLE, ids=title)
@given(data=st.data())
def test_what_the_gate_takes_is_not_marked_where_it_stands_without_quotes(block: type[BaseModel], name: str, data: st.DataObject) -> None:
    text = data.draw(RIGHT[name])
    assume(re.fullmatch(r"[\w.-]*\w", text) and gate_takes(block, name, text))
    value = seen(f"field: {text}\n")["field"]
    assume(value is not None)  # `NULL` as a title is nothing to an editor
    assume(name == "minor" or not isinstance(value, bool))
    assert PROPERTIES[block, name].is_valid(value)


def test_an_optional_field_may_stand_empty_and_a_required_one_may_not() -> None:
    for schema in every_schema().values():
        for name, field in schema.get("properties", {}).items():
            assert Draft202012Validator(field).is_valid(None) == (name not in schema.get("required", ())), name
    assert EMPTY == {"type": "null"}
