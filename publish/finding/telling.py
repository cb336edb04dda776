"""What was found, for people (lines of 80 columns) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from publish.finding.find import Found, Hit
from publish.finding.marks import Marked
from publish.model import KINDS
from publish.staff.due_table import width

COLUMNS = 80
MARK = ("\x1b[1;4m", "\x1b[0m")  # bold and underlined, on dark and light terminals
FACETS = {"kind": "类别", "agency": "机关", "year": "年份", "topic": "主题"}
MOST = 8  # values of a facet
INDENT = "    "


def as_text(found: Found, newest: bool, marking: bool) -> str:
    """Hits and counts as lines. `newest`: how they are sorted; `marking`: the terminal shows what was looked for."""
    lines = [f"没有查“{'、'.join(found.short)}”：只有一个字的，太短。"] if found.short else []
    if not found.total:
        return "\n".join([*lines, "没有找到。查的是公开的决定的当事人、标题、文号、信用代码、事实和正文；可以换短一些的词，或者去掉条件。"])
    some = "" if len(found.hits) == found.total else f"，下面是{'最新' if newest else '最相关'}的 {len(found.hits)} 件（--limit 可改）"
    lines.append(f"找到 {found.total} 件{some}。")
    for number, hit in enumerate(found.hits, 1):
        lines += ["", *_hit(number, hit, found, marking)]
    return "\n".join([*lines, "", *_counts(found)])


def as_json(found: Found) -> dict[str, Any]:
    """The same with names for keys: `{"total", "hits": [{"id", "title": {"text", "marks": [[from, to]]}, …}], "facets": {…}, "short"}`."""
    made = asdict(found)
    agencies = made.pop("agencies")
    for hit in made["hits"]:
        hit |= {"agency_name": agencies.get(hit["agency"], hit["agency"]), "kind_title": KINDS[hit["kind"]]}
    return made


def _hit(number: int, hit: Hit, found: Found, marking: bool) -> Iterator[str]:
    yield from _wrapped(hit.title, f"{number:>2}. ", marking)
    yield from _wrapped(hit.party, INDENT, marking)
    about = f"{hit.decided_on} {KINDS[hit.kind]} {found.agencies.get(hit.agency, hit.agency)} "
    number_marks = tuple((start + len(about), end + len(about)) for start, end in hit.number.marks)
    yield from _wrapped(Marked(f"{about}{hit.number.text}".rstrip(), number_marks), INDENT, marking)
    if hit.snippet.marks:
        yield from _wrapped(hit.snippet, INDENT, marking)
    yield f"{INDENT}编号 {hit.id}"


def _counts(found: Found) -> Iterator[str]:
    for name, title in FACETS.items():
        counts = found.facets[name]
        values = [f"{one.title} {one.count}" for one in counts[:MOST]] + ([f"另 {len(counts) - MOST} 个"] if len(counts) > MOST else [])
        if values:
            yield from _lines(f"{title}：", values)


def _lines(head: str, values: list[str]) -> Iterator[str]:
    """Values behind a head, as many to a line as there is room for."""
    line = head + values[0]
    for value in values[1:]:
        if width(f"{line}；{value}；") > COLUMNS:
            yield f"{line}；"
            line = " " * width(head) + value
        else:
            line += f"；{value}"
    yield line


def _wrapped(said: Marked, head: str, marking: bool) -> Iterator[str]:
    """A text in lines, the first behind `head`, the marks around what they mark in each."""
    inside = {place for start, end in said.marks for place in range(start, end)} if marking else set()
    line, wide, on = head, width(head), False
    for place, char in enumerate(said.text):
        if wide + width(char) > COLUMNS:
            yield line + (MARK[1] if on else "")
            line, wide, on = INDENT, len(INDENT), False
        if (place in inside) != on:
            on = not on
            line += MARK[0] if on else MARK[1]
        line += char
        wide += width(char)
    yield line + (MARK[1] if on else "")
