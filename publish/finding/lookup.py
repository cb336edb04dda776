"""Looking a query up in the parts of the index: the best hits, and counts of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import nlargest
from pathlib import Path
from typing import Any

from whoosh.index import open_dir
from whoosh.query import Query
from whoosh.reading import MultiReader
from whoosh.searching import Searcher

Has = Callable[[str], bool]  # whether something is found exactly under a term
Scored = tuple[float, str, str]  # score, day of decision, id


@dataclass
class Tally:
    """What was found: the best, newest first where they are equally good, and how many have which value."""

    best: list[Scored] = field(default_factory=list)
    total: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in ("kind", "agency", "year", "topic")})


def look_up(folder: Path, months: list[str], query: Callable[[Has], Query], limit: int, newest: bool) -> Tally:
    """Go through the parts of some months. Raises whatever Whoosh does where one is missing or damaged."""
    tally = Tally()
    if not months:
        return tally
    with _searcher(folder, months) as searcher:
        reader = searcher.reader()
        asked = query(lambda term: ("whole", term.encode()) in reader)
        found = (hit for part, _ in searcher.leaf_searchers() for hit in _of_part(part, asked, tally))
        tally.best = nlargest(limit, found, key=lambda hit: hit[1:] if newest else hit)
    return tally


@contextmanager
def _searcher(folder: Path, months: list[str]) -> Iterator[Searcher]:
    """One searcher of all parts, so that a word counts as rare or common in all of them together."""
    readers = [open_dir(str(folder / month)).reader() for month in months]
    searcher = Searcher(MultiReader(readers))
    try:
        yield searcher
    finally:
        searcher.close()


def _of_part(part: Any, asked: Query, tally: Tally) -> Iterator[Scored]:
    matcher, reader = asked.matcher(part, part.context()), part.reader()
    columns = [reader.column_reader(name) for name in ("newest", "kind", "agency", "topics")]
    counts = tally.counts
    while matcher.is_active():
        place = matcher.id()
        when, kind, agency, topics = [column[place] for column in columns]
        tally.total += 1
        counts["kind"][kind] += 1
        counts["agency"][agency] += 1
        counts["year"][when[:4]] += 1
        counts["topic"].update(topics.split(",") if topics else ())
        day, ident = when.split()
        yield matcher.score(), day, ident
        matcher.next()
