"""The data package, judged by frictionless and by what the profiles of Data Package v2 say."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from frictionless.resources import TableResource
from jsonschema import Draft202012Validator

from publish.exports.datapackage import package_draft, table_schema
from publish.exports.datasets import Dataset, datasets
from publish.exports.tables import Column, Table
from publish.site import Site
from tests.described import DIGEST, FILES, ON, SITE, STANDING

PROFILE = json.loads((Path(__file__).parent / "shapes" / "datapackage-2.0.json").read_bytes())


def package(site: Site = SITE, found: list[Dataset] | None = None) -> dict[str, Any]:
    _, _, rows = package_draft(site, STANDING, found or datasets(FILES, {}, ON))
    made: dict[str, Any] = rows["document"]
    return made


def unlike(document: object, kind: str) -> list[str]:
    """What a JSON Schema of the profiles says against a package or a table schema."""
    rules = Draft202012Validator({**PROFILE, "$ref": f"#/$defs/{kind}"})
    return [f"{error.json_path}: {error.message}" for error in rules.iter_errors(document)]


def test_frictionless_finds_every_table_of_the_sample_as_the_data_package_says(sample_site: Path, address: str) -> None:
    """Over HTTP, every row by its Table Schema: types, required cells, keys that are all different; and each file's size and SHA-256."""
    folder = sample_site / "data" / "v1"
    read = Package(f"{address}data/v1/datapackage.json")
    report = read.validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    assert {one.path for one in read.resources} == {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}
    assert report.stats["warnings"] == 0
    assert all(one.stats["rows"] or one.name == "withdrawals" for one in report.tasks)


def test_the_package_and_the_table_schemas_of_the_sample_keep_to_the_profiles_and_to_each_other(sample_site: Path) -> None:
    folder = sample_site / "data" / "v1"
    read = json.loads((folder / "datapackage.json").read_bytes())
    assert unlike(read, "package") == []
    names = [one["name"] for one in read["resources"]]
    assert len(set(names)) == len(names)
    schemas = {one["schema"] for one in read["resources"]}
    assert schemas == {f"tableschema/{path.name}" for path in (folder / "tableschema").iterdir()}
    for schema in schemas:
        table = json.loads((folder / schema).read_bytes())
        assert unlike(table, "tableschema") == []
        assert set(table.get("primaryKey", [])) <= {field["name"] for field in table["fields"]}


@pytest.mark.parametrize(
    "change",
    [
        {"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}, {"resources": []}, {"created": "2026-11-24"},
        {"licenses": [{"title": "CC BY 4.0"}]}, {"licenses": []}, {"contributors": [{}]}, {"name": "云江"}, {"homepage": "/data/"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_package_that_does_not_keep_to_the_profile_is_found(change: dict[str, Any]) -> None:
    assert unlike(package(), "package") == []
    assert unlike({**package(), **change}, "package")


@pytest.mark.parametrize(
    "change",
    [{"path": "../withdrawals.csv"}, {"path": "/data/v1/withdrawals.csv"}, {"hash": DIGEST}, {"bytes": "10"}, {"type": "file"}],
    ids=str,
)
def test_a_resource_that_does_not_keep_to_the_profile_is_found(change: dict[str, Any]) -> None:
    assert unlike({**package()["resources"][0], **change}, "resource")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.replace(b"\r\n", b"\r\n\r\n", 1), {"hash-count", "byte-count"}),
        (lambda text: text.replace(b"2026-05-", b"2026-55-"), {"hash-count", "type-error"}),
        (lambda text: text.replace(b"decided_on", b"decided_no"), {"hash-count", "incorrect-label"}),
    ],
    ids=["another length", "no day", "another column"],
)
def test_frictionless_finds_a_table_that_is_not_as_the_package_says(
    sample_site: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], said: set[str]
) -> None:
    folder = tmp_path / "v1"
    shutil.copytree(sample_site / "data" / "v1", folder)
    table = folder / "decisions" / "2026-05.csv"
    table.write_bytes(spoil(table.read_bytes()))
    read = Package(str(folder / "datapackage.json"))
    errors = read.get_resource("decisions-2026-05").validate().flatten(["type"])
    assert said <= {one for (one,) in errors}


def test_codes_of_eighteen_digits_are_read_as_text(sample_site: Path) -> None:
    table = Package(str(sample_site / "data/v1/datapackage.json")).get_resource("decisions-2026-05")
    assert isinstance(table, TableResource)
    rows = table.read_rows()
    assert all(isinstance(row["agency_uscc"], str) and len(row["agency_uscc"]) == 18 for row in rows)
    assert all(isinstance(row["decided_on"], date) for row in rows)


def test_a_table_schema_says_titles_types_formats_what_is_required_and_the_key() -> None:
    table = Table(
        "t", "表", (Column("id", "编号", required=True), Column("on", "日期", "date", format="%Y/%m/%d", description="生效")), "id"
    )
    assert table_schema(table) == {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            {"name": "id", "title": "编号", "type": "string", "constraints": {"required": True}},
            {"name": "on", "title": "日期", "type": "date", "format": "%Y/%m/%d", "description": "生效"},
        ],
        "primaryKey": ["id"],
        "missingValues": [""],
    }
    assert "primaryKey" not in table_schema(replace(table, key=""))


def test_every_table_of_the_package_is_a_resource_of_its_own_and_json_is_none() -> None:
    resources = package()["resources"]
    assert [one["path"] for one in resources] == ["decisions/2026-05.csv", "years/2025.csv", "withdrawals.csv"]
    assert [one["title"] for one in resources] == ["行政执法决定（2026 年 5 月）", "行政执法决定（全年）（2025 年）", "已经撤下的决定"]
    assert {one["hash"] for one in resources} == {f"sha256:{DIGEST}"}


@pytest.mark.parametrize(
    ("written", "licences"),
    [
        (None, None),
        ("cc by 4.0", [{"name": "CC-BY-4.0", "title": "cc by 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]),
        ("本省开放许可", [{"title": "本省开放许可", "path": "https://data.example.org/zf/data/"}]),
    ],
    ids=["none", "known", "own"],
)
def test_the_licence_is_the_one_that_the_site_sets(written: str | None, licences: object) -> None:
    site = SITE.model_copy(update={"data_license": written})
    assert package(site).get("licenses") == licences


def test_a_site_that_sets_nothing_has_a_valid_package() -> None:
    made = package(Site())
    assert unlike(made, "package") == []
    assert "licenses" not in made
    assert Package.from_descriptor(made).title == "行政执法信息公示：开放数据"
