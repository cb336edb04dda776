"""XLS files made by hand: a compound file (MS-CFB) with one stream of BIFF8 records (MS-XLS), texts and numbers only."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
END, FAT_SECTOR, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
Cell = str | float | None


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row: int, place: int, value: Cell) -> bytes:
    at = struct.pack("<HHH", row, place, 0)
    if value is None:
        return b""
    if isinstance(value, str):
        return _record(0x0204, at + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, at + struct.pack("<d", value))


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _stream(name: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    width = max(len(row) for row in rows)
    sheet = _begin(0x0010) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    sheet += b"".join(_cell(number, place, value) for number, row in enumerate(rows) for place, value in enumerate(row)) + _record(0x000A)
    title = struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    head = _begin(0x0005) + _record(0x0042, struct.pack("<H", 1200)) + _record(0x00E0, bytes(20))
    offset = len(head) + 4 + 4 + len(title) + 4
    return head + _record(0x0085, struct.pack("<I", offset) + title) + _record(0x000A) + sheet


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    plain = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", plain, len(plain), kind, 1, FREE, FREE, child, bytes(16), 0, 0, 0, start, size
    )  # fmt: skip


def xls(rows: Sequence[Sequence[Cell]], name: str = "处罚") -> bytes:
    """A workbook of one sheet, as Excel 97 to 2003 kept it."""
    stream = _stream(name, rows)
    size = max(len(stream), 4096)
    sectors = -(-size // SECTOR)
    stream = stream.ljust(sectors * SECTOR, b"\0")
    assert sectors + 2 <= SECTOR // 4
    links = [FAT_SECTOR, END, *range(3, sectors + 2), END]
    table = struct.pack(f"<{len(links)}I", *links).ljust(SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, size)
    folder = folder.ljust(SECTOR, b"\0")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6),
        0, 1, 1, 0, 4096, END, 0, END, 0,
    )  # fmt: skip
    return header + struct.pack("<I", 0) + b"\xff" * 4 * 108 + table + folder + stream
