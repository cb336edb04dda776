"""The JSON Schemas of the data: every published record is as they say, and what is not is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from publish.exports.schemas import MADE, schema_of
from tests.content import Content

SCHEMAS = {name: schema_of(name) for name in MADE}


def check(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """check-jsonschema, as other programs run it."""
    command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def schema(site: Path, name: str) -> Path:
    return site / f"data/v1/schema/{name}.schema.json"


def properties(node: Any) -> Iterator[tuple[str, Any]]:
    """Every field that a schema describes."""
    if isinstance(node, dict):
        for name, field in node.get("properties", {}).items():
            if isinstance(field, dict) and field != {"const": field.get("const")}:
                yield name, field
        for value in node.values():
            yield from properties(value)
    elif isinstance(node, list):
        for one in node:
            yield from properties(one)


def test_the_schemas_are_published_and_are_schemas(sample_site: Path) -> None:
    paths = sorted(sample_site.glob("data/v1/schema/*.schema.json"))
    assert [path.name.removesuffix(".schema.json") for path in paths] == sorted(SCHEMAS)
    done = check("--check-metaschema", *paths)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_has_a_chinese_title(name: str) -> None:
    fields = list(properties(SCHEMAS[name]))
    assert fields
    for field, about in fields:
        assert re.search(r"[一-鿿]|SHA-256", about["title"]), field


def test_every_decision_and_every_list_is_as_its_schema_says(site: Path) -> None:
    for name, pattern in (("decision", "decision/*/*.json"), ("list", "data/v1/lists/*.json")):
        paths = sorted(site.glob(pattern))
        assert paths
        done = check("--schemafile", schema(site, name), *paths)
        assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a site after three releases: decisions new, changed, withdrawn and ended."""
    content = Content(tmp_path_factory.mktemp("released"))
    changed, withdrawn = content.decision(), content.decision()
    content.decision(public_until="2026-06-15")
    content.build()
    content.edit(changed, title="改了的题目")
    content.decision(kind="permit", penalty=None, permit={"document_title": "书", "category": "普通", "result": "granted"})
    content.order(withdrawn)
    content.build(date(2026, 6, 16))
    content.build(date(2026, 6, 17))
    return content.output / "data/v1"


def test_index_deltas_and_withdrawals_are_as_their_schemas_say(released: Path, tmp_path: Path) -> None:
    for name, path in (("index", "index.json"), ("deltas-index", "deltas/index.json"), ("withdrawals", "withdrawals.json")):
        done = check("--schemafile", released / f"schema/{name}.schema.json", released / path)
        assert done.returncode == 0, done.stdout
    lines = [line for path in sorted(released.glob("deltas/*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    assert {json.loads(line)["op"] for line in lines} == {"ADD", "MOD", "DEL"}
    assert {one["reason"] for one in json.loads((released / "withdrawals.json").read_text("utf-8"))} == {"withdrawn", "ended"}
    for number, line in enumerate(lines):
        (tmp_path / f"{number}.json").write_text(line, "utf-8")
    done = check("--schemafile", released / "schema/delta.schema.json", *sorted(tmp_path.glob("*.json")))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "line",
    [
        {"op": "DEL", "id": "d000000000000001", "on": "2026-06-16", "reason": "withdrawn", "record": {}},
        {"op": "DEL", "id": "d000000000000001", "on": "2026-06-16"},
        {"op": "ADD", "id": "d000000000000001", "on": "2026-06-16", "rev": 1},
        {"op": "PUT", "id": "d000000000000001", "on": "2026-06-16", "reason": "ended"},
    ],
)
def test_what_is_no_line_of_a_delta_is_refused(line: dict[str, Any]) -> None:
    assert not Draft202012Validator(SCHEMAS["delta"]).is_valid(line)


def decision(site: Path, kind: str) -> dict[str, Any]:
    records = (json.loads(path.read_text("utf-8")) for path in sorted(site.glob("decision/*/*.json")))
    return next(one for one in records if one["kind"] == kind)


@pytest.mark.parametrize(
    "change",
    [
        {"agency_uscc": 913101150000000000},
        {"decided_on": "2026/06/01"},
        {"decided_on": "2026-02-30"},
        {"public_until": None},
        {"kind": "permit"},
        {"permit": {"document_title": "书", "category": "普通", "result": "granted"}},
        {"clearance": {"office": "办公室"}},
        {"party": {"type": "organization", "name": "某公司", "minor": False}},
        {"party": {"type": "company", "name": "某公司"}},
        {"penalty": {"violation_type": "型", "categories": ["罚金"]}},
        {"penalty": {"violation_type": "型", "categories": ["罚款"], "fine_yuan": 4000}},
        {"basis": "某法第一条"},
        {"region": "0102030"},
    ],
)
def test_what_is_not_a_decision_is_refused(sample_site: Path, change: dict[str, Any]) -> None:
    judge = Draft202012Validator(SCHEMAS["decision"], format_checker=Draft202012Validator.FORMAT_CHECKER)
    one = decision(sample_site, "penalty")
    assert judge.is_valid(one)
    assert not judge.is_valid({**one, **change})


@pytest.mark.parametrize("field", SCHEMAS["decision"]["required"])
def test_a_decision_without_what_all_have_is_refused(sample_site: Path, field: str) -> None:
    one = decision(sample_site, "penalty")
    one.pop(field)
    assert not Draft202012Validator(SCHEMAS["decision"]).is_valid(one)
