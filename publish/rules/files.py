"""The files beside a decision (附件). Its findings are `load.path` and `load.size`, like those of any other file."""

from __future__ import annotations

from collections.abc import Iterator

from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.load import attachment_path
from publish.sources import ATTACHMENT_TYPES

MAX_BYTES = 20 * 1024 * 1024


def path(dossier: Dossier) -> Iterator[Finding]:
    """Each attachment exists beside the decision, is PDF, OFD, PNG or JPEG, and at most 20 MiB (content-format.md)."""
    for number, attachment in enumerate(dossier.record.attachments):
        name = f"attachments.{number}.path"
        where = attachment_path(dossier.filed.path, attachment)
        if not where.lower().endswith(tuple(ATTACHMENT_TYPES)):
            yield dossier.found("load.path", name, "附件类型不对；应为 PDF、OFD、PNG 或 JPEG。请转换格式。")
        elif where not in dossier.attachments:
            yield dossier.found("load.path", name, "找不到这个附件；应与决定文件在同一文件夹里。请放入文件，或改正 path。")
        elif dossier.attachments[where] > MAX_BYTES:
            yield dossier.found("load.size", name, f"附件超过 {MAX_BYTES // 1024 // 1024} MB；请压缩后再放入。")


RULES: tuple[Rule, ...] = (path,)
