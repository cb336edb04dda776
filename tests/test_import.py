"""`inv import`: a table of another system becomes drafts, all or none; what is missing or doubtful is told row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.errors import BadUsage, Level
from publish.importing import drafts
from publish.importing.agency_names import AgencyNames
from publish.importing.columns import table_of
from publish.importing.rows import draft_of
from publish.importing.workbook import Sheet
from publish.load import load
from publish.site import Agency
from tests.content import Content, credit_code
from tests.copies import tree
from tests.imports import DAY, PENALTY, PERMIT, csv_bytes, loaded, record, row, run

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


@pytest.mark.parametrize(
    "line",
    [
        "甲环罚〔2026〕7号",
        "'甲环罚〔2026〕7号'",
        '"\\u7532环罚〔2026〕7号"',
        "|-\n  甲环罚〔2026〕7号",
        "甲环罚2026 7号  # 文号",
        "\n  甲环罚〔2026〕7号",
    ],
)
def test_a_number_is_known_however_it_stands_in_its_file(content: Content, line: str) -> None:
    path = content.folder / content.where(content.decision(document_number="那一行"))
    path.write_bytes(path.read_text("utf-8").replace('"那一行"', line).replace("\n", "\r\n").encode("utf-8-sig"))
    assert not run(content.folder, csv_bytes([row(7)]))[0].written


def test_rows_that_are_there_already_are_told_in_one_line_where_they_are_many(content: Content) -> None:
    rows = [row(number) for number in range(1, 8)]
    run(content.folder, csv_bytes([*rows[:4], *rows[5:]]))
    _, told = run(content.folder, csv_bytes(rows))
    lines = [line for line in told.split("\n") if line.startswith("第 ")]
    assert len(lines) == 4
    assert lines[0].startswith("第 2 行 至第 5 行 已有：decisions/jia/2026/")
    assert lines[0].endswith(" 等 4 件")
    assert [line.partition("：")[0] for line in lines[1:]] == ["第 6 行 已写入", "第 7 行 已有", "第 8 行 已有"]


def test_where_the_type_is_not_known_the_title_tells_no_name(content: Content) -> None:
    unsure = {**row(行政相对人名称="清流经营部", 行政相对人类别=""), "行政相对人代码_1（统一社会信用代码）": ""}
    outcome, told = run(content.folder, csv_bytes([unsure]))
    assert outcome.written[0][0].fields["title"] == "清某某超标排放水污染物行政处罚案"
    assert "看不出是不是自然人" in told


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


def test_a_code_and_a_name_of_an_agency_that_do_not_agree_are_told(content: Content) -> None:
    content.write("agencies/yi.yml", f"name: 乙县生态环境局\nuscc: {credit_code(2, '11')}\nregion: '990101'\nlevel: county\n")
    code = "处罚机关统一社会信用代码"
    rows = [
        row(1, 处罚机关="乙县生态环境局"),
        row(2, 处罚机关="乙县水务局"),
        row(3, **{code: "11"}),
        row(4, 处罚机关=""),
        row(5, **{code: ""}),
    ]
    outcome, told = run(content.folder, csv_bytes(rows))
    assert [draft.agency for draft, _ in outcome.written] == ["jia"] * 4
    assert "第 2 行 不能导入：“处罚机关”列写的是“乙县生态环境局”，而机关代码是 jia（甲市生态环境局）的；请改正其中一个。" in told
    assert [len(draft.doubts) for draft, _ in outcome.written] == [1, 1, 0, 0]
    assert "“乙县水务局”，对应不上已有的机关，按机关代码记为 jia" in told
    assert "列与 agencies 里 jia（甲市生态环境局）的代码不同，按机关名称记" in told


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


def test_a_row_that_was_edited_after_its_import_is_not_passed_over_in_silence(content: Content) -> None:
    run(content.folder, csv_bytes([row(7), row(8)]))
    before = tree(content.folder)
    outcome, told = run(content.folder, csv_bytes([row(7), row(8, 违法事实="改过的事实。")]))
    assert tree(content.folder) == before
    assert [draft.line.number for draft in outcome.differing] == [3]
    assert "第 3 行（共 1 行）只是文号相同" in told
