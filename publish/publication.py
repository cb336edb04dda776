"""What leaves the gate: public decisions, notices, and the set of all of them that everyone downstream sees.

`PublicDecision` has the public fields only, with individuals' names as the policy shows them and omitted fields gone.
`PublicationSet` reads the candidates of this build where a day was judged anew, and the last public set elsewhere (`temp.public`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import msgspec
from pydantic import BaseModel
from pydantic_core import to_json

from publish.dossier import Dossier, Facts
from publish.load import attachment_path
from publish.model import PublicFields
from publish.naming import shown_party
from publish.newest import Entry, newest
from publish.periods import NEVER, credit_until, public_until

PUBLIC = tuple(PublicFields.model_fields)
DECODE = msgspec.json.Decoder().decode


class PublicAttachment(BaseModel):
    """A file of a public decision; `source` is where its bytes come from (content path), never shown."""

    title: str
    source: str
    name: str  # <n>.<ext>
    digest: str
    bytes: int


class PublicDecision(PublicFields):
    """A decision as the public sees it. `until`: its last day in public, None for no end.

    `credit_until`: its last day in the credit tables, None where it is the same (`publish.periods`); no record shows it.
    """

    basis: list[str] = []  # empty where a summary leaves it out
    body: str = ""
    until: date | None = None
    credit_until: date | None = None
    omitted: list[str] = []
    attachments: list[PublicAttachment] = []


class Notice(BaseModel):
    """撤回公告: made from the order alone. No party, number, title or facts.

    `decision`: the id of the decision, for feeds and data; no page shows it.
    """

    id: str
    agency: str
    ground: str
    ordered_on: date | None
    effective_on: date | None
    reason: str  # "" where the fixed sentence of the ground stands in its place
    instrument: str = ""
    kind: str = ""
    tags: list[str] = []
    decision: str = ""


def published(dossier: Dossier, digests: dict[str, str]) -> PublicDecision:
    """The public record of a decision that passed. `digests`: SHA-256 of attachments by content path."""
    record, clearance = dossier.record, dossier.record.clearance
    omit = set(clearance.omit) if clearance and clearance.scope == "summary" else set()
    fields: dict[str, Any] = {name: getattr(record, name) for name in PUBLIC if name not in omit}
    fields["party"] = shown_party(record.party, omit, dossier.facts.policy.privacy)
    if "basis" in omit:
        fields["basis"] = []
    block = fields.get(record.kind)
    hidden = {name: None if name != "violation_type" else "—" for name in omit if block and name in type(block).model_fields}
    if block and hidden:
        fields[record.kind] = block.model_copy(update=hidden)
    until = public_until(record, record.public_until, dossier.facts.policy.periods)
    return PublicDecision.model_construct(
        **fields,
        body="" if "body" in omit else dossier.filed.body,
        until=until,
        credit_until=credit_until(record, until, dossier.facts.policy.periods),
        omitted=sorted(omit),
        attachments=[] if "attachments" in omit else _attachments(dossier, digests),
    )


def _attachments(dossier: Dossier, digests: dict[str, str]) -> list[PublicAttachment]:
    made = []
    for number, one in enumerate(dossier.record.attachments, 1):
        source = attachment_path(dossier.filed.path, one.path)
        name = f"{number}.{source.rpartition('.')[2].lower()}"
        size = dossier.attachments[source]
        made.append(PublicAttachment(title=one.title, source=source, name=name, digest=digests[source], bytes=size))
    return made


def row(decision: PublicDecision) -> dict[str, Any]:
    """What lists say of a decision: the input of every list, party page and count."""
    party = decision.party
    return {
        "id": decision.id,
        "title": decision.title,
        "number": decision.document_number or "",
        "agency": decision.agency,
        "party": party.name,
        "code": party.uscc if party.uscc and party.type != "individual" else None,
        "kind": decision.kind,
        "decided_on": str(decision.decided_on),
        "published_on": str(decision.published_on),
        "tags": sorted(set(decision.tags)),
        **_money(decision),
    }


def _money(decision: PublicDecision) -> dict[str, str]:
    """`yuan`: fines and confiscations together, where there are any."""
    penalty = decision.penalty
    total = ((penalty.fine_yuan or 0) + (penalty.confiscated_yuan or 0)) if penalty else 0
    return {"yuan": str(total)} if total else {}


def candidate(decision: PublicDecision) -> tuple[str, str, str | None, str | None, str, str, str]:
    """A public decision as a row of `decision`: id, day, party, until, digest, row, record."""
    record = decision.model_dump_json(exclude_defaults=True)
    listed = row(decision)
    until = str(decision.until) if decision.until else None
    digest = hashlib.sha256(record.encode()).hexdigest()
    text = to_json(listed).decode()
    return decision.id, str(decision.decided_on), listed["code"], until, digest, text, record


def newest_first(one: dict[str, Any]) -> tuple[str, str, str]:
    """Sorting key (use with reverse): by publication, then decision, then id."""
    return one["published_on"], one["decided_on"], one["id"]


def span(month: str) -> tuple[str, str]:
    """The days of a month (`2026-05`) as text lie between these two, the second excluded."""
    return month, month + "~"


@dataclass
class PublicationSet:
    """All that anyone downstream sees. `judged`: the days (of decision) whose rows are this build's candidates.

    `restored`: decisions that were withdrawn and are public again, with the day of the order.
    """

    database: sqlite3.Connection
    facts: Facts
    notices: list[Notice]
    judged: set[str]
    restored: dict[str, date] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict, repr=False)  # month → digest of its rows, once asked for

    @cached_property
    def anew(self) -> set[str]:
        """The months with a day that was judged anew."""
        return {day[:7] for day in self.judged} - {""}

    def months(self) -> list[str]:
        """Months (`2026-05`) with public decisions, oldest first."""
        kept = {name for (name,) in self.database.execute("SELECT name FROM store.month")} - self.anew
        query = "SELECT 1 FROM temp.public WHERE day >= ? AND day < ? LIMIT 1"
        return sorted(kept | {month for month in self.anew if self.database.execute(query, span(month)).fetchone()})

    def decisions(self, month: str) -> list[tuple[str, str, str, str]]:
        """(id, digest, row, record) of a month's decisions, both JSON, by id."""
        query = "SELECT id, digest, row, record FROM temp.public WHERE day >= ? AND day < ?"
        return sorted(self.database.execute(query, span(month)))  # SQLite would copy all records to sort them

    def each(self, month: str) -> Iterator[tuple[str, str, str, bytes]]:
        """The same in no order, the record as UTF-8: a large month's take half the memory so."""
        query = "SELECT id, digest, row, CAST(record AS BLOB) FROM temp.public WHERE day >= ? AND day < ?"
        return self.database.execute(query, span(month))

    def some(self, month: str, idents: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
        """The same of those among some decisions that are public and of that month."""
        query = "SELECT id, digest, row, record FROM temp.public WHERE id = ? AND day >= ? AND day < ?"
        for ident in idents:
            yield from self.database.execute(query, (ident, *span(month)))

    def agency_and_record(self, ident: str) -> tuple[str, str] | None:
        """(agency, record as JSON) of one public decision; None where it is not public."""
        query = "SELECT json_extract(row, '$.agency'), record FROM temp.public WHERE id = ?"
        found: tuple[str, str] | None = self.database.execute(query, (ident,)).fetchone()
        return found

    def rows(self, month: str) -> list[dict[str, Any]]:
        """What lists say of a month's decisions."""
        return [DECODE(text) for text in self.row_texts(month)]

    def row_texts(self, month: str) -> list[str]:
        """The same, as JSON."""
        query = "SELECT row FROM temp.public WHERE day >= ? AND day < ?"
        return [text for (text,) in self.database.execute(query, span(month))]

    def credit_ends(self, month: str) -> dict[str, int]:
        """The days on which decisions of a month that stay public leave the credit tables, with their number: each changes who is in."""
        query = """SELECT substr(record, instr(record, '"credit_until":"') + 16, 10), COUNT(*) FROM temp.public
            WHERE day >= ? AND day < ? AND instr(record, '"credit_until":"') GROUP BY 1"""
        return {day: number for day, number in self.database.execute(query, span(month)) if day != str(NEVER)}

    def digest(self, month: str) -> str:
        """The digest of a month's rows, its identity for everything planned from it."""
        if month not in self.digests:
            self.digests[month] = self._digest(month)
        return self.digests[month]

    def _digest(self, month: str) -> str:
        if month not in self.anew:
            stored = self.database.execute("SELECT digest FROM store.month WHERE name = ?", (month,)).fetchone()
            return str(stored[0]) if stored else ""
        total = hashlib.sha256()
        query = "SELECT id, digest FROM temp.public WHERE day >= ? AND day < ? ORDER BY id"
        for pair in self.database.execute(query, span(month)):
            total.update("{}:{}\n".format(*pair).encode())
        return total.hexdigest()

    def party(self, code: str) -> list[dict[str, Any]]:
        """All rows of one organization, newest decision first."""
        rows = [DECODE(text) for (text,) in self.database.execute("SELECT row FROM temp.public WHERE party = ?", (code,))]
        return sorted(rows, key=lambda one: (one["decided_on"], one["id"]), reverse=True)

    def touched(self) -> set[str]:
        """The ids of decisions that are new, changed or gone against the last public set."""
        return {ident for (ident,) in self.database.execute("SELECT id FROM temp.fresh UNION SELECT id FROM temp.stale")}

    def touched_in(self, month: str) -> list[str]:
        """The ids of those that are or were in a month."""
        query = """
            SELECT id FROM temp.candidate WHERE day >= ?1 AND day < ?2 AND id IN (SELECT id FROM temp.fresh)
            UNION SELECT id FROM temp.stale CROSS JOIN store.decision USING (id) WHERE day >= ?1 AND day < ?2 ORDER BY 1"""
        return [ident for (ident,) in self.database.execute(query, span(month))]

    def touched_parties(self) -> Iterator[str]:
        """Organizations with a decision that is new, changed or gone against the last public set."""
        query = """
            SELECT party FROM temp.candidate WHERE party IS NOT NULL AND id IN (SELECT id FROM temp.fresh)
            UNION SELECT party FROM store.decision WHERE party IS NOT NULL AND id IN (SELECT id FROM temp.stale) ORDER BY party"""
        return (code for (code,) in self.database.execute(query).fetchall())

    def every_party(self) -> Iterator[str]:
        """All organizations with a decision that is or was public."""
        query = """
            SELECT party FROM temp.candidate WHERE party IS NOT NULL
            UNION SELECT party FROM store.decision WHERE party IS NOT NULL ORDER BY party"""
        return (code for (code,) in self.database.execute(query))

    def newest(self, collection: str, count: int) -> list[Entry]:
        """The newest decisions of a collection: `all`, `kind/<kind>`, `agency/<slug>`, `topic/<tag>`."""
        return newest(self.database, collection, count)

    def record(self, ident: str) -> str:
        """The record (JSON) of one decision. Raises KeyError where it is not public."""
        for (text,) in self.database.execute("SELECT record FROM temp.public WHERE id = ?", (ident,)):
            return str(text)
        raise KeyError(ident)

    def ids(self) -> set[str]:
        """The ids of all public decisions."""
        return {ident for (ident,) in self.database.execute("SELECT id FROM temp.public")}

    def total(self) -> int:
        """How many decisions are public."""
        return int(self.database.execute("SELECT COUNT(*) FROM temp.public").fetchone()[0])
