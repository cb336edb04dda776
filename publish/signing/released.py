"""Looking something up in a release store without holding it: for whoever writes content, signs it or asks what is due.

What a killed build left half written there is taken back first: SQLite does so for whoever may write, and cannot be read before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from publish.damaged import take_back, unread


@contextmanager
def reading(store: Path) -> Iterator[sqlite3.Connection | None]:
    """The store's database, read only; None where nothing was released. Raises BadUsage where it can't be read."""
    path = store / "store.sqlite"
    if not path.is_file():
        yield None
        return
    try:
        take_back(path)
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=1)) as database:
            yield database
    except sqlite3.DatabaseError as error:
        raise unread(error, path) from None
