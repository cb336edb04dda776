"""Making the parts of the index that are missing.

A part is made beside its place without holding the store, so that it keeps no build waiting, and moved there when the store still has
the records that it was made of and no build is at work. So no search can bring back what a build has just deleted.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

from whoosh.index import create_in

from publish.finding import FOLDER, store
from publish.finding.layout import fields, schema
from publish.finding.partitions import KEY, fresh, key, said
from publish.finding.store import Public, Record
from publish.workers import spread

FEW = 2  # parts that are made here rather than in the pool, which takes longer to begin
LIMIT_MB = 64  # of what is indexed, held in memory while a part is made
Piece = tuple[Path, str, list[Record]]  # where it is made, digest of the month, decisions
Progress = Callable[[list[str], int, int], None]  # months to make, their decisions, how many of the months are made


def silent(_: list[str], __: int, ___: int) -> None:
    """Tell nobody."""


def complete(state: Path, release_store: Path, public: Public, months: list[str], pool: Executor | None, progress: Progress) -> bool:
    """Make the parts of some months that are missing; False where what is public changes meanwhile. Raises BadUsage, OSError."""
    folder = state / FOLDER
    missing = sorted(set(months) - fresh(folder, {month: public.digests[month] for month in months}))
    count = sum(public.counts[month] for month in missing)
    if missing:
        progress(missing, count, 0)
    whole = True
    try:
        for number, made in enumerate(spread(_part, _pieces(state, release_store, missing), pool, FEW), 1):
            with store.settled(state, release_store) as database:
                whole &= _moved(made, key(store.digest(database, made.name.partition(".")[0])))
            progress(missing, count, number)
    finally:
        for month in missing:
            shutil.rmtree(_beside(folder, month), ignore_errors=True)
    return whole


def _beside(folder: Path, month: str) -> Path:
    """Where this process makes a part."""
    return folder / f"{month}.{os.getpid()}"


def _pieces(state: Path, release_store: Path, months: list[str]) -> Iterator[Piece]:
    """The decisions of each month. The folder of a part is made while builds are kept out: the next one deletes it."""
    for month in months:
        with store.settled(state, release_store) as database:
            made = _beside(state / FOLDER, month)
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir(parents=True)
            piece = made, store.digest(database, month), store.records(database, month)
        yield piece


def _part(piece: Piece) -> Path:
    """Make a part; where it is."""
    made, digest, records = piece
    writer = create_in(str(made), schema()).writer(limitmb=LIMIT_MB)
    for row, record in records:
        writer.add_document(**fields(json.loads(row), json.loads(record)))
    writer.commit()
    (made / KEY).write_text(key(digest), encoding="ascii")
    return made


def _moved(made: Path, now: str) -> bool:
    """Move a part to its place, where it is of the records that the store has now; else delete it."""
    if said(made) != now:
        shutil.rmtree(made, ignore_errors=True)
        return False
    place = made.with_name(made.name.partition(".")[0])
    if said(place) != now:
        shutil.rmtree(place, ignore_errors=True)
        try:
            made.rename(place)
        except OSError:  # another search was faster
            return said(place) == now
    return True
