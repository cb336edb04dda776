"""A page stays light on a large site: the longest list of decisions, with all that a first visit loads."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from publish.views.paging import LARGE
from tests.content import Content, credit_code
from tests.site.test_pages import HEAVIEST

LOADED = re.compile(r'<(?:script|link)[^>]* (?:src|href)="((?:\.\./)*theme/[^"]+)"')


def weight(page: Path) -> int:
    """The bytes of a page with its styles and scripts, packed."""
    loaded = {(page.parent / address).resolve() for address in LOADED.findall(page.read_text("utf-8"))}
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in {page, *loaded})


def test_the_longest_list_of_decisions_is_light(tmp_path: Path) -> None:
    content = Content(tmp_path)
    for number in range(1, LARGE + 1):
        party = {"type": "organization", "name": f"某省某市第{number}生态环境科技发展股份有限公司", "uscc": credit_code(number)}
        content.decision(title=f"某省某市第{number}生态环境科技发展股份有限公司违反水污染防治管理制度案", party=party, tags=["water"])
    content.build()
    page = content.output / "decisions/2026/06/index.html"
    assert page.read_text("utf-8").count("decision/d0/") >= LARGE
    assert 10_000 < weight(page) <= HEAVIEST
