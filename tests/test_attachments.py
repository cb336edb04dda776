"""What is read from attachments: a number in any place that a reader of the file could find, and files that cannot be looked at."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from publish.attachments import child
from publish.attachments.asking import Reader
from publish.attachments.reading import Reading
from publish.detectors import leaks
from tests import papers
from tests.papers import chunk, exif, jpeg, ofd, pdf, png, segment, shown

NUMBER = "11010519491231002X"
ONE_A_LINE = "\n".join(NUMBER)
XMP = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description dc:title="关于"><dc:creator>{NUMBER}</dc:creator></rdf:Description></x:xmpmeta>'
)


def on_page(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    """A change: a note on the first page."""

    def change(document: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=[50, 50, 90, 90], **entries)
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return change


def note_that_shows(document: pikepdf.Pdf, flags: int = 0) -> None:
    """A stamp whose picture holds the number, and that says nothing else."""
    look = document.make_stream(shown(NUMBER, 2, 2))
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 20])
    look.Resources = Dictionary(Font=Dictionary(F1=document.Root.PlainFont))
    on_page(Subtype=Name.Stamp, F=flags, AP=Dictionary(N=look))(document)


def field(document: pikepdf.Pdf) -> None:
    """A form field that was filled in."""
    one = document.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String(NUMBER), Rect=[9, 9, 99, 29])
    )
    document.Root.AcroForm = Dictionary(Fields=Array([one]))
    document.pages[0].obj.Annots = Array([one])


def properties(document: pikepdf.Pdf, value: object = NUMBER) -> None:
    document.trailer.Info = document.make_indirect(Dictionary(Subject=value))


def metadata(document: pikepdf.Pdf, raw: bytes = XMP.encode()) -> None:
    document.Root.Metadata = document.make_stream(raw, Type=Name.Metadata, Subtype=Name.XML)


def bookmark(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"当事人 {NUMBER}", 0))


def hidden_layer(document: pikepdf.Pdf) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("层")))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    document.pages[0].obj.Resources.Properties = Dictionary(L=layer)


def photo(document: pikepdf.Pdf) -> None:
    picture = document.make_stream(jpeg(exif=exif(0x9286, b"ASCII\0\0\0" + NUMBER.encode(), 0x8769)))
    picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
    document.pages[0].obj.Resources.XObject = Dictionary(I=picture)


def removed_page() -> bytes:
    """A PDF of two pages whose list names the first alone."""
    plain = pdf("x", NUMBER, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return re.sub(rb"(/Kids \[ \d+ 0 R) \d+ 0 R", rb"\1      ", plain).replace(b"/Count 2", b"/Count 1")


def saved_over() -> bytes:
    """A PDF in which the number was replaced by a later save."""
    before = pdf("x", change=partial(properties, value=NUMBER), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(BytesIO(before)) as document:
        number = document.trailer.Info.objgen[0]
    after = papers.saved_over(before, number, "<< /Subject (nothing) >>")
    with pikepdf.open(BytesIO(after)) as document:
        assert document.docinfo["/Subject"] == "nothing"
    return after


def utf16(text: str) -> bytes:
    return b"UNICODE\0" + text.encode("utf-16-le")


def in_digits(raw: bytes) -> bytes:
    return b"Raw profile type exif\0\nexif\n 99\n" + raw.hex().encode()


def noise() -> bytes:
    return b"%PDF-1.4" + b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(5000)) + b"%%EOF"


def jump(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array())


def iptc(text: str) -> bytes:
    raw = text.encode()
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + (len(raw) + 5).to_bytes(4) + b"\x1c\x02\x78" + len(raw).to_bytes(2) + raw


PLACES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "the text layer": ("pdf", lambda: pdf(f"当事人身份证号码{NUMBER}。")),
    "the last of many pages": ("pdf", lambda: pdf(*["x"] * 60, NUMBER)),
    "over two lines": ("pdf", lambda: pdf("110105194912\n31002X")),
    "each character on its line": ("pdf", lambda: pdf(ONE_A_LINE)),
    "full-width digits": ("pdf", lambda: pdf("１１０１０５１９４９１２３１００２Ｘ")),
    "white text": ("pdf", lambda: pdf(shown(NUMBER, state="1 1 1 rg"))),
    "text that is not drawn": ("pdf", lambda: pdf(shown(NUMBER, state="3 Tr"))),
    "text outside the page": ("pdf", lambda: pdf(shown(NUMBER, 5000, 5000))),
    "text under a black bar": ("pdf", lambda: pdf(shown(NUMBER) + b"0 g 0 0 595 842 re f")),
    "a hidden layer": ("pdf", lambda: pdf(b"/OC /L BDC " + shown(NUMBER) + b" EMC", change=hidden_layer)),
    "moved piece by piece": ("pdf", lambda: pdf(shown("110105") + shown("19491231", 112) + shown("002X", 162))),
    "properties": ("pdf", lambda: pdf(change=properties)),
    "properties in UTF-16": ("pdf", lambda: pdf(change=lambda one: properties(one, "号" + NUMBER))),
    "properties in GB 18030": ("pdf", lambda: pdf(change=lambda one: properties(one, String(f"张三{NUMBER}".encode("gb18030"))))),
    "XMP of a PDF": ("pdf", lambda: pdf(change=metadata)),
    "XMP in UTF-16": ("pdf", lambda: pdf(change=lambda one: metadata(one, XMP.encode("utf-16")))),
    "XMP with entities": ("pdf", lambda: pdf(change=lambda one: metadata(one, XMP.replace("1949", "&#49;9&#x34;9").encode()))),
    "XMP that is no XML": ("pdf", lambda: pdf(change=lambda one: metadata(one, XMP[:-40].encode()))),
    "a note": ("pdf", lambda: pdf(change=on_page(Subtype=Name.Text, Contents=String(f"核对 {NUMBER}")))),
    "a note that shows it": ("pdf", lambda: pdf(change=note_that_shows)),
    "a hidden note that shows it": ("pdf", lambda: pdf(change=lambda one: note_that_shows(one, 2))),
    "a form field": ("pdf", lambda: pdf(change=field)),
    "a bookmark": ("pdf", lambda: pdf(change=bookmark)),
    "a photo on a page": ("pdf", lambda: pdf(change=photo)),
    "a page that was taken out": ("pdf", removed_page),
    "an earlier save": ("pdf", saved_over),
    "a PDF for print only": ("pdf", lambda: pdf(NUMBER, encryption=pikepdf.Encryption(owner="o", user=""))),
    "a linearized PDF": ("pdf", lambda: pdf(NUMBER, linearize=True)),
    "EXIF comment": ("jpg", lambda: jpeg(exif=exif(0x9286, b"ASCII\0\0\0" + NUMBER.encode(), 0x8769))),
    "EXIF comment in UTF-16": ("jpeg", lambda: jpeg(exif=exif(0x9286, utf16(f"身份证{NUMBER}"), 0x8769))),
    "EXIF description": ("jpg", lambda: jpeg(exif=exif(0x010E, NUMBER))),
    "Windows comment": ("jpg", lambda: jpeg(exif=exif(0x9C9C, f"张三{NUMBER}\0".encode("utf-16-le")))),
    "notes of the camera's maker": ("jpg", lambda: jpeg(exif=exif(0x927C, b"\0\1\2MAKER " + NUMBER.encode() + b"\0\xff", 0x8769))),
    "a broken EXIF block": ("jpg", lambda: jpeg(segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff" + NUMBER.encode()))),
    "XMP of a JPEG": ("jpg", lambda: jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP.encode()))),
    "IPTC": ("jpg", lambda: jpeg(segment(0xED, iptc(NUMBER)))),
    "IPTC with a length that reads as a digit": ("jpg", lambda: jpeg(segment(0xED, iptc(NUMBER + " " * 31)))),
    "a JPEG comment": ("jpg", lambda: jpeg(segment(0xFE, NUMBER.encode()))),
    "the preview behind a photo": ("jpg", lambda: jpeg(behind=jpeg(segment(0xFE, NUMBER.encode())))),
    "tEXt": ("png", lambda: png(chunk(b"tEXt", b"Comment\0" + NUMBER.encode()))),
    "zTXt": ("png", lambda: png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(NUMBER.encode())))),
    "iTXt": ("png", lambda: png(chunk(b"iTXt", "Title\0\1\0zh\0标题\0".encode() + zlib.compress(f"张三{NUMBER}".encode())))),
    "XMP of a PNG": ("png", lambda: png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP.encode()))),
    "EXIF of a PNG": ("png", lambda: png(chunk(b"eXIf", exif(0x010E, NUMBER).removeprefix(b"Exif\0\0")))),
    "a profile in digits": ("png", lambda: png(chunk(b"tEXt", in_digits(exif(0x010E, NUMBER))))),
    "a chunk of no standard": ("png", lambda: png(chunk(b"quJi", b"\0\1" + NUMBER.encode()))),
    "an OFD's page": ("ofd", lambda: ofd("x", f"当事人{NUMBER}")),
    "an OFD's page, character by character": ("ofd", lambda: ofd(ONE_A_LINE)),
    "an OFD's properties": ("ofd", lambda: ofd(files={"Doc_0/Document.xml": f"<ofd:Author>{NUMBER}</ofd:Author>"})),
    "an OFD's seal": ("ofd", lambda: ofd(files={"Doc_0/Signs/Sign_0/Seal.esl": b"\x30\x82\x12" + NUMBER.encode() + b"\0\xff"})),
    "an OFD's photo": ("ofd", lambda: ofd(files={"Doc_0/Res/1.jpg": jpeg(segment(0xFE, NUMBER.encode()))})),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    one = Reader()
    yield one
    one.close()


def numbers(reading: Reading) -> list[str]:
    """The places in which a number stands."""
    return [where for where, text in reading.parts if any(code == "privacy.id_number" for _, code, _ in leaks(text))]


@pytest.mark.parametrize(("kind", "made"), PLACES.values(), ids=PLACES.keys())
def test_a_number_is_found_in(reader: Reader, kind: str, made: Callable[[], bytes]) -> None:
    reading = Reading.unpacked(reader.read(kind, made()))
    assert numbers(reading)
    assert reading.faults == []


def test_the_page_is_told(reader: Reader) -> None:
    assert numbers(Reading.unpacked(reader.read("pdf", pdf("x", "x", NUMBER)))) == ["第 3 页"]
    assert numbers(Reading.unpacked(reader.read("ofd", ofd("x", NUMBER)))) == ["第 2 页"]
    assert numbers(Reading.unpacked(reader.read("pdf", saved_over()))) == ["早先保存的文件属性"]


def launch(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.Launch, F=String("x.exe"))


def script(document: pikepdf.Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("1"))])))


def file(document: pikepdf.Pdf) -> None:
    document.attachments["名单.xlsx"] = b"x"


def xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=document.make_stream(b"<a/>"))


def many_saves() -> bytes:
    one = pdf(change=lambda document: properties(document, "x"), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for number in range(12):
        one = papers.saved_over(one, 90, f"<< /N {number} >>")
    return one


FAULTY: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "a password": ("pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "load.type", "密码"),
    "a script": ("pdf", lambda: pdf(change=script), "load.type", "脚本"),
    "a command": ("pdf", lambda: pdf(change=launch), "load.type", "脚本"),
    "an embedded file": ("pdf", lambda: pdf(change=file), "load.type", "嵌有"),
    "a film": ("pdf", lambda: pdf(change=on_page(Subtype=Name.RichMedia)), "load.type", "嵌有"),
    "a dynamic form": ("pdf", lambda: pdf(change=xfa), "load.type", "XFA"),
    "too many saves": ("pdf", many_saves, "load.size", "改存"),
    "a cut PDF": ("pdf", lambda: pdf("x" * 900)[:-40], "load.type", "不完整"),
    "half a PDF": ("pdf", lambda: pdf("x" * 900)[:400] + b"\n%%EOF", "load.type", "请"),
    "a PDF without pages": ("pdf", lambda: b"%PDF-1.4\n%%EOF\n", "load.type", "损坏"),
    "noise": ("pdf", noise, "load.type", "损坏"),
    "a picture named PDF": ("pdf", png, "load.type", "不是 PDF"),
    "nothing": ("pdf", lambda: b"", "load.type", "不是 PDF"),
    "a PDF named PNG": ("png", pdf, "load.type", "不是 PNG"),
    "a JPEG named PNG": ("png", jpeg, "load.type", "不是 PNG"),
    "a PNG named JPEG": ("jpg", png, "load.type", "不是 JPEG"),
    "a cut PNG": ("png", lambda: png()[:-12], "load.type", "不完整"),
    "a cut JPEG": ("jpg", lambda: jpeg()[:-2], "load.type", "不完整"),
    "the picture before it was cropped": ("png", lambda: png(behind=png()), "load.type", "结尾之后"),
    "a film behind a photo": ("jpg", lambda: jpeg(behind=b"\0\0\0\x18ftypmp42" + b"x" * 99), "load.type", "结尾之后"),
    "a document named OFD": ("ofd", lambda: b"x" * 99, "load.type", "不是 OFD"),
    "another zip named OFD": ("ofd", lambda: ofd().replace(b"OFD.xml", b"DOC.xml"), "load.type", "不是 OFD"),
    "a cut OFD": ("ofd", lambda: ofd("x")[:-30], "load.type", "损坏"),
    "a file in an OFD": ("ofd", lambda: ofd(files={"Doc_0/Attachs/Attachments.xml": "<ofd:Attachment ID='1'/>"}), "load.type", "嵌有"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "made", "code", "word"), FAULTY.values(), ids=FAULTY.keys())
def test_what_cannot_be_looked_at_is_said(reader: Reader, kind: str, made: Callable[[], bytes], code: str, word: str) -> None:
    faults = Reading.unpacked(reader.read(kind, made())).faults
    assert [fault[0] for fault in faults] == [code]
    assert word in faults[0][1]
    assert "请" in faults[0][1]
    assert faults[0][1].endswith("。")


SOUND: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a scan without text": ("pdf", lambda: pdf(b"0 g 9 9 99 99 re f")),
    "a link": ("pdf", lambda: pdf(change=on_page(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.org/"))))),
    "a jump to a page at opening": ("pdf", lambda: pdf(change=jump)),
    "dates and identifiers": ("pdf", lambda: pdf(change=lambda one: properties(one, "D:20260512102030+08'00'"))),
    "a later save": ("pdf", saved_over),
    "a plain PNG": ("png", png),
    "a plain JPEG": ("jpg", jpeg),
    "a photo with a preview": ("jpg", lambda: jpeg(behind=jpeg())),
    "a plain OFD": ("ofd", lambda: ofd("决定书")),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "made"), SOUND.values(), ids=SOUND.keys())
def test_what_is_usual_is_no_fault(reader: Reader, kind: str, made: Callable[[], bytes]) -> None:
    reading = Reading.unpacked(reader.read(kind, made()))
    assert reading.faults == []
    assert not any("20260512" in text for _, text in reading.parts)


SEEDS = [
    pdf("当事人"),
    png(chunk(b"tEXt", b"a\0b"), chunk(b"eXIf", exif(0x010E, "x"))),
    jpeg(segment(0xED, iptc("x")), exif=exif(0x010E, "x")),
    ofd("x"),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(zip(("pdf", "png", "jpg", "ofd"), SEEDS, strict=True))), st.data())
def test_a_damaged_file_is_read_or_refused(seed: tuple[str, bytes], data: st.DataObject) -> None:
    kind, whole = seed
    raw = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    reading = Reading.unpacked(child.read_apart(kind, bytes(raw)).decode())
    assert all(code in ("load.type", "load.size") for code, _ in reading.faults)
