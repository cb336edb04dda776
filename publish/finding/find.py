"""Finding decisions: what is asked goes in, hits with counts come out.

found = find(Path("output.state"), Path("output.state"), '苏州 "污水处理" 年份:2026')
for hit in found.hits:
    print(hit.id, hit.title.text)
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from whoosh.query import Query

from publish.errors import BadUsage
from publish.finding import FOLDER, partitions, store
from publish.finding.layout import texts
from publish.finding.lookup import Has, Tally, look_up
from publish.finding.making import Progress, complete, silent
from publish.finding.marks import Marked, marked, marked_name, marked_number, snippet
from publish.finding.queries import Known, months_of, query
from publish.finding.words import Asked, read
from publish.model import KINDS

ATTEMPTS = 2
CHANGING = "查找的时候网站又构建了；请再查一次。"


@dataclass(frozen=True)
class Count:
    """How many of the decisions found have a value, with its title."""

    value: str
    title: str
    count: int


@dataclass(frozen=True)
class Hit:
    """A decision found. `agency`, `kind`: keys; `score`: greater is better, 0 where only filters were asked."""

    id: str
    title: Marked
    party: Marked
    number: Marked
    agency: str
    kind: str
    decided_on: str
    score: float
    snippet: Marked


@dataclass(frozen=True)
class Found:
    """The first `limit` of `total` decisions; counts by kind, agency, year and topic are of all of them.

    `short`: words of one character, which were not looked for. `agencies`: names of the agencies of the hits.
    """

    hits: list[Hit]
    total: int
    facets: dict[str, list[Count]]
    short: list[str]
    agencies: dict[str, str]


def find(
    state: Path, release_store: Path, typed: str, *, limit: int = 10, newest: bool = False, pool: Executor | None = None,
    progress: Progress = silent,
) -> Found:  # fmt: skip
    """Find decisions among those that are public. `state`: `<output>.state`; `release_store`: the folder of `store.sqlite`.

    Makes the parts of the index that are missing. Raises BadUsage where something typed is not understood, there is no site, or
    builds are at work.
    """
    asked = read(typed)
    for attempt in range(1, ATTEMPTS + 1):
        with store.settled(state, release_store) as database:
            public = store.public(database)
        known = public.known
        months = months_of(asked, known)
        query(asked, known)  # what is not understood is told before an index is made
        try:
            if complete(state, release_store, public, months, pool, progress):
                tally = look_up(state / FOLDER, months, partial(_query, asked, known), limit, newest)
                with store.settled(state, release_store) as database:
                    if store.public(database).digests == public.digests:
                        return _found(database, asked, known, tally)
        except BadUsage:
            raise
        except Exception as error:  # a part is damaged, or a build deleted it meanwhile: it can be made again
            if attempt == ATTEMPTS or (isinstance(error, OSError) and not isinstance(error, FileNotFoundError)):
                raise
            partitions.clear(state / FOLDER, lambda _: None)
    raise BadUsage(CHANGING)


def _query(asked: Asked, known: Known, has: Has) -> Query:
    return query(asked, replace(known, has=has))


def _found(database: sqlite3.Connection, asked: Asked, known: Known, tally: Tally) -> Found:
    hits = [_hit(store.record(database, ident), score, asked) for score, _, ident in tally.best]
    titles = {"kind": KINDS, "agency": known.agencies, "topic": known.topics}
    facets = {
        name: [Count(value, titles.get(name, {}).get(value, value), count) for value, count in sorted(counter.items(), key=_often(name))]
        for name, counter in tally.counts.items()
    }
    return Found(hits, tally.total, facets, asked.short, known.agencies)


def _often(name: str) -> Callable[[tuple[str, int]], tuple[int, str]]:
    """Years from the newest on, all others from the most frequent on."""
    return (lambda one: (-int(one[0]), "")) if name == "year" else (lambda one: (-one[1], one[0]))


def _hit(found: store.Record, score: float, asked: Asked) -> Hit:
    row, record = map(json.loads, found)
    words = {name: [word.text for word in asked.words() if word.field in ("", name)] for name in ("party", "title", "number", "text")}
    return Hit(
        row["id"], marked(row["title"], words["title"]), marked_name(row["party"], words["party"]),
        marked_number(row["number"], words["number"], asked.whole), row["agency"], row["kind"], row["decided_on"], round(score, 3),
        snippet(list(texts(record)), words["text"]),
    )  # fmt: skip
