"""The last public set, read for the index without keeping builds out longer than a reading takes.

While a build is at work nothing can be read. Where one died, what it took down is still in the store: nothing is found until the
next build has settled it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from publish.dossier import Facts
from publish.errors import BadUsage
from publish.finding.queries import Known
from publish.publication import span
from publish.signing.released import reading
from publish.views.frame import agency_name, topic_title

Record = tuple[str, str]  # a decision's row and record, as JSON
NO_SITE = "没有找到 {}：这里还没有构建过网站。请先运行 inv build；网站在别处的，请用 --output 指定。"
NO_STORE = "没有找到发布记录 {}。请用 --store 指定构建时用的目录。"
OTHER = "发布记录 {} 不是这个网站上次构建时用的；请用 --store 指定构建时用的目录，或者重新构建。"
UNFINISHED = "上次构建没有完成；请重新构建，再查。"


@dataclass(frozen=True)
class Public:
    """What is public: month → digest of its decisions, month → how many they are, and the names that can be asked for."""

    digests: dict[str, str]
    counts: dict[str, int]
    known: Known


@contextmanager
def settled(state: Path, store: Path) -> Iterator[sqlite3.Connection]:
    """The store's database within one reading, which keeps builds from beginning. `state`: `<output>.state`.

    Raises BadUsage where there is no site, a build is at work or died, or the store is another site's.
    """
    if not (state / "state.sqlite").is_file():
        raise BadUsage(NO_SITE.format(state / "state.sqlite"))
    with reading(store) as database:
        if database is None:
            raise BadUsage(NO_STORE.format(store / "store.sqlite"))
        database.execute("ATTACH ? AS state", (f"file:{quote(str(state / 'state.sqlite'))}?mode=ro",))
        database.execute("BEGIN")
        made = database.execute("SELECT value FROM main.part WHERE name = 'build'").fetchone()
        known = database.execute("SELECT value FROM state.meta WHERE name = 'build'").fetchone()
        if (state / "unfinished").exists():
            raise BadUsage(UNFINISHED)
        if (made and made[0]) != (known and json.loads(known[0])):
            raise BadUsage(OTHER.format(store / "store.sqlite"))
        yield database


def digest(database: sqlite3.Connection, month: str) -> str:
    """The digest of a month's public decisions; "" where it has none."""
    found = database.execute("SELECT digest FROM main.month WHERE name = ?", (month,)).fetchone()
    return str(found[0]) if found else ""


def records(database: sqlite3.Connection, month: str) -> list[Record]:
    """All public decisions of a month, by id."""
    return database.execute("SELECT row, record FROM main.decision WHERE day >= ? AND day < ? ORDER BY id", span(month)).fetchall()


def record(database: sqlite3.Connection, ident: str) -> Record:
    """One public decision."""
    row, text = database.execute("SELECT row, record FROM main.decision WHERE id = ?", (ident,)).fetchone()
    return str(row), str(text)


def public(database: sqlite3.Connection) -> Public:
    """What is public as a whole."""
    told = database.execute("SELECT value FROM main.part WHERE name = 'facts'").fetchone()
    facts = Facts.model_validate_json(told[0]) if told else Facts()
    months = database.execute("SELECT name, digest, summary FROM main.month ORDER BY name").fetchall()
    summaries = {name: json.loads(text) for name, _, text in months}
    agencies = sorted({slug for one in summaries.values() for slug in one["agency"]} | facts.agencies.keys())
    topics = sorted({slug for one in summaries.values() for slug in one["topic"]})
    known = Known(
        {slug: agency_name(facts, slug) for slug in agencies}, {slug: topic_title(facts, slug) for slug in topics}, list(summaries)
    )
    return Public({name: made_of for name, made_of, _ in months}, {month: one["total"] for month, one in summaries.items()}, known)
