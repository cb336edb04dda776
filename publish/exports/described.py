"""Which table a file of the data is: for the data package and for the page about the data."""

from __future__ import annotations

from publish.dossier import Facts
from publish.exports import lists, months, years
from publish.exports.tables import DECISIONS, WITHDRAWALS, Table, list_table


def table_of(path: str, facts: Facts) -> Table | None:
    """The table that a CSV file below `data/v1/` is, or is a part of; None for what is no table."""
    folder, _, name = path.rpartition("/")
    stem, _, form = name.rpartition(".")
    if form != "csv":
        return None
    if f"{folder}/" in (months.FOLDER, years.FOLDER):
        return DECISIONS
    if f"{folder}/" == lists.FOLDER and stem in facts.lists:
        return list_table(stem, facts.lists[stem].description)
    return WITHDRAWALS if path == "data/v1/withdrawals.csv" else None
