"""What changed in the content since the last build, and the changed files' records.

A file whose stamp (size, times, inode) is the one recorded is not opened. A stamp younger than the last scan proves
nothing, for a file can change twice within one tick of the file system's clock, so such files are read and compared by
content, as git does. Parsed decisions and orders, and what was read from attachments, are kept by path and content digest.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from publish import native
from publish.attachments.asking import reader
from publish.attachments.reading import MOST_BYTES, Reading
from publish.codes import number_key
from publish.errors import Finding
from publish.load import MODELS, Filed, attachment_path, load
from publish.model import DecisionFile, OrderFile
from publish.signing.signatures import owner
from publish.sources import Source
from publish.stamps import RACY_NS
from publish.workers import Apart, as_it_is, spread

KEPT = ("decision", "order", "attachment")
CHUNK = 100  # files a worker reads at a time
CHUNK_OF_ATTACHMENTS = 10  # each takes as long as some hundred others
CHUNK_BYTES = 16 * 1024 * 1024  # of files in one chunk, more only where one file is larger
FEW = 4
Row = tuple[Any, ...]
Suspect = tuple[Source, str | None]  # a file, and the digest under which it is recorded
Taken = tuple[Source, str, bytes | None]  # with the digest of what the file holds now, and its bytes where they are to be read


def scan(content: Path, suspects: Iterable[Suspect], pool: Executor | None) -> Iterator[tuple[Row, bool]]:
    """Files whose stamp is new: each as a row of `source`, and whether its content is new as well."""
    digests: dict[str, str] = {}  # of those that are recorded
    for rows in spread(Apart(partial(taken, content), row_of, as_it_is), _chunks(suspects, digests), pool, FEW):
        for row in rows:
            yield row, row[6] != digests.pop(row[0], None)


def _chunks(suspects: Iterable[Suspect], digests: dict[str, str]) -> Iterator[list[Suspect]]:
    """Files that are worth handing over together; attachments take longer. Digests under which files are recorded are noted."""
    chunks: dict[int, list[Suspect]] = {CHUNK: [], CHUNK_OF_ATTACHMENTS: []}
    held = dict.fromkeys(chunks, 0)
    for one, digest in suspects:
        size = CHUNK_OF_ATTACHMENTS if one.kind == "attachment" else CHUNK
        if chunks[size] and (len(chunks[size]) == size or held[size] + one.stamp[0] > CHUNK_BYTES):
            yield chunks[size]
            chunks[size], held[size] = [], 0
        chunks[size].append((one, digest))
        held[size] += one.stamp[0]
        if digest:
            digests[one.path] = digest
    yield from filter(None, chunks.values())


def trusted(source: Source, recorded: Row | None, last_scan: int) -> bool:
    """Whether a file is what was recorded of it (size, times, inode, …). `last_scan`: the time of the last look, in ns."""
    if recorded is None or source.stamp != tuple(recorded[:4]):
        return False
    return max(source.stamp[1], source.stamp[2]) < last_scan - RACY_NS


def taken(content: Path, suspect: Suspect) -> Taken:
    """A file with its digest, and its bytes unless they are as they were recorded or are not read."""
    source, digest = suspect
    with (content / source.path).open("rb", buffering=0) as file:
        if _only_digest(source):
            return source, hashlib.file_digest(file, "sha256").hexdigest(), None
        raw = file.read()
    now = hashlib.sha256(raw).hexdigest()
    return source, now, None if now == digest or source.kind not in KEPT else raw


def _only_digest(source: Source) -> bool:
    return source.kind == "approval" or (source.kind == "attachment" and source.stamp[0] > MOST_BYTES)


def row_of(file: Taken) -> Row:
    """The row of `source` for a file, with what is kept of it at the end: None where that is what was recorded."""
    source, now, raw = file
    if _only_digest(source):
        signed, _ = owner(source.path) or (None, None)
        text = Reading().packed() if source.kind == "attachment" else None  # too large (`rules.files`)
        return (source.path, source.kind, *source.stamp, now, None, signed, None, None, text)
    if raw is None:
        return (source.path, source.kind, *source.stamp, now, *[None] * 5)
    if source.kind == "attachment":
        text = reader().read(source.path.rpartition(".")[2].lower(), raw)
        return (source.path, source.kind, *source.stamp, now, *[None] * 4, text)
    filed = load(source.kind, source.path, raw)
    return (source.path, source.kind, *source.stamp, now, *_index(filed), packed(filed))


def _index(filed: Filed) -> tuple[str | None, str | None, str | None, str | None]:
    """day, record id, number key, first day (of an order: its own id): columns by which records are found across files."""
    record = filed.record
    if isinstance(record, OrderFile):
        return None, record.decision, None, _stem(filed.path)
    if not isinstance(record, DecisionFile):
        stem = _stem(filed.path)
        decision = filed.data.get("decision") if filed.path.startswith("orders/") else stem
        return "", decision.lower() if isinstance(decision, str) else None, None, stem
    number = f"{record.agency} {number_key(record.document_number)}" if record.document_number else None
    first = f"{record.published_on or '9999'} {record.decided_on} {record.id}"
    approved = record.status == "approved"
    return str(record.decided_on), record.id, number if approved else None, first


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def packed(filed: Filed) -> str:
    """A filed record as two lines of JSON: the record, and everything else."""
    record = filed.record.__pydantic_serializer__.to_json(filed.record, exclude_defaults=True) if filed.record else b"null"
    data = None if filed.record else filed.data
    found = [finding.as_json() for finding in filed.findings]
    return (record + b"\n" + to_json([filed.path, data, filed.body, filed.lines, found, filed.front])).decode()


def unpacked(text: str, kind: str) -> Filed:
    """The other way; `kind`: decision or order."""
    record, _, rest = text.partition("\n")
    made = None
    if record != "null":
        made = native.KEPT_DECISION.validate_json(record) if kind == "decision" else MODELS[kind].model_validate_json(record)
    path, data, body, lines, found, front = from_json(rest)
    return Filed(path, made, body, data or {}, lines, [Finding.from_json(one) for one in found], front)


def opened(text: str) -> tuple[str, dict[str, Any] | None, dict[str, Any], str]:
    """Of a packed record as plain JSON: its path, the record if it could be read, else the fields as they stand, and the body."""
    record, _, rest = text.partition("\n")
    path, data, body, *_ = from_json(rest)
    return path, from_json(record), data or {}, body


def beside(text: str) -> list[str]:
    """The content paths of the attachments that a packed decision names."""
    if '"attachments":[{' not in text:
        return []
    path, record, *_ = opened(text)
    return [attachment_path(path, one["path"]) for one in (record or {}).get("attachments", [])]


def filed_of(database: sqlite3.Connection, day: str) -> Iterator[str]:
    """The packed decisions of a day (`2026-05-14`; empty for those that could not be read), by path."""
    query = "SELECT text FROM main.source JOIN main.filed USING (path) WHERE kind = 'decision' AND day = ? ORDER BY path"
    rows = database.execute(query, (day,))
    return (row[0] for row in rows)
