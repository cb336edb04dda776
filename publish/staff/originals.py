"""The lines that findings speak of, as they stand in the content, and the people whose names may not be read in a log."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.lists import MAX_BYTES
from publish.lists import decoded as decoded_table
from publish.load import decoded
from publish.sources import kind_of
from publish.strict_yaml import read

TEXTS = ("site", "agency", "decision", "order", "list", "version", "page", "report", "policy")
PUBLIC_PARTIES = ("organization", "sole_trader")
PUBLIC_PARTY = re.compile(r"\btype\s*[:：]\s*[\"']?(?:organization|sole_trader)\b")
NAME_FIELD = re.compile(r"^\s*(?:-\s+)?(?:officer|speakers)\s*[:：]\s*(.+)$", re.MULTILINE)
BETWEEN = re.compile(r"[、，,;；/\s\"']+")


@dataclass(frozen=True)
class Original:
    """A content file as text. `names`: people in it; `closed`: it cannot be read, so that whose names stand in it is not known;
    `fields`: how many lines at its top hold fields."""

    lines: list[str] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    closed: bool = False
    fields: int = 0

    def around(self, number: int) -> tuple[str, str]:
        """The lines before and after a line (from 1)."""
        before = self.lines[number - 2] if number > 1 else ""
        return before, self.lines[number] if number < len(self.lines) else ""


def original(content: Path, path: str) -> Original:
    """A content file; without lines where it is gone, no text, a link that may lead elsewhere, or too large."""
    kind, place = kind_of(path), content / path
    if kind not in TEXTS or place.resolve() != content.resolve() / path or not place.is_file() or place.stat().st_size > MAX_BYTES:
        return Original()
    raw = place.read_bytes()
    text = _table_text(raw) if kind == "version" else decoded(raw, path)[0]
    lines = (text or "").split("\n")
    if kind != "decision" or not text:
        return Original(lines, fields=0 if kind == "version" else len(lines))
    fields = lines.index("---", 1) if "---" in lines[1:] else len(lines)
    document, _ = read("\n".join(lines[1:fields]), path)
    if document is None:
        return Original(lines, _salvaged(text), not PUBLIC_PARTY.search(text), fields)
    closed = not isinstance(document.data.get("party"), dict) and not PUBLIC_PARTY.search(text)
    return Original(lines, frozenset(_people(document.data)), closed, fields)


def _people(data: dict[str, Any]) -> set[str]:
    """The party unless it is an organization's or a sole trader's public name, the reviewing officer, and who speaks in recordings."""
    party, review, records = data.get("party"), data.get("review"), data.get("records")
    people: list[Any] = [review.get("officer")] if isinstance(review, dict) else []
    if isinstance(party, dict) and (party.get("type") not in PUBLIC_PARTIES or party.get("minor") == "true"):
        # The name may stand under a slip of the pen too.
        people += _texts({key: value for key, value in party.items() if key not in ("type", "minor")})
    for one in records if isinstance(records, list) else ():
        people += BETWEEN.split(str(one.get("speakers", ""))) if isinstance(one, dict) else []
    return {one for one in people if isinstance(one, str) and len(one) > 1}


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in _texts(one)]
    return [value]


def _salvaged(text: str) -> frozenset[str]:
    words = [word for match in NAME_FIELD.finditer(text) for word in BETWEEN.split(match[1])]
    return frozenset(word for word in words if len(word) > 1)


def _table_text(raw: bytes) -> str:
    return (decoded_table(raw) or "").replace("\r\n", "\n")
