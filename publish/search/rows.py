"""What search reads of the public set: rows, which is what lists say of a decision (`publish.publication.row`), and few records.

Days are days of decision: among those of one day numbers are given out, so that a change concerns its own days alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from publish.publication import PublicationSet

Named = tuple[str, str, str, str | None]  # name of the party, title, document number, credit code


class Row(msgspec.Struct):
    """A decision as lists show it."""

    id: str
    title: str
    number: str
    party: str
    code: str | None
    kind: str
    agency: str
    decided_on: str
    published_on: str
    tags: list[str]

    @property
    def topics(self) -> str:
        """Its topics as one name."""
        return ",".join(self.tags)

    @property
    def named(self) -> Named:
        """What it is found by."""
        return self.party, self.title, self.number, self.code


row_of = msgspec.json.Decoder(Row).decode


def every(publication: PublicationSet) -> Iterator[Row]:
    """All rows, in the order in which the store has them, which is a fifth of the work."""
    return _rows(publication, "SELECT row FROM temp.public")


def days(publication: PublicationSet) -> list[str]:
    """All days, oldest first."""
    return [day for (day,) in publication.database.execute("SELECT DISTINCT day FROM temp.public ORDER BY day")]


def of_day(publication: PublicationSet, day: str) -> list[Row]:
    """The rows of a day."""
    return list(_rows(publication, "SELECT row FROM temp.public WHERE day = ?", day))


def last_of_day(publication: PublicationSet, day: str) -> list[Row]:
    """The rows of a day in the last public set."""
    return list(_rows(publication, "SELECT row FROM store.decision WHERE day = ?", day))


def touched_days(publication: PublicationSet) -> list[str]:
    """The days that decisions have or had that are new, changed or gone."""
    query = """
        SELECT day FROM temp.candidate WHERE id IN (SELECT id FROM temp.fresh)
        UNION SELECT day FROM store.decision WHERE id IN (SELECT id FROM temp.stale) ORDER BY 1"""
    return [day for (day,) in publication.database.execute(query)]


def touched(publication: PublicationSet) -> tuple[list[Row], list[Row]]:
    """The rows of decisions that are new, changed or gone: as they were, and as they are."""
    before = "SELECT row FROM store.decision WHERE id IN (SELECT id FROM temp.stale)"
    now = "SELECT row FROM temp.candidate WHERE id IN (SELECT id FROM temp.fresh)"
    return list(_rows(publication, before)), list(_rows(publication, now))


def last_record(publication: PublicationSet, ident: str) -> str:
    """The record (JSON) of one decision in the last public set. Raises KeyError where it was not public."""
    for (text,) in publication.database.execute("SELECT record FROM store.decision WHERE id = ?", (ident,)):
        return str(text)
    raise KeyError(ident)


def _rows(publication: PublicationSet, query: str, *values: Any) -> Iterator[Row]:
    return (row_of(text) for (text,) in publication.database.execute(query, values))
