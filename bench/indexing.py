"""`python -m bench.indexing …`: the files of search alone, made of a built site's store in this process; what it took as JSON."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from publish import newest
from publish.dossier import Facts
from publish.publication import PublicationSet
from publish.search import ROOT
from publish.search.changing import change
from publish.search.files import Shelf, packed, put_aside, unpacked
from publish.search.planning import read_back
from publish.search.root import PATH
from publish.search.whole import whole
from publish.state import open_state
from verbs.machine import workers

VERSION = "0" * 16
SEED = 6
EMPTY = ("candidate", "judged", "fresh", "stale")


def opened(output: Path) -> PublicationSet:
    """The last public set of a built site."""
    folder = output.with_name(f"{output.name}.state")
    database = open_state(folder, folder)
    (facts,) = database.execute("SELECT value FROM store.part WHERE name = 'facts'").fetchone()
    return PublicationSet(database, Facts.model_validate_json(facts), [], set())


def made(output: Path, folder: Path, jobs: int) -> dict[str, Any]:
    """Make all files in `folder`: their number, and the seconds."""
    publication = opened(output)
    with workers(jobs) as pool:
        begin = time.perf_counter()
        files = sum(1 for _ in whole(publication, "bench", VERSION, folder, pool))
        return {"files": files, "seconds": time.perf_counter() - begin}


def changed(output: Path, folder: Path, count: int) -> list[dict[str, Any]]:
    """Change decisions, and withdraw as many, each for itself: the files written and removed, and the seconds."""
    publication = opened(output)
    folder.mkdir(parents=True, exist_ok=True)
    idents = Random(SEED).sample(sorted(publication.ids()), count)
    return [one for ident in idents for one in _each(publication, output, folder, ident)]


def _each(publication: PublicationSet, output: Path, folder: Path, ident: str) -> Iterator[dict[str, Any]]:
    database = publication.database
    program = unpacked((output / ROOT / PATH).read_bytes())["program"]
    before = dict(database.execute("SELECT path, digest FROM main.output WHERE part = 'search'"))
    for step in ("one changed", "one withdrawn"):
        publication = replace(publication, judged={_lay_out(publication, ident, step)}, digests={})
        shelf = Shelf(partial(read_back, database, output))
        begin = time.perf_counter()
        change(publication, shelf, program, VERSION)
        files = [put_aside(folder, path, packed(content)) for path, content in shelf.made.items() if content is not None]
        seconds = time.perf_counter() - begin
        written = sum(before.get(ROOT + path) != digest for path, digest in files)
        yield {"step": step, "written": written, "removed": len(shelf.made) - len(files), "seconds": seconds}


def _lay_out(publication: PublicationSet, ident: str, step: str) -> str:
    """Lay out the change of a decision as the gate does; its day."""
    database = publication.database
    database.execute("BEGIN")
    for table in EMPTY:
        database.execute(f"DELETE FROM temp.{table}")
    day, row, record = database.execute("SELECT day, row, record FROM store.decision WHERE id = ?", (ident,)).fetchone()
    columns = "id, day, party, until, digest, row, record"
    database.execute(f"INSERT INTO temp.candidate SELECT {columns} FROM store.decision WHERE day = ?", (day,))
    if step == "one changed":
        texts = [
            json.dumps(json.loads(text) | {"title": f"更正后的{json.loads(row)['title']}"}, ensure_ascii=False) for text in (row, record)
        ]
        database.execute("UPDATE temp.candidate SET digest = 'changed', row = ?, record = ? WHERE id = ?", (*texts, ident))
    else:
        database.execute("DELETE FROM temp.candidate WHERE id = ?", (ident,))
    database.execute("INSERT INTO temp.judged VALUES (?)", (day,))
    newest.lay_out(database)
    database.execute("COMMIT")
    return str(day)


def main() -> None:
    """Read the command line, work, and write what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("folder", type=Path, help="where the files go; empty")
    parser.add_argument("to", type=Path, help="where what it took is written")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--change", type=int, default=0, help="change so many decisions instead of making all")
    given = parser.parse_args()
    took = changed(given.output, given.folder, given.change) if given.change else made(given.output, given.folder, given.jobs)
    given.to.write_text(json.dumps(took), encoding="utf-8")


if __name__ == "__main__":
    main()
