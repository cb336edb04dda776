"""Which files a content repository holds, and what each of them is (format 1).

The walk follows no symbolic link: each one is an error, for it may lead out of the content (content-format.md,
"How a file is read"). Hidden files and folders (`.git`) and what stands outside the known rooms are not content.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from publish.errors import BadUsage, Finding, Level
from publish.rules import load as load_rules
from publish.stamps import ROOMS, is_content

ATTACHMENT_TYPES = {".pdf": "PDF", ".ofd": "OFD", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
FORMS = {
    "site": r"site\.yml",
    "agency": r"agencies/[^/]+\.yml",
    "decision": r"decisions/[^/]+/[^/]+/[^/]+\.md",
    "order": r"orders/[^/]+/[^/]+\.yml",
    "list": r"lists/[^/]+/list\.yml",
    "version": r"lists/[^/]+/[^/]+\.csv",
    "page": r"pages/[^/]+\.md",
    "report": r"reports/[^/]+\.yml",
    "policy": r"policy/[^/]+\.yml",
    "approval": r"approvals/[^/]+\.sig",
    "attachment": r"decisions/[^/]+/[^/]+/.+\.(pdf|ofd|png|jpe?g)",
}
KINDS = [(kind, re.compile(form, re.IGNORECASE if kind == "attachment" else 0)) for kind, form in FORMS.items()]
DECISION = re.compile(FORMS["decision"])
# What a fault in a file of each kind does (design.md, "For everything else"): orders are judged in `publish.orders`.
LEVELS = {"site": Level.stop, "agency": Level.stop, "policy": Level.stop, "order": Level.stop, "trust": Level.stop}
ODD_NAME = "文件名里有换行或不可见的字符，没有读取；请改用字母、数字命名。"
NOT_UTF8 = "文件名不是 UTF-8 编码，没有读取，多半来自旧的压缩软件；请改用字母、数字命名。"
MUST_BE_READ = ("orders", "policy", "agencies")
SINGULAR = {"agencies": "agency", "decisions": "decision", "orders": "order", "policy": "policy"}


@dataclass(frozen=True)
class Source:
    """A file of the content: its path (relative, `/`), what it is, and the stamp that tells whether it changed."""

    path: str
    kind: str
    stamp: tuple[int, int, int, int]  # size in bytes, modification and change time in ns, inode


def refuse_no_content(content: Path) -> None:
    """Raises BadUsage where there is no such folder."""
    if not content.is_dir():
        here = "（已经在内容仓库里面的，写 --content . ）" if (content.parent / "site.yml").is_file() else ""
        raise BadUsage(f"找不到内容目录 {content}；请用 --content 指定内容仓库所在的文件夹{here}。")


def kind_of(path: str) -> str | None:
    """What the file at a relative path is; None where it is no content."""
    if DECISION.fullmatch(path):  # nearly all are
        return "decision"
    return next((kind for kind, form in KINDS if form.fullmatch(path)), None)


def walk(content: Path, rooms: tuple[str, ...] = (*ROOMS, "site.yml")) -> tuple[list[Source], list[Finding]]:
    """All content files of some rooms, sorted by path, and a `load.path` finding for each that is not to be read.

    Raises OSError where a folder cannot be read: what is not seen must not look deleted.
    """
    sources: list[Source] = []
    strays: list[Finding] = []
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        prefix = f"{folder}/" if folder else ""
        with os.scandir(content / folder) as entries:
            for entry in entries:
                path = prefix + entry.name
                if not is_content(entry.name, folder) or not (folder or entry.name.lower() in rooms):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    _sort(entry, path, sources, strays)
    return sorted(sources, key=lambda source: source.path), sorted(strays)


def within(content: Path, folder: str) -> tuple[list[Source], list[Finding]]:
    """The same of one folder (relative, "" for the content itself), without the folders in it."""
    sources: list[Source] = []
    strays: list[Finding] = []
    prefix = f"{folder}/" if folder else ""
    with os.scandir(content / folder) as entries:
        for entry in entries:
            if is_content(entry.name, folder) and not entry.is_dir(follow_symlinks=False):
                _sort(entry, prefix + entry.name, sources, strays)
    return sorted(sources, key=lambda source: source.path), sorted(strays)


def _sort(entry: os.DirEntry[str], path: str, sources: list[Source], strays: list[Finding]) -> None:
    """Put a file among what is read, or among what is told."""
    room = path.split("/", maxsplit=1)[0].lower()
    level = LEVELS.get(SINGULAR.get(room, path.removesuffix(".yml")), Level.hold)
    if not _is_text(path):
        shown = "".join(ch if ch.isprintable() else "?" for ch in path.encode("utf-8", "replace").decode("utf-8"))
        strays.append(load_rules.path(shown, 1, ODD_NAME if path.isascii() else NOT_UTF8, level))
    elif entry.is_symlink():
        strays.append(
            load_rules.path(path, 1, "是符号链接（快捷方式）；应为文件本身，链接可能指到内容目录之外。请复制文件本身过来。", level)
        )
    elif not entry.is_file(follow_symlinks=False):
        strays.append(load_rules.path(path, 1, "不是普通文件，没有读取。请删去。", level))
    elif (kind := kind_of(path)) is None:
        # What is not read may be an order or a rule that was meant to keep something in.
        meant = room in MUST_BE_READ and not path.lower().endswith((".md", "/readme", "/readme.txt"))
        level = level if meant else Level.warn
        strays.append(load_rules.path(path, 1, _stray_words(path), level))
    else:
        stat = entry.stat(follow_symlinks=False)
        sources.append(Source(path, kind, (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)))


def _stray_words(path: str) -> str:
    room = path.split("/", maxsplit=1)[0].lower()
    expected = {
        "decisions": "decisions/机关短名/年份/编号.md，附件为 PDF、OFD、PNG、JPEG",
        "pages": "pages/短名.md（只用 Markdown）",
        "lists": "lists/短名/list.yml 和 lists/短名/日期.csv",
        "orders": "orders/年份/编号.yml",
    }.get(room, f"{room}/短名.yml")
    return f"不认识的文件，没有读取；这里应为 {expected}。请改名、移走或删去。"


def _is_text(path: str) -> bool:
    """Whether a name can be written at all: bytes that are no UTF-8 come as lone surrogates."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return path.isprintable()
