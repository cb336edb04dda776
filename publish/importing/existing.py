"""What the content has already: the marks of imported rows, the document numbers of all decisions, the agencies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from publish.codes import number_key
from publish.errors import BadUsage
from publish.load import MAX_BYTES, load
from publish.site import Agency
from publish.sources import Source, refuse_no_content, walk

MARK = "# imported-row: "
MARKED = re.compile(rf"^{MARK}([0-9a-f]{{32}})\s*$", re.MULTILINE)
NUMBER = re.compile(r"^document_number[ \t]*:(.*)$", re.MULTILINE)
SIMPLE = re.compile(r"[ \t]+(\"?)([^\"'\\#|>&*!\n][^\"\\#\n]*?)\1[ \t\r]*(?:#.*)?")


@dataclass
class Known:
    """Where a row or a document number stands already: by mark, and by (agency, number key)."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)


def known(content: Path) -> Known:
    """Read the agencies and look through all decisions. Raises BadUsage where there is no agency to import for."""
    refuse_no_content(content)
    sources, _ = walk(content)
    found = Known(_agencies(content, sources))
    for source in sources:
        if source.kind == "decision":
            _look(found, source.path, (content / source.path).read_bytes()[: MAX_BYTES + 1])
    return found


def _agencies(content: Path, sources: Iterable[Source]) -> dict[str, Agency]:
    agencies = {}
    for source in sources:
        if source.kind == "agency":
            filed = load("agency", source.path, (content / source.path).read_bytes()[: MAX_BYTES + 1])
            if not isinstance(filed.record, Agency):
                raise BadUsage("机关文件有错，读不出来；请先改正：\n" + "\n".join(map(str, filed.findings)))
            agencies[source.path.rpartition("/")[2].removesuffix(".yml")] = filed.record
    if not agencies:
        raise BadUsage(f"{content} 里还没有机关；请先在 agencies 文件夹里添加机关文件，再导入。")
    return agencies


def _look(found: Known, path: str, raw: bytes) -> None:
    text = raw.decode("utf-8", "replace")
    front = text[: max(text.find("\n---", 3), 0)].replace("\r", "")
    for mark in MARKED.finditer(front):
        found.marks.setdefault(mark[1], path)
    if number := _number(front, path, raw):
        found.numbers.setdefault((path.split("/")[1], number_key(number)), path)


def _number(front: str, path: str, raw: bytes) -> str:
    """A decision's document number: from its line where that is plain, else as the strict reader reads the file."""
    line = NUMBER.search(front)
    if line is not None and (simple := SIMPLE.fullmatch(line[1])):
        return simple[2].strip()
    if line is None and "document_number" not in front:
        return ""
    number = load("decision", path, raw).data.get("document_number")
    return number if isinstance(number, str) else ""
