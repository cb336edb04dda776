"""A procedure drawn as a flow: one box a step from top to bottom, arrows between them, as numbers for an SVG.

Units are those of the drawing: `WIDTH` across, as wide as a small phone, so that the letters keep their size there. A Chinese
character is as wide as the type is high, any other half of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

WIDTH = 320
GAP = 30  # between boxes
LEFT, RIGHT = 52, 14  # of the text in a box
TOP = 12
TITLE, NOTE = 17, 14  # type
LEADING = 1.5


@dataclass(frozen=True)
class Step:
    """One step: what is done, and in short lines by whom and until when."""

    title: str
    notes: tuple[str, ...]


def flow(steps: Sequence[Step]) -> dict[str, Any]:
    """`{width, height, boxes, arrows}`; a box: `{x, y, width, height, number, middle, lines: [{x, y, text, look}]}`."""
    boxes: list[dict[str, Any]] = []
    arrows = []
    y = 1.0
    for number, step in enumerate(steps, 1):
        if boxes:
            arrows.append({"x": WIDTH / 2, "y1": y - GAP, "y2": y})
        box = _box(number, step, y)
        boxes.append(box)
        y += box["height"] + GAP
    return {"width": WIDTH, "height": round(y - GAP + 1, 1), "boxes": boxes, "arrows": arrows}


def _box(number: int, step: Step, y: float) -> dict[str, Any]:
    lines, at = [], y + TOP
    for look, size, text in (("title", TITLE, step.title), *(("note", NOTE, note) for note in step.notes)):
        for line in wrapped(text, (WIDTH - LEFT - RIGHT) / size):
            at += size * LEADING
            lines.append({"x": LEFT, "y": round(at - size * (LEADING - 1), 1), "text": line, "look": look})
    height = round(at - y + TOP, 1)
    return {
        "x": 1,
        "y": round(y, 1),
        "width": WIDTH - 2,
        "height": height,
        "number": number,
        "middle": round(y + height / 2, 1),
        "lines": lines,
    }


def wrapped(text: str, width: float) -> list[str]:
    """A text in lines of at most `width` Chinese characters; no line begins with a mark that closes."""
    lines, line, used = [], "", 0.0
    for char in text:
        wide = 1.0 if east_asian_width(char) in "WFA" else 0.5
        if line and used + wide > width and char not in "，。；、）》”":
            lines.append(line)
            line, used = "", 0.0
        line += char
        used += wide
    return [*lines, line] if line else lines
