"""The tables of the bench of search, as Markdown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.browsing import Asked
from bench.measuring import Cost

if TYPE_CHECKING:
    from bench.searching import Exactness

KILO, MEGA = 1000, 1_000_000  # bytes as the limits are told
MEBI = 1024 * 1024  # memory, as in the table of builds


def table(head: Sequence[str], rows: Sequence[Sequence[Any]], texts: int = 1) -> str:
    """Rows under a head. `texts`: how many columns are words and not numbers."""
    lines = [head, [*["---"] * texts, *["---:"] * (len(head) - texts)], *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def high(values: Sequence[float]) -> float:
    """The value that at least 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def sizes(decisions: int, files: list[int]) -> str:
    """How many files there are, and how large."""
    total = sum(files)
    cells = [f"{decisions:,}", f"{len(files):,}", f"{total / MEGA:.2f}", f"{total / KILO / decisions:.2f}", f"{max(files) / KILO:.1f}"]
    return table(["decisions", "search files", "MB", "kB a decision", "largest kB"], [cells], 0)


def making(made: list[tuple[str, float, Cost]]) -> str:
    """What making all files took."""
    rows = [
        [words, f"{seconds:.2f}", f"{cost.processor:.2f}", f"{cost.memory / MEBI:.0f}", f"{cost.others:.0%}"]
        for words, seconds, cost in made
    ]
    return table(["all search files made alone", "s", "CPU s, start included", "memory MB", "others"], rows)


def changes(made: list[dict[str, Any]]) -> str:
    """What single changes took."""
    rows = []
    for step in dict.fromkeys(one["step"] for one in made):
        same = [one for one in made if one["step"] == step]
        columns = [[one[name] for one in same] for name in ("written", "removed", "seconds")]
        cells = [(median(values), max(values)) for values in columns]
        rows.append([step, len(same), *(f"{middle:g} / {most}" for middle, most in cells[:2]), "{:.2f} / {:.2f}".format(*cells[2])])
    return table(["search alone", "times", "files written, median / max", "removed", "s"], rows)


def queries(asked: list[Asked]) -> str:
    """What queries read, sort by sort."""
    rows = []
    for sort, same in _by_sort(asked).items():
        kilos = [one.size / KILO for one in same]
        three = [f"{value:.1f}" for value in (median(kilos), high(kilos), max(kilos))]
        counts = [_three([one.requests for one in same]), _three([one.turns for one in same])]
        rows.append([sort, len(same), *three, *counts, f"{median(one.page for one in same) / KILO:.1f}"])
    return table(["query", "times", "kB, median", "95 %", "max", "requests, median / 95 % / max", "turns", "apart: program kB"], rows)


def _three(values: Sequence[int]) -> str:
    return f"{median(values):g} / {high(values)} / {max(values)}"


def exactness(exact: Sequence[Exactness]) -> str:
    """How many hits are right, and how many of the right ones are hits."""
    rows = [
        [one.sort, one.right, one.found, _share(one.both, one.found), _share(one.both, one.right), _share(one.held, one.found)]
        for one in exact
    ]
    return table(["query", "right by the naive scan", "found", "precision", "recall", "found that have the words"], rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def pagefind(version: str, ours: Cost, size: int, theirs: Cost, other: int) -> str:
    """Making all search files with one process, and Pagefind's index of the same decisions."""
    pairs = [
        ("wall s", ours.wall, theirs.wall),
        ("CPU s", ours.processor, theirs.processor),
        ("memory MB", ours.memory / MEBI, theirs.memory / MEBI),
        ("size MB", size / MEGA, other / MEGA),
    ]
    rows = [[words, f"{one:.1f}", f"{rival:.1f}", f"{rival / one:.1f}"] for words, one, rival in pairs]
    rows.append(["others", f"{ours.others:.0%}", f"{theirs.others:.0%}", ""])
    return table(["made", "here, 1 process", f"Pagefind {version}", "ratio"], rows)


def compared(ours: list[Asked], theirs: list[Asked]) -> str:
    """Median bytes of the same queries, without either's program."""
    mine, rows = _by_sort(ours), []
    for sort, same in _by_sort(theirs).items():
        one, rival = median(each.size for each in mine[sort]), median(each.size for each in same)
        rows.append([sort, f"{one / KILO:.1f}", f"{rival / KILO:.1f}", f"{rival / one:.1f}"])
    return table(["query", "kB here, median", "kB Pagefind", "ratio"], rows)


def _by_sort(asked: list[Asked]) -> dict[str, list[Asked]]:
    return {sort: [one for one in asked if one.query.sort == sort] for sort in dict.fromkeys(one.query.sort for one in asked)}
