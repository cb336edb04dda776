"""The page of search and its description for browsers (OpenSearch 1.1).

What the page shows without script are the ways by kind, agency and topic; results are made in the browser (`theme/static/js/search.js`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.output import Draft
from publish.site import Site
from publish.views.frame import here

TIPS = (
    "企业名称和标题：输入其中任何两个以上连着的字，如“宏达化”；几个词用空格隔开，要求都有。",
    "拼音：全拼（hongda）或三个以上的首字母（hdhg）；多音字的每个读音都能查到。",
    "文号：括号、全角半角、“第”“号”和前面的零写不写都可以，如 2026 5、苏环罚〔2026〕5号。",
    "统一社会信用代码：完整的，或者开头几位。",
    "决定的事实和正文：先输入词，再点“也查正文”，从最新的查起。",
)


def drafts(site: Site, groups: list[dict[str, Any]]) -> Iterator[Draft]:
    """Both files. `groups`: titled lists of ways (`publish.views.frame.way`)."""
    about = here("查询", "search", [], description=f"在{site.name}查行政处罚、许可、强制和检查的决定")
    yield "search/index.html", "search", {"here": about, "tips": list(TIPS), "groups": groups}
    yield "opensearch.xml", "opensearch", {"name": site.name, "url": site.url}
