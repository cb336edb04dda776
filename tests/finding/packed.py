"""Every text that some files can hold, in whatever way Whoosh writes: as they are, in UTF-16, deflated, pickled."""

from __future__ import annotations

import pickletools
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

DEFLATED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
PICKLED = re.compile(rb"\x80[\x02-\x05]")


def contents(folder: Path) -> str:
    """The names and all the bytes of the files below a folder, unpacked and decoded."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\0".join([path.as_posix() for path in folder.rglob("*")] + [text for path in files for text in _decoded(path.read_bytes())])


def _decoded(raw: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield raw.decode(encoding, "replace")
        yield raw[1:].decode(encoding, "replace")
    for match in DEFLATED.finditer(raw):
        try:
            unpacked = zlib.decompressobj().decompress(raw[match.start() :])
        except zlib.error:
            continue
        yield from _decoded(unpacked)
    for match in PICKLED.finditer(raw):
        try:
            for _, argument, _ in pickletools.genops(raw[match.start() :]):
                yield argument.decode("utf-8", "replace") if isinstance(argument, bytes) else str(argument)
        except ValueError:
            continue
