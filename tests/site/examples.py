"""One page of every kind of the sample site, found in the tree by what makes it that kind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

KINDS = ("penalty", "permit", "coercion", "inspection")
SHAPED = ("laws", "powers", "discretion", "random-inspections", "remedies", "procedures")  # one list of every shape
COLUMNS = {  # page → the column (栏目) that it belongs to
    "home": "首页", "months": "行政执法决定", "month": "行政执法决定", "kind": "行政执法决定", "month of a kind": "行政执法决定",
    "agencies": "执法机关", "agency": "执法机关", "month of an agency": "执法机关", "topic": "行政执法决定", "party": "行政执法决定",
    "lists": "清单目录", "list": "清单目录", "list with changes": "清单目录", "old list version": "清单目录",
    **{f"list: {slug}": "清单目录" for slug in SHAPED}, "list as a table": "清单目录", "guide": "清单目录",
    "windows": "办事窗口", "window": "办事窗口",
    "officers": "执法人员查询", "officer": "执法人员查询",
    "notices": "撤回公告", "notice": "撤回公告", "pages": "指南与说明", "page with contents": "指南与说明", "rules": "指南与说明",
    "statistics": "统计年报", "year": "统计年报", "year with report": "统计年报",
    "data": "开放数据", "feeds": "订阅", "search": "查询",
    "decision with attachments": "行政执法决定", "decision summary": "行政执法决定", "decision with corrections": "行政执法决定",
    **{f"decision: {kind}": "行政执法决定" for kind in KINDS}, "404": "首页", "410": "首页",
}  # fmt: skip
PAGES = tuple(COLUMNS)
ARTICLES = tuple(name for name in PAGES if name.startswith("decision") or name in ("notice", "year with report"))
LOST = {"404": "no/such/page.html", "410": "decision/00/0000000000000000.html"}


def examples(tree: Path) -> dict[str, str]:
    """Name of a page → its address below the site's root."""
    month = _first(tree, "decisions/2026/*/index.html", lambda text: text.count("c-ledger__title") > 2)
    found = {
        **LOST, **_decisions(tree), "home": "", "months": "decisions/", "agencies": "agency/", "lists": "lists/", "notices": "notices/",
        "statistics": "statistics/", "year": "statistics/2026/", "year with report": "statistics/2025/",
        "data": "data/", "feeds": "feeds/", "search": "search/", "pages": "pages/", "rules": "pages/rules.html",
        "month": month, "kind": "kind/penalty/", "topic": "topic/water/", "agency": _first(tree, "agency/*/index.html"),
        "month of a kind": _first(tree, "kind/permit/2026/*/index.html"),
        "month of an agency": _first(tree, "agency/*/2026/*/index.html"),
        "party": _first(tree, "party/*.html"),
        "list": _first(tree, "lists/*/index.html", lambda text: "版本变化" not in text),
        "list with changes": _first(tree, "lists/*/index.html", lambda text: "修改前后对照" in text),
        "old list version": _first(tree, "lists/*/2*.html", lambda text: "这是历史版本" in text),
        **{f"list: {slug}": f"lists/{slug}/" for slug in SHAPED}, "list as a table": "lists/powers/table.html",
        "guide": "lists/permit-guides/000116001000.html",
        "windows": "windows/", "window": _first(tree, "windows/k*.html"), "officers": "officers/", "officer": "officers/99001011.html",
        "notice": _first(tree, "notices/[!i]*.html"),
        "page with contents": _first(tree, "pages/*.html", lambda text: 'class="toc"' in text and "<table>" in text),
    }  # fmt: skip
    assert set(found) == set(PAGES)
    return found


def record(tree: Path, address: str) -> dict[str, Any]:
    """The decision of a decision's page, as programs read it."""
    data: dict[str, Any] = json.loads((tree / address).with_suffix(".json").read_text("utf-8"))
    return data


def _first(tree: Path, pattern: str, fits: Callable[[str], bool] = bool) -> str:
    for path in sorted(tree.glob(pattern)):
        if fits(path.read_text("utf-8")):
            return path.relative_to(tree).as_posix().removesuffix("index.html")
    raise AssertionError(f"the sample site has no {pattern} that fits")


def _decisions(tree: Path) -> dict[str, str]:
    records = [json.loads(path.read_text("utf-8")) for path in sorted(tree.glob("decision/*/*.json"))]
    wanted: dict[str, Callable[[dict[str, Any]], bool]] = {
        "decision with attachments": lambda one: len(one["attachments"]) > 1,
        "decision summary": lambda one: bool(one["omitted"]),
        "decision with corrections": lambda one: bool(one["corrections"]),
        **{f"decision: {kind}": lambda one, kind=kind: one["kind"] == kind and not one["omitted"] for kind in KINDS},  # type: ignore[misc]
    }
    chosen = {name: next(one["id"] for one in records if fits(one)) for name, fits in wanted.items()}
    return {name: f"decision/{ident[:2]}/{ident}.html" for name, ident in chosen.items()}
