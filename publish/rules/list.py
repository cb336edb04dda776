"""What a catalogue list says of itself, and what a decision takes from it (`domain/rules.md` §7).

`row` and `key` make their findings for `publish.lists`, which reads the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.errors import Finding

if TYPE_CHECKING:  # a dossier holds lists, and the lists come here
    from publish.dossier import Rule


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


RULES: tuple[Rule, ...] = ()
