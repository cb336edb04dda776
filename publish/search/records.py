"""What a result shows (结果), sixteen decisions a file, near each other in time: only those files are read that a page of results needs.

`{number: [id, title, party's name, document number, published_on, credit code]}`, the code "" where there is none; the day of the
decision, its kind, agency and topics are in the number.
"""

from __future__ import annotations

from collections.abc import Iterable

from publish.search.cuts import Leaves
from publish.search.files import Shelf, leaf_path
from publish.search.neighbours import regrouped
from publish.search.rows import Row

SPACE = "r"
MOST = 16
Shown = tuple[int, list[str]]  # a decision's number and its record


def record(row: Row) -> list[str]:
    """The record of a decision."""
    return [row.id, row.title, row.party, row.number, row.published_on, row.code or ""]


def content(shown: list[Shown]) -> dict[str, list[str]]:
    """What a file holds."""
    return {str(number): one for number, one in shown}


def change(leaves: Leaves, shelf: Shelf, less: Iterable[int], more: dict[int, list[str]]) -> None:
    """Take away and add records by number; the shelf gets the files that change."""

    def load(leaf: int) -> list[Shown]:
        return [(int(number), one) for number, one in shelf.get(leaf_path(SPACE, leaf)).items()]

    made, gone = regrouped(leaves, MOST, load, less, more)
    for leaf in gone:
        shelf.put(leaf_path(SPACE, leaf), None)
    for leaf, shown in made.items():
        shelf.put(leaf_path(SPACE, leaf), content(shown))
