"""What leaves the gate: public decisions, notices, and the set of all of them that everyone downstream sees.

`PublicDecision` has the public fields only, with individuals' names as the policy shows them and omitted fields gone.
`PublicationSet` reads the candidate of this build where a month was judged anew, and the last public set elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel

from publish.codes import PLACEHOLDER
from publish.dossier import Dossier, Facts
from publish.load import attachment_path
from publish.model import Party, PublicFields
from publish.naming import shown_name
from publish.newest import Entry, newest
from publish.periods import NEVER, credit_until, public_until

LATEST = 10


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
    fields = {name: getattr(record, name) for name in PublicFields.model_fields if name not in omit}
    fields["party"] = Party(
        type=record.party.type,
        name=shown_name(record.party, dossier.facts.policy.privacy),
        uscc=None if "uscc" in omit or record.party.uscc == PLACEHOLDER else record.party.uscc,
        legal_representative=None if "legal_representative" in omit else record.party.legal_representative,
    )
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
    """A public decision as a row of `decision`: id, month, party, until, digest, row, record."""
    record = decision.model_dump_json(exclude_defaults=True)
    listed = row(decision)
    until = str(decision.until) if decision.until else None
    digest = hashlib.sha256(record.encode()).hexdigest()
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    return decision.id, str(decision.decided_on)[:7], listed["code"], until, digest, text, record


def summary(rows: list[dict[str, Any]], credit_ends: list[str]) -> dict[str, Any]:
    """What the site's indexes and the plan need to know of a month. `credit_ends`: see `PublicationSet`."""
    counts: dict[str, dict[str, int]] = {"kind": {}, "agency": {}, "topic": {}}
    for one in rows:
        for name, keys in (("kind", [one["kind"]]), ("agency", [one["agency"]]), ("topic", one["tags"])):
            for key in keys:
                counts[name][key] = counts[name].get(key, 0) + 1
    latest = sorted(rows, key=newest_first, reverse=True)[:LATEST]
    return {"total": len(rows), **counts, "latest": latest, "credit_ends": credit_ends}


def newest_first(one: dict[str, Any]) -> tuple[str, str, str]:
    """Sorting key (use with reverse): by publication, then decision, then id."""
    return one["published_on"], one["decided_on"], one["id"]


@dataclass
class PublicationSet:
    """All that anyone downstream sees. `judged`: the months whose rows are this build's candidates.

    `restored`: decisions that were withdrawn and are public again, with the day of the order.
    """

    database: sqlite3.Connection
    facts: Facts
    notices: list[Notice]
    judged: set[str]
    restored: dict[str, date] = field(default_factory=dict)

    def _table(self, month: str) -> str:
        return "temp.candidate" if month in self.judged else "store.decision"

    def months(self) -> list[str]:
        """Months (`2026-05`) with public decisions, oldest first."""
        kept = {name for (name,) in self.database.execute("SELECT name FROM store.month")} - self.judged
        return sorted(kept | {name for (name,) in self.database.execute("SELECT DISTINCT month FROM temp.candidate")})

    def decisions(self, month: str) -> list[tuple[str, str, str, str]]:
        """(id, digest, row, record) of a month's decisions, both JSON, by id."""
        query = f"SELECT id, digest, row, record FROM {self._table(month)} WHERE month = ? ORDER BY id"
        return self.database.execute(query, (month,)).fetchall()

    def agency_and_record(self, ident: str) -> tuple[str, str] | None:
        """(agency, record as JSON) of one public decision; None where it is not public."""
        query = """
            SELECT json_extract(row, '$.agency'), record FROM temp.candidate WHERE id = :id
            UNION ALL SELECT json_extract(row, '$.agency'), record FROM store.decision
              WHERE id = :id AND month NOT IN (SELECT name FROM temp.judged)"""
        found: tuple[str, str] | None = self.database.execute(query, {"id": ident}).fetchone()
        return found

    def rows(self, month: str) -> list[dict[str, Any]]:
        """What lists say of a month's decisions."""
        query = f"SELECT row FROM {self._table(month)} WHERE month = ?"
        return [json.loads(text) for (text,) in self.database.execute(query, (month,))]

    def published_on(self, month: str) -> dict[str, str]:
        """Id → day of publication of a month's decisions."""
        query = f"SELECT id, json_extract(row, '$.published_on') FROM {self._table(month)} WHERE month = ?"
        return dict(self.database.execute(query, (month,)))

    def credit_ends(self, month: str) -> list[str]:
        """The days on which decisions of a month that stay public leave the credit tables, sorted: each changes who is in."""
        query = f"""SELECT json_extract(record, '$.credit_until') FROM {self._table(month)}
            WHERE month = ? AND instr(record, '"credit_until":') ORDER BY 1"""
        return [day for (day,) in self.database.execute(query, (month,)) if day != str(NEVER)]

    def digest(self, month: str) -> str:
        """The digest of a month's rows, its identity for everything planned from it."""
        if month not in self.judged:
            stored = self.database.execute("SELECT digest FROM store.month WHERE name = ?", (month,)).fetchone()
            return str(stored[0]) if stored else ""
        total = hashlib.sha256()
        for pair in self.database.execute("SELECT id, digest FROM temp.candidate WHERE month = ? ORDER BY id", (month,)):
            total.update("{}:{}\n".format(*pair).encode())
        return total.hexdigest()

    def party(self, code: str) -> list[dict[str, Any]]:
        """All rows of one organization, newest decision first."""
        texts = [text for (text,) in self.database.execute("SELECT row FROM temp.candidate WHERE party = ?", (code,))]
        for text, month in self.database.execute("SELECT row, month FROM store.decision WHERE party = ?", (code,)):
            if month not in self.judged:
                texts.append(text)
        rows = [json.loads(text) for text in texts]
        return sorted(rows, key=lambda one: (one["decided_on"], one["id"]), reverse=True)

    def touched(self) -> set[str]:
        """The ids of decisions that are new, changed or gone against the last public set."""
        return {ident for (ident,) in self.database.execute("SELECT id FROM temp.fresh UNION SELECT id FROM temp.stale")}

    def touched_months(self) -> list[str]:
        """The months in which they are or were."""
        query = """
            SELECT month FROM temp.candidate WHERE id IN (SELECT id FROM temp.fresh)
            UNION SELECT month FROM store.decision WHERE id IN (SELECT id FROM temp.stale) ORDER BY month"""
        return [month for (month,) in self.database.execute(query)]

    def touched_rows(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What lists said of them, and what lists say."""
        before = "SELECT row FROM store.decision WHERE id IN (SELECT id FROM temp.stale)"
        now = "SELECT row FROM temp.candidate WHERE id IN (SELECT id FROM temp.fresh)"
        was, is_now = ([json.loads(text) for (text,) in self.database.execute(query)] for query in (before, now))
        return was, is_now

    def last_rows(self, month: str) -> list[dict[str, Any]]:
        """What lists said of a month's decisions in the last public set."""
        return [json.loads(text) for (text,) in self.database.execute("SELECT row FROM store.decision WHERE month = ?", (month,))]

    def last_record(self, ident: str) -> str:
        """The record (JSON) of one decision in the last public set. Raises KeyError where it was not public."""
        for (text,) in self.database.execute("SELECT record FROM store.decision WHERE id = ?", (ident,)):
            return str(text)
        raise KeyError(ident)

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
        if found := self.agency_and_record(ident):
            return found[1]
        raise KeyError(ident)

    def ids(self) -> set[str]:
        """The ids of all public decisions."""
        query = "SELECT id FROM temp.candidate UNION SELECT id FROM store.decision WHERE month NOT IN (SELECT name FROM temp.judged)"
        return {ident for (ident,) in self.database.execute(query)}

    def total(self) -> int:
        """How many decisions are public."""
        (judged,) = self.database.execute("SELECT COUNT(*) FROM temp.candidate").fetchone()
        (kept,) = self.database.execute("SELECT COUNT(*) FROM store.decision WHERE month NOT IN (SELECT name FROM temp.judged)").fetchone()
        return int(judged) + int(kept)
