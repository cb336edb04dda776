"""What tells that somebody is a minor, and whose: ages below eighteen, birth dates, words. Of adults a birth date is secret too.

Statutes speak of minors in general (已满十四周岁不满十八周岁的未成年人): only what is said of one person counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.detectors.reading import Leak, clean

NUMBER = r"(?P<{}>1[0-7]|[1-9]|十[一二三四五六七]?|[一二三四五六七八九])\s?周?岁"
SOMEONE = r"(?:[\u4e00-\u9fff]某|儿子|女儿|其子|其女|之子|之女|学生|男孩|女孩|孩子|男童|女童|少年|少女)"
AGE = re.compile(
    r"(?:年仅|现年|时年|刚满|年龄(?:为|是|[:：])?|[男女][,，、]?)\s?" + NUMBER.format("a")
    + rf"|{SOMEONE}[,，(（]\s?(?:[男女][,，、]?)?(?:年?仅|现|时)?" + NUMBER.format("b")
    + r"|(?<![0-9一二三四五六七八九十满])" + NUMBER.format("c") + rf"的?{SOMEONE}"
)  # fmt: skip
UNDERAGE = re.compile(
    r"(?<![否不非])(?:系|属于?|是|为)(?:一名)?未成年人?(?=[,，。;；、()（）\s]|$)"
    r"|[\u4e00-\u9fff]某{1,2}[(（,，][^)）。\n]{0,10}未成年|未成年(?:人|当事人)?[\u4e00-\u9fff]某"
)
DAY = r"(?:19|20)\d\d\s?[年./\-]\s?\d{1,2}(?:\s?[月./\-]\s?(?:\d{1,2}\s?日?)?)?"
BIRTH = re.compile(
    rf"出\s*生(?:日期|年月日?|时间)?[于在为是:：\s|]{{0,4}}{DAY}|(?<![产发派诞])生于\s?{DAY}"
    rf"|{DAY}\s?(?:出生|生(?=[,，。;；、)）]))"
)
SCHOOL = re.compile(
    r"就读于?[^。；;\n]{0,20}(?:小学|中学|初中|高中|幼儿园|职高|学校)|(?:系|是)[^。；;，,\n]{0,20}(?:小学|初中|高中|中学)[^。；;，,\n]{0,10}学生"
)
KINDS = ((AGE, "不满十八周岁的年龄"), (UNDERAGE, "某人未成年"), (BIRTH, "出生日期"), (SCHOOL, "某人就读的中小学"))


def minors(text: str) -> Iterator[Leak]:
    """What tells of a minor or of a birth date in a text: (lines down, what it is)."""
    read = clean(text)
    for form, kind in KINDS:
        for match in form.finditer(read):
            yield read.count("\n", 0, match.start()), kind


def words(seen: str) -> str:
    """What a finding says, given what was found."""
    return f"写明了{seen}；出生日期和能认出未成年人的内容都不公开（未成年人保护法第四条、第一百零三条）。请删去。"
