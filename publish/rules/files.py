"""The files beside a decision (附件). Its findings are `load.path`, `load.size` and `load.type`, like those of any other file."""

from __future__ import annotations

from collections.abc import Iterator

from publish.attachments.reading import MOST_BYTES, NOT_READ
from publish.dossier import Dossier, Rule
from publish.errors import Finding
from publish.load import attachment_path
from publish.sources import ATTACHMENT_TYPES


def path(dossier: Dossier) -> Iterator[Finding]:
    """Each attachment exists beside the decision, is PDF, OFD, PNG or JPEG, and at most 20 MiB (content-format.md)."""
    for number, attachment in enumerate(dossier.record.attachments):
        name = f"attachments.{number}.path"
        where = attachment_path(dossier.filed.path, attachment.path)
        if not where.lower().endswith(tuple(ATTACHMENT_TYPES)):
            yield dossier.found("load.path", name, "附件类型不对；应为 PDF、OFD、PNG 或 JPEG。请转换格式。")
        elif where not in dossier.attachments:
            yield dossier.found("load.path", name, "找不到这个附件；应与决定文件在同一文件夹里。请放入文件，或改正 path。")
        elif dossier.attachments[where] > MOST_BYTES:
            yield dossier.found("load.size", name, f"附件超过 {MOST_BYTES // 1024 // 1024} MB；请压缩后再放入。")


def content(dossier: Dossier) -> Iterator[Finding]:
    """All that an attachment holds could be looked at (`publish.attachments`); where a summary leaves them out, nobody sees it."""
    if not dossier.shows_attachments:
        return
    for number, attachment in enumerate(dossier.record.attachments):
        where = attachment_path(dossier.filed.path, attachment.path)
        if where in dossier.attachments:
            faults = dossier.readings[where].faults if where in dossier.readings else [NOT_READ]
            for code, words in faults:
                name = f"{number + 1}.{where.rpartition('.')[2].lower()}"
                yield dossier.found(code, f"attachments.{number}.path", f"附件（公开为 {name}）{words}")


RULES: tuple[Rule, ...] = (path, content)
