"""All rules: which are run, and what the rule list says of each.

`RULES` are run for each decision (`publish.gate`). `chapters` reads the docstrings of all functions that are the address of a
finding; `docs/rules.md` and the page `/pages/rules.html` are made from it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from publish.dossier import Rule
from publish.errors import Level
from publish.levels import CODES, allowed, base
from publish.rules import amount, case, clearance, deadlines, files, identity, law, periods, privacy, records, review, signature
from publish.rules import list as lists

FAMILIES = (identity, clearance, privacy, review, case, records, deadlines, periods, law, amount, lists, signature, files)
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.RULES)
TITLES = {
    "load": "文件的读取",
    "identity": "编号、代码和机关",
    "privacy": "个人信息和隐私",
    "clearance": "公开前审查",
    "review": "法制审核",
    "case": "办案人员和程序",
    "records": "全过程记录",
    "deadlines": "期限",
    "periods": "公示期限",
    "law": "适用的法律",
    "amount": "罚没金额",
    "list": "清单目录",
    "order": "撤回、修复和恢复",
    "set": "已经公开的决定",
    "signature": "签名",
}
LEVELS = {
    Level.warn: ("提醒", "照常公开，只提示核对。"),
    Level.hold: ("暂缓", "这一件不公开，其他的照常。"),
    Level.stop: ("停止", "不发布任何新内容；撤回、期满和隐私下架照常。"),
}
KEYS = ("规则", "依据", "级别")


@dataclass(frozen=True)
class Entry:
    """One rule as the list shows it: its code, what it asks, its source, how loud it is and what `policy/gate.yml` may change."""

    code: str
    asks: str
    source: str
    level: str
    changes: str


@dataclass(frozen=True)
class Chapter:
    """The rules of a family; `note`: what is said of the levels of all of them, where those depend on the file."""

    family: str
    title: str
    note: str
    entries: tuple[Entry, ...]


def said(docstring: str | None) -> dict[str, str]:
    """The lines `规则：`, `依据：`, `级别：` of a docstring, each with the lines that go on below it."""
    told: dict[str, str] = {}
    key = ""
    for line in inspect.cleandoc(docstring or "").splitlines():
        name, colon, rest = line.strip().partition("：")
        if colon and name in KEYS:
            key = name
            told[key] = rest.strip()
        elif not line.strip():
            key = ""
        elif key:
            told[key] += line.strip()
    return told


def docstrings(code: str) -> tuple[str | None, str | None]:
    """Of the function that is a code's address, and of its module; None where there is none."""
    family, _, name = code.partition(".")
    module = import_module(f"publish.rules.{family}")
    return getattr(getattr(module, name, None), "__doc__", None), module.__doc__


def entry(code: str) -> Entry | None:
    """What the list says of a code; None where its function does not say what it asks and on what ground."""
    function, module = docstrings(code)
    told = said(function)
    if not (told.get("规则") and told.get("依据")):
        return None
    own = told.get("级别") or ("因文件而异，见本节开头。" if "级别" in said(module) else "")
    return Entry(code, told["规则"], told["依据"], own or f"{LEVELS[base(code)][0]}。", changes(code, raised_only=bool(own)))


def changes(code: str, raised_only: bool) -> str:
    """What `policy/gate.yml` may do to a level. `raised_only`: the level depends on the file, and is at least what is said."""
    quieter = [LEVELS[one][0] for one in allowed(code) if one < base(code)]
    louder = [LEVELS[one][0] for one in Level if one > base(code)]
    if raised_only or not louder:
        return "只能调高。" if louder else "不能调整。"
    raised = f"可以调高为{'或'.join(louder)}"
    return f"{raised}，或调低为{'、'.join(quieter)}。" if quieter else f"{raised}，不能调低。" if base(code) else f"{raised}。"


def chapters() -> Iterator[Chapter]:
    """The families in the order of the codes; those without an entry are left out."""
    entries = [one for one in map(entry, CODES) if one]
    for family, title in TITLES.items():
        group = tuple(one for one in entries if one.code.split(".")[0] == family)
        if group:
            yield Chapter(family, title, said(docstrings(group[0].code)[1]).get("级别", ""), group)
