"""What is packed in a file: gzip, brotli and zip (workbooks, OFD), and the texts and metadata of PDF files and pictures.

What cannot be unpacked raises Unread, for nobody can say that it holds nothing.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import brotli

from publish.attachments.asking import reader
from publish.attachments.reading import Reading

MOST = 512 * 1024 * 1024  # bytes that one file may unfold to
GZIP = 31  # zlib's sign for a gzip header
CHUNK = 1 << 16
ATTACHMENTS = ((b"%PDF", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
OFD = b"OFD.xml"


class Unread(Exception):
    """A file that cannot be looked into; the message says why, in Chinese."""


def unpacked(path: str, raw: bytes) -> Iterator[tuple[str, str, bytes]]:
    """(how it was unpacked, name, bytes) of each file in a packed one. Raises Unread."""
    try:
        if raw[:2] == b"\x1f\x8b":
            yield "解压后", path.removesuffix(".gz"), _gunzipped(raw)
        elif path.endswith(".br"):
            yield "解压后", path.removesuffix(".br"), _unbrotlied(raw)
        elif raw[:4] == b"PK\3\4":
            yield from _members(raw)
    except (zlib.error, brotli.error, zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unread(f"解压不了（{type(error).__name__}）") from None


def read(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """(where, text) of what a reader of PDF files, OFD or pictures shows of a file. Raises Unread."""
    kind = next((kind for start, kind in ATTACHMENTS if raw.startswith(start)), "")
    if not kind and raw[:4] == b"PK\3\4" and OFD in raw:
        kind = "ofd"
    if kind:
        reading = Reading.unpacked(reader().read(kind, raw))
        if reading.faults:
            raise Unread(reading.faults[0][1].partition("；")[0].partition("，没有检查")[0])
        yield from ((f"附件的{where}", text.encode()) for where, text in reading.parts)


def _gunzipped(raw: bytes) -> bytes:
    found = b""
    while raw:  # several packed files may stand one behind the other
        unpacker = zlib.decompressobj(GZIP)
        found += unpacker.decompress(raw, MOST - len(found))
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise Unread("解压后太大，或压缩包不完整")
        raw = unpacker.unused_data.lstrip(b"\0")
    return found


def _unbrotlied(raw: bytes) -> bytes:
    unpacker = brotli.Decompressor()
    found = b""
    for at in range(0, len(raw), CHUNK):
        found += unpacker.process(raw[at : at + CHUNK])
        if len(found) > MOST:
            raise Unread("解压后太大")
    if not unpacker.is_finished():
        raise Unread("压缩包不完整")
    return found


def _members(raw: bytes) -> Iterator[tuple[str, str, bytes]]:
    room = MOST
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        yield "包里的文件名", "", "\n".join(archive.namelist()).encode() + b"\n" + archive.comment
        for entry in archive.infolist():
            with archive.open(entry) as file:
                content = file.read(room + 1)
            room -= len(content)
            if room < 0:
                raise Unread("解压后太大")
            yield f"包里的 {entry.filename}", entry.filename, content
