"""The geometry of bar charts that a template draws as SVG, so that templates compute nothing.

A chart is as wide as its place and as high as its rows: across all is told in per cent, down in em of its text. So text keeps
its size on a phone and grows with the reader's; bars lie, and long names stand above theirs. Numbers stand beside the bars, so
that no colour and no scale has to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

BAR = 1.0  # em
LINE = 1.5  # em: a line of text
SHORT_ROW = 1.9
GAP = 0.7
SHORT_FROM = 24  # per cent: where bars begin beside short names
SHORT_LONG = 50  # per cent: of the longest bar, so that its number has room
LONG_LONG = 70
TICK = 1.2  # per cent: the mark of a median
CUT = 18  # characters of a name above its bar
Number = int | Decimal


@dataclass(frozen=True)
class Row:
    """A bar of one or several parts. `text`: what stands beside it."""

    label: str
    values: tuple[Number, ...]
    text: str


@dataclass(frozen=True)
class Range:
    """From the least to the most, with the median. `text`: what stands below it."""

    label: str
    least: Number
    middle: Number
    most: Number
    text: str


def em(number: float) -> str:
    """A length down, in em."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "em"


def per_cent(number: float) -> str:
    """A length across, in per cent."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def _chart(name: str, title: str, desc: str, legend: Sequence[str]) -> dict[str, Any]:
    parts = [{"part": number, "title": one} for number, one in enumerate(legend, 1)]
    return {"name": name, "title": title, "desc": desc, "legend": parts, "texts": [], "bars": [], "limit": None}


def _text(x: float, y: float, words: str, look: str = "label", gap: float = 0) -> dict[str, str]:
    return {"x": per_cent(x), "y": em(y), "dx": em(gap), "look": look, "text": words}


def _bar(x: float, y: float, width: float, height: float, part: int = 1) -> dict[str, Any]:
    return {"x": per_cent(x), "y": em(y), "width": per_cent(width), "height": em(height), "part": part}


def _longest(rows: Sequence[Row]) -> Number:
    return max((sum(row.values, start=Decimal(0)) for row in rows), default=Decimal(0)) or Decimal(1)


def short_bars(
    name: str, title: str, desc: str, rows: Sequence[Row], legend: Sequence[str] = (), limit: tuple[int, str] | None = None
) -> dict[str, Any]:
    """Bars beside names of a few characters. `limit`: (number of rows above it, its words): a line across."""
    chart, longest, y = _chart(name, title, desc, legend), _longest(rows), 0.0
    for number, row in enumerate(rows):
        if limit and number == limit[0]:
            chart["limit"] = {"y": em(y + LINE), "words": limit[1], "words_y": em(y + LINE - 0.35)}
            y += LINE + 0.5
        chart["texts"].append(_text(SHORT_FROM, y + BAR * 0.9, row.label, "name", -0.5))
        end = _parts(chart, row, y, (SHORT_FROM, SHORT_LONG / float(longest)))
        chart["texts"].append(_text(end, y + BAR * 0.9, row.text, "value", 0.4))
        y += SHORT_ROW
    return {**chart, "height": em(y)}


def long_bars(name: str, title: str, desc: str, rows: Sequence[Row]) -> dict[str, Any]:
    """Bars below names of any length."""
    chart, longest, y = _chart(name, title, desc, ()), _longest(rows), 0.0
    for row in rows:
        chart["texts"].append(_text(0, y + BAR, cut(row.label)))
        end = _parts(chart, row, y + LINE, (0, LONG_LONG / float(longest)))
        chart["texts"].append(_text(end, y + LINE + BAR * 0.9, row.text, "value", 0.4))
        y += LINE + BAR + GAP
    return {**chart, "height": em(y)}


def _parts(chart: dict[str, Any], row: Row, y: float, scale: tuple[float, float]) -> float:
    """Lay the parts of a bar one after the other; where it ends. `scale`: where bars begin, per cent for each of what is counted."""
    x, each = scale
    for part, value in enumerate(row.values, 1):
        width = float(value) * each
        if value:
            chart["bars"].append(_bar(x, y, width, BAR, part))
        x += width
    return x


def ranges(name: str, title: str, desc: str, rows: Sequence[Range]) -> dict[str, Any]:
    """From least to most as a pale bar, the median as a mark on it; names above, numbers below."""
    chart, y = _chart(name, title, desc, ()), 0.0
    each = (100 - TICK) / float(max((row.most for row in rows), default=1) or 1)
    for row in rows:
        chart["texts"].append(_text(0, y + BAR, cut(row.label)))
        start, end = float(row.least) * each, float(row.most) * each
        chart["bars"].append(_bar(start, y + LINE + BAR * 0.25, end - start + TICK, BAR / 2, 3))
        chart["bars"].append(_bar(float(row.middle) * each, y + LINE, TICK, BAR, 1))
        chart["texts"].append(_text(0, y + LINE + BAR + BAR, row.text, "value"))
        y += LINE + BAR + LINE + GAP
    return {**chart, "height": em(y)}


def cut(name: str) -> str:
    """A name as it fits on a phone; the table beside the chart has all of it."""
    return name if len(name) <= CUT else name[: CUT - 1] + "…"
