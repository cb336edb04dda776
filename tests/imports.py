"""Tables to import, and imports of them into a content folder of a test."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import count
from pathlib import Path

from publish.importing import drafts, telling
from publish.importing.drafts import Outcome, Wish
from publish.load import Filed, load
from publish.model import DecisionFile
from tests.content import Content, credit_code

DAY = date(2026, 6, 15)
PENALTY = {
    "行政相对人名称": "甲市清流化工有限公司", "行政相对人类别": "法人及非法人组织", "行政相对人代码_1（统一社会信用代码）": credit_code(7),
    "法定代表人": "李某", "行政处罚决定书文号": "甲环罚〔2026〕7号", "违法行为类型": "超标排放水污染物",
    "违法事实": "排放口化学需氧量超过排污许可证规定的限值。", "处罚依据": "《生态环境法典》第一千零一条", "处罚类别": "罚款",
    "处罚内容": "罚款人民币伍万肆仟元整", "罚款金额（万元）": "5.4", "处罚决定日期": "2026/05/12", "处罚有效期": "2099/12/31",
    "公示截止期": "2027/05/12", "处罚机关": "甲市生态环境局", "处罚机关统一社会信用代码": credit_code(1, "11"),
}  # fmt: skip
PERMIT = {
    "行政相对人名称": "甲市清流化工有限公司", "行政相对人类别": "法人及非法人组织", "统一社会信用代码": credit_code(7),
    "行政许可决定文书名称": "准予行政许可决定书", "行政许可决定文书号": "甲环许〔2026〕3号", "许可类别": "普通",
    "许可证书名称": "排污许可证", "许可编号": "PW-3", "许可内容": "排污许可证首次申领", "许可决定日期": "2026-05-12",
    "有效期自": "2026-05-12", "有效期至": "2031-05-11", "许可机关": "甲市生态环境局", "当前状态": "1",
}  # fmt: skip
Row = dict[str, str]


def row(number: int = 7, **changes: str) -> Row:
    """A sound row of the table of penalties, with a document number of its own and some cells changed (by title)."""
    return {**PENALTY, "行政处罚决定书文号": f"甲环罚〔2026〕{number}号", **changes}


def csv_bytes(rows: list[Row], encoding: str = "utf-8-sig", separator: str = ",", above: int = 0) -> bytes:
    """Rows as a CSV file; `above` lines of a heading stand over the titles."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([["行政处罚信息公示表"]] * above)
    writer.writerow(rows[0])
    writer.writerows([[one.get(title, "") for title in rows[0]] for one in rows])
    return text.getvalue().encode(encoding)


NUMBERS = count(1)  # ids count up, and no two imports draw the same one


def run(content: Path, raw: bytes, agency: str = "", dry_run: bool = False) -> tuple[Outcome, str]:
    """Import into a content folder; what came of it, and what was told."""
    outcome = drafts.run(Wish(raw, content, agency, DAY, dry_run), lambda: f"n{next(NUMBERS):015d}")
    return outcome, telling.report(outcome, "content", dry_run)


def loaded(content: Path, path: str) -> Filed:
    """A draft as the gate reads it."""
    return load("decision", path, (content / path).read_bytes())


def record(content: Content, raw: bytes) -> DecisionFile:
    """Import a file that holds one row; the draft's record."""
    outcome, told = run(content.folder, raw)
    assert len(outcome.written) == 1, told
    made = loaded(content.folder, outcome.written[0][1]).record
    assert isinstance(made, DecisionFile), told
    return made
