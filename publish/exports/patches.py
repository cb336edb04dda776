"""Files with a line for each decision, brought up to a few changes: what stays is taken from the file of the last build as it is.

A file is told as `{new, agencies}`, all its records in order with their agencies, or with a patch to the file before, which
says besides: `kept`, the lines of that file; `gone`, the places of its lines that go (a head does not count); `at`, for each
new record the place of the old line that comes after it. Both make the same bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from typing import Any

Place = tuple[str, str]  # day of the decision, id: the order of the lines
Patch = dict[str, Any]


def lines_of(content: bytes) -> list[bytes]:
    """The lines of JSON Lines, each with its end."""
    return [line + b"\n" for line in content.split(b"\n")[:-1]]


def rows_of(content: bytes) -> list[bytes]:
    """The rows of a CSV (RFC 4180), the head among them, each with its end: a cell in quotes may hold line ends itself."""
    rows: list[bytes] = []
    within = False  # a cell in quotes
    for piece in content.split(b"\r\n")[:-1]:
        if within:
            rows[-1] += piece + b"\r\n"
        else:
            rows.append(piece + b"\r\n")
        within ^= piece.count(b'"') % 2 == 1
    return rows


def patch(kept: list[bytes], before: Sequence[Place], gone: Container[str], new: Iterable[Place]) -> Patch:
    """A patch. `before`: the places of the kept file's lines; `gone`: ids whose lines go; `new`: places of the new records, in order."""
    places = [number for number, (_, ident) in enumerate(before) if ident in gone]
    return {"kept": kept, "gone": places, "at": [bisect_left(before, place) for place in new]}


def patched(about: dict[str, Any], new: list[bytes], head: int = 0) -> bytes:
    """The bytes of a file. `new`: the lines of the new records; `head`: the number of its first lines that are no record's."""
    if "kept" not in about:
        return b"".join(new)
    lines = [*about["kept"]]
    for place in about["gone"]:
        lines[place + head] = b""
    for place, line in reversed([*zip(about["at"], new, strict=True)]):
        lines.insert(place + head, line)
    return b"".join(lines)
