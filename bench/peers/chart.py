"""The picture of the rounds as SVG: bars side by side, each group on the scale of all of its panel."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from bench.peers.results import Line
from bench.peers.rounds import COLD, STEPS
from bench.tables import MEBI

WIDTH, LEFT, RIGHT = 800, 190, 170  # pixels; bars begin at LEFT, numbers have RIGHT
BAR, ROW, GROUP, HEAD = 14, 19, 30, 44
COLORS = {"all": "#1b5e8c", "pages": "#5aa2d0", "hugo": "#c2410c", "pelican": "#8a8f98"}
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 15px; }
.group { font-weight: 600; }
.paper { fill: #fff; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .paper { fill: #0d1117; } }
"""


def drawn(lines: list[Line]) -> str:
    """The largest size of all: wall seconds of every build, memory of a cold one."""
    size = max(one.decisions for one in lines)
    same = [one for one in lines if one.decisions == size]
    parts: list[str] = []
    y = _panel(parts, 0, f"{size:,} decisions: seconds", same, lambda one: one.wall, _seconds)
    cold = [one for one in same if one.step == COLD]
    y = _panel(parts, y, "Memory of all processes", cold, lambda one: one.memory, lambda one: f"{one.memory / MEBI:,.0f} MB")
    box = f'viewBox="0 0 {WIDTH} {y + 10}" width="{WIDTH}" height="{y + 10}"'
    begin = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">',
        f"<title>{size:,} decisions built by this program and its peers</title>",
        f"<style>{STYLE}</style>",
        '<rect class="paper" width="100%" height="100%"/>',
    ]
    return "\n".join([*begin, *parts, "</svg>"]) + "\n"


def _seconds(one: Line) -> str:
    return f"{one.wall:,.2f} s" + (", its page stays" if one.left else "")


def _panel(parts: list[str], y: int, title: str, lines: list[Line], value: Callable[[Line], float], words: Callable[[Line], str]) -> int:
    """Draw one; where the next begins."""
    longest = max((value(one) for one in lines), default=0) or 1
    parts.append(f'<text class="title" x="10" y="{y + 26}">{escape(title)}</text>')
    y += HEAD
    for step in STEPS:
        group = [one for one in lines if one.step == step]
        if not group:
            continue
        parts.append(f'<text class="group" x="10" y="{y + 12}">{escape(step)}</text>')
        y += ROW
        for one in group:
            width = max(1.0, value(one) / longest * (WIDTH - LEFT - RIGHT))
            parts.append(f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(one.shown)}</text>')
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{COLORS[one.peer]}"/>')
            parts.append(f'<text x="{LEFT + width + 6:.1f}" y="{y + 12}">{escape(words(one))}</text>')
            y += ROW
        y += GROUP - ROW
    return y
