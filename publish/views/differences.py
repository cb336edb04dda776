"""What changed between two versions of a list, for people: how many rows, which, and in a changed cell which words.

Words are compared as readers take them: a Chinese character by itself, a run of digits or letters as one. What stays between two
changes is marked along with them where it is too short to be read by itself; cells that have little in common are marked whole.

The plan, made in every build, holds the cells as they are (`differences`); words are compared where a page is made (`page_data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from publish.lists import CatalogueList, Version, changes

NAMING = ("name", "item", "violation", "step", "stage", "body", "window")  # columns that say what a row is
LABEL = 40  # characters
TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|.", re.DOTALL)
LEAST = 2  # tokens that must stay between two changes to be shown as staying
ALIKE = 0.4  # of the tokens must be the same, else the cells are marked whole
MOST = 600  # tokens of a cell that is compared word by word
NAMED, TOLD = 200, 20_000  # rows of each sort that are told one by one, and characters of changed cells
Parts = list[dict[str, Any]]  # {text, marked}


def differences(one: CatalogueList, before: Version, after: Version) -> dict[str, Any] | None:
    """`{since, href, summary, added, removed, changed, rest}`; None where nothing changed. `rest`: whether some are only counted."""
    added, removed, changed = changes(before, after, one.key)
    if not (added or removed or changed):
        return None
    counts = (("新增", added), ("删去", removed), ("修改", changed))
    titles = [column.title for column in one.description.fields]
    return {
        "since": str(before.on),
        "href": f"lists/{one.slug}/{before.on}.html",
        "summary": "、".join(f"{word} {len(rows)} 项" for word, rows in counts if rows),
        "added": [_label(one, row) for row in added[:NAMED]],
        "removed": [_label(one, row) for row in removed[:NAMED]],
        "changed": (told := list(_told(one, titles, changed))),
        "rest": max(len(added), len(removed)) > NAMED or len(changed) > len(told),
    }


def _told(one: CatalogueList, titles: list[str], changed: list[tuple[list[str], list[str]]]) -> Iterator[dict[str, Any]]:
    """The changed rows that are told with their cells: the first, as far as a page can hold them, and one in any case."""
    room = TOLD
    for place, (old, new) in enumerate(changed[:NAMED]):
        cells = _cells(titles, old, new)
        room -= sum(len(cell["before"]) + len(cell["after"]) for cell in cells)
        if place and room < 0:
            return
        yield {"key": _label(one, new), "cells": cells}


def _cells(titles: list[str], old: list[str], new: list[str]) -> list[dict[str, Any]]:
    return [{"title": title, "before": was, "after": now} for title, was, now in zip(titles, old, new, strict=True) if was != now]


def page_data(rows: dict[str, Any]) -> dict[str, Any]:
    """Template data of a list's page: its rows, and of changed cells the parts that differ."""
    if not rows["changes"]:
        return rows
    changed = [{**one, "cells": [_compared(cell) for cell in one["cells"]]} for one in rows["changes"]["changed"]]
    return {**rows, "changes": {**rows["changes"], "changed": changed}}


def _compared(cell: dict[str, Any]) -> dict[str, Any]:
    before, after = marked(cell["before"], cell["after"])
    return {**cell, "before": before, "after": after}


def _label(one: CatalogueList, row: list[str]) -> str:
    """A row told by its name and, where that is another, its key."""
    names = [column.name for column in one.description.fields]
    places = [names.index(name) for name in NAMING if name in names and names.index(name) != one.key]
    places += [place for place in range(len(row)) if place != one.key]
    key = row[one.key]
    if one.description.key in NAMING:
        return key
    other = next((row[place] for place in places if row[place]), "")
    return f"{key}　{other[:LABEL]}" if other else key


def marked(before: str, after: str) -> tuple[Parts, Parts]:
    """Two texts in parts, those marked that only one of them has."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if not old or not new or max(len(old), len(new)) > MOST:
        return _whole(before), _whole(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(before), _whole(after)
    was: Parts = []
    now: Parts = []
    spans = matcher.get_opcodes()
    for number, (tag, *(a, b, c, d)) in enumerate(spans):
        inside = 0 < number < len(spans) - 1
        stays = tag == "equal" and not (inside and b - a < LEAST)
        _add(was, "".join(old[a:b]), not stays)
        _add(now, "".join(new[c:d]), not stays)
    return was, now


def _whole(text: str) -> Parts:
    return [{"text": text, "marked": True}] if text else []


def _add(parts: Parts, text: str, is_marked: bool) -> None:
    if text and parts and parts[-1]["marked"] == is_marked:
        parts[-1]["text"] += text
    elif text:
        parts.append({"text": text, "marked": is_marked})
