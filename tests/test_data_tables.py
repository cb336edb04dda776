"""The tables for those who load them: complete, sorted, codes intact in pandas and DuckDB, nothing internal, one change one month."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from publish.compressed import whole
from publish.errors import BuildFailed
from publish.exports.records import Agency, line, public_record, readable
from publish.exports.tables import BLOCKS, DECISIONS
from publish.publication import PublicDecision
from tests.content import Content
from tests.loading import duckdb_rows, pandas_rows

PARTY = ("type", "name", "uscc", "legal_representative")
TABLES = ("data/v1/decisions/", "data/v1/years/")
AGENCY: Agency = {"name": "某局", "uscc": "11990101MA00000017"}


def records(site: Path) -> list[dict[str, Any]]:
    """The decisions as their own JSON files say, by day and id."""
    found = [json.loads(path.read_text("utf-8")) for path in site.glob("decision/*/*.json")]
    return sorted(found, key=lambda one: (one["decided_on"], one["id"]))


def test_every_public_field_has_a_column_with_a_title_of_its_own() -> None:
    names = DECISIONS.header
    blocks = {f"{kind}_{field}" for kind, block in BLOCKS.items() for field in block.model_fields}
    elsewhere = {"party", "body", "until", "credit_until", *BLOCKS}  # the text is only in JSON Lines
    assert set(PublicDecision.model_fields) - elsewhere | blocks <= set(names)
    assert len(set(names)) == len(names)
    titles = [column.title for column in DECISIONS.columns]
    assert len(set(titles)) == len(titles)
    assert {column.type for column in DECISIONS.columns if column.name.endswith(("_uscc", "region", "number"))} == {"string"}


def test_a_month_holds_each_of_its_decisions_as_its_own_file_says_it(site: Path) -> None:
    lines = [line for path in sorted(site.glob("data/v1/decisions/*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    expected = records(site)
    assert lines == [json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for one in expected]
    for path in site.glob("data/v1/decisions/*.jsonl"):
        months = {json.loads(line)["decided_on"][:7] for line in path.read_text("utf-8").splitlines()}
        assert months == {path.stem}
        assert b"\r" not in path.read_bytes()
        assert path.with_suffix(".csv").read_bytes().startswith(b"\xef\xbb\xbfid,kind,")
    assert len(list(site.glob("data/v1/decisions/*.csv"))) == len({one["decided_on"][:7] for one in expected})


@pytest.mark.parametrize("load", [pandas_rows, duckdb_rows])
def test_the_flat_table_says_the_same_with_every_code_intact(site: Path, load: Any) -> None:
    rows = [row for path in sorted(site.glob("data/v1/decisions/*.csv")) for row in load(path)]
    expected = records(site)
    assert [row["id"] for row in rows] == [one["id"] for one in expected]
    for row, one in zip(rows, expected, strict=True):
        plain = {name: value for name, value in one.items() if isinstance(value, str) and name != "body"}
        party = {f"party_{name}" if name != "legal_representative" else name: value for name, value in one["party"].items()}
        blocks = {f"{kind}_{name}": value for kind in BLOCKS for name, value in one.get(kind, {}).items() if isinstance(value, str)}
        said = {**plain, **party, **blocks}
        assert {name: row[name] for name in said} == said
        assert row["basis"] == "；".join(one["basis"])
        assert (site / row["url"]).is_file()
        assert all((site / path).is_file() for path in row["attachments"].split("；") if path)
        joined = {"basis", "penalty_categories", "corrections", "tags", "attachments", "omitted", "url"}
        assert not [name for name in row if row[name] and name not in said and name not in joined]


def test_digits_and_leading_zeros_come_through(varied: Content) -> None:
    rows = {row["party_name"]: row for path in varied.output.glob("data/v1/decisions/*.csv") for row in pandas_rows(path)}
    assert re.fullmatch(r"91\d{16}", rows["某digits公司"]["party_uscc"])
    assert re.fullmatch(r"00\d{16}", rows["某zeros公司"]["party_uscc"])
    assert rows["某zeros公司"]["region"] == "010203"
    assert rows["张某某"]["document_number"] == "0042"
    assert rows["个体工商户"]["party_uscc"] == ""


def test_the_record_read_without_the_model_is_the_models() -> None:
    """Every field filled, or only those that must be."""
    whole = {
        "id": "d000000000000001", "kind": "penalty", "title": "题", "document_number": "1号", "agency": "jia", "decided_on": "2026-06-01",
        "published_on": "2026-06-02", "conclusion": "果", "facts": "事", "basis": ["据"], "conduct_on": "2026-05-01", "region": "010203",
        "party": {"type": "organization", "name": "名", "uscc": "91990101MA00000017", "uscc_note": "注",
                  "legal_representative": "人", "minor": True},
        "penalty": {"violation_type": "型", "categories": ["罚款"], "fine_yuan": "4000.50", "valid_until": "long", "procedure": "summary"},
        "corrections": [{"on": "2026-06-03", "note": "改"}], "tags": ["water"], "body": "文", "until": "2027-06-01",
        "credit_until": "2027-01-01", "omitted": ["region"],
        "attachments": [{"title": "件", "source": "x/y.png", "name": "1.png", "digest": "ab", "bytes": 7}],
    }  # fmt: skip
    least = {name: whole[name] for name in ("id", "kind", "title", "agency", "decided_on", "conclusion", "party")}
    penalty = {"violation_type": "型", "categories": ["罚款"]}
    for fields in (whole, least, {**least, "penalty": penalty}, {**whole, "party": {"type": "individual", "name": "张某某"}}):
        model = PublicDecision.model_validate(fields)
        made = model.model_dump(mode="json", exclude_none=True, exclude={"credit_until"})
        made |= {"agency_name": AGENCY["name"], "agency_uscc": AGENCY["uscc"], "public_until": made.pop("until", "long")}
        made["party"] = {name: value for name, value in made["party"].items() if name in PARTY}
        made["attachments"] = [
            {"path": f"{model.id}/{one.name}", "title": one.title, "bytes": one.bytes, "sha256": one.digest} for one in model.attachments
        ]
        assert public_record(model.model_dump_json(exclude_defaults=True), AGENCY) == made
        assert line(made) == json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert readable(made) == json.dumps(made, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def test_nothing_internal_is_in_any_table(varied: Content) -> None:
    assert not {path for path in varied.holding("内部办公室", "内部文书", "内部值", "tu.png", "张三丰") if path.startswith("data/")}


def rows_of(content: Content, path: str) -> list[str]:
    return [row["id"] for row in pandas_rows(content.output / path)]


def test_a_year_is_its_months_joined(site: Path) -> None:
    years = sorted(site.glob("data/v1/years/*.csv"))
    assert years
    for path in years:
        months = sorted(site.glob(f"data/v1/decisions/{path.stem}-*.csv"))
        assert pandas_rows(path) == [row for month in months for row in pandas_rows(month)] == duckdb_rows(path)
        assert path.read_bytes().count(b"\xef\xbb\xbf") == 1
    assert {path.stem for path in years} == {path.name[:4] for path in site.glob("data/v1/decisions/*.csv")}


def test_a_change_rewrites_the_tables_of_its_month_and_year_and_a_withdrawal_empties_them(tmp_path: Path) -> None:
    content = Content(tmp_path)
    old, may = content.decision(decided_on="2025-12-31", published_on="2026-01-05"), content.decision(decided_on="2026-05-29")
    june, other = content.decision(), content.decision()
    content.build()
    before = content.tree()
    content.edit(june, title="改了的题目")
    content.build()
    after = content.tree()
    rewritten = {path for path in before if path.startswith(TABLES) and before[path] != after[path]}
    assert set(map(whole, rewritten)) == {"data/v1/years/2026.csv", "data/v1/decisions/2026-06.csv", "data/v1/decisions/2026-06.jsonl"}
    assert rows_of(content, "data/v1/years/2026.csv") == [may, june, other]
    for one in (old, may, june):
        content.order(one)
    content.build()
    left = {path for path in content.tree() if path.startswith(TABLES)}
    assert set(map(whole, left)) == {"data/v1/years/2026.csv", "data/v1/decisions/2026-06.csv", "data/v1/decisions/2026-06.jsonl"}
    assert rows_of(content, "data/v1/years/2026.csv") == [other]
    gone = [word for one in (old, may, june) for word in content.words(one)]
    assert not content.holding(*gone) & left


def test_a_year_that_grows_too_large_for_a_spreadsheet_loses_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.exports.years.MOST", 2)
    content = Content(tmp_path)
    content.decision(decided_on="2026-05-29")
    content.decision()
    content.build()
    assert (content.output / "data/v1/years/2026.csv").exists()
    third = content.decision()
    content.build()
    assert not (content.output / "data/v1/years").exists()
    content.order(third)
    content.build()
    assert (content.output / "data/v1/years/2026.csv").exists()


def test_a_year_is_not_joined_from_a_month_that_was_touched(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision(decided_on="2026-05-29")
    changed = content.decision()
    content.build()
    may = content.output / "data/v1/decisions/2026-05.csv"
    may.write_bytes(may.read_bytes().replace("罚款".encode(), "警告".encode()))
    content.edit(changed, title="改了的题目")
    with pytest.raises(BuildFailed, match=r"2026-05\.csv"):
        content.build()
    may.unlink()
    content.build()
    assert {row["conclusion"][-8:] for row in pandas_rows(content.output / "data/v1/years/2026.csv")} == {"：罚款4000元"}


def test_an_incremental_build_has_the_tables_of_a_clean_one(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.decision(decided_on="2026-05-29")
    changed = content.decision()
    content.build()
    content.edit(changed, conclusion="罚款4000元，=1")
    agency = content.folder / "agencies/jia.yml"
    content.write("agencies/jia.yml", agency.read_text("utf-8").replace("甲市", "甲省甲市"))
    content.build()
    assert {row["agency_name"] for row in pandas_rows(content.output / "data/v1/years/2026.csv")} == {"甲省甲市生态环境局"}
    clean = Content(tmp_path / "clean")
    clean.folder = content.folder
    clean.build()
    tables = (*TABLES, "data/v1/lists/", "data/v1/schema/")
    assert {path: digest for path, digest in content.tree().items() if path.startswith(tables)} == {
        path: digest for path, digest in clean.tree().items() if path.startswith(tables)
    }


@pytest.mark.parametrize("load", [pandas_rows, duckdb_rows])
def test_lists_are_among_the_data_with_their_public_columns(site: Path, load: Any) -> None:
    paths = sorted(site.glob("data/v1/lists/*.csv"))
    assert [path.name for path in paths] == [path.name for path in sorted(site.glob("lists/*.csv"))]
    for path in paths:
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert load(path) == told["rows"]
        assert not [column for column in told["columns"] if column["internal"]]
        for form in (".csv", ".json"):
            assert path.with_suffix(form).read_bytes() == (site / "lists" / path.name).with_suffix(form).read_bytes()


def test_values_that_loaders_spoil_are_of_their_columns_types(varied: Content) -> None:
    folder = varied.output / "data/v1"
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert {one.path for one in package.resources} == {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}


def test_records_are_written_as_python_writes_json_whatever_they_hold() -> None:
    every = "".join(map(chr, [*range(0x3000), *range(0xE000, 0xE010), 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF]))
    data = {
        "中": every,
        "a": [],
        "B": {},
        "\uffff": [{"z": "\t\n  \n", "y": [every]}],
        "\U00010000": {"x": 1, "w": {"v": None, "u": True}},
        "é": 2**53,
    }
    assert line(data) == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert readable(data) == json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
