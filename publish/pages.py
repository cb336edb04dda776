"""Narrative pages (`pages/*.md`): Markdown with the metadata `Title`, `Slug`, `Summary`, `Column`, and nothing else.

A page is staged for the host only in the form that `staged` gives it: the metadata rewritten by us, links to other pages
resolved. So no page can name a file of the content, choose its own address, include another file or bring raw HTML.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ValidationError

from publish.detectors import NOTHING, Known, leaks
from publish.errors import Finding
from publish.fields import CONTROL, HIDDEN, Line, Name, Slug, Text, most
from publish.load import CONFLICT_WORDS, MAX_BODY, MAX_BYTES, conflict, decoded, too_large
from publish.model import Block
from publish.prose import seen
from publish.rules import load as load_rules
from publish.strict_yaml import Document, shown
from publish.wording import findings as worded

FORBIDDEN = re.compile(r"[{|](static|attach|author|category|index|tag)[}|]", re.IGNORECASE)
PAGE_LINK = re.compile(r"[{|]filename[}|]/?(?:pages/)?([a-z0-9-]+)\.md")
ANY_FILENAME = re.compile(r"[{|]filename[}|]", re.IGNORECASE)
RAW_HTML = re.compile(r"<(?:[a-zA-Z/!?])(?!(?<=<h)ttps?://)[^>\n]*>?")
INCLUDE = re.compile(r"^[ \t]*(\.\. \w+::|\{!|--8<--)", re.MULTILINE)
CODE = re.compile(r"(`+)[^`\n]+\1")
AUTOLINK = re.compile(r"<(https?://|mailto:)[^ >]*>")
DEEP = re.compile(r"\[{20}|^(?:[ \t]{40}|(?:[ \t]*>){20})|`{20}|[*_]{40}|^(?:[ \t]*(?:[-+*]|\d+[.)])[ \t]+){8}", re.MULTILINE)
# Time grows with the square of these in the host's Markdown; the longest statute has a few hundred headings.
BOUNDED = (("方括号", re.compile(r"\[")), ("标题", re.compile(r"^ {0,3}#|^ {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)))
MOST = 1500
RESERVED = {"index": "目录页", "rules": "规则页"}  # addresses of the site's own pages


class PageFields(Block):
    """The metadata."""

    Title: Name
    Slug: Slug
    Summary: Line | None = None
    Column: Name | None = None


class Page(BaseModel):
    """A page that passed; `text` is Markdown."""

    slug: str
    title: Name
    summary: str = ""
    column: str = ""
    text: Annotated[Text, most(200_000)]

    @property
    def headings(self) -> int:
        """How many chapters and sections there are."""
        return len(re.findall(r"^##+ ", self.text, re.MULTILINE))


def page(path: str, raw: bytes, files: set[str], known: Known = NOTHING) -> tuple[Page | None, list[Finding]]:
    """A page's file to the page, with all findings. `files`: the names of all pages, without their ending;
    `known`: how offices can be reached."""
    if len(raw) > MAX_BYTES:
        return None, [too_large(path, len(raw))]
    content, found = decoded(raw, path)
    if content is None:
        return None, found
    if line := conflict(content):
        return None, [load_rules.yaml(path, line, CONFLICT_WORDS)]
    document, text, begins = _metadata(content)
    document.data.setdefault("Slug", path.rpartition("/")[2].removesuffix(".md"))
    found += _metadata_faults(path, document, known)
    found += _text_faults(path, text, begins, known) + broken_links(path, text, begins, files)
    if not 0 < len(text) <= MAX_BODY:
        words = f"页面正文有 {len(text)} 字；应在 1 到 {MAX_BODY} 字之间。标题几行下面空一行再写正文；太长的请分成几页。"
        found.append(load_rules.size(path, begins, words))
        return None, found
    try:
        fields = PageFields.model_validate(document.data)
    except ValidationError as error:
        return None, found + worded(error, document, path, PageFields)
    made = Page.model_construct(slug=fields.Slug, title=fields.Title, summary=fields.Summary or "", column=fields.Column or "", text=text)
    if not any(one.code.startswith("privacy.") for one in found):
        found += [Finding(path, begins, code, words) for _, code, words in leaks(seen(text), known=known)]
    return made, found


def _metadata_faults(path: str, document: Document, known: Known) -> list[Finding]:
    found = []
    for name, value in document.data.items():
        line = document.place((name,))[0]
        found += [one for one in _text_faults(path, value, line, known) if one.code.startswith(("load.path", "privacy."))]
        if not found:
            found += [Finding(path, line, code, words) for _, code, words in leaks(seen(value), known=known)]
    if (taken := document.data["Slug"]) in RESERVED:
        words = f"Slug 不能用 {taken}，这是{RESERVED[taken]}的地址。请换一个短名（没有写 Slug 时，就是文件名）。"
        found.append(load_rules.path(path, document.place(("Slug",))[0], words))
    for line in document.repeated:
        found.append(load_rules.duplicate_key(path, line, "这一行的字段前面已经写过；应只写一次。请删去一行。"))
    return found


def _metadata(content: str) -> tuple[Document, str, int]:
    """The metadata lines at the top, the text after them, and the line on which it begins."""
    document = Document()
    lines = content.split("\n")
    for number, line in enumerate(lines, 1):
        name, colon, value = line.partition(":")
        if not (colon and re.fullmatch(r"[A-Za-z_]+", name.strip())):
            break
        if name.strip() in document.data:
            document.repeated.append(number)
        document.data[name.strip()] = value.strip()
        document.places[(name.strip(),)] = (number, 1)
    begins = len(document.data) + len(document.repeated) + 1
    text = "\n".join(lines[begins - 1 :])
    return document, text.strip("\n"), begins + len(text) - len(text.lstrip("\n"))


def _text_faults(path: str, written: str, begins: int, known: Known) -> list[Finding]:
    """What is wrong in a page's text; a backslash hides nothing, for Markdown takes it away."""
    found: list[Finding] = []
    text = written.replace("\\", "")

    def add(match: re.Match[str], code: str, words: str) -> None:
        found.append(load_rules.MAKERS[code](path, begins + text.count("\n", 0, match.start()), words))

    for match in FORBIDDEN.finditer(text):
        add(match, "load.path", "用了 {static}、{attach} 一类的链接；页面只能用 {filename}短名.md 链接到其他页面。请改写。")
    for match in ANY_FILENAME.finditer(text):
        if not PAGE_LINK.match(text, match.start()):
            add(match, "load.path", "{filename} 后面应为 pages 文件夹里另一页的文件名，如 {filename}remedies.md。请改写。")
    for match in INCLUDE.finditer(text):
        add(match, "load.type", "用了引入别的文件的写法；页面应把文字直接写出来。请改写。")
    plain = AUTOLINK.sub(lambda link: " " * len(link[0]), CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text))
    for match in RAW_HTML.finditer(plain):
        add(match, "load.type", "有 HTML 标签；页面只能用 Markdown。要显示 < 号时请写成 &lt;。")
    found += _too_many(path, text, begins)
    if deep := DEEP.search(text):
        add(deep, "load.type", "缩进、引用或连续的符号过多；应是普通的段落和列表。请删去多余的。")
    for hidden in (HIDDEN.search(text), CONTROL.search(text)):
        if hidden:
            add(hidden, "load.type", "含有不可见的控制字符；应为普通文字。请从 Word 粘贴时选“只保留文本”。")
    return found + [Finding(path, begins + down, code, words) for down, code, words in leaks(text, known=known)]


def _too_many(path: str, text: str, begins: int) -> list[Finding]:
    counts = ((what, sum(1 for _ in form.finditer(text))) for what, form in BOUNDED)
    return [
        load_rules.size(path, begins, f"页面里有 {count} 个{what}；应不超过 {MOST} 个。请分成几页。")
        for what, count in counts
        if count > MOST
    ]


def broken_links(path: str, text: str, begins: int, files: set[str]) -> list[Finding]:
    """A `load.path` finding for each link to a page that does not exist."""
    found = []
    for match in PAGE_LINK.finditer(text):
        if match[1] not in files:
            line = begins + text.count("\n", 0, match.start())
            found.append(load_rules.path(path, line, f"链接到的页面 {shown(match[1])}.md 不存在。请改正文件名。"))
    return found


def staged(page: Page, slugs: dict[str, str]) -> str:
    """The Markdown that the host reads: our metadata, a table of contents where there are chapters, links resolved.

    `slugs`: file name without ending → slug of each page of the set.
    """
    head = [f"Title: {page.title}", f"Slug: {page.slug}"]
    if page.summary:
        head.append(f"Summary: {page.summary}")
    text = PAGE_LINK.sub(lambda link: f"{slugs[link[1]]}.html" if link[1] in slugs else "./", page.text)
    return "\n".join([*head, "", *(["[TOC]", ""] if page.headings > 2 else []), text, ""])
