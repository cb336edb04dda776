"""What a command that writes content must know of the content: its facts and orders, and where files are put."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from publish.dossier import Facts
from publish.errors import BadUsage
from publish.facts import read_facts
from publish.fields import ID_FORM, half_width
from publish.load import load
from publish.orders import Order, Orders, order
from publish.sources import refuse_no_content, walk
from publish.staff import onward

FACTS = ("agencies", "lists", "policy", "site.yml")


def facts_of(content: Path) -> Facts:
    """Agencies, lists and policy as far as they can be read. Raises BadUsage where there is no such folder."""
    refuse_no_content(content)
    return read_facts(content, walk(content, FACTS)[0], None)[0]


def no_agency(content: Path, typed: str) -> str:
    """The words where there is no agency to decide: none was written yet, or none can be read."""
    if any(source.kind == "agency" for source in walk(content, ("agencies",))[0]):
        return f"agencies 里的机关文件有错，读不出来；请先运行 {onward.check(typed)}，按提示改正。"
    return f"内容里还没有执法机关；请先运行 inv new agency{onward.content_option(typed)}。"


def orders_of(content: Path) -> Orders:
    """All orders that are there."""
    by_decision: dict[str, list[Order]] = defaultdict(list)
    for source in walk(content, ("orders",))[0]:
        if source.kind == "order":
            made, _ = order(load("order", source.path, (content / source.path).read_bytes()))
            if made is not None:
                by_decision[made.decision].append(made)
    return Orders(by_decision)


def ids(text: str) -> list[str]:
    """The decision ids in what was typed: ids, paths of files or addresses of pages, several with commas between them.

    Raises BadUsage.
    """
    found: list[str] = []
    for part in filter(None, map(str.strip, re.split(r"[,，、]", text))):
        words = [part] if _ident(part) else part.split()  # the folders of a path may have blanks in their names
        if wrong := next((one for one in words if not _ident(one)), ""):
            typed = f"{wrong[:60]} 不是决定编号：" if wrong.isprintable() else ""
            raise BadUsage(f"{typed}应为 16 个字符（数字和小写字母），就是网址和文件名里的那一段；也可以写文件的路径。")
        found += map(_ident, words)
    if not found:
        raise BadUsage("没有写决定编号；应为 16 个字符（数字和小写字母），就是网址和文件名里的那一段；也可以写文件的路径。")
    return list(dict.fromkeys(found))


def _ident(typed: str) -> str:
    """The id in a word, in whatever width and case it was typed; "" where there is none."""
    last = half_width(typed).strip("\"'").rstrip("/\\")
    stem = re.sub(r"\.(md|html|json)$", "", re.split(r"[/\\]", last)[-1].lower())
    return stem if ID_FORM.fullmatch(stem) else ""


def put(content: Path, files: Mapping[str, str]) -> None:
    """Write new files, all or none. Raises BadUsage where one is there already, or lies outside the content."""
    for path in files:
        target = content / path
        if target.exists():
            raise BadUsage(f"{path} 已经有了；没有写任何文件。")
        if content.resolve() not in target.resolve().parents:
            raise BadUsage(f"{path} 不在内容目录里（有符号链接）；没有写任何文件。")
    written: list[Path] = []
    try:
        for path, text in files.items():
            target = content / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                written.append(target)
                file.write(text)
    except BaseException:
        for target in written:
            target.unlink(missing_ok=True)
        raise
