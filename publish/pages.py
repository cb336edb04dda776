"""Narrative pages (`pages/*.md`): Markdown with the metadata `Title`, `Slug`, `Summary`, `Column`, and nothing else.

A page is staged for the host only in the form that `staged` gives it: the metadata rewritten by us, links to other pages
resolved. So no page can name a file of the content, choose its own address, include another file or bring raw HTML.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ValidationError

from publish.errors import Finding
from publish.fields import Line, Name, Slug, Text, most
from publish.load import MAX_BYTES, decoded, too_large
from publish.model import Block
from publish.strict_yaml import Document, shown
from publish.wording import findings as worded

METADATA = ("Title", "Slug", "Summary", "Column")
FORBIDDEN = re.compile(r"[{|](static|attach|author|category|index|tag)[}|]", re.IGNORECASE)
PAGE_LINK = re.compile(r"[{|]filename[}|]/?(?:pages/)?([a-z0-9-]+)\.md")
ANY_FILENAME = re.compile(r"[{|]filename[}|]", re.IGNORECASE)
RAW_HTML = re.compile(r"<(?:[a-zA-Z/!?])(?!(?<=<h)ttps?://)[^>\n]*>?")
INCLUDE = re.compile(r"^\s*(\.\. \w+::|\{!|--8<--)", re.MULTILINE)
CODE = re.compile(r"(`+)(?:(?!\1).)+\1", re.DOTALL)
AUTOLINK = re.compile(r"<(https?://|mailto:)[^ >]*>")
BRACKETS = re.compile(r"\[{20}")


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


def page(path: str, raw: bytes) -> tuple[Page | None, list[Finding], int]:
    """A page's file to the page, its findings, and the line on which its text begins."""
    if len(raw) > MAX_BYTES:
        return None, [too_large(path, len(raw))], 1
    content, found = decoded(raw, path)
    if content is None:
        return None, found, 1
    document, text, begins = _metadata(content)
    if "Slug" not in document.data:
        document.data["Slug"] = path.rpartition("/")[2].removesuffix(".md")
    try:
        fields = PageFields.model_validate(document.data)
        made = Page(slug=fields.Slug, title=fields.Title, summary=fields.Summary or "", column=fields.Column or "", text=text)
    except ValidationError as error:
        found += worded(error, document, path, PageFields)
        return None, found + _text_faults(path, text, begins), begins
    return made, found + _text_faults(path, text, begins), begins


def _metadata(content: str) -> tuple[Document, str, int]:
    """The metadata lines at the top, the text after them, and the line on which it begins."""
    document = Document()
    lines = content.split("\n")
    for number, line in enumerate(lines, 1):
        name, colon, value = line.partition(":")
        if not (colon and re.fullmatch(r"[A-Za-z_]+", name.strip())):
            break
        document.data[name.strip()] = value.strip()
        document.places[(name.strip(),)] = (number, 1)
    begins = len(document.data) + 1
    text = "\n".join(lines[begins - 1 :])
    return document, text.strip("\n"), begins + len(text) - len(text.lstrip("\n"))


def _text_faults(path: str, text: str, begins: int) -> list[Finding]:
    found = []

    def add(match: re.Match[str], code: str, words: str) -> None:
        found.append(Finding(path, begins + text.count("\n", 0, match.start()), code, words))

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
    for match in BRACKETS.finditer(text):
        add(match, "load.type", "连续的方括号过多；应少于 20 个。请删去多余的。")
    return found


def broken_links(path: str, text: str, begins: int, files: set[str]) -> list[Finding]:
    """A `load.path` finding for each link to a page that does not exist."""
    found = []
    for match in PAGE_LINK.finditer(text):
        if match[1] not in files:
            line = begins + text.count("\n", 0, match.start())
            found.append(Finding(path, line, "load.path", f"链接到的页面 {shown(match[1])}.md 不存在。请改正文件名。"))
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
