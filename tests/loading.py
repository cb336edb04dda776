"""Loading a CSV of the data as its readers do, and taking the apostrophes away as the data page says."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from publish.exports.cells import as_written

Rows = list[dict[str, str]]


def pandas_rows(path: Path) -> Rows:
    """With pandas, every column as text."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [{name: as_written(cell) for name, cell in row.items()} for row in table.to_dict("records")]


def duckdb_rows(path: Path) -> Rows:
    """With DuckDB, every column as text."""
    table = duckdb.execute("SELECT * FROM read_csv(?, all_varchar = true)", [str(path)])
    names = [column[0] for column in table.description or ()]
    return [{name: as_written(cell or "") for name, cell in zip(names, row, strict=True)} for row in table.fetchall()]
