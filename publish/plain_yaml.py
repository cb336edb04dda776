"""The YAML that nearly every decision is written in, read at once: one field a line, every value plain.

`read` answers what `publish.strict_yaml` would answer, or None where there is the least doubt; then the strict reader reads.
It takes fields and lists by indentation, values on one line, plain or in double quotes without a backslash, lists of words or
such quotes in brackets. It takes no comment, blank line, anchor, tag, other quote, text of several lines, field without
content or with a placeholder for one, field that stands twice, or anything else. What it does not tell is on which line a
field stands: that is needed for findings alone, and the strict reader is asked for it then.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from publish.fields import EMPTY_WORDS

MOST_LINES = 400  # longer ones are rare, and may be meant to keep somebody waiting
HEAD = re.compile(r"( {0,20})(- )?([a-z][a-z0-9_]{0,40})")  # what stands before the colon
SPECIAL = frozenset(" \"-?:,[]{}#&*!|>'%@`")  # a value that begins with one of these is not plain
ITEM = re.compile(r'[^\W_][\w-]*+|"[^"]*+"')
LIST = re.compile(rf"\[(?:(?:{ITEM.pattern})(?:, (?:{ITEM.pattern}))*+)?+\]")
MOST_DEEP = 6
DASH = 2  # columns that a dash and its blank take
Head = tuple[int, bool, str]  # column, whether it begins an entry of a list, name of the field
Outer = list[tuple[Any, int]]  # the blocks around the innermost, with their columns


class Doubt(Exception):
    """The strict reader has to look."""


def read(text: str) -> dict[str, Any] | None:
    """The mapping that a text is, every scalar as text; None where the strict reader has to look.

    `text` must be clean (`publish.fields.clean`) and end with a line end.
    """
    lines = text.split("\n")
    if lines.pop() or len(lines) > MOST_LINES or "\\" in text or ("#" in text and " #" in text) or " \n" in text:
        return None
    try:
        return _mapping(lines)
    except Doubt:
        return None


def _mapping(lines: list[str]) -> dict[str, Any]:
    top: dict[str, Any] = {}
    block: Any = top
    column, waiting, listed = 0, "", False  # `waiting`: the field of `block` whose content is below it; `listed`: it is a list of values
    outer: Outer = []
    for line in lines:
        before, colon, written = line.partition(": ")
        at, dash, name = _head(before) if colon else _head(line[:-1]) if line[-1:] == ":" else _item(line)
        if waiting or dash or listed or at != column:
            block, column = _place(block, column, outer, waiting, at, dash, name)
            waiting, listed = "", dash and not name
        if not name:
            written = line[at + DASH :]
        elif name in block:
            raise Doubt
        elif not colon:
            waiting = name
            continue
        value = _meant(written) if written[0] in SPECIAL or ":" in written or written in EMPTY_WORDS else written
        if name:
            block[name] = value
        else:
            block.append(value)
    if waiting:
        raise Doubt
    return top


@lru_cache(maxsize=1024)  # only what is a head is kept
def _head(text: str) -> Head:
    """What stands before a colon."""
    match = HEAD.fullmatch(text)
    if match is None:
        raise Doubt
    return len(match[1]), match[2] is not None, match[3]


def _item(line: str) -> Head:
    """An entry of a list that is a value: without a name."""
    at = len(line) - len(line.lstrip(" "))
    if not line.startswith("- ", at):
        raise Doubt
    return at, True, ""


def _place(block: Any, column: int, outer: Outer, waiting: str, at: int, dash: bool, name: str) -> tuple[Any, int]:
    """The innermost block with its column where a line begins another one or goes back to one."""
    if waiting:
        if at <= column or len(outer) > MOST_DEEP:
            raise Doubt
        inner: Any = [] if dash else {}
        block[waiting] = inner
        outer.append((block, column))
        block, column = inner, at
    while at < column:
        block, column = outer.pop()
    if at != column or isinstance(block, list) is not dash:
        raise Doubt
    if dash and name:
        entry: dict[str, Any] = {}
        block.append(entry)
        outer.append((block, column))
        return entry, at + DASH
    return block, column


def _meant(written: str) -> str | list[str]:
    """What a value means that is not simply plain."""
    if written[0] == "[" and LIST.fullmatch(written):
        items = [one.strip('"').strip() for one in ITEM.findall(written)]
        if "" in items or not EMPTY_WORDS.isdisjoint(items):
            raise Doubt
        return items
    if written[0] == '"' and len(written) > 1 and written.find('"', 1) == len(written) - 1:
        written = written[1:-1].strip()
    elif written[0] in SPECIAL or written[-1] == ":" or ": " in written:
        raise Doubt
    if not written or written in EMPTY_WORDS:
        raise Doubt
    return written
