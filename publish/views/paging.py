"""Pages of a long list: how they are named, and the ways between them.

The first page has the ways to all; any other one only those to the first and to its neighbours, for else all of them would change
when one is added (`publish.slices`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

LARGE = 200  # rows of a page, about
SEVERAL = "较多，分几页列出，各页不分先后。要找其中的一件，请用查询。"


def numbered(title: str, place: int) -> str:
    """The title of a page, from 0, of a list."""
    return f"{title}（第 {place + 1} 页）" if place else title


def page_ways(hrefs: Sequence[str], place: int) -> list[dict[str, Any]]:
    """The ways from a page to others; none where it is the only one. `hrefs`: of all pages."""
    near = range(len(hrefs)) if place == 0 else [one for one in sorted({0, place - 1, place, place + 1}) if one < len(hrefs)]
    return [{"title": f"第 {one + 1} 页", "href": hrefs[one], "current": one == place} for one in near] if len(hrefs) > 1 else []
