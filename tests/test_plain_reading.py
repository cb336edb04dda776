"""The quick way to read a decision against the strict one: whatever a file holds, where the quick one answers, both say the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from publish import native, plain_yaml, strict_yaml
from publish.fields import CONTROL, EMPTY_WORDS, HIDDEN, KEPT, PRINTED, TEXTS, TWINS, Day, Name, Slug, Text, clean, most, one_of
from publish.load import Filed, load
from publish.model import DecisionFile
from publish.scan import packed, unpacked
from tests.content import PROJECT
from tests.fuzzing import BASE

SEEDS = [*sorted(BASE.glob("decisions/*/*/*.md")), *sorted((PROJECT / "content").glob("decisions/*/*/*.md"))]
FRONTS = [path.read_text("utf-8").split("---\n")[1] for path in SEEDS]
PIECES = [
    ": ", ":", "- ", "-", " ", "  ", "\n", "---", "...", '"', "'", "[", "]", "{", "}", ", ", "&a ", "*a", "!t ", "|", ">", "#", " #", "\t",
    "\\", "\\n", "?", "%", "@", "`", "~", "=", "<<", "无", "/", "null", "——", "\u3000", "\u200b", "\u115f", "\x85", "\ufeff", "，", "：",
    "long", "true", "yes", "2026-02-30", "2026-05-12", "12:30", "007", "1e3", "1_000", "９", "91350100M000100Y43", "x: y", "罚款",
    "其他-甲", "1767312000", "2026-05-12T00:00:00", "0000-01-01", "1.", "1.555",
]  # fmt: skip
WORDS = st.sampled_from([*PIECES, "a", "title", "on"])
VALUES = st.lists(WORDS, max_size=3).map("".join)
SOUND = st.sampled_from(["x", "无x", '"x y"', "[x, y]", "12:30"])
FIELDS = st.tuples(st.sampled_from("abcdef"), st.one_of(SOUND, SOUND, SOUND, VALUES).map(lambda value: f": {value}") | st.just(":"))
ENTRIES = st.tuples(
    st.sampled_from(["", "", "  ", "  ", "    "]),
    st.sampled_from(["", "", "- "]),
    st.one_of(FIELDS.map("".join), FIELDS.map("".join), SOUND),
).map("".join)
TREES = st.recursive(
    SOUND,
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, min_size=1, max_size=3) | st.lists(SOUND | inner, min_size=1, max_size=3),
    max_leaves=6,
)


def _lines(tree: Any, indent: str = "") -> list[str]:
    """A tree as the lines of a file."""
    if isinstance(tree, str):
        return [indent + tree]
    if isinstance(tree, list):
        inner = [_lines(one, f"{indent}  ") for one in tree]
        return [line for entry in inner for line in (f"{indent}- {entry[0].lstrip(' ')}", *entry[1:])]
    lines = []
    for name, value in tree.items():
        lines += [f"{indent}{name}: {value}"] if isinstance(value, str) else [f"{indent}{name}:", *_lines(value, f"{indent}  ")]
    return lines


@st.composite
def shaken(draw: st.DrawFn) -> str:
    """A tree as text, in most cases with a line that is moved, indented, left out, doubled or strange."""
    lines = _lines(draw(st.dictionaries(st.sampled_from("abcd"), TREES, min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 2))):
        at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines)))
        match draw(st.sampled_from(["deeper", "out", "left out", "doubled", "strange", "dashed"])):
            case "deeper":
                lines[at] = f"  {lines[at]}"
            case "out":
                lines[at] = lines[at].removeprefix("  ")
            case "left out" if len(lines) > 1:
                del lines[at]
            case "dashed":
                lines[at] = lines[at].replace("- ", "") if "- " in lines[at] else f"- {lines[at]}"
            case "doubled":
                lines.insert(to, lines[at])
            case _:
                lines.insert(to, draw(ENTRIES))
    return "".join(f"{one}\n" for one in lines)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """Front matter that is sound, with a few slips."""
    text = draw(st.sampled_from(FRONTS))
    for _ in range(draw(st.integers(1, 3))):
        line = draw(st.integers(0, text.count("\n") - 1)) if "\n" in text else 0
        start = sum(map(len, text.splitlines(keepends=True)[:line]))
        start += draw(st.integers(0, 24))
        text = text[:start] + draw(WORDS) + text[start + draw(st.sampled_from([0, 0, 1, 5])) :]
    return text if text.endswith("\n") else f"{text}\n"


def agree(text: str) -> bool:
    """Whether the quick reader answers; then the strict one answers the same, and so do the two ways to validate."""
    quick = plain_yaml.read(text) if clean(text) else None
    if quick is None:
        return False
    document, found = strict_yaml.read(text, "x.md")
    assert document is not None
    assert found == []
    assert document.data == quick
    assert not any(one == "" or (isinstance(one, str) and one in EMPTY_WORDS) for one in _texts(quick))
    if (record := native.checked(quick)) is not None:
        wanted = DecisionFile.model_validate(quick)
        assert record == wanted
        assert record.model_fields_set == wanted.model_fields_set
    return True


def _texts(value: object) -> list[object]:
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in _texts(one)]
    return [value]


@given(st.one_of(spoiled(), shaken(), shaken(), shaken()))
@settings(max_examples=2000, deadline=None)
def test_the_quick_reader_says_what_the_strict_one_says_or_nothing(text: str) -> None:
    agree(text)


@pytest.mark.parametrize("text", FRONTS, ids=[path.stem for path in SEEDS])
def test_sound_decisions_are_read_quickly(text: str) -> None:
    assert agree(text) or "#" in text or "'" in text


VALUE = st.one_of(st.sampled_from([one for one in PIECES if clean(one)]), st.text(min_size=1, max_size=3).filter(clean))
PLACES = [
    "id", "kind", "title", "decided_on", "agency", "region", "public_until", "revision", "tags.0", "basis.0", "party.type", "party.uscc",
    "party.minor", "penalty.fine_yuan", "penalty.categories.0", "penalty.valid_until", "penalty.severity", "records.0.no",
    "records.0.made_on", "records.0.medium", "review.items.law", "attachments.0.path", "surplus", "conclusion",
]  # fmt: skip


def _put(place: Any, steps: list[str], value: str) -> Any:
    """The value, in the place of what stood there."""
    if not steps:
        return value
    first, *rest = steps
    if first.isdigit():
        items = place if isinstance(place, list) and place else [None]
        return [_put(items[0], rest, value), *items[1:]]
    fields = place if isinstance(place, dict) else {}
    return {**fields, first: _put(fields.get(first), rest, value)}


@given(st.sampled_from(FRONTS), st.sampled_from(PLACES), VALUE)
@settings(max_examples=800, deadline=None)
def test_what_is_checked_without_calls_is_what_the_model_makes_of_it(front: str, place: str, value: str) -> None:
    document, _ = strict_yaml.read(front, "x.md")
    assert document is not None
    data = _put(document.data, place.split("."), value)
    if (record := native.checked(data)) is not None:
        assert repr(record) == repr(DecisionFile.model_validate(data))
        filed = Filed("decisions/jia/2026/x.md", record, "正文", {}, {"body": 3}, [], front)
        assert unpacked(packed(filed), "decision") == filed


def _calls(schema: Any) -> Iterator[str]:
    """The functions that a schema calls."""
    if isinstance(schema, dict):
        if str(schema.get("type")).startswith("function-"):
            yield schema["function"]["function"].__qualname__
        yield from (name for key, one in schema.items() if key not in native.NO_CHECK for name in _calls(one))
    elif isinstance(schema, list):
        yield from (name for one in schema for name in _calls(one))


def test_of_a_decision_only_what_may_be_anything_is_checked_by_a_call() -> None:
    for twins in (TEXTS, KEPT):
        schema = native.without_calls(DecisionFile.__pydantic_core_schema__, {**TWINS, **twins})
        assert set(_calls(schema)) == {"one_of.<locals>.check", "_inside"}  # a word that may begin with 其他-, a path


@pytest.mark.parametrize(
    ("field", "text"),
    [(Annotated[Name, most(500)], "x" * 201), (Annotated[Name, most(3)], "xxxx"), (Annotated[Annotated[str, most(3)], Slug], "long-slug"),
     (Annotated[Day, Field(gt=date(2026, 1, 1))], "2025-01-01"), (Annotated[Text, StringConstraints(pattern="^a")], "b"),
     (Annotated[Text, AfterValidator(str.upper), one_of(("A",))], "a")],
)  # fmt: skip
def test_a_twin_takes_the_place_of_nothing_more_than_it_says(field: Any, text: str) -> None:
    schema = TypeAdapter(field).core_schema
    quick = SchemaValidator(native.without_calls(schema, {**TWINS, **TEXTS}))
    made: list[object] = []
    for one in (SchemaValidator(schema), quick):
        try:
            made.append(one.validate_python(text))
        except ValidationError:
            made.append(ValidationError)
    assert made[0] == made[1]


def _loaded(path: Path, raw: bytes) -> tuple[Filed, dict[str, int]]:
    root = next(one for one in path.parents if (one / "decisions").is_dir())
    filed = load("decision", path.relative_to(root).as_posix(), raw)
    again = unpacked(packed(filed), "decision")
    assert again.record == filed.record
    return filed, {name: again.line(name) for name in ("title", "party.uscc", "records.2.no", "penalty", "basis.0", "absent", "body")}


@given(st.sampled_from(SEEDS), spoiled(), st.sampled_from(["\n正文。\n", "正文\u200b\n", "　　正文\n", "\n\n\t正文\n", ""]))
@settings(max_examples=400, deadline=None)
def test_a_file_is_filed_the_same_either_way(path: Path, front: str, body: str) -> None:
    raw = f"---\n{front}---\n{body}".encode()
    filed, lines = _loaded(path, raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_yaml, "read", lambda _: None)
        strictly, wanted = _loaded(path, raw)
    assert (filed.record, filed.body, filed.findings, filed.data) == (strictly.record, strictly.body, strictly.findings, strictly.data)
    assert lines == wanted


def test_of_all_that_is_printed_only_named_characters_are_hidden() -> None:
    printed = "".join(ch for ch in map(chr, range(sys.maxunicode + 1)) if ch.isprintable())
    assert {*CONTROL.findall(printed), *HIDDEN.findall(printed)} == set(PRINTED)
    assert not any(clean(ch) for ch in PRINTED)
