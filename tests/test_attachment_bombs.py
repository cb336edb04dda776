"""Attachments made to break whoever reads them: each ends within ten seconds, in a reading or in a fault, and harms no other file."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from publish.attachments.asking import Reader
from publish.attachments.reading import MOST_BYTES, MOST_TEXT, Reading
from tests.content import PROJECT
from tests.papers import chunk, exif, jpeg, ofd, pdf, png, segment, shown

PDF_HEAD = "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
PDF_TAIL = "\ntrailer <</Root 1 0 R>>\n%%EOF\n"
PAGE = "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n"


def written(objects: str, pages: str = "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n", tail: str = PDF_TAIL) -> bytes:
    """A PDF by hand, without a table of its objects: readers have to look for them."""
    return (PDF_HEAD + pages + objects + tail).encode("latin-1")


def folded(unit: bytes, size: int, times: int = 2) -> bytes:
    """`size` bytes of a repeated unit, compressed, and compressed again. One block is compressed, the rest are copies (RFC 1950, 1951)."""
    block = unit * (1_000_000 // len(unit))
    count, packer, proof = size // len(block), zlib.compressobj(9, wbits=-zlib.MAX_WBITS), zlib.adler32(b"")
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(count):
        proof = zlib.adler32(block, proof)
    content = b"\x78\xda" + piece * count + b"\x03\0" + proof.to_bytes(4)
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def with_stream(content: bytes, as_what: str, times: int = 2) -> bytes:
    """A PDF with a compressed stream as its page's content, or as metadata."""
    about = f"/Length {len(content)}/Filter[{'/FlateDecode' * times}]" + ("/Type/Metadata/Subtype/XML" if as_what == "metadata" else "")
    font = "/Resources<</Font<</F1 <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = PAGE.replace("/Parent", f"{font}/Contents 4 0 R/Parent")
    return written(f"{page}4 0 obj <<{about}>> stream\n{content.decode('latin-1')}\nendstream endobj\n")


def forms_in_forms(levels: int, width: int) -> bytes:
    """A page that draws a form, which draws ten others, and so on."""

    def change(document: pikepdf.Pdf) -> None:
        inner = None
        for _ in range(levels):
            form = document.make_stream(b"/F Do " * width if inner is not None else shown("x"))
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
            form.Resources = Dictionary(Font=Dictionary(F1=document.Root.PlainFont))
            if inner is not None:
                form.Resources.XObject = Dictionary(F=inner)
            inner = form
        document.pages[0].obj.Resources.XObject = Dictionary(F=inner)

    return pdf(b"/F Do", change=change)


def notes(count: int) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        one = [document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=[0, 0, 9, 9])) for _ in range(count)]
        document.pages[0].obj.Annots = Array(one)

    return pdf(change=change)


def nested_pages(depth: int) -> bytes:
    tree = [f"{number} 0 obj <</Type/Pages/Kids[{number + 1} 0 R]/Count 1>> endobj\n" for number in range(4, depth)]
    return written(PAGE + "".join(tree) + f"{depth} 0 obj null endobj\n", "2 0 obj <</Type/Pages/Kids[4 0 R]/Count 1>> endobj\n")


def object_stream() -> bytes:
    packed = folded(b"<</A 1>> ", 1_200_000_000, 1).decode("latin-1")
    head = f"9 0 obj <</Type/ObjStm/N 100000/First 10/Filter/FlateDecode/Length {len(packed)}>> stream\n"
    table = "10 0 obj <</Type/XRef/Size 99/W[1 1 1]/Root 1 0 R/Length 9>> stream\n\x02\x09\x00\x02\x09\x01\x02\x09\x02\nendstream endobj\n"
    return written(PAGE + head + packed + "\nendstream endobj\n" + table)


def zipped(entries: int = 1, size: int = 0, content: bytes = b"<a>x</a>") -> bytes:
    """An OFD with more entries, the first of a size."""
    saved = BytesIO(ofd("x"))
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            with archive.open(f"Doc_0/a{number}.xml", "w", force_zip64=True) as file:
                for _ in range(size // 1_000_000 + 1):
                    file.write(content * (1_000_000 // len(content) if size else 1))
    return saved.getvalue()


def looped_exif() -> bytes:
    """A directory that names itself as its next one and as its inner one, with values larger than the file."""
    entries = b"".join(tag.to_bytes(2) + b"\0\x04\0\0\0\1\0\0\0\x08" for tag in (0x8769, 0x8825, 0xA005))
    entries += b"\x01\x0e\0\2\x7f\xff\xff\xff\0\0\0\x08"
    return b"Exif\0\0MM\0*\0\0\0\x08\0\4" + entries + b"\0\0\0\x08"


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page of more than a gigabyte": ("pdf", lambda: with_stream(folded(b"0 0 m ", 1_200_000_000, 3), "page", 3)),
    "a page of ten million words": ("pdf", lambda: with_stream(folded(b"BT (aaaaaaaaaa) Tj ET ", 200_000_000), "page")),
    "a page of endless brackets": ("pdf", lambda: with_stream(folded(b"[", 100_000_000), "page")),
    "metadata of more than a gigabyte": ("pdf", lambda: with_stream(folded(b">a<b", 1_200_000_000, 3), "metadata", 3)),
    "metadata of entities": ("pdf", lambda: with_stream(folded(b">&amp;&#49;<", 100_000_000), "metadata")),
    "an object stream of a gigabyte": ("pdf", object_stream),
    "forms in forms": ("pdf", lambda: forms_in_forms(12, 10)),
    "deep forms": ("pdf", lambda: forms_in_forms(5000, 1)),
    "twenty thousand pages": ("pdf", lambda: pdf(*[b""] * 20_000)),
    "a thousand full pages": ("pdf", lambda: pdf(*["决定书的文字很多很多" * 40] * 1000)),
    "two milliard pages": ("pdf", lambda: written(PAGE, "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 2000000000>> endobj\n")),
    "a page a million times": (
        "pdf",
        lambda: written(PAGE, f"2 0 obj <</Type/Pages/Kids[{'3 0 R ' * 1_000_000}]/Count 1000000>> endobj\n"),
    ),
    "nested pages": ("pdf", lambda: nested_pages(100_000)),
    "pages in a circle": ("pdf", lambda: written(PAGE, "2 0 obj <</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>> endobj\n")),
    "a table that follows itself": (
        "pdf",
        lambda: pdf().replace(b"/Root", b"/Prev 15 /Root") + b"\nxref\n0 0\ntrailer <</Prev 9>>\nstartxref\n9\n%%EOF",
    ),
    "brackets in an object": ("pdf", lambda: written(PAGE + "4 0 obj " + "[" * 5_000_000 + " endobj\n")),
    "dictionaries in an object": ("pdf", lambda: written(PAGE + "4 0 obj " + "<</A " * 2_000_000 + " endobj\n")),
    "a million objects": ("pdf", lambda: written(PAGE + "".join(f"{number} 0 obj(a)endobj\n" for number in range(4, 900_000)))),
    "strings without end": ("pdf", lambda: written(PAGE + "(" * 10_000_000)),
    "a hundred thousand notes": ("pdf", lambda: notes(100_000)),
    "saved five thousand times": ("pdf", lambda: pdf() + b"%%EOF\n" * 5000),
    "seven large saves": ("pdf", lambda: b"".join([pdf(*["字" * 300] * 150)] * 7)),
    "headers alone": ("pdf", lambda: b"%PDF-1.4\n" * 2_000_000 + b"%%EOF"),
    "a picture of milliards of points": ("png", lambda: png(size=(2**31 - 1, 2**31 - 1))),
    "a picture that unfolds": ("png", lambda: png(chunk(b"IDAT", folded(b"\0", 200_000_000, 1)), size=(10_000, 10_000))),
    "a comment that unfolds": ("png", lambda: png(chunk(b"zTXt", b"a\0\0" + folded(b"1", 100_000_000, 1)))),
    "a million chunks": ("png", lambda: png(chunk(b"tEXt", b"a\x001") * 1_000_000)),
    "a chunk of digits": ("png", lambda: png(chunk(b"tEXt", b"Raw profile type exif\0" + b"00" * 9_000_000))),
    "a JPEG of milliards of points": ("jpg", lambda: jpeg(segment(0xC0, b"\x08\xff\xff\xff\xff\1\1\x11\0"))),
    "a million segments": ("jpg", lambda: jpeg(segment(0xFE, b"1") * 1_000_000)),
    "JPEGs behind JPEGs": ("jpg", lambda: jpeg(behind=jpeg() * 20_000)),
    "markers without end": ("jpg", lambda: b"\xff\xd8" + b"\xff" * 15_000_000),
    "EXIF in a circle": ("jpg", lambda: jpeg(segment(0xE1, looped_exif()))),
    "an EXIF comment of zeros": ("jpg", lambda: jpeg(*[segment(0xE1, exif(0x9286, b"\0" * 60_000, 0x8769))] * 200)),
    "IPTC of marks": ("jpg", lambda: jpeg(*[segment(0xED, b"\x1c\x02\x78\0\0" * 13_000)] * 200)),
    "XMP of brackets": ("jpg", lambda: jpeg(*[segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b'="<' * 20_000)] * 200)),
    "an OFD of a hundred megabytes": ("ofd", lambda: zipped(1, 100_000_000)),
    "an OFD of many texts": ("ofd", lambda: zipped(1, 60_000_000)),
    "an OFD of brackets": ("ofd", lambda: zipped(1, 60_000_000, b"<")),
    "an OFD of twenty thousand files": ("ofd", lambda: zipped(20_000)),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    one = Reader()
    one.read("png", png())
    yield one
    one.close()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_keeps_nobody_waiting(reader: Reader, name: str) -> None:
    kind, made = BOMBS[name]
    data = made()
    assert len(data) <= MOST_BYTES
    begin = time.monotonic()
    reading = Reading.unpacked(reader.read(kind, data))
    assert time.monotonic() - begin < 10
    assert {code for code, _ in reading.faults} <= {"load.size", "load.type"}
    assert sum(len(text) for _, text in reading.parts) <= MOST_TEXT
    assert Reading.unpacked(reader.read("pdf", pdf("平常的附件"))).parts == [("第 1 页", "平常的附件")]


def running(parent: int) -> list[int]:
    """The processes that a process started."""
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()]


def test_a_crash_is_a_fault_of_its_file_alone(reader: Reader) -> None:
    assert reader.process
    server = reader.process.pid
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(reader.read, "ofd", zipped(1, 60_000_000))
        while not (forks := running(server)):
            time.sleep(0.01)
        os.kill(forks[0], signal.SIGSEGV)
        faults = Reading.unpacked(waiting.result()).faults
    assert [code for code, _ in faults] == ["load.type"]
    assert reader.process.pid == server
    assert Reading.unpacked(reader.read("pdf", pdf("平常的附件"))).parts == [("第 1 页", "平常的附件")]


def test_a_reading_process_that_is_gone_is_started_again(reader: Reader) -> None:
    assert reader.process
    os.kill(reader.process.pid, signal.SIGKILL)
    assert Reading.unpacked(reader.read("pdf", pdf("平常的附件"))).parts == [("第 1 页", "平常的附件")]


def test_what_reads_attachments_can_write_no_file_and_ends_with_its_builder() -> None:
    code = (
        "import subprocess, sys, time\n"
        "from publish.attachments.asking import Reader\n"
        "one = Reader(); one.read('png', b'x'); print(one.process.pid, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE) as builder:
        assert builder.stdout
        server = int(builder.stdout.readline())
        limits = Path(f"/proc/{server}/limits").read_text("ascii")
        assert re.search(r"Max file size +0 +0 ", limits)
        builder.kill()
    for _ in range(500):
        if not Path(f"/proc/{server}/cmdline").exists() or not Path(f"/proc/{server}/cmdline").read_bytes():
            return
        time.sleep(0.01)
    raise AssertionError("the process goes on")
