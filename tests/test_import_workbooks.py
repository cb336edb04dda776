"""What `inv import` reads: Excel files as people make them, texts in every encoding, and files that are out to break the reader."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.errors import BadUsage
from publish.importing import workbook
from publish.importing.columns import table_of
from publish.importing.workbook import Sheet
from tests.content import Content
from tests.imports import PENALTY, PERMIT, csv_bytes, loaded, record, row, run
from tests.oldsheets import xls
from tests.spreadsheets import Cell, sheet_xml, table, worksheet, xlsx

TITLES = list(PENALTY)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return Content(tmp_path)


def cells(number: int = 7, changes: dict[str, Cell] | None = None) -> list[Cell]:
    """A sound row as cells of a sheet, some changed (by title)."""
    return list({**row(number), **(changes or {})}.values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_table_is_read_in_every_encoding_and_with_every_separator(content: Content, encoding: str, separator: str) -> None:
    rare = row(7, 行政相对人名称="甲市𬭼渌化工有限公司", 违法事实="甲；乙,丙\t丁")
    made = record(content, csv_bytes([rare], encoding, separator))
    assert (made.party.name, made.facts) == ("甲市𬭼渌化工有限公司", "甲；乙,丙 丁")


def test_numbers_and_days_of_excel_are_what_they_show(content: Content) -> None:
    changes: dict[str, Cell] = {
        "罚款金额（万元）": 0.1 + 0.2,
        "处罚决定日期": date(2026, 5, 12),
        "处罚有效期": date(2099, 12, 31),
        "公示截止期": 46519,
    }
    made = record(content, table([TITLES, cells(7, changes)]))
    assert made.penalty is not None
    assert (str(made.penalty.fine_yuan), made.penalty.valid_until) == ("3000", "long")
    assert (made.decided_on, made.public_until) == (date(2026, 5, 12), date(2027, 5, 12))


def test_old_files_of_excel_are_read_whatever_their_name(content: Content) -> None:
    changes: dict[str, str | float | None] = {**row(), "罚款金额（万元）": 5.4, "处罚决定日期": 46154.0, "违法事实": "=1+1"}
    made = record(content, xls([TITLES, list(changes.values())]))
    assert made.penalty is not None
    assert (str(made.penalty.fine_yuan), made.decided_on, made.facts) == ("54000", date(2026, 5, 12), "=1+1")


def test_the_same_row_from_excel_and_from_csv_is_one(content: Content) -> None:
    run(content.folder, csv_bytes([row(1, 行政处罚决定书文号="")]))
    changes: dict[str, Cell] = {
        "行政处罚决定书文号": None,
        "罚款金额（万元）": 5.4,
        "处罚决定日期": date(2026, 5, 12),
        "处罚有效期": date(2099, 12, 31),
    }
    outcome, _ = run(content.folder, table([TITLES, cells(7, changes)]))
    assert (len(outcome.written), len(outcome.there)) == (0, 1)


def test_titles_may_stand_lower_in_two_rows_and_with_remarks(content: Content) -> None:
    titles: list[Cell] = [
        "行政相对人名称*", "行政相对人类别（必填）", "行政相对人代码", "法定代表人\n（负责人）", "行政处罚决定书文号 ",
        "违法行为类型（按目录填写）", "违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额（单位：万元）",
        "处 罚 决 定 日 期", "处罚有效期", "公示截止期", "处罚机关", None,
    ]  # fmt: skip
    below: list[Cell] = [None, None, "统一社会信用代码", *[None] * 12, "处罚机关统一社会信用代码"]
    rows: list[list[Cell]] = [["××市行政处罚信息公示表"], ["填报单位：", None, "2026年5月"], [], titles, below, cells()]
    outcome, told = run(content.folder, table(rows, merged=["A1:P1", "O4:P4", "A4:A5"]))
    assert [draft.line.number for draft, _ in outcome.written] == [6], told
    assert "没有读取的列" not in told
    filed = loaded(content.folder, outcome.written[0][1])
    assert filed.record is not None
    assert filed.data["penalty"]["fine_yuan"] == "54000"


def test_cells_merged_downwards_hold_for_every_row_and_empty_rows_count(content: Content) -> None:
    agency, code = TITLES.index("处罚机关"), TITLES.index("处罚机关统一社会信用代码")
    second = cells(2)
    second[agency] = second[code] = None
    column = chr(65 + agency)
    outcome, told = run(content.folder, table([TITLES, cells(1), second, [], [], cells(3)], merged=[f"{column}2:{column}3"]))
    assert [draft.line.number for draft, _ in outcome.written] == [2, 3, 6], told


def test_titles_that_are_said_again_and_their_codes_are_no_rows(content: Content) -> None:
    codes = ["CF_XDR_MC", "CF_XDR_LB", "CF_XDR_SHXYM", "CF_FRDB", "CF_WSH", "CF_WFXW", "CF_SY", "CF_YJ", "CF_CFLB", "CF_NR", "CF_NR_FK"]
    outcome, told = run(content.folder, table([TITLES, codes, cells(1), TITLES, cells(2)]))
    assert [draft.line.number for draft, _ in outcome.written] == [3, 5], told
    assert not outcome.refused


def test_a_comma_without_quotes_that_moves_the_cells_is_noticed(content: Content) -> None:
    sound = csv_bytes([row(1)]).decode("utf-8-sig")
    moved = sound + csv_bytes([row(2, 违法事实="排放口超标@夜间排放")]).decode("utf-8-sig").split("\r\n")[1].replace("@", ",")
    outcome, told = run(content.folder, moved.encode())
    assert [draft.line.number for draft in outcome.refused] == [3]
    assert "第 3 行 不能导入：这一行比列名多出 1 格" in told


def test_hidden_sheets_and_sheets_without_titles_are_told_and_several_are_read(content: Content) -> None:
    permits = [list(PERMIT), list(PERMIT.values())]
    book = xlsx(
        ("说明", sheet_xml([["请按月填报"]])), ("处罚", sheet_xml([TITLES, cells(1), cells(2, {"行政相对人名称": None})])),
        ("许可", sheet_xml(permits)), ("旧", sheet_xml([TITLES, cells(9)])), hidden=["旧"],
    )  # fmt: skip
    outcome, told = run(content.folder, book)
    assert [draft.fields["kind"] for draft, _ in outcome.written] == ["penalty", "permit"]
    assert "工作表“旧”是隐藏的，没有读取" in told
    assert "工作表“说明”里找不到列名，没有读取。" in told
    assert "工作表“处罚”第 3 行 不能导入：" in told


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "true", "0123", "2026-05-12", "# 注", "a: b"])
def test_what_looks_like_a_formula_or_like_yaml_stays_text(content: Content, text: str) -> None:
    made = record(content, table([TITLES, cells(7, {"违法事实": text, "处罚内容": f"{text}\n{text}"})]))
    assert (made.facts, made.conclusion) == (text, f"{text}\n{text}")


def test_what_cannot_be_seen_is_left_out(content: Content) -> None:
    made = record(content, csv_bytes([row(行政相对人名称="甲市\u202e清\u200b流_x000D_\n公司", 违法事实="一\x07\r\n二\u2028")]))
    assert (made.party.name, made.facts) == ("甲市清流公司", "一\n二")


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, raw in parts.items():
            file.writestr(name, raw)
    return packed.getvalue()


def lying(raw: bytes) -> bytes:
    """The same zip, in which every entry says that it holds 10 bytes."""
    spoiled, at = bytearray(raw), 0
    while (at := spoiled.find(b"PK\x01\x02", at)) >= 0:
        spoiled[at + 24 : at + 28] = struct.pack("<I", 10)
        at += 4
    return bytes(spoiled)


def far() -> bytes:
    return xlsx(("甲", worksheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a cell at the far end asks for all memory": far,
    "a zip bomb": lambda: zipped({f"xl/{n}.xml": bytes(90_000_000) for n in range(5)}),
    "a zip that lies about its sizes": lambda: lying(xlsx(("甲", sheet_xml([["x" * 1000] * 10] * 100)))),
    "a zip of many entries": lambda: zipped({str(n): b"" for n in range(3000)}),
    "a zip that is no workbook": lambda: zipped({"a.txt": b"a"}),
    "half a workbook": lambda: table([TITLES, cells()])[:1500],
    "a workbook with a broken sheet": lambda: xlsx(("甲", "<worksheet><sheetData><row><c r='A1'")),
    "a place of a cell that is none": lambda: xlsx(("甲", worksheet('<row r="1"><c r="ZZZZZZZZ99999999999"><v>1</v></c></row>'))),
    "an entity bomb": lambda: xlsx(("甲", '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>' + worksheet("<row>&c;</row>"))),
    "an old file of Excel with nothing in it": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "an old file of Excel cut off": lambda: xls([TITLES, list(row().values())])[:3000],
    "an old file of Excel spoilt in the middle": lambda: xls([TITLES]).replace(b"\x04\x02", b"\x04\xff"),
    "very many columns": lambda: xlsx(("甲", sheet_xml([["x"] * 400]))),
    "a page of the web": lambda: "<html><table><tr><td>行政相对人名称</td></tr></table></html>".encode("gb18030"),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
    "nothing": lambda: b"",
    "nothing but line ends": lambda: b"\n" * 1000,
    "a quote that is not closed": lambda: csv_bytes([row()]) + b'"abc\n' * 100,
    "a cell of a million characters": lambda: csv_bytes([row(违法事实="长" * 1_000_000)]),
    "no titles": lambda: "\n".join(["甲,乙,丙"] * 50).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_ends_in_words(content: Content, name: str) -> None:
    with pytest.raises(BadUsage, match=r"。$"):
        run(content.folder, HOSTILE[name]())
    assert not (content.folder / "decisions").exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.integers(0, 2000), st.sampled_from(["text", "zip"]))
def test_whatever_the_bytes_are_the_end_is_a_table_or_words(noise: bytes, at: int, kind: str) -> None:
    raw = csv_bytes([row()]) if kind == "text" else table([TITLES, cells()])
    with suppress(BadUsage):
        for sheets in workbook.read(raw[:at] + noise + raw[at + len(noise) :]):
            for sheet in sheets:
                if (found := table_of(sheet)) is not None:
                    found.lines()


def test_a_table_with_nothing_but_titles_gives_nothing(content: Content) -> None:
    outcome, told = run(content.folder, table([TITLES]))
    assert not outcome.written
    assert "已写入 0 件草稿，0 行已有，0 行不能导入。" in told


def test_a_title_of_identity_numbers_is_never_taken_for_another() -> None:
    secret = [
        "法定代表人证件号码", "法定代表人（证件号码）", "法定代表人(身份证)", "法定代表人 联系电话", "行政相对人名称（身份证号）",
        "证件号码（自然人）", "行政相对人代码_5（居民身份证号）", "当事人电话", "负责人（手机）", "当事人（住址）",
    ]  # fmt: skip
    sheet = Sheet("", [["行政相对人名称", "处罚类别", "处罚内容", *secret], ["甲", "罚款", "罚款", *["1"] * len(secret)]])
    found = table_of(sheet)
    assert found is not None
    assert set(found.columns) == {"party.name", "penalty.categories", "conclusion"}
    assert found.unread == tuple(secret)
