"""The signatures over decisions and orders that have to be judged: known ones from the state, the others proved anew.

Proving starts a process (some milliseconds), so an answer is kept with the digest of all that it depends on: the signed file
and its attachments, the signature file, the day, and what the trust says of the key. Files that are not judged again cost
nothing, and a new line in `allowed_signers` proves nothing again but what that key signed.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from publish.errors import Finding, Level
from publish.model import DecisionFile, OrderFile
from publish.scan import unpacked
from publish.signing.proving import INVALID, Answer, Question, as_json, from_json, prove
from publish.signing.signatures import Signature, owner
from publish.signing.signed_text import attachments_of
from publish.signing.trust import Trust
from publish.workers import spread

PIECE = 16  # signatures that a worker proves at a time
FEW = 1
NO_ANSWER = "ssh-keygen 没有给出结果（本机没有安装、运行超时，或文件正在改动），签名无法核对。请安装 openssh-client 后重新构建。"
UNKNOWN = "{} 的签名没有核对成。请安装 openssh-client 后重新构建。"
STRAY = "签名文件的名字应为“编号.legal.sig”或“编号.publisher.sig”，编号应是内容里有的决定或令。请改名或删去。"
ANY = "SELECT 1 FROM main.source WHERE path > 'approvals/' AND path < 'approvals0' LIMIT 1"
IDLE = """SELECT path, rid FROM main.source a WHERE path > 'approvals/' AND path < 'approvals0'
    AND NOT EXISTS (SELECT 1 FROM main.source d WHERE d.rid = a.rid AND d.kind = 'decision')"""


@dataclass(frozen=True)
class Signed:
    """A file that signatures may be over: its content path, its record, the day on which they are judged."""

    path: str
    record: DecisionFile | OrderFile
    day: date


@dataclass
class Seals:
    """Where signatures come from. `unsure`: signature files of which nothing could be found out in this build."""

    database: sqlite3.Connection
    content: Path
    trust: Trust | None
    folder: Path
    pool: Executor | None
    unsure: set[str] = field(default_factory=set)
    rounds: int = 0

    def of_day(self, day: str) -> dict[str, tuple[Signature, ...]]:
        """Path → signatures, of the decisions of a day that have any."""
        query = """SELECT DISTINCT f.text FROM main.source d JOIN main.source a ON a.rid = d.rid AND a.kind = 'approval'
            JOIN main.filed f ON f.path = d.path WHERE d.kind = 'decision' AND d.day = ?"""
        if not self._any():
            return {}
        filed = [unpacked(text, "decision") for (text,) in self.database.execute(query, (day,))]
        records = [(one.path, one.record) for one in filed if isinstance(one.record, DecisionFile) and one.record.status == "approved"]
        return self.of([Signed(path, record, record.published_on or record.decided_on) for path, record in records])

    def of(self, files: Iterable[Signed]) -> dict[str, tuple[Signature, ...]]:
        """Path → signatures in the order of their files' names; files without any are left out."""
        questions = [question for one in files for question in self._questions(one)] if self._any() else []
        known = {one.path: self._known(one) for one in questions}
        for answer in self._answers([one for one in questions if known[one.path] is None]):
            known[answer.question.path] = answer.signature or self._unsure(answer.question)
        told: dict[str, list[Signature]] = defaultdict(list)
        for one in questions:
            told[one.file].append(known[one.path] or self._unsure(one))
        return {path: tuple(group) for path, group in told.items()}

    def findings(self, orders: set[str]) -> list[Finding]:
        """What is wrong with the signature files themselves. `orders`: the ids of all orders."""
        stray = [path for path, ident in self.database.execute(IDLE) if ident is None or ident not in orders]
        found = [Finding(path, 1, INVALID, STRAY, Level.warn) for path in stray]
        return found + [Finding(path, 1, INVALID, NO_ANSWER, Level.hold) for path in sorted(self.unsure)]

    def _any(self) -> bool:
        return self.database.execute(ANY).fetchone() is not None

    def _unsure(self, question: Question) -> Signature:
        self.unsure.add(question.path)
        return Signature(question.path, question.role, "", "", code=INVALID, fault=UNKNOWN.format(question.path))

    def _questions(self, signed: Signed) -> Iterator[Question]:
        query = "SELECT path, size, digest FROM main.source WHERE rid = ? AND kind = 'approval' ORDER BY path"
        rows = self.database.execute(query, (signed.record.id,)).fetchall()
        if not rows:
            return
        found = [self._digest(path) for path in attachments_of(signed.record, signed.path)]
        attachments = None if None in found else tuple(one for one in found if one)
        file_digest = self._digest(signed.path) or ""
        for path, size, digest in rows:
            _, role = owner(path) or ("", "")
            yield Question(path, size, digest, role, signed.path, file_digest, signed.record, attachments, signed.day)

    def _digest(self, path: str) -> str | None:
        row = self.database.execute("SELECT digest FROM main.source WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def _known(self, question: Question) -> Signature | None:
        row = self.database.execute("SELECT digest, key, inputs, signature FROM main.seal WHERE path = ?", (question.path,)).fetchone()
        if row is None or row[0] != question.digest or row[2] != question.inputs(row[1], self.trust):
            return None
        return from_json(row[3])

    def _answers(self, questions: list[Question]) -> Iterator[Answer]:
        """Proved by the workers, and kept."""
        pieces = [questions[start : start + PIECE] for start in range(0, len(questions), PIECE)]
        folders = [str(self.folder / f"{self.rounds}-{number}") for number in range(len(pieces))]
        self.rounds += 1
        work = ((str(self.content), folder, self.trust, piece) for folder, piece in zip(folders, pieces, strict=True))
        rows = []
        for answers in spread(prove, work, self.pool, FEW):
            for one in answers:
                asked = one.question
                if one.signature:
                    rows.append((asked.path, asked.digest, one.key, asked.inputs(one.key, self.trust), as_json(one.signature)))
            yield from answers
        if rows:
            self.database.execute("BEGIN")
            self.database.executemany("INSERT OR REPLACE INTO main.seal VALUES (?, ?, ?, ?, ?)", rows)
            self.database.execute("COMMIT")
