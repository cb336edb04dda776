"""What people type, taken apart: words, "phrases", `field:value`, `OR`, `-word`. Nothing else has a meaning of its own.

There are no wildcards and no patterns, so that nothing typed can take long; what is not understood is told in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from publish.errors import BadUsage
from publish.search.folding import fold

LONGEST = 500
FIELDS = {
    "party": ("当事人", "对象"), "title": ("标题", "题目"), "number": ("文号",), "text": ("正文", "事实"), "code": ("代码", "信用代码"),
    "agency": ("机关", "部门"), "kind": ("类别", "种类"), "topic": ("主题",), "year": ("年份", "年", "年度"),
}  # fmt: skip
NAMES = {alias: name for name, aliases in FIELDS.items() for alias in (name, *aliases)}
OR, NOT = ("OR", "或者"), ("NOT", "不含")
FILTERS = ("agency", "kind", "topic", "year")
QUOTES = str.maketrans(dict.fromkeys("“”„‟＂「」『』", '"'))
COLONS = str.maketrans("：﹕", "::")
PIECE = re.compile(r'(?P<minus>[-－](?=[^\s-]))?(?:(?P<field>[^\s":]{1,20}):\s*)?(?:"(?P<quoted>[^"]*)"|(?P<word>[^\s"]+))')
USAGE = '可以写：文字；"要连在一起的文字"；机关:苏州；年份:2026；文号:苏环罚；词一 OR 词二；-不要的词。'


@dataclass(frozen=True)
class Word:
    """One thing looked for. `field`: "" for wherever words are looked for; `plain`: neither quoted nor of a field."""

    text: str
    field: str = ""
    plain: bool = True


@dataclass
class Asked:
    """All of `groups`, of each at least one word, and none of `excluded`.

    `short`: words of one character, which say too little to look for; `whole`: all plain words as they were typed, for a number may be
    typed with blanks; "" where one of several is looked for.
    """

    groups: list[list[Word]] = field(default_factory=list)
    excluded: list[Word] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    whole: str = ""

    def words(self) -> list[Word]:
        """All that is looked for."""
        return [word for group in self.groups for word in group]


def read(typed: str) -> Asked:
    """What is asked. Raises BadUsage where something is not understood, or nothing is left to look for."""
    if len(typed) > LONGEST:
        raise BadUsage(f"要查的文字有 {len(typed)} 个字，太长了；最多 {LONGEST} 个字。")
    text = typed.translate(QUOTES)
    if text.count('"') % 2:
        raise BadUsage(f"引号没有成对：{typed}")
    asked, whole = Asked(), []
    either = negated = False
    for match in PIECE.finditer(text.translate(COLONS)):
        if match[0] in OR:
            either = bool(asked.groups)
        elif match[0] in NOT:
            negated = True
        else:
            word = _word(match)
            if word.plain and not (match["minus"] or negated or either):
                whole.append(word.text)
            _add(asked, word, either, negated or bool(match["minus"]))
            either = negated = False
    asked.whole = " ".join(whole) if all(len(group) == 1 for group in asked.groups) else ""
    if not asked.groups and not asked.excluded:
        raise BadUsage(f"“{asked.short[0]}”只有一个字，太短了；至少要两个字、字母或数字。" if asked.short else f"没有可以查的文字。{USAGE}")
    return asked


def _word(match: re.Match[str]) -> Word:
    said = match["word"] if match["quoted"] is None else match["quoted"]
    if not match["field"]:
        if said.endswith(":") and said[:-1].lower() in NAMES:
            raise BadUsage(f"{said} 后面还要写内容。{USAGE}")
        return Word(said, plain=match["quoted"] is None)
    if name := NAMES.get(match["field"].lower()):
        return Word(said, name, plain=False)
    if match["field"].isascii() and match["field"].isalpha():
        names = "、".join(f"{name}（{aliases[0]}）" for name, aliases in FIELDS.items())
        raise BadUsage(f"没有 {match['field']}: 这一项；有：{names}。要找带冒号的文字，请把它放在引号里。")
    return Word(f"{match['field']}:{said}", plain=match["quoted"] is None)


def _add(asked: Asked, word: Word, either: bool, negated: bool) -> None:
    if word.field not in FILTERS and len(fold(word.text)) < 2:
        asked.short += [word.text] if fold(word.text) else []
    elif negated:
        asked.excluded.append(word)
    elif either:
        asked.groups[-1].append(word)
    else:
        asked.groups.append([word])
