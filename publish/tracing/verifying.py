"""`inv verify --trace`: everything there is, searched for everything that is not public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from publish import state
from publish.dossier import Facts
from publish.errors import BadUsage
from publish.publication import Notice, PublicationSet
from publish.release.where import where
from publish.tracing import around
from publish.tracing.absence import Absence, Searcher


def traced(output: Path, store: Path | None, others: list[Path], project: Path, pool: Executor | None) -> Absence:
    """Search a site and what lies around it. `others`: more files to look into. Raises BadUsage."""
    place = where(output, store)
    folder, store = place.state, place.store
    if missing := [str(path) for path in others if not path.is_file()]:
        raise BadUsage(f"找不到文件 {'、'.join(missing)}；请改正路径。")
    with last_public(folder, store, project, pool) as searcher:
        found = searcher.everything(around.files(output, folder, store, others))
        found.traces += [*around.entries(output, searcher.publication), *around.kept(searcher.publication.database, folder, store)]
        return found


@contextmanager
def last_public(folder: Path, store: Path, project: Path, pool: Executor | None) -> Iterator[Searcher]:
    """A searcher that knows the last public set. `folder`: of the state. Raises BadUsage where nothing was published."""
    database = state.reading(folder, store)
    try:
        part = dict(database.execute("SELECT name, value FROM store.part"))
        if "facts" not in part:
            raise BadUsage(f"发布记录 {store} 里还没有发布过的内容；请先运行 inv build。")
        notices = [Notice.model_validate(one) for one in json.loads(part["notices"])]
        publication = PublicationSet(database, Facts.model_validate_json(part["facts"]), notices, set())
        day = state.last_release(database)[0] or date.min
        yield Searcher(publication, project, str(day), pool)
    finally:
        database.close()
