"""Titles of columns to fields: which row holds the titles, which column holds what.

Known are the tables of the national credit information (「双公示」: titles and codes, some of 2015 too) and what published tables of
penalties use. A title
is compared without blanks, brackets, marks and full-width forms. Only columns named here are ever read: a column of identity
numbers, telephones or addresses is not, whatever it is called, so that it can reach neither a file nor the screen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from publish.detectors import leaks
from publish.importing.workbook import Sheet
from publish.strict_yaml import shown

HEAD_ROWS = 30  # titles stand among the first rows
LEAST = 3  # columns known before a row counts as the titles
# What a remark in brackets may not hold where it is left out: 法定代表人（证件号码） is no 法定代表人.
TELLING = re.compile(r"[证號号码]|身份|电话|手机|联系|地址|住址|账")
BOTH = {
    "party.name": "行政相对人名称 当事人名称 当事人 被处罚人名称 被处罚单位 被处罚人 处罚对象 企业名称 执法对象 company_name",
    "party.type": "行政相对人类别 相对人类别 当事人类型 当事人类别",
    "party.uscc": "行政相对人代码_1（统一社会信用代码） 行政相对人代码_1 行政相对人代码（统一社会信用代码） 统一社会信用代码 "
    "行政相对人统一社会信用代码 社会信用代码 uscc",
    "party.legal_representative": "法定代表人 法定代表人姓名 法定代表人（负责人） 法定代表人（负责人）姓名 法定代表人或负责人 "
    "法人代表 法人代表姓名 负责人 负责人姓名",
    "title": "标题 公示标题 案件名称 title",
    "published_on": "公示日期 公开日期 发布日期 公布日期 公示时间 发布时间 notice_date",
    "public_until": "公示截止期 公示截止日期 CF_GSJZQ",
}
PENALTY = {
    **BOTH,
    "party.name": BOTH["party.name"] + " CF_XDR_MC",
    "party.type": BOTH["party.type"] + " CF_XDR_LB",
    "party.uscc": BOTH["party.uscc"] + " CF_XDR_SHXYM",
    "party.legal_representative": BOTH["party.legal_representative"] + " CF_FRDB",
    "document_number": "行政处罚决定书文号 行政处罚决定文书号 处罚决定书文号 决定书文号 处罚文号 文书号 文号 CF_WSH document_number",
    "penalty.violation_type": "违法行为类型 违法类型 案由 CF_WFXW violation_type",
    "facts": "违法事实 处罚事由 主要违法事实 违法行为 CF_SY violation_facts",
    "basis": "处罚依据 行政处罚依据 法律依据 CF_YJ law_basis",
    "penalty.categories": "处罚类别 处罚类别1 处罚种类 处罚类型 行政处罚种类 CF_CFLB penalty_result",
    "conclusion": "处罚内容 行政处罚内容 处罚结果 处罚决定内容 CF_NR decision_summary",
    "penalty.fine_yuan": "罚款金额（万元） 罚款金额（元） 罚款金额 处罚金额（万元） 处罚金额（元） 处罚金额 罚款（万元） 罚款（元） "
    "CF_NR_FK fine_wan_yuan fine_yuan",
    "penalty.confiscated_yuan": "没收违法所得、没收非法财物的金额（万元） 没收违法所得没收非法财物金额（万元） 没收金额（万元） "
    "没收金额（元） 没收金额 CF_NR_WFFF confiscated_yuan",
    "penalty.certificate": "暂扣或吊销证照名称及编号 CF_NR_ZKDX",
    "decided_on": "处罚决定日期 行政处罚决定日期 处罚日期 作出日期 决定日期 CF_JDRQ penalty_date",
    "penalty.valid_until": "处罚有效期 处罚有效期至 CF_YXQ",
    "agency": "处罚机关 行政处罚机关 执法机关 处罚单位 作出处罚决定的机关 CF_CFJG agency",
    "agency.uscc": "处罚机关统一社会信用代码 CF_CFJGDM",
}
PERMIT = {
    **BOTH,
    "party.name": BOTH["party.name"] + " XK_XDR_MC",
    "party.type": BOTH["party.type"] + " XK_XDR_LB",
    "party.uscc": BOTH["party.uscc"] + " XK_XDR_SHXYM",
    "party.legal_representative": BOTH["party.legal_representative"] + " XK_FRDB",
    "permit.document_title": "行政许可决定文书名称 许可决定文书名称 许可文书名称 XK_XKWS",
    "document_number": "行政许可决定文书号 行政许可决定书文号 许可决定文书号 许可文号 XK_WSH",
    "permit.category": "许可类别 审批类别 行政许可类别 XK_XKLB",
    "permit.certificate_name": "许可证书名称 XK_XKZS",
    "permit.certificate_number": "许可编号 许可证书编号 许可证编号 XK_XKBH",
    "conclusion": "许可内容 行政许可内容 XK_NR",
    "basis": "许可依据 行政许可依据",
    "decided_on": "许可决定日期 行政许可决定日期 XK_JDRQ",
    "permit.valid_from": "有效期自 XK_YXQZ",
    "permit.valid_until": "有效期至 许可截止期 XK_YXQZI",
    "agency": "许可机关 行政许可机关 XK_XKJG",
    "agency.uscc": "许可机关统一社会信用代码 XK_XKJGDM",
    "permit.state": "当前状态 XK_ZT",
}


@dataclass(frozen=True)
class Column:
    """Where a field stands: the position, the title as it is shown, and for money the unit (`万元`, `元`, "" where not said)."""

    place: int
    title: str
    unit: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table: its number as in Excel, and the texts of the known columns by field. `surplus`: cells beyond the titles."""

    kind: str
    sheet: str
    number: int
    cells: dict[str, str]
    columns: dict[str, Column]
    surplus: int = 0


@dataclass(frozen=True)
class Table:
    """A sheet with its titles found. `unread`: titles of columns that are not read."""

    kind: str
    sheet: Sheet
    head: int
    columns: dict[str, Column]
    unread: tuple[str, ...]
    first: int
    width: int

    def lines(self) -> list[Line]:
        """The rows below the titles; left out are empty ones, and those that say the titles again, or their codes."""
        found = []
        for number, row in enumerate(self.sheet.rows[self.first :], self.first + 1):
            cells = {name: row[one.place].strip() for name, one in self.columns.items() if one.place < len(row)}
            if any(cells.values()) and not all(field_of(cell, self.kind) == name for name, cell in cells.items() if cell):
                surplus = sum(1 for cell in row[self.width :] if cell.strip())
                found.append(Line(self.kind, self.sheet.name, number, cells, self.columns, surplus))
        return found


def key(title: str) -> str:
    """A title as it is compared: half-width, lower case, letters, digits and words only."""
    return re.sub(r"[\W_]|必填|选填", "", unicodedata.normalize("NFKC", title)).lower()


def _keys(fields: dict[str, str]) -> dict[str, str]:
    return {key(title): name for name, titles in fields.items() for title in titles.split()}


KINDS = {"penalty": _keys(PENALTY), "permit": _keys(PERMIT)}


def field_of(title: str, kind: str) -> str | None:
    """The field that a column of a title holds; None where it is not read."""
    if len(title) > 100:
        return None
    known, plain = KINDS[kind], unicodedata.normalize("NFKC", title)
    if (name := known.get(key(plain))) is not None:
        return name
    remark = re.search(r"[(\[{【].*", plain, re.DOTALL)
    if remark is None or TELLING.search(remark[0]):
        return None
    return known.get(key(plain[: remark.start()]))


def unit_of(title: str) -> str:
    """The unit that a title of a column of money says."""
    plain = key(title)
    if "万" in plain or "wan" in plain or plain.startswith("cfnr"):
        return "万元"
    return "元" if "元" in plain or "yuan" in plain else ""


def _titles(rows: Sequence[Sequence[str]], head: int, double: bool, kind: str) -> list[str]:
    """The titles of a row, or of two rows of which the upper one spans several columns."""
    upper = rows[head]
    if not double:
        return list(upper)
    lower = rows[head + 1]
    width = max(len(upper), len(lower))
    above = [upper[place] if place < len(upper) else "" for place in range(width)]
    below = [lower[place] if place < len(lower) else "" for place in range(width)]
    return [one if field_of(one, kind) or not two.strip() else two for one, two in zip(above, below, strict=True)]


def _columns(titles: Sequence[str], kind: str) -> tuple[dict[str, Column], tuple[str, ...]]:
    columns: dict[str, Column] = {}
    unread = []
    for place, title in enumerate(titles):
        flat = shown(" ".join(title.split()), 40)
        name = field_of(title, kind)
        if name is not None and name not in columns:
            columns[name] = Column(place, flat, unit_of(title))
        elif flat:
            unread.append("（含个人信息，此处不显示）" if any(leaks(title)) else flat)
    return columns, tuple(unread)


def table_of(sheet: Sheet) -> Table | None:
    """The table of a sheet: the row among the first in which the most titles are known; None where no row is one."""
    best: Table | None = None
    rows = sheet.rows[: HEAD_ROWS + 1]
    for head in range(min(len(rows), HEAD_ROWS)):
        for double in (False, True) if head + 1 < len(rows) else (False,):
            for kind in KINDS:
                titles = _titles(rows, head, double, kind)
                columns, unread = _columns(titles, kind)
                if len(columns) > max(LEAST - 1, len(best.columns) if best else 0):
                    best = Table(kind, sheet, head, columns, unread, head + 1 + double, len(titles))
    return best
