"""The ways in which a reader, or a program, may take the bytes of a file: one after the other, each with how it was read.

As they are; with the escapes of HTML, JSON and addresses undone, as often as they are nested; without marks; and whatever is packed
in them (`packed`), the same way again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from publish.tracing.packed import Unread, read, unpacked

View = tuple[str, bytes]  # how the bytes of the file were read (Chinese, "" as they are), what was read
DEPTH = 4  # packed files in packed files
NESTED = 3  # escapes in escapes
TAG = re.compile(rb"<[^<>]*>")
IN_WORD = re.compile(rb"</?(?:mark|b|i|em|strong|span|a|u|s|font|wbr|sub|sup|small|tspan)\b[^<>]*>")  # marks that end no word
USUAL = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&#34;", b'"'), (b"&#39;", b"'"), (b"&amp;", b"&"))
QUOTES = (b"&quot;", b"&#34;", b"&#39;")  # which stand in attributes, that are gone with the marks
ENTITY = re.compile(rb"&(?:#[0-9xX]|[A-Za-z][A-Za-z0-9]{1,30};)")
UNICODE = re.compile(rb"(?:\\+u[0-9a-fA-F]{4})+")
LINE_END = re.compile(rb"\\+[nrt]")
PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")


def views(path: str, raw: bytes, depth: int = DEPTH, same: bytes = b"") -> Iterator[View]:
    """Everything that can be read in a file. `path`: its name, which tells how it is packed where its bytes do not. Raises Unread.

    `same`: bytes that were looked at already.
    """
    yield "", raw
    for how, inner, content in unpacked(path, raw):
        if content == same:
            continue
        if depth == 0:
            raise Unread("压缩包套得太深")
        yield from ((" ".join(filter(None, (how, view))), one) for view, one in views(inner, content, depth - 1))
    yield from read(raw)
    if b"\0" not in raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from undone(raw)


def undone(raw: bytes) -> Iterator[View]:
    """A text without escapes and marks, where it has some; one in another encoding as UTF-8."""
    text = _utf8(raw)
    if text is not raw:
        yield "转为 UTF-8 后", text
    plain, unusual = text, False
    for _ in range(NESTED):
        before = plain
        plain, odd = _unescaped(plain)
        unusual |= odd
        if plain == before:
            break
    if unusual:
        yield "还原转义后", plain
    if b"<" in plain or plain != text:
        yield "去掉标记后", TAG.sub(b"\n", IN_WORD.sub(b"", plain))  # a name ends where a cell does: see `locating`


def _utf8(raw: bytes) -> bytes:
    """The same bytes where they are UTF-8, or no text that can be told."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        encodings = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("gb18030",)
        for encoding in encodings:
            try:
                return raw.decode(encoding).encode("utf-8", "replace")
            except UnicodeDecodeError:
                continue
    return raw


def _unescaped(raw: bytes) -> tuple[bytes, bool]:
    """One layer of escapes less, and whether it was one that may stand within a mark."""
    unusual = False
    if b"&" in raw:
        unusual = any(one in raw for one in QUOTES)
        for escape, meant in USUAL:
            raw = raw.replace(escape, meant)
        if ENTITY.search(raw):
            unusual, raw = True, html.unescape(raw.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if b"\\" in raw:
        raw, count = UNICODE.subn(_units, raw)
        unusual |= count > 0
        raw = LINE_END.sub(b"\n", raw)
    if b"%" in raw and PERCENT.search(raw):
        unusual, raw = True, unquote_to_bytes(raw)
    return raw, unusual


def _units(match: re.Match[bytes]) -> bytes:
    units = bytes.fromhex(match[0].translate(None, b"\\u").decode())
    return units.decode("utf-16-be", "replace").encode()
