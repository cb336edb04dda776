"""`inv import` as staff use it: real records, the command and its exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import tasks
from publish.importing.existing import MARK
from publish.model import DecisionFile
from tests.content import credit_code
from tests.copies import PROJECT, tree
from tests.imports import csv_bytes, loaded, row, run
from tests.offices import Office

INPUT = PROJECT.parent / "shared" / "input"


@pytest.mark.skipif(not INPUT.is_dir(), reason="没有 shared/input，真实文件没有测试")
def test_ten_real_records_become_drafts_and_one_is_completed_and_built(tmp_path: Path) -> None:
    folder = shutil.copytree(INPUT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("decisions"))
    raw = (INPUT / "penalty-records.csv").read_bytes()
    outcome, told = run(folder, raw)
    assert [len(outcome.written), len(outcome.refused)] == [9, 1]
    assert "第 10 行 不能导入：“agency”列写的是“环保局”" in told
    for draft, path in outcome.written:
        filed = loaded(folder, path)
        assert {one.code for one in filed.findings} <= {"load.missing_field"}, path
        assert isinstance(filed.record, DecisionFile) or any("decided_on" in one for one in draft.missing)
    before = tree(folder)
    assert not run(folder, raw)[0].written
    assert tree(folder) == before
    made = folder / next(path for draft, path in outcome.written if draft.line.number == 4)
    text = made.read_text("utf-8").replace("status: draft", "status: approved")
    text = text.replace("  type: organization", f"  type: organization\n  uscc: {credit_code(3)}", 1)
    text = text.replace("\nbasis:", "\nfacts: 地下油罐没有使用双层罐，也没有建造防渗池。\nbasis:", 1)
    made.write_text(text.removesuffix("---\n") + "clearance: {office: 办公室, on: 2019-12-09, scope: full}\n---\n", encoding="utf-8")
    assert tasks.publish_site(str(folder), str(tmp_path / "output"), today="2020-01-10", jobs=1) == 0
    pages = [one.stem for one in (tmp_path / "output" / "decision").rglob("*.html")]
    assert pages == [made.stem]


def test_the_verb_tells_by_its_exit_code_how_far_it_came(tmp_path: Path) -> None:
    office = Office.of(tmp_path)
    agency = {"处罚机关": "岚浦市环境保护局", "处罚机关统一社会信用代码": ""}
    path = tmp_path / "表 1.csv"
    path.write_bytes(csv_bytes([row(1, **agency), row(2, **agency, 行政相对人名称="")]))
    done = office.run("import", str(path), "--today", "2026-06-15")
    assert (done.returncode, "已写入 1 件草稿，0 行已有，1 行不能导入。" in done.stdout) == (1, True), done.stdout + done.stderr
    path.write_bytes(csv_bytes([row(1, **agency)]))
    again = office.run("import", str(path), "--today", "2026-06-15")
    assert (again.returncode, "已写入 0 件草稿，1 行已有" in again.stdout) == (0, True)
    for words in (("import", "没有.csv"), ("import", str(path), "--agency", "wuming"), ("import", str(path), "--content", "没有")):
        bad = office.run(*words)
        assert (bad.returncode, "Traceback" in bad.stderr) == (2, False), bad.stderr
    made = [one for one in (tmp_path / "content" / "decisions" / "lanpu" / "2026").glob("*.md") if MARK in one.read_text("utf-8")]
    assert len(made) == 1
