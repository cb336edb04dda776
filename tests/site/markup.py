"""A page's markup as tests look at it: elements with their attributes, what links say, element ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href", "background", "manifest")
IDS = ("for", "headers", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details")
ROLES = {  # role → elements that the site gives it, all allowed by ARIA in HTML (W3C): none that has it or a table's role by itself
    "search": {"form"}, "group": {"div"}, "region": {"div"}, "status": {"p", "div"}, "img": {"svg"}, "combobox": {"input"}, "grid": {"div"},
}  # fmt: skip


@dataclass
class Element:
    """One element; `text` is what a link says."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Markup(HTMLParser):
    """The elements of one page, in order."""

    elements: list[Element] = field(default_factory=list)
    link: Element | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag == "a":
            self.link = element

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.link = None

    def handle_data(self, data: str) -> None:
        if self.link:
            self.link.text += data

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    def addresses(self) -> list[tuple[Element, str]]:
        """Each address that the page names, with the element that names it; a telephone number is none."""
        named = [(element, element.attributes[name]) for element in self.elements for name in ADDRESSES if name in element.attributes]
        return [(element, address) for element, address in named if not address.startswith("tel:")]

    def named(self) -> list[str]:
        """The ids of elements of the page that others name."""
        return [ident for element in self.elements for name in IDS for ident in element.attributes.get(name, "").split()]


@cache
def markup(path: Path) -> Markup:
    """The markup of an HTML file."""
    page = Markup()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page


def pages(tree: Path) -> list[str]:
    """The paths of all HTML files of a site."""
    return sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*.html"))
