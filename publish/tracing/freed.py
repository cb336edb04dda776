"""Whether what was deleted from an SQLite file is gone from its bytes: pages that are free are empty, no journal is left.

`secure_delete` overwrites what is deleted; a file that was ever written without it, or a journal of a build that was killed, may hold
records that nobody knows the terms of any more. Format: sqlite.org/fileformat2.html, sections 1.3 and 1.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

MAGIC = b"SQLite format 3\0"
MORE = 1 << 24  # pages that a file may have had more before: four bytes of text are a greater number
BESIDE = ("-journal", "-wal")


def leftovers(path: Path) -> Iterator[tuple[str, int, str]]:
    """(file name, first byte, what is there in Chinese) of what may hold something deleted. Raises OSError."""
    for ending in BESIDE:
        beside = path.with_name(path.name + ending)
        if beside.exists() and any(beside.read_bytes()):
            yield beside.name, 0, "没有做完的构建留下的日志"
    raw = path.read_bytes()
    if raw.startswith(MAGIC):
        yield from ((path.name, at, "空闲页里留有内容") for at in _full(raw))


def _full(raw: bytes) -> Iterator[int]:
    """Where free pages lie that hold something."""
    size = int.from_bytes(raw[16:18]) or 65536
    size = 65536 if size == 1 else size
    trunk, seen = int.from_bytes(raw[32:36]), set()
    while trunk and trunk not in seen and trunk * size <= len(raw):
        seen.add(trunk)
        page = raw[(trunk - 1) * size : trunk * size]
        count = min(int.from_bytes(page[4:8]), size // 4 - 2)
        rest = page[8 + 4 * count :]  # numbers of pages that were free before may be left here
        if any(int.from_bytes(rest[at : at + 4]) > len(raw) // size + MORE for at in range(0, len(rest), 4)):
            yield (trunk - 1) * size + 8 + 4 * count
        for place in range(count):
            leaf = int.from_bytes(page[8 + 4 * place : 12 + 4 * place])
            if any(raw[(leaf - 1) * size : leaf * size]):
                yield (leaf - 1) * size
        trunk = int.from_bytes(page[:4])
