"""What a command that writes content must know of the content: its facts and orders, and where files are put."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from publish.dossier import Facts
from publish.errors import BadUsage
from publish.facts import read_facts
from publish.fields import ID_FORM
from publish.load import load
from publish.orders import Order, Orders, order
from publish.sources import walk

FACTS = ("agencies", "lists", "policy", "site.yml")


def facts_of(content: Path) -> Facts:
    """Agencies, lists and policy as far as they can be read. Raises BadUsage where there is no such folder."""
    if not content.is_dir():
        raise BadUsage(f"找不到内容目录 {content}；请用 --content 指定内容仓库所在的文件夹。")
    return read_facts(content, walk(content, FACTS)[0], None)[0]


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
    found = []
    for part in re.split(r"[,，、\s]+", text.strip(" ,，、")):
        last = part.rstrip("/").rpartition("/")[2]
        stem = re.sub(r"\.(md|html|json)$", "", last)
        if not ID_FORM.fullmatch(stem):
            raise BadUsage("决定编号应为 16 个字符（数字和小写字母），就是网址和文件名里的那一段；也可以写文件的路径。")
        if stem not in found:
            found.append(stem)
    return found


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
