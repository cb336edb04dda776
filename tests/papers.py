"""Attachments for tests, made in memory: real PDF, OFD, PNG and JPEG files with given texts in given places."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

OFD_NAMESPACE = "http://www.ofdspec.org/2016"
Change = Callable[[pikepdf.Pdf], None]


def font(document: pikepdf.Pdf) -> Any:
    """A Chinese font by name: every reader has one for it."""
    about = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"),
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=4),
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6, FontBBox=[-25, -254, 1000, 880], ItalicAngle=0,
            Ascent=880, Descent=-120, CapHeight=880, StemV=93,
        ),
    )  # fmt: skip
    whole = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UTF16-H"),
        DescendantFonts=Array([document.make_indirect(about)]),
    )  # fmt: skip
    return document.make_indirect(whole)


def shown(text: str, x: int = 72, y: int = 760, state: str = "") -> bytes:
    """Operators that show a text, a line below the other; `state`: operators before, such as a colour."""
    lines = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -16 Td" for line in text.split("\n"))
    return f"q {state} BT /F1 12 Tf {x} {y} Td {lines} ET Q\n".encode()


def add_page(document: pikepdf.Pdf, content: bytes) -> Any:
    """One more A4 page."""
    page = document.add_blank_page(page_size=(595, 842))
    page.Contents = document.make_stream(content)
    if "/PlainFont" not in document.Root:
        document.Root.PlainFont = font(document)
    page.Resources = Dictionary(Font=Dictionary(F1=document.Root.PlainFont))
    return page.obj


def pdf(*pages: str | bytes, change: Change | None = None, **saving: Any) -> bytes:
    """A PDF with a page for each text (or operators), then changed; `saving`: as `pikepdf.Pdf.save` takes it."""
    document = pikepdf.new()
    for page in pages or ("附件",):
        add_page(document, shown(page) if isinstance(page, str) else page)
    if change:
        change(document)
    saved = BytesIO()
    document.save(saved, **{"static_id": True, "fix_metadata_version": False, **saving})
    return saved.getvalue()


def write(path: Path, text: str) -> None:
    """A file of the type that its name says, which holds a text: on its page, or in its comment."""
    made = {
        ".pdf": lambda: pdf(text),
        ".ofd": lambda: ofd(text),
        ".png": lambda: png(chunk(b"tEXt", b"Comment\0" + text.encode())),
        ".jpg": lambda: jpeg(segment(0xFE, text.encode())),
    }
    path.write_bytes(made[path.suffix.lower()]())


def saved_over(before: bytes, number: int, content: str) -> bytes:
    """A PDF whose object of a number was replaced by an update at its end: what it was is still there."""
    at = len(before)
    start = int(before[before.rindex(b"startxref") + 9 :].split()[0])
    root = " ".join(name.decode() for name in re.findall(rb"/(?:Root|Info) \d+ \d+ R", before)[-2:])
    one = f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = f"xref\n{number} 1\n{at:010} 00000 n \ntrailer\n<< /Size 99 {root} /Prev {start} >>\n".encode()
    return before + one + table + f"startxref\n{at + len(one)}\n%%EOF\n".encode()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(*chunks: bytes, size: tuple[int, int] = (4, 4), behind: bytes = b"") -> bytes:
    """A small PNG with more chunks before its end; `size`: what its header says."""
    saved = BytesIO()
    Image.new("RGB", (4, 4), "white").save(saved, "PNG")
    plain = saved.getvalue()
    header = chunk(b"IHDR", size[0].to_bytes(4) + size[1].to_bytes(4) + plain[24:29])
    return plain[:8] + header + plain[33:-12] + b"".join(chunks) + plain[-12:] + behind


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def jpeg(*segments: bytes, behind: bytes = b"", **saving: Any) -> bytes:
    """A small JPEG with more segments at its beginning; `saving`: as Pillow takes it (`exif`)."""
    saved = BytesIO()
    Image.new("RGB", (16, 16), "white").save(saved, "JPEG", **saving)
    plain = saved.getvalue()
    return plain[:2] + b"".join(segments) + plain[2:] + behind


def exif(tag: int, value: Any, block: int | None = None) -> bytes:
    """An EXIF block with one tag, in one of its inner blocks where that is named."""
    made = Image.Exif()
    (made.get_ifd(block) if block else made)[tag] = value
    return made.tobytes()


def ofd(*pages: str, files: dict[str, str | bytes] | None = None) -> bytes:
    """An OFD with a page for each text, each character on its own where a line ends, and more files."""
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", f'<ofd:OFD xmlns:ofd="{OFD_NAMESPACE}"><ofd:DocBody/></ofd:OFD>')
        for number, text in enumerate(pages):
            codes = "".join(f'<ofd:TextCode X="0" Y="4" DeltaX="4 4 4">{line}</ofd:TextCode>' for line in text.split("\n"))
            archive.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", f'<ofd:Page xmlns:ofd="{OFD_NAMESPACE}">{codes}</ofd:Page>')
        for name, content in (files or {}).items():
            archive.writestr(name, content)
    return saved.getvalue()
