"""Looking something up in a release store without holding it: for whoever writes content, signs it or asks what is due."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from publish.errors import BadUsage


@contextmanager
def reading(store: Path) -> Iterator[sqlite3.Connection | None]:
    """The store's database, read only; None where nothing was released. Raises BadUsage where it can't be read."""
    path = store / "store.sqlite"
    if not path.is_file():
        yield None
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=1)) as database:
            yield database
    except sqlite3.DatabaseError:
        raise BadUsage(f"读不出发布记录 {path}：多半有构建正在使用它，请等构建结束后再运行；否则请核对 --store。") from None
