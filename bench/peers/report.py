"""The table and the picture of the rounds, and the place in the documents where they stand."""

from __future__ import annotations

import os
from pathlib import Path

from bench.peers.chart import drawn
from bench.peers.results import Line
from bench.tables import MEBI, MEGA, table

BEGIN, END = "<!-- peers: made by `inv bench --peers` -->", "<!-- /peers -->"
HEAD = ("decisions", "build", "by", "wall s", "CPU s", "memory MB", "files", "MB", "files written", "÷ Hugo")
LEFT = {True: "its page stays", False: "its page goes"}


def rows(lines: list[Line]) -> str:
    """The table."""
    return table(HEAD, [_row(one) for one in lines], 3)


def _row(one: Line) -> list[str]:
    spread = f" ({one.least:.2f}–{one.most:.2f})" if one.rounds > 1 else ""
    step = one.step if one.left is None else f"{one.step}: {LEFT[one.left]}"
    ratio = "–" if one.ratio is None else f"{one.ratio:.3f}" if one.ratio < 0.1 else f"{one.ratio:.2f}"
    return [
        f"{one.decisions:,}", step, one.shown, f"{one.wall:.2f}{spread}", f"{one.processor:.2f}", f"{one.memory / MEBI:.0f}",
        f"{one.files:,}", f"{one.size / MEGA:.0f}", f"{one.written:,}", ratio,
    ]  # fmt: skip


def conditions(lines: list[Line]) -> str:
    """When, where and how often it was measured."""
    days = sorted({one.on for one in lines})
    machines = "; ".join(dict.fromkeys(one.machine for one in lines))
    rounds = sorted({one.rounds for one in lines})
    counted = f"{rounds[0]} to {rounds[-1]} rounds" if len(rounds) > 1 else f"{rounds[0]} rounds"
    medians = "one round" if rounds == [1] else f"medians of {counted}, with the least and the most wall time"
    return (
        f"Measured {' to '.join(dict.fromkeys((days[0], days[-1])))} on {machines}: {medians}; "
        f"other programs used at most {max(one.others for one in lines):.0%} of the machine."
    )


def write(lines: list[Line], document: Path, picture: Path) -> None:
    """Draw the picture, and replace what stands between the two marks in a document. Raises ValueError where they are missing."""
    text = document.read_text("utf-8")
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{document} lacks the marks {BEGIN} and {END}.")
    picture.write_text(drawn(lines), encoding="utf-8")
    size = f"{max(one.decisions for one in lines):,}"
    shown = (
        f"![Seconds and memory of builds of {size} decisions by this program and its peers]({os.path.relpath(picture, document.parent)})"
    )
    document.write_text(f"{before}{BEGIN}\n{conditions(lines)}\n\n{shown}\n\n{rows(lines)}{END}{after}", encoding="utf-8")
