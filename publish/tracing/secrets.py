"""Which terms must be nowhere: those of every record that is not public, and what a public one keeps to itself.

* A decision that is not public (draft, scheduled, held, withheld, withdrawn, repaired, ended, unreadable): all its fields, its
  attachments, its id. Where its deletion is told (`TOLD` in `locating`), the id alone may be told.
* A public one: its internal blocks, what a summary leaves out, the name of an individual that is masked, names of files.
* What leaves the last public set, or is corrected, in this very release: its record as it was public, for the file may be gone from
  the content by now; the digests of its line, its record and its files.
* Orders: the id of a repair, for nobody may tell repaired from ended; reasons and instruments that are not shown.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from publish.attachments.reading import Reading
from publish.load import attachment_path
from publish.scan import opened
from publish.tracing.squeezing import squeezed
from publish.tracing.terms import Record, Term, attached_terms, ident, internal_terms, public_terms

DECISIONS = """SELECT s.path, s.rid, f.text FROM main.source s JOIN main.filed f USING (path)
    WHERE s.kind = 'decision' {} ORDER BY s.path"""
PUBLIC = "SELECT record FROM temp.candidate WHERE id = ?1 UNION ALL SELECT record FROM store.decision WHERE id = ?1"
ORDERS = "SELECT f.text FROM main.source s JOIN main.filed f USING (path) WHERE s.kind = 'order' ORDER BY path"


@dataclass(frozen=True)
class Secrets:
    """Reads terms from the state (and store) of a build. `public`: ids of the public set; `told`: ids whose deletion is told."""

    database: sqlite3.Connection
    public: frozenset[str]
    told: frozenset[str]

    @classmethod
    def of(cls, database: sqlite3.Connection, public: Iterable[str]) -> Secrets:
        """Told are those that were ever public, and those that an order names."""
        known = {name for (name,) in database.execute("SELECT id FROM store.known UNION SELECT rid FROM main.source WHERE kind = 'order'")}
        return cls(database, frozenset(public), frozenset(known - {None}))

    def unpublic(self) -> Iterator[Term]:
        """Of all decisions that are not public, and of orders."""
        yield from self._hidden(self.database.execute(DECISIONS.format("")))
        yield from self._orders()

    def read(self, days: Iterable[str]) -> Iterator[Term]:
        """The same of what a build has read: of the days that it judged, and of what no day can be told of."""
        for day in sorted({"", *days}):
            yield from self._hidden(self.database.execute(DECISIONS.format("AND s.day = ?"), (day,)))
        yield from self._orders()

    def unpublic_of(self, ids: Iterable[str]) -> Iterator[Term]:
        """The same of some decisions."""
        yield from self._hidden(self._filed(ids))

    def _hidden(self, rows: Iterable[tuple[str, str, str]]) -> Iterator[Term]:
        for path, name, text in rows:
            if name not in self.public:
                yield from self._whole(path, name, text)

    def kept_inside(self, ids: Iterable[str] | None = None) -> Iterator[Term]:
        """What public decisions keep to themselves: some or all."""
        for path, name, text in self._filed(ids):
            if name in self.public:
                yield from self._inside(path, name, text)

    def _filed(self, ids: Iterable[str] | None) -> Iterator[tuple[str, str, str]]:
        """(content path, id, what was read) of the decisions in the content."""
        if ids is None:
            yield from self.database.execute(DECISIONS.format(""))
        else:
            for one in ids:
                yield from self.database.execute(DECISIONS.format("AND s.rid = ?"), (one,))

    def leaving(self, ids: Iterable[str]) -> Iterator[Term]:
        """What decisions of the last public set said, and their digests."""
        query = "SELECT d.record, d.digest, s.hash FROM store.decision d LEFT JOIN store.shared s USING (id) WHERE d.id = ?"
        files = "SELECT path, digest FROM main.output WHERE path >= ? AND path < ?"
        for one in ids:
            for record, digest, line in self.database.execute(query, (one,)):
                data = json.loads(record)
                path = f"decisions/{data['agency']}/{data['decided_on'][:4]}/{one}.md"
                made = Record(path)
                yield from public_terms(path, data, data.get("body", ""))
                if one not in self.public:
                    yield from made.code("记录的校验和", digest)
                    yield from made.code("记录的校验和", line)
                    yield from ident(path, one, told=True)
                    start = f"decision/{one[:2]}/{one}"
                    for _, sha in self.database.execute(files, (start, f"{start}~")).fetchall():
                        yield from made.code("文件的校验和", sha)

    def _whole(self, path: str, name: str | None, text: str) -> Iterator[Term]:
        _, record, data, body = opened(text)
        said = record or data
        for one in {name, path.rpartition("/")[2].removesuffix(".md"), said.get("id")}:
            yield from ident(path, one, told=one in self.told)
        yield from public_terms(path, said, body)
        yield from internal_terms(path, said)
        yield from self._attached(path, said)

    def _attached(self, path: str, said: dict[str, Any]) -> Iterator[Term]:
        query = "SELECT s.digest, f.text FROM main.source s LEFT JOIN main.filed f USING (path) WHERE s.path = ?"
        listed = said.get("attachments")
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and isinstance(one.get("path"), str):
                for digest, text in self.database.execute(query, (attachment_path(path, one["path"]),)):
                    yield from attached_terms(path, digest, (words for _, words in Reading.unpacked(text).parts) if text else ())

    def _inside(self, path: str, name: str, text: str) -> Iterator[Term]:
        """What the file says and the public record does not."""
        _, record, _, body = opened(text)
        if record is None:
            return
        yield from internal_terms(path, record)
        clearance, party = record.get("clearance") or {}, record["party"]
        if clearance.get("scope") == "full" and party["type"] != "individual":
            return
        row = self.database.execute(PUBLIC, (name,)).fetchone()
        shown = squeezed(row[0].encode()) if row else b""
        terms = [*public_terms(path, record, body)]
        if "attachments" in clearance.get("omit", ()):
            terms += self._attached(path, record)
        yield from (term for term in terms if squeezed(term.text.encode()) not in shown)

    def _orders(self) -> Iterator[Term]:
        for (text,) in self.database.execute(ORDERS):
            path, record, data, _ = opened(text)
            said = record or data
            made = Record(path)
            if said.get("action") == "repair":
                yield from ident(path, said.get("id"), told=False)
            yield from made.said("令的理由", said.get("reason"))
            yield from made.code("令的文书文号", said.get("instrument"), "number")
