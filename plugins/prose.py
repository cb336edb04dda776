"""Narrative pages in Python-Markdown: raw HTML is text, statutes read like statutes, nothing carries an inline style.

* `<` is shown as `<`: Python-Markdown has no safe mode, so its two processors for raw HTML are taken out.
* A paragraph that begins with the number of an article (第一条, 第十条之一) gets it in bold; an item （一） gets a class.
* The table of contents is a landmark; aligned table cells carry a class, for the server's policy forbids `style`.
"""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

NUMERALS = "〇零一二三四五六七八九十百千"
ARTICLE = re.compile(rf"(第[{NUMERALS}]+条(?:之[{NUMERALS}]+)?)(?=\s)")
ITEM = re.compile(rf"（[{NUMERALS}]+）")
ALIGN = re.compile(r"text-align: (left|right|center);")
ADDRESS = re.compile(r"(?:https?|mailto):|[^:]*$|[^:]*[/?#]", re.IGNORECASE)  # no javascript:, no data:
AFTER_TOC = 1  # the table of contents is made at 5; processors run from high to low


class Prose(Extension):
    """The three of them together."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Called by Markdown."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Statutes(md), "statutes", AFTER_TOC)


class _Statutes(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                if not ADDRESS.match(re.sub(r"[\s\x00-\x1f]", "", unescape(element.get(name, "")))):
                    element.attrib.pop(name, None)
            if element.tag == "p":
                _paragraph(element)
            elif element.tag in ("th", "td") and (align := ALIGN.search(element.attrib.pop("style", ""))):
                element.set("class", f"align-{align[1]}")
            elif element.tag == "div" and element.get("class") == "toc":
                element.tag = "nav"
                element.set("aria-label", "目录")


def _paragraph(element: Element) -> None:
    text = element.text or ""
    if article := ARTICLE.match(text):
        element.set("class", "c-prose__article")
        element.text = None
        number = Element("strong", {"class": "c-prose__number"})
        number.text, number.tail = article[0], text[article.end() :]
        element.insert(0, number)
    elif ITEM.match(text):
        element.set("class", "c-prose__item")


def section_name(value: str, separator: str) -> str:
    """The anchor of a heading: counted, not transliterated (`s`, `s_1`, …), for no element id holds a name."""
    del value, separator
    return "s"
