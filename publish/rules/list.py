"""What a catalogue list says of itself, and what a decision takes from it (`domain/rules.md` §7).

`row` and `key` make their findings for `publish.lists`, which reads the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from publish.errors import Finding, Level
from publish.strict_yaml import shown

if TYPE_CHECKING:  # a dossier holds lists, and the lists come here
    from publish.dossier import Dossier, Rule

INSPECTIONS = ("random-inspections", "business-inspections")


def row(path: str, line: int, words: str) -> Finding:
    """Each row of a version has all columns of the list, and each cell is of its column's type.

    规则：表格的列与 list.yml 一致，每行格数相等；必填的列都有内容，日期、数字和选项按列的要求写。
    依据：内容格式说明；政府信息公开条例第六条（准确公开）。
    级别：暂缓：这一版清单不采用，网站上继续是上一版。
    """
    return Finding(path, line, "list.row", words)


def key(path: str, line: int, words: str) -> Finding:
    """The key column is public, and every row has a key of its own.

    规则：主键列（list.yml 的 key）必须公开，每行都有内容，各不相同。
    依据：内容格式说明。
    级别：暂缓：这一版清单不采用，网站上继续是上一版。
    """
    return Finding(path, line, "list.key", words)


def unlisted_inspection(dossier: Dossier) -> Iterator[Finding]:
    """What is inspected is on a list of inspections in force on the day of the inspection: an unpublished item may not be carried out.

    规则：检查事项（inspection.item）是检查当天双随机抽查事项清单（random-inspections）或涉企检查事项清单（business-inspections）里的
    主键；没有公布的事项不得检查。
    依据：国办发〔2024〕54号《关于严格规范涉企行政检查的意见》；环办执法〔2019〕42号。
    级别：暂缓；两个清单都没有的，只提醒。
    """
    inspection = dossier.record.inspection
    if inspection is None:
        return
    tables = [dossier.tables.as_of(slug, inspection.inspected_on) for slug in INSPECTIONS]
    if any(inspection.item in table for table in tables):
        return
    if not any(tables):
        words = "没有检查事项清单（lists/random-inspections 或 business-inspections），无法核对检查事项；应有清单。请补上。"
        yield dossier.found("list.unlisted_inspection", "inspection.item", words, Level.warn)
        return
    words = (
        f"检查事项 {shown(inspection.item)} 不在 {inspection.inspected_on} 有效的检查事项清单里（应是清单的主键）；没有公布的事项不得检查。"
        "请核对 item，或补上清单。"
    )
    yield dossier.found("list.unlisted_inspection", "inspection.item", words)


RULES: tuple[Rule, ...] = (unlisted_inspection,)
