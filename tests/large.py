"""Rows of a large site without any files: what a view would be given there, and what a reader would load of what it makes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.rendering import Target, content_of
from publish.dossier import Facts
from publish.lists import CatalogueList, Version
from publish.output import Draft, Output, with_url
from publish.site import Agency, Column, ListDescription, Site
from tests.content import PROJECT, credit_code

SITE = Site(name="某省行政执法信息公示", url="https://example.org/zf")
LOADED = re.compile(r'<(?:script|link)[^>]* (?:src|href)="(?:\.\./)*(theme/[^"]+)"')


def facts(agencies: int = 3, **more: Any) -> Facts:
    """A site with agencies a0, a1, …"""
    named = {
        f"a{number}": Agency(name=f"某省某市第{number}区生态环境局", uscc=credit_code(number, "11"), region="990100", level="county")
        for number in range(agencies)
    }
    return Facts(site=SITE, agencies=named, **more)


def row(number: int, day: str = "2026-05-13", **changes: Any) -> dict[str, Any]:
    """What lists say of a decision (`publish.publication.row`)."""
    return {
        "id": f"d{number:015d}", "title": f"某省某市第{number}生态环境科技发展股份有限公司违反水污染防治管理制度案", "agency": "a0",
        "number": f"某市环罚〔2026〕{number}号", "party": f"某省某市第{number}生态环境科技发展股份有限公司", "code": credit_code(number),
        "kind": "penalty", "decided_on": day, "published_on": day, "tags": [], "yuan": str(1000 + number), **changes,
    }  # fmt: skip


def catalogue(slug: str, names: str, *versions: list[list[str]]) -> CatalogueList:
    """A list whose key is its first column. `names`: of its columns; `versions`: their rows, a year each."""
    columns = [Column(name=name, title=f"栏目{name}") for name in names.split()]
    about = ListDescription(title=f"清单{slug}", basis="条例", category="before", key=columns[0].name, fields=columns)
    dated = [Version(on=date(2020 + number, 1, 1), rows=rows) for number, rows in enumerate(versions)]
    return CatalogueList(slug=slug, description=about, versions=dated)


@cache
def _environment() -> Environment:
    folder = FileSystemLoader(PROJECT / "theme/templates")
    shorter = ["plugins.templates.Shorter"]
    return Environment(
        loader=folder,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=shorter,
    )  # as pelicanconf.py


def made(draft: Draft) -> bytes:
    """The bytes of a file."""
    ((path, view, rows),) = with_url([draft], SITE.url)
    return content_of(Output(path, view, rows, ""), _environment(), Target("", (), "", ("", ())), SITE)


def weight(draft: Draft, tree: Path) -> int:
    """The bytes that a first visit of a page loads, packed. `tree`: a built site, for its styles and scripts."""
    page = made(draft)
    loaded = {(tree / address).read_bytes() for address in LOADED.findall(page.decode())}
    return sum(len(gzip.compress(one, 6)) for one in (page, *loaded))


def changed(before: Iterable[Draft], after: Iterable[Draft]) -> set[str]:
    """The paths of what one of two plans has and the other has not, or has otherwise."""
    old, new = ({path: (view, rows) for path, view, rows in drafts} for drafts in (before, after))
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
