"""Catalogue lists: the current table, each version, what changed between versions, and the table for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from publish.dossier import Facts
from publish.exports.lists import table_drafts
from publish.lists import CatalogueList, Version, changes
from publish.output import Draft
from publish.site import LIST_CATEGORIES
from publish.views.frame import here, room, way

LABEL = 40  # characters


def drafts(facts: Facts, today: date) -> Iterator[Draft]:
    """Every list's pages and files, and the directory of lists."""
    shown = {slug: one for slug, one in sorted(facts.lists.items()) if one.current(today)}
    yield "lists/index.html", "ways", _directory(shown, today)
    for slug, one in shown.items():
        past = [version for version in one.versions if version.on <= today]
        before: dict[date, Version] = {later.on: earlier for earlier, later in pairwise(past)}
        for version in past:
            rows = _page(one, version, before.get(version.on), past, facts)
            yield f"lists/{slug}/{version.on}.html", "list", rows
        yield (
            f"lists/{slug}/index.html",
            "list",
            {**_page(one, past[-1], before.get(past[-1].on), past, facts), "current": True, "notice": ""},
        )
        yield from table_drafts(f"lists/{slug}", one, past[-1])


def groups(shown: dict[str, CatalogueList], today: date) -> list[dict[str, Any]]:
    """Lists by category (事前、事中、事后), with the number of rows."""
    made = []
    for category, title in LIST_CATEGORIES.items():
        ways = [
            way(one.description.title, f"lists/{slug}/", len(version.rows))
            for slug, one in shown.items()
            if one.description.category == category and (version := one.current(today))
        ]
        if ways:
            made.append({"title": title, "ways": ways})
    return made


def _directory(shown: dict[str, CatalogueList], today: date) -> dict[str, Any]:
    return {
        "here": here("清单目录", "lists", []),
        "title": "清单目录",
        "lead": "执法机关依法公布的依据、权责、事项、人员和标准。每份清单都可以下载，也可以查看以前的版本。",
        "groups": groups(shown, today),
        "empty": "还没有公布清单。",
    }


def _page(one: CatalogueList, version: Version, before: Version | None, past: list[Version], facts: Facts) -> dict[str, Any]:
    description = one.description
    old = version is not past[-1]
    title = description.title + (f"（{version.on} 版）" if old else "")
    trail = [room("lists")] + ([{"title": description.title, "href": f"lists/{one.slug}/"}] if old else [])
    versions = [way(f"{each.on} 起", f"lists/{one.slug}/{each.on}.html", len(each.rows)) for each in reversed(past)]
    downloads = [way("下载 CSV（可用 Excel 打开）", f"lists/{one.slug}.csv"), way("下载 JSON（供程序使用）", f"lists/{one.slug}.json")]
    return {
        "here": here(title, "lists", trail),
        "title": title,
        "basis": description.basis,
        "category_title": LIST_CATEGORIES[description.category],
        "contact": description.contact or "",
        "version": str(version.on),
        "current": not old,
        "notice": f"这是历史版本，现行版本自 {past[-1].on} 起施行。" if old else "",
        "columns": [column.title for column in description.fields],
        "key": one.key,
        "rows": [
            [_cell(column.name, column.type, cell, facts) for column, cell in zip(description.fields, row, strict=True)]
            for row in version.rows
        ],
        "versions": versions if len(past) > 1 else [],
        "changes": _changes(one, before, version) if before else None,
        "downloads": [] if old else downloads,
    }


def _cell(name: str, kind: str, cell: str, facts: Facts) -> dict[str, Any]:
    """A cell as shown: a page's slug becomes a link to its full text, a web address a link that leaves the site."""
    if name == "page" and cell:
        known = any(page.slug == cell for page in facts.pages.values())
        return {"text": "全文" if known else "", "href": f"pages/{cell}.html" if known else None, "external": False}
    if kind == "url" and cell:
        return {"text": "原文", "href": cell, "external": True}
    return {"text": {"true": "是", "false": "否"}.get(cell, cell) if kind == "boolean" else cell, "href": None, "external": False}


def _changes(one: CatalogueList, before: Version, after: Version) -> dict[str, Any] | None:
    added, removed, changed = changes(before, after, one.key)
    if not (added or removed or changed):
        return None
    titles = [column.title for column in one.description.fields]
    return {
        "since": str(before.on),
        "added": [_label(row, one.key) for row in added],
        "removed": [_label(row, one.key) for row in removed],
        "changed": [
            {
                "key": _label(new, one.key),
                "cells": [
                    {"title": title, "before": was, "after": now} for title, was, now in zip(titles, old, new, strict=True) if was != now
                ],
            }
            for old, new in changed
        ],
    }


def _label(row: list[str], key: int) -> str:
    """A row told by its key and the first other thing that it says."""
    other = next((cell for place, cell in enumerate(row) if place != key and cell), "")
    return f"{row[key]}　{other[:LABEL]}" if other else row[key]
