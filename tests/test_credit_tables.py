"""The national credit tables for those who load them: the standard's columns, who is reported on a day, what the cells say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.codes import PLACEHOLDER
from publish.compressed import whole
from publish.exports.credit import permit_cells
from publish.exports.credit_columns import PENALTIES, PERMITS
from tests.content import Content, credit_code
from tests.loading import duckdb_rows, pandas_rows

STANDARD = {
    "penalties": """
        CF_XDR_MC 行政相对人名称|CF_XDR_LB 行政相对人类别|CF_XDR_SHXYM 行政相对人代码_1（统一社会信用代码）
        CF_XDR_GSZC 行政相对人代码_2（工商注册号）|CF_XDR_ZZJG 行政相对人代码_3（组织机构代码）
        CF_XDR_SWDJ 行政相对人代码_4（税务登记号）|CF_XDR_SYDW 行政相对人代码_5（事业单位证书号）
        CF_XDR_SHZZ 行政相对人代码_6（社会组织登记证号）|CF_FRDB 法定代表人|CF_FR_ZJLX 法定代表人证件类型
        CF_FR_ZJHM 法定代表人证件号码|CF_XDR_ZJLX 证件类型（自然人）|CF_XDR_ZJHM 证件号码（自然人）|CF_WSH 行政处罚决定书文号
        CF_WFXW 违法行为类型|CF_SY 违法事实|CF_YJ 处罚依据|CF_CFLB 处罚类别|CF_NR 处罚内容|CF_NR_FK 罚款金额（万元）
        CF_NR_WFFF 没收违法所得、没收非法财物的金额（万元）|CF_NR_ZKDX 暂扣或吊销证照名称及编号|CF_JDRQ 处罚决定日期|CF_YXQ 处罚有效期
        CF_GSJZQ 公示截止期|CF_CFJG 处罚机关|CF_CFJGDM 处罚机关统一社会信用代码|CF_SJLY 数据来源单位
        CF_SJLYDM 数据来源单位统一社会信用代码|BZ 备注""",
    "permits": """
        XK_XDR_MC 行政相对人名称|XK_XDR_LB 行政相对人类别|XK_XDR_SHXYM 行政相对人代码_1（统一社会信用代码）
        XK_XDR_GSZC 行政相对人代码_2（工商注册号）|XK_XDR_ZZJG 行政相对人代码_3（组织机构代码）
        XK_XDR_SWDJ 行政相对人代码_4（税务登记号）|XK_XDR_SYDW 行政相对人代码_5（事业单位证书号）
        XK_XDR_SHZZ 行政相对人代码_6（社会组织登记证号）|XK_FRDB 法定代表人|XK_FR_ZJLX 法定代表人证件类型
        XK_FR_ZJHM 法定代表人证件号码|XK_XDR_ZJLX 证件类型|XK_XDR_ZJHM 证件号码|XK_XKWS 行政许可决定文书名称|XK_WSH 行政许可决定文书号
        XK_XKLB 许可类别|XK_XKZS 许可证书名称|XK_XKBH 许可编号|XK_NR 许可内容|XK_JDRQ 许可决定日期|XK_YXQZ 有效期自|XK_YXQZI 有效期至
        XK_XKJG 许可机关|XK_XKJGDM 许可机关统一社会信用代码|XK_ZT 当前状态|XK_LYDW 数据来源单位
        XK_LYDWDM 数据来源单位统一社会信用代码|BZ 备注""",
}
IDENTITY = ("FR_ZJLX", "FR_ZJHM", "XDR_ZJLX", "XDR_ZJHM")
FINE: dict[str, Any] = {"violation_type": "超标排放", "categories": ["罚款"], "fine_yuan": "4000"}
WARNING: dict[str, Any] = {"violation_type": "超标排放", "categories": ["警告"]}
GRANTED: dict[str, Any] = {"document_title": "准予许可决定书", "category": "普通", "result": "granted"}
ORGANIZATION: dict[str, Any] = {"type": "organization", "name": "某公司", "uscc": credit_code(5), "legal_representative": "王某"}
TRADER: dict[str, Any] = {"type": "sole_trader", "name": "某小吃店", "uscc": PLACEHOLDER, "legal_representative": "李某"}
SHORT_CREDIT = "\n".join(
    ["penalties:", "- from: 1900-01-01", "  source: 本地"]
    + [f"  {name}: {{site_months: 12, credit_months: {months}}}" for name, months in (("minor", 0), ("general", 1), ("serious", 24))]
)


def rows(content: Content, name: str) -> list[dict[str, str]]:
    """All rows of the penalties or the permits, oldest month first."""
    return [row for path in sorted(content.output.glob(f"data/v1/credit/{name}-*.csv")) for row in pandas_rows(path)]


def reported(content: Content) -> set[str]:
    """The document numbers of the penalties in the tables."""
    return {row["CF_WSH"] for row in rows(content, "penalties")}


def credit_files(content: Content) -> dict[str, str]:
    return {path: digest for path, digest in content.tree().items() if path.startswith("data/v1/credit/")}


def permit(party: dict[str, Any] | None = None, clearance: Any = None, **block: Any) -> dict[str, Any]:
    """The fields of a permit."""
    fields = {"kind": "permit", "penalty": None, "permit": GRANTED | block, "conclusion": "准予", "published_on": "2026-06-04"}
    return fields | {"party": party or ORGANIZATION} | ({"clearance": clearance} if clearance else {})


def partly(*omit: str) -> dict[str, Any]:
    return {"office": "办公室", "on": "2026-06-02", "scope": "summary", "reason": "商业秘密", "omit": list(omit)}


@pytest.mark.parametrize(("table", "name"), [(PENALTIES, "penalties"), (PERMITS, "permits")])
def test_the_columns_are_the_standards_in_its_order(site: Path, table: Any, name: str) -> None:
    expected = [one.strip() for line in STANDARD[name].split("\n") for one in line.split("|") if one.strip()]
    assert [f"{column.name} {column.title}" for column in table.columns] == expected
    paths = sorted(site.glob(f"data/v1/credit/{name}-*.csv"))
    assert paths
    header = ",".join(one.split()[0] for one in expected)
    for path in paths:
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf" + header.encode() + b"\r\n")
        assert content.endswith(b"\r\n")
        assert content.count(b"\r\n") > 1  # no table without rows


@pytest.mark.parametrize("load", [pandas_rows, duckdb_rows])
def test_the_samples_tables_hold_its_public_decisions_with_every_code_intact(site: Path, load: Any) -> None:
    public = [json.loads(path.read_text("utf-8")) for path in site.glob("decision/*/*.json")]
    for name, kind, prefix in (("penalties", "penalty", "CF"), ("permits", "permit", "XK")):
        found = [row for path in sorted(site.glob(f"data/v1/credit/{name}-*.csv")) for row in load(path)]
        by_number = {one["document_number"]: one for one in public if one["kind"] == kind and one.get("document_number")}
        assert found
        for row in (one for one in found if one[f"{prefix}_WSH"]):
            one = by_number[row[f"{prefix}_WSH"]]
            assert row[f"{prefix}_XDR_MC"] == one["party"]["name"]
            assert row[f"{prefix}_XDR_SHXYM"] == one["party"].get("uscc", PLACEHOLDER if one["party"]["type"] == "sole_trader" else "")
            assert row[f"{prefix}_NR"] == one["conclusion"]
            assert not [row[f"{prefix}_{code}"] for code in IDENTITY if row[f"{prefix}_{code}"]]


PENALTY_CELLS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"party": ORGANIZATION}, {"CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": credit_code(5), "CF_FRDB": "王某"}),
    ({"party": TRADER}, {"CF_XDR_LB": "个体工商户", "CF_XDR_SHXYM": "0" * 17 + "X", "CF_FRDB": "李某"}),
    ({"party": TRADER | {"uscc": credit_code(5, "92")}}, {"CF_XDR_LB": "个体工商户", "CF_XDR_SHXYM": credit_code(5, "92")}),
    ({"party": TRADER, "clearance": partly("uscc", "legal_representative")}, {"CF_XDR_SHXYM": "", "CF_FRDB": ""}),
    ({"party": ORGANIZATION, "clearance": partly("uscc", "legal_representative")}, {"CF_XDR_SHXYM": "", "CF_FRDB": ""}),
    ({"clearance": partly("document_number", "facts", "basis")}, {"CF_WSH": "", "CF_SY": "", "CF_YJ": ""}),
    ({"clearance": partly("violation_type")}, {"CF_WFXW": "", "CF_CFLB": "罚款"}),
    ({"basis": ["甲法第一条", "乙法第二条"]}, {"CF_YJ": "甲法第一条；乙法第二条"}),
    ({"conclusion": "=1+1，罚款4000元"}, {"CF_NR": "=1+1，罚款4000元", "CF_NR_FK": "0.4", "CF_NR_WFFF": ""}),
    ({"penalty": FINE | {"fine_yuan": "20000"}, "conclusion": "罚款20000元"}, {"CF_NR_FK": "2"}),
    ({"penalty": FINE | {"fine_yuan": "190000"}, "conclusion": "罚款190000元"}, {"CF_NR_FK": "19"}),
    ({"penalty": FINE | {"fine_yuan": "12345.67"}, "conclusion": "罚款12345.67元"}, {"CF_NR_FK": "1.234567"}),
    ({"penalty": FINE | {"fine_yuan": "0.10"}, "conclusion": "罚款0.1元"}, {"CF_NR_FK": "0.00001"}),
    (
        {
            "penalty": FINE
            | {"categories": ["没收违法所得", "没收非法财物", "其他-责令公开道歉"], "fine_yuan": None, "confiscated_yuan": "5000"},
            "conclusion": "没收违法所得5000元",
        },
        {"CF_CFLB": "没收违法所得；没收非法财物；其他-责令公开道歉", "CF_NR_FK": "", "CF_NR_WFFF": "0.5"},
    ),
    ({"penalty": FINE | {"certificate": "排污许可证 00123"}}, {"CF_NR_ZKDX": "排污许可证 00123"}),
    ({"penalty": FINE | {"certificate": "排污许可证 00123"}, "clearance": partly("certificate")}, {"CF_NR_ZKDX": ""}),
    ({}, {"CF_JDRQ": "2026/06/01", "CF_YXQ": "2099/12/31", "CF_GSJZQ": "2027/06/01"}),
    ({"penalty": FINE | {"valid_until": "2027-03-09"}}, {"CF_YXQ": "2027/03/09"}),
    ({"penalty": FINE | {"valid_until": "long"}}, {"CF_YXQ": "2099/12/31"}),
    ({"penalty": FINE | {"severity": "serious"}}, {"CF_GSJZQ": "2029/06/01"}),
    ({"public_until": "2026-07-01"}, {"CF_GSJZQ": "2026/07/01"}),
    ({"facts": "实" * 5000}, {"CF_SY": "实" * 5000}),
    (
        {},
        {"CF_CFJG": "甲市生态环境局", "CF_CFJGDM": credit_code(1, "11"), "CF_SJLY": "甲市生态环境局", "CF_SJLYDM": credit_code(1, "11")},
    ),
    ({"party": ORGANIZATION}, {f"CF_{code}": "" for code in IDENTITY} | {"BZ": "", "CF_XDR_GSZC": ""}),
]
PERMIT_CELLS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {"XK_XKWS": "准予许可决定书", "XK_XKLB": "普通", "XK_NR": "准予", "XK_ZT": "1", "XK_XDR_LB": "法人及非法人组织"}),
    ({}, {"XK_JDRQ": "2026/06/01", "XK_YXQZ": "2026/06/01", "XK_YXQZI": "2099/12/31"}),
    ({"valid_from": "2026-06-10", "valid_until": "2031-06-09"}, {"XK_YXQZ": "2026/06/10", "XK_YXQZI": "2031/06/09"}),
    ({"valid_until": "long"}, {"XK_YXQZI": "2099/12/31"}),
    ({"valid_until": "2120-01-01"}, {"XK_YXQZI": "2099/12/31"}),
    ({"result": "cancelled"}, {"XK_ZT": "2", "XK_YXQZI": "2026/06/01"}),
    ({"result": "cancelled", "valid_until": "long"}, {"XK_ZT": "2", "XK_YXQZI": "2026/06/01"}),
    ({"result": "cancelled", "valid_until": "2030-01-01"}, {"XK_ZT": "2", "XK_YXQZI": "2030/01/01"}),
    ({"result": "renewed"}, {"XK_ZT": "1"}),
    ({"result": "changed", "category": "其他-备案"}, {"XK_ZT": "1", "XK_XKLB": "其他-备案"}),
    ({"certificate_name": "排污许可证", "certificate_number": "00123"}, {"XK_XKZS": "排污许可证", "XK_XKBH": "00123"}),
    (
        {"certificate_number": "00123", "clearance": partly("document_number", "certificate_number")},
        {"XK_WSH": "", "XK_XKBH": ""},
    ),
    ({"certificate_number": "00123", "clearance": partly("document_number")}, {"XK_WSH": "", "XK_XKBH": "00123"}),
    ({"party": TRADER}, {"XK_XDR_LB": "个体工商户", "XK_XDR_SHXYM": "0" * 17 + "X", "XK_FRDB": "李某"}),
    ({}, {f"XK_{code}": "" for code in IDENTITY} | {"XK_XKJG": "甲市生态环境局", "XK_LYDWDM": credit_code(1, "11")}),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A content with one decision for every case, in order: ids count up, and so do the rows of one day."""
    content = Content(tmp_path_factory.mktemp("credit"))
    for fields, _ in PENALTY_CELLS:
        content.decision(**({"penalty": FINE} | fields))
    for fields, _ in PERMIT_CELLS:
        content.decision(**permit(**fields))
    content.build()
    return content


@pytest.mark.parametrize("number", range(len(PENALTY_CELLS)))
def test_a_penalty_fills_its_cells(filled: Content, number: int) -> None:
    _, expected = PENALTY_CELLS[number]
    found = rows(filled, "penalties")
    assert len(found) == len(PENALTY_CELLS)
    assert {name: found[number][name] for name in expected} == expected


@pytest.mark.parametrize("number", range(len(PERMIT_CELLS)))
def test_a_permit_fills_its_cells(filled: Content, number: int) -> None:
    _, expected = PERMIT_CELLS[number]
    found = rows(filled, "permits")
    assert len(found) == len(PERMIT_CELLS)
    assert {name: found[number][name] for name in expected} == expected


def test_a_permit_without_a_document_number_has_its_certificates() -> None:
    record = {"decided_on": "2026-06-01", "party": ORGANIZATION, "conclusion": "准予", "permit": GRANTED | {"certificate_number": "00123"}}
    assert permit_cells(record, {"name": "某局", "uscc": ""})["XK_WSH"] == "00123"


def test_only_penalties_and_permits_of_organizations_and_traders_are_reported(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.person("张三丰")
    content.decision(penalty=FINE | {"procedure": "summary", "severity": "general"})
    content.decision(penalty=WARNING, conclusion="警告")  # minor: its credit period is no month
    content.decision(kind="coercion", penalty=None, coercion={"measure": "代履行"})
    content.decision(**permit(party={"type": "individual", "name": "张三丰"}))
    content.decision(**permit(result="refused"))
    content.build()
    assert all(content.public(ident) for ident in content.decisions)
    assert not credit_files(content)
    kept = content.decision()
    content.build()
    assert reported(content) == {content.decisions[kept][0]["document_number"]}
    content.order(kept)
    content.build()
    assert not credit_files(content)


def test_a_credit_period_that_ends_takes_the_row_out_of_its_months_table_only(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.write("policy/periods.yml", SHORT_CREDIT + "\n")
    ending = content.decision(decided_on="2026-05-16", published_on="2026-05-20")
    shorter = content.decision(decided_on="2026-05-29", published_on="2026-05-29", public_until="2026-06-16")
    staying = content.decision(decided_on="2026-05-29", published_on="2026-05-29", penalty=FINE | {"severity": "serious"})
    content.decision(decided_on="2026-06-01")
    numbers = {ident: fields["document_number"] for ident, (fields, _) in content.decisions.items()}
    content.build(date(2026, 6, 16))
    assert reported(content) == set(numbers.values())
    ends = {row["CF_WSH"]: row["CF_GSJZQ"] for row in rows(content, "penalties")}
    assert [ends[numbers[one]] for one in (ending, shorter, staying)] == ["2026/06/16", "2026/06/16", "2027/05/29"]
    content.edit(shorter, public_until="2026-06-20")
    content.build(date(2026, 6, 16))
    before = content.tree()
    content.build(date(2026, 6, 17))  # no edit
    after = content.tree()
    assert content.public(ending)
    assert reported(content) == set(numbers.values()) - {numbers[ending]}
    assert {whole(path) for path in credit_files(content) if before[path] != after[path]} == {"data/v1/credit/penalties-2026-05.csv"}
    assert {
        path
        for path in before
        if path.startswith(("decision/", "data/v1/decisions/", "data/v1/years/")) and before[path] != after.get(path)
    } == set()
    content.build(date(2026, 6, 30))  # both others of the period are over, one of them on the site too
    assert not content.public(shorter)
    assert reported(content) == {numbers[staying], "甲环罚〔2026〕7004号"}
    clean = Content(tmp_path / "clean")
    clean.folder = content.folder
    clean.build(date(2026, 6, 30))
    assert credit_files(clean) == credit_files(content)


def test_the_end_of_the_credit_period_is_told_nowhere_else(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.write("policy/periods.yml", SHORT_CREDIT + "\n")
    content.decision()
    content.build()
    assert not content.holding("credit_until")
    assert {whole(path) for path in content.holding("2026-07-01", "2026/07/01")} == {"data/v1/credit/penalties-2026-06.csv"}
