"""Which elements may stand in which (WHATWG HTML, content models), for the elements that the site uses.

html5lib finds what a parser stumbles over; this finds what parses and is not valid all the same. Pages are judged by the whole
standard with `inv judge` (vnu).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

CHILDREN = {  # element → its only children
    "ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "thead": {"tr"}, "tbody": {"tr"}, "tr": {"th", "td"}, "select": {"option", "optgroup"},
}  # fmt: skip
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "caption": {"table"},
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TEXT_ALONE = {*HEADINGS, "p", "span", "strong", "em", "b", "i", "small", "button", "label", "time", "code", "mark"}  # phrasing content
FLOW = {
    *HEADINGS, "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "header",
    "hr", "main", "nav", "ol", "p", "pre", "search", "section", "table", "ul",
}  # fmt: skip
ACTS = {"a", "button", "input", "select", "textarea", "label", "summary"}  # what a reader can take, and may not stand in such a thing
NESTED = {("label", "input"), ("label", "select")}
ONCE = {"main", "h1", "title"}


def faults(root: Element) -> Iterator[str]:
    """What stands where it may not, in a page parsed without namespaces."""
    for name in ONCE:
        if len(list(root.iter(name))) > 1:
            yield f"more than one {name}"
    yield from _inside(root, [])


def _inside(parent: Element, above: list[str]) -> Iterator[str]:
    path = [*above, parent.tag]
    for child in parent:
        if not isinstance(child.tag, str) or child.tag == "svg":
            continue
        if child.tag not in CHILDREN.get(parent.tag, {child.tag}) or parent.tag not in PARENTS.get(child.tag, {parent.tag}):
            yield f"{child.tag} in {parent.tag}"
        if parent.tag in TEXT_ALONE and child.tag in FLOW:
            yield f"{child.tag} in {parent.tag}"
        if child.tag in ACTS and any(one in ACTS and (one, child.tag) not in NESTED for one in path):
            yield f"{child.tag} in {' '.join(one for one in path if one in ACTS)}"
        yield from _inside(child, path)
