"""`inv import`: a table of another system becomes drafts, all or none; what is missing or doubtful is told row by row."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tasks
from publish.errors import BadUsage, Level
from publish.importing import drafts
from publish.importing.agency_names import AgencyNames
from publish.importing.columns import table_of
from publish.importing.existing import MARK
from publish.importing.rows import draft_of
from publish.importing.workbook import Sheet
from publish.load import load
from publish.model import DecisionFile
from publish.site import Agency
from tests.content import Content, credit_code
from tests.copies import PROJECT, Copy, tree
from tests.imports import DAY, PENALTY, PERMIT, csv_bytes, loaded, record, row, run

INPUT = PROJECT.parent / "shared" / "input"
NAMES = AgencyNames({"jia": Agency(name="甲市生态环境局", uscc=credit_code(1, "11"), region="990100", level="city")})
IDENTITY = "11010519491231002X"  # a number that passes its check and is nobody's: the standard's own example
MOBILE = "13800138000"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def test_a_full_row_of_the_credit_table_becomes_a_draft_without_a_gap(content: Content) -> None:
    made = record(content, csv_bytes([row()]))
    assert made.status == "draft"
    assert made.title == "甲市清流化工有限公司超标排放水污染物行政处罚案"
    assert made.document_number == "甲环罚〔2026〕7号"
    assert (made.agency, made.decided_on, made.public_until) == ("jia", date(2026, 5, 12), date(2027, 5, 12))
    assert (made.published_on, made.imported_on) == (None, None)
    assert made.party.model_dump(exclude_none=True) == {
        "type": "organization", "name": "甲市清流化工有限公司", "uscc": credit_code(7), "legal_representative": "李某", "minor": False,
    }  # fmt: skip
    assert made.penalty is not None
    assert (made.penalty.categories, made.penalty.fine_yuan, made.penalty.valid_until) == (["罚款"], Decimal(54000), "long")
    assert made.basis == ["《生态环境法典》第一千零一条"]


def test_a_row_of_the_table_of_permits_becomes_a_permit(content: Content) -> None:
    outcome, told = run(content.folder, csv_bytes([PERMIT]))
    made = loaded(content.folder, outcome.written[0][1])
    assert made.data["permit"] == {
        "document_title": "准予行政许可决定书", "category": "普通", "certificate_name": "排污许可证", "certificate_number": "PW-3",
        "result": "granted", "valid_from": "2026-05-12", "valid_until": "2031-05-11",
    }  # fmt: skip
    assert "basis（依据），表里没有这一列" in told


def test_the_second_run_adds_nothing_whatever_the_order_of_columns_and_the_form_of_dates(content: Content) -> None:
    run(content.folder, csv_bytes([row(7), row(8, 行政处罚决定书文号="")]))
    before = tree(content.folder)
    changed = [{**one, "处罚决定日期": "2026年5月12日", "罚款金额（万元）": "5.40"} for one in (row(7), row(8, 行政处罚决定书文号=""))]
    turned = [dict(reversed(list(one.items()))) for one in changed]
    outcome, told = run(content.folder, csv_bytes(turned, "gb18030", ";"))
    assert tree(content.folder) == before
    assert (len(outcome.written), len(outcome.there), len(outcome.refused)) == (0, 2, 0)
    assert "已写入 0 件草稿，2 行已有，0 行不能导入。" in told


def test_a_document_number_that_the_agency_has_already_is_not_imported_again(content: Content) -> None:
    ident = content.decision(document_number="甲环罚【2026】第007号")
    outcome, told = run(content.folder, csv_bytes([row(7)]))
    assert not outcome.written
    assert f"第 2 行 已有：{content.where(ident)}" in told


def test_two_equal_rows_are_one_and_two_different_rows_of_one_number_are_told(content: Content) -> None:
    outcome, told = run(content.folder, csv_bytes([row(7), row(7), row(7, 违法事实="另一件事")]))
    assert [len(outcome.written), len(outcome.there), len(outcome.refused)] == [1, 1, 1]
    assert "第 4 行 不能导入：“行政处罚决定书文号”列写的是“甲环罚〔2026〕7号”，与第 2 行的文号相同而内容不同" in told


def test_what_is_missing_stands_in_the_draft_and_in_the_report(content: Content) -> None:
    outcome, told = run(content.folder, csv_bytes([row(7, 违法事实="", 处罚决定日期="2026/13/40")]))
    path = outcome.written[0][1]
    text = (content.folder / path).read_text("utf-8")
    for words in (
        "缺：facts（主要事实），“违法事实”列是空的",
        "decided_on（作出日期），“处罚决定日期”列写的是“2026/13/40”，不是日期；应如 2026-05-12",
    ):
        assert words.removeprefix("缺：") in told
        assert f"# 缺：{words.removeprefix('缺：')}" in text
    assert path.startswith("decisions/jia/2026/")  # by the year of the number
    filed = loaded(content.folder, path)
    assert {(one.code, one.level) for one in filed.findings} == {("load.missing_field", Level.warn)}


def test_rows_that_cannot_stand_anywhere_are_told_with_their_number_and_the_others_are_written(content: Content) -> None:
    rows = [
        row(1),
        row(2, 行政相对人名称=""),
        row(3, 处罚机关="乙市生态环境局", 处罚机关统一社会信用代码=""),
        row(4, 行政处罚决定书文号="", 处罚决定日期="近日"),
        row(5, 处罚机关="", 处罚机关统一社会信用代码=""),
    ]
    outcome, told = run(content.folder, csv_bytes(rows, above=2))
    assert [draft.line.number for draft, _ in outcome.written] == [4]
    assert [draft.line.number for draft in outcome.refused] == [5, 6, 7, 8]
    assert "第 5 行 不能导入：“行政相对人名称”列没有当事人名称" in told
    assert "第 6 行 不能导入：“处罚机关”列写的是“乙市生态环境局”，agencies 文件夹里没有这个机关" in told
    assert "第 7 行 不能导入：“处罚决定日期”列没有能读出的日期" in told
    assert "第 8 行 不能导入：“处罚机关”列没有写执法机关；请在表里补上，或用 --agency 指定" in told
    assert len(run(content.folder, csv_bytes(rows, above=2), agency="jia")[0].written) == 2


def test_identity_numbers_reach_neither_a_file_nor_the_screen(content: Content) -> None:
    secret = {"法定代表人证件类型": "身份证", "法定代表人证件号码": IDENTITY, "证件号码（自然人）": IDENTITY, "联系电话": MOBILE}
    rows = [
        {**row(1), **secret},
        {**row(2, 行政相对人类别="自然人", 行政相对人名称="李四平"), **secret, "行政相对人代码_1（统一社会信用代码）": IDENTITY},
        {**row(3, 违法事实=f"李四平（身份证号{IDENTITY}）倾倒废渣"), **secret},
        {**row(4, 处罚决定日期=IDENTITY, 处罚类别=IDENTITY), **secret},
        {**row(5, 违法事实=f"联系电话{MOBILE}。"), **secret},
    ]
    outcome, told = run(content.folder, csv_bytes(rows))
    files = "\n".join(path + data.decode() for path, data in tree(content.folder).items())
    assert IDENTITY not in told + files
    assert MOBILE not in told
    assert [draft.line.number for draft in outcome.refused] == [4, 5]
    assert "第 4 行 不能导入：“违法事实”列发现居民身份证号码 11…2X" in told
    assert "没有读取的列：法定代表人证件类型、法定代表人证件号码、证件号码（自然人）、联系电话。" in told
    assert "发现手机号码 13…00（共 11 位）" in told


def test_an_individual_has_no_code_and_the_made_title_masks_the_name(content: Content) -> None:
    person = row(行政相对人名称="欧阳小平", 行政相对人类别="自然人", 法定代表人="")
    made = record(content, csv_bytes([{**person, "行政相对人代码_1（统一社会信用代码）": ""}]))
    assert (made.party.type, made.party.uscc, made.party.legal_representative) == ("individual", None, None)
    assert made.title == "欧阳某某超标排放水污染物行政处罚案"


def test_a_row_that_was_public_elsewhere_says_when_it_was_taken_over(content: Content) -> None:
    made = record(content, csv_bytes([{**row(), "公示日期": "2026-05-20"}]))
    assert (made.published_on, made.imported_on) == (date(2026, 5, 20), date(2026, 6, 15))
    waiting = record(content, csv_bytes([{**row(9), "公示日期": "2026-06-20"}]))
    assert (waiting.published_on, waiting.imported_on) == (date(2026, 6, 20), None)


def test_a_dry_run_tells_and_writes_nothing(content: Content) -> None:
    before = tree(content.folder)
    _, told = run(content.folder, csv_bytes([row()]), dry_run=True)
    assert "第 2 行 将写入：decisions/jia/2026/" in told
    assert tree(content.folder) == before


def test_where_one_draft_cannot_be_put_in_its_place_none_is(content: Content) -> None:
    content.write("agencies/yi.yml", f"name: 乙县生态环境局\nuscc: {credit_code(2, '11')}\nregion: '990101'\nlevel: county\n")
    content.write("decisions/yi", "不是文件夹")
    before = tree(content.folder)
    second = {**row(2), "处罚机关": "乙县环保局", "处罚机关统一社会信用代码": ""}
    with pytest.raises(BadUsage, match="一件也没有写"):
        run(content.folder, csv_bytes([row(1), second]))
    assert tree(content.folder) == before
    assert not (content.folder / "decisions" / "jia").exists()


def test_a_link_among_the_folders_is_not_followed(content: Content, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (content.folder / "decisions").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadUsage, match="符号链接"):
        run(content.folder, csv_bytes([row()]))
    assert not tree(tmp_path / "elsewhere")


def test_an_import_that_was_cut_off_is_noticed(content: Content) -> None:
    (content.folder / ".import").mkdir()
    with pytest.raises(BadUsage, match="另一次导入正在进行"):
        run(content.folder, csv_bytes([row()]))


FIELDS = [title for title in PENALTY if title not in ("处罚机关", "处罚机关统一社会信用代码")]
CELLS = st.one_of(
    st.text(max_size=40),
    st.text("=+-@#:[]{}|>&*!%'\"`,?~ \n\t年月日万元0123456789、；", max_size=40),
    st.sampled_from(
        ["", "无", "---", "null", "true", "0", "# a", "a: b", "- a", "2026-05-12", "\u2028", "\ufeff", "\x85", "\ud7ff\U0010ffff"]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), CELLS))
def test_whatever_the_cells_hold_a_draft_is_read_back_as_it_was_meant(changes: dict[str, str]) -> None:
    cells = {**row(), **changes}
    table = table_of(Sheet("", [list(cells), list(cells.values())]))
    assert table is not None
    for line in table.lines():
        draft = draft_of(line, NAMES, "", DAY)
        if not draft.refusals:
            draft.put("id", "n000000000000001")
            path = f"decisions/jia/{draft.year:04}/n000000000000001.md"
            filed = load("decision", path, drafts.file_text(draft, DAY).encode())
            assert {one.code for one in filed.findings} <= {"load.missing_field"}, filed.findings
            assert filed.data.get("facts", "") == draft.text("facts")
            assert filed.data.get("document_number", "") == draft.one_line("document_number")
            assert filed.data["party"]["name"] == draft.one_line("party.name")


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
    program = Copy.of(tmp_path)
    agency = {"处罚机关": "岚浦市环境保护局", "处罚机关统一社会信用代码": ""}
    path = tmp_path / "表 1.csv"
    path.write_bytes(csv_bytes([row(1, **agency), row(2, **agency, 行政相对人名称="")]))
    done = program.run("import", str(path), "--today", "2026-06-15")
    assert (done.returncode, "已写入 1 件草稿，0 行已有，1 行不能导入。" in done.stdout) == (1, True), done.stdout + done.stderr
    path.write_bytes(csv_bytes([row(1, **agency)]))
    again = program.run("import", str(path), "--today", "2026-06-15")
    assert (again.returncode, "已写入 0 件草稿，1 行已有" in again.stdout) == (0, True)
    for words in (("import", "没有.csv"), ("import", str(path), "--agency", "wuming"), ("import", str(path), "--content", "没有")):
        bad = program.run(*words)
        assert (bad.returncode, "Traceback" in bad.stderr) == (2, False), bad.stderr
    made = [one for one in (tmp_path / "content" / "decisions" / "lanpu" / "2026").glob("*.md") if MARK in one.read_text("utf-8")]
    assert len(made) == 1


def test_the_readme_shows_what_the_command_says(tmp_path: Path) -> None:
    program = Copy.of(tmp_path)
    shutil.copytree(PROJECT / "docs", tmp_path / "docs")
    done = program.run("import", "docs/import-example.csv", "--today", "2026-11-24")
    readme = re.sub(r"^    ", "", (PROJECT / "README.zh-CN.md").read_text("utf-8"), flags=re.MULTILINE)
    nameless = re.compile(r"[0-9a-z]{16}(?=\.md)")
    assert nameless.sub("编号", done.stdout) in nameless.sub("编号", readme), done.stdout
    path = next(one for one in (tmp_path / "content" / "decisions").rglob("*.md") if "原表第 3 行" in one.read_text("utf-8"))
    head = path.read_text("utf-8").partition("\nid: ")[0]
    assert head in readme
