"""Findings as a clerk reads them: by level, the loudest first, in it by file and line; under each the line, with a mark.

The lines are read by many (a terminal, the log of a forge): what `publish.staff.hiding` hides in them is shown as `*`, in messages
and paths too. Marks stand under Chinese text whatever the font: below a wide character stands a wide blank or mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from publish.detectors import leaks
from publish.errors import Finding, Level
from publish.fields import ID_FORM
from publish.staff.hiding import ENDS, KEY, Span, hidden, mask, secrets
from publish.staff.originals import Original, original
from publish.words import LEVELS

WIDTH = 96  # columns of a shown line
LEFT = 24  # of them before the mark
NAMED = 10  # files that the last lines name
BLOCK = re.compile(r"[|>][+\-0-9]*|")
IN_QUOTES = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'"
SCALAR = rf"{IN_QUOTES}|(?:(?!\s+#)[^,}}\]])*"
INNER = re.compile(rf"(?:[\"']?[A-Za-z_]\w*[\"']?\s*:\s*)?({SCALAR})")  # in a line of several fields or values
QUOTED = re.compile(IN_QUOTES)
COMMENT = re.compile(r"\s+#")
ON_KEY = frozenset({"load.unknown_field", "load.duplicate_key", "load.missing_field"})
ON_FILE = frozenset({"load.size", "load.path", "load.encoding", "load.missing_field", "set.vanished", "identity.duplicate_id"})
SUMMARY = {Level.stop: "停止", Level.hold: "暂缓", Level.warn: "提醒"}


def as_text(found: Iterable[Finding], content: Path) -> str:
    """All findings with their lines, and at the end how many there are and which files must be mended."""
    every = sorted(set(found))
    if not every:
        return "没有发现问题。"
    read = cache(lambda path: original(content, path))
    parts: list[str] = []
    for level, title in LEVELS.items():
        group = [finding for finding in every if finding.level is level]
        if group:
            parts += [f"{title}（{len(group)} 处）：", *(_shown(finding, read(finding.path)) for finding in group), ""]
    return "\n".join([*parts, summary([safe(one, read(one.path)) for one in every])])


def as_json(found: Iterable[Finding], content: Path) -> list[dict[str, str | int]]:
    """The findings as in a report (design.md, "Commands"), with nothing secret in them."""
    read = cache(lambda path: original(content, path))
    every = [safe(one, read(one.path)) for one in sorted(set(found))]
    return [{"level": one.level.name, "code": one.code, "path": one.path, "line": one.line, "message": one.message} for one in every]


def summary(found: list[Finding]) -> str:
    """How many findings of each level; the files that keep something from being public."""
    counts = "，".join(f"{word} {sum(one.level is level for one in found)}" for level, word in SUMMARY.items())
    loud = sorted({one.path for one in found if one.level > Level.warn})
    files = len({one.path for one in found})
    lines = [f"共 {len(found)} 处，在 {files} 个文件里：{counts}。"]
    if loud:
        more = f" 等 {len(loud)} 个文件" if len(loud) > NAMED else ""
        lines.append(f"要先改好：{'、'.join(loud[:NAMED])}{more}。")
    return "\n".join(lines)


def safe(finding: Finding, read: Original) -> Finding:
    """The finding with nothing secret in its message and path; what it says otherwise stays as it is."""
    message, path = finding.message, finding.path
    if any(name in message for name in read.names) or any(True for _ in leaks(message)):
        message = hidden(message, read.names)
    name = path.rpartition("/")[2].partition(".")[0]
    if not ID_FORM.fullmatch(name) and (any(name in path for name in read.names) or any(True for _ in leaks(path))):
        path = hidden(path, read.names)
    return replace(finding, message=message, path=path)


def _shown(finding: Finding, read: Original) -> str:
    """`path:line code message`, and below it the line with its number and a mark."""
    head = str(safe(finding, read))
    of_file = finding.code in ON_FILE or (finding.path.endswith(".yml") and not finding.column)
    if finding.line > len(read.lines) or (finding.line == 1 and of_file):
        return head
    line = read.lines[finding.line - 1]
    if not any(ch.isalnum() for ch in line):
        return head
    spans = secrets(line, finding.code, read.names, read.around(finding.line), read.closed)
    told = finding.code.startswith("privacy.") and spans
    marks = [_whole(line, span) for span in spans] if told else _marks(line, finding, finding.line <= read.fields)
    text, below = _drawn(line, spans, marks)
    gutter = f"{finding.line:>6} | "
    return f"{head}\n{gutter}{text}\n{' ' * (len(gutter) - 2)}| {below}".rstrip()


def _whole(line: str, span: Span) -> Span:
    """A hidden span with the ends of its number that are still to be read."""
    start, end = span
    while start > 0 and span[0] - start < ENDS and _of_number(line[start - 1]):
        start -= 1
    while end < len(line) and end - span[1] < ENDS and _of_number(line[end]):
        end += 1
    return start, end


def _of_number(character: str) -> bool:
    return character.isdigit() or (character.isalnum() and unicodedata.normalize("NFKC", character).isascii())


def _marks(line: str, finding: Finding, in_fields: bool) -> list[Span]:
    """What of the line a finding speaks of: characters that cannot be seen, a field's name or value, a place, or the whole line."""
    unseen = [(place, place + 1) for place, ch in enumerate(line) if not ch.isprintable() and ch != "\t"]
    if unseen:
        return unseen
    text = (len(line) - len(line.lstrip()), len(line.rstrip()))
    begin = KEY.match(line) if in_fields else None
    if begin is None:
        return [text]
    start, on_key = finding.column - 1, finding.code in ON_KEY
    if text[0] < start < len(line) and start > begin.start():
        if finding.code == "load.yaml":
            return [(start, start + 1)]
        inner = INNER.match(line, start)
        if inner and inner[0]:
            return [(start, inner.start(1)) if on_key and inner.start(1) > start else inner.span(1)]
    value_is_below = BLOCK.fullmatch(line[begin.end() :].strip()) is not None
    if on_key or value_is_below or finding.code == "load.yaml":
        named = len(line[: begin.end()].rstrip())
        return [(text[0], named if named > text[0] else text[1])]
    return [(begin.end(), _end_of_value(line, begin.end(), text[1]))]


def _end_of_value(line: str, start: int, end: int) -> int:
    """Where a value ends: before the blanks of a comment that stands behind it."""
    quoted = QUOTED.match(line, start)
    comment = COMMENT.search(line, quoted.end() if quoted else start)
    return comment.start() if comment and comment.start() > start else end


def _drawn(line: str, spans: Iterable[Span], marks: Iterable[Span]) -> tuple[str, str]:
    """The line as it may be shown, cut to the window around its mark, and the marks below it."""
    hidden_places = {place for start, end in spans for place in range(start, end)}
    marked = {place for start, end in marks for place in range(start, end)}
    cells = [mask(ch) if place in hidden_places and not ch.isspace() else _seen(ch) for place, ch in enumerate(line.rstrip())]
    widths = [sum(map(_width, cell)) for cell in cells]
    first, last = _window(widths, min(marked, default=0))
    below = "".join(_below(cell, place in marked) for place, cell in enumerate(cells[first:last], first))
    left, right = "…" if first else "", "…" if last < len(cells) else ""
    return left + "".join(cells[first:last]) + right, " " * len(left) + below.rstrip()


def _window(widths: list[int], mark: int) -> tuple[int, int]:
    """The cells that are shown: all, or as many as fit with the mark near the left."""
    if sum(widths) <= WIDTH:
        return 0, len(widths)
    first = last = min(mark, len(widths) - 1)
    room = LEFT
    while first > 0 and room >= widths[first - 1]:
        first -= 1
        room -= widths[first]
    room = WIDTH - sum(widths[first:last])
    while last < len(widths) and room >= widths[last]:
        room -= widths[last]
        last += 1
    return first, last


def _seen(character: str) -> str:
    """A character that shows as it is, or by its number: one that hides or turns text would do so in a log too."""
    if character == "\t":
        return "    "
    return character if character.isprintable() else f"<U+{ord(character):04X}>"


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _below(cell: str, marked: bool) -> str:
    signs = ("", "^", "＾") if marked else ("", " ", "\u3000")
    return "".join(signs[_width(ch)] for ch in cell)
