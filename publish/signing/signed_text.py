"""What a signature covers: one text for a decision or an order, made from its file and its attachments.

    publish signed file 1
    decision gdptcmnm9x8g50ck
    revision 2
    attachment 33d6…  (SHA-256, one line each, in the order of the file)

    (the file as it is read: UTF-8 without byte order mark, LF line ends; nothing else is changed)

So converting line ends, as git and editors do, leaves a signature true, and any other byte breaks it. The first line keeps it
from passing for anything else that the same key signs; kind and id keep it from being moved to another file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from publish.load import attachment_path, decoded
from publish.model import DecisionFile, OrderFile

FIRST_LINE = "publish signed file 1"


def signed_text(record: DecisionFile | OrderFile, raw: bytes, attachments: Iterable[str]) -> bytes | None:
    """The text for a file's bytes and the SHA-256 (hex) of its attachments in order; None where the file is no UTF-8."""
    text, _ = decoded(raw, "")
    if text is None:
        return None
    kind = "decision" if isinstance(record, DecisionFile) else "order"
    lines = [FIRST_LINE, f"{kind} {record.id}"]
    if isinstance(record, DecisionFile):
        lines.append(f"revision {record.revision or 0}")
    lines += [f"attachment {digest}" for digest in attachments]
    return "\n".join([*lines, "", text]).encode()


def attachments_of(record: DecisionFile | OrderFile, path: str) -> list[str]:
    """The content paths of a file's attachments, in order."""
    if isinstance(record, OrderFile):
        return []
    return [attachment_path(path, one.path) for one in record.attachments]


def text_on_disk(content: Path, path: str, record: DecisionFile | OrderFile) -> bytes | None:
    """The text of a content file as it is now. Raises OSError where an attachment is missing."""
    digests = []
    for one in attachments_of(record, path):
        with (content / one).open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return signed_text(record, (content / path).read_bytes(), digests)
