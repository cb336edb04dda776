"""What a PDF holds beside its pages: properties, notes, field values, bookmarks, signatures, metadata, photos' metadata; and what it
may not hold: other files, sound and film, scripts and commands.

Not feature by feature: every string of every object is looked at, reachable or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from publish.attachments import pictures
from publish.attachments.letters import decoded
from publish.attachments.reading import BROKEN, TYPE, Reading, Refused

DAY = re.compile(r"D:\d{4,14}(?:[Z+-].*)?")
LOOKS_LIKE_NOTHING = frozenset({"/ID", "/Lookup", "/Registry", "/Ordering", "/CheckSum", "/O", "/U", "/OE", "/UE", "/Perms", "/Lang"})
ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"})
MEDIA = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
LOCKED = (TYPE, "PDF 设有打开密码，没有检查；不能公开。请去掉密码后重新保存。")
FAULTS = {
    "script": (TYPE, "PDF 里有脚本，或会启动程序、提交数据的按钮；不能公开。请用“打印为 PDF”重新生成。"),
    "file": (TYPE, "PDF 里嵌有别的文件；不能公开。请删去嵌入的文件，要公开的另作附件。"),
    "media": (TYPE, "PDF 里嵌有音频、视频或三维模型；不能公开。请用“打印为 PDF”重新生成。"),
    "form": (TYPE, "PDF 是动态表单（XFA），各种软件看到的不一样，没有检查；不能公开。请用“打印为 PDF”重新生成。"),
}


def look(data: bytes, reading: Reading) -> tuple[int, bytes]:
    """The number of pages, and where pages were taken out but are still there: the file with them at its end. Raises Refused."""
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as document:
            return _look(document, reading)
    except pikepdf.PasswordError:
        raise Refused(LOCKED) from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, IndexError, OverflowError):
        raise Refused(BROKEN) from None


def _look(document: pikepdf.Pdf, reading: Reading) -> tuple[int, bytes]:
    about = document.trailer.get("/Info")
    texts: list[str] = []
    _collect(document.trailer, texts, reading)
    info = about.objgen if isinstance(about, pikepdf.Dictionary) else (0, 0)
    live = {page.obj.objgen for page in document.pages}
    removed = []
    for one in document.objects:
        if isinstance(one, pikepdf.Stream):
            _stream(one, reading)
        elif isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.Page and one.objgen not in live:
            removed.append(one)
        if one is not None and isinstance(one, pikepdf.Object):
            found: list[str] = []
            _collect(one, found, reading)
            if found and one.objgen == info != (0, 0):
                reading.add("文件属性", "\n".join(found))
            else:
                texts += found
    reading.add("批注、表单、书签或签名", "\n".join(texts))
    return len(live), _with(document, removed) if removed else b""


def _collect(root: Any, texts: list[str], reading: Reading) -> None:
    """The strings directly in an object, each with its key; and what it does, as faults."""
    stack: list[tuple[str, Any]] = [("", root)]
    while stack:
        key, one = stack.pop()
        if isinstance(one, pikepdf.String):
            text = decoded(bytes(one))
            if key not in LOOKS_LIKE_NOTHING and len(text) > 1 and not DAY.fullmatch(text):
                texts.append(f"{key.removeprefix('/')}：{text}")
        elif isinstance(one, pikepdf.Array):
            stack += ((key, child) for child in one if not _elsewhere(child))
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            inside = dict(one.items())
            for fault in _faults(inside):
                reading.fault(FAULTS[fault])
            stack += ((name, child) for name, child in inside.items() if not _elsewhere(child))


def _elsewhere(child: Any) -> bool:
    """Whether a value is an object of its own, which is looked at by itself; numbers are of no interest."""
    return not isinstance(child, pikepdf.Object) or child.is_indirect


def _faults(inside: dict[str, Any]) -> Iterator[str]:
    action, subtype = inside.get("/S"), inside.get("/Subtype")
    if "/JS" in inside or (isinstance(action, pikepdf.Name) and str(action) in ACTIONS):
        yield "script"
    if "/EF" in inside or "/EmbeddedFiles" in inside or inside.get("/Type") == pikepdf.Name.EmbeddedFile:
        yield "file"
    if isinstance(subtype, pikepdf.Name) and str(subtype) in MEDIA:
        yield "media"
    if "/XFA" in inside:
        yield "form"


def _stream(one: pikepdf.Stream, reading: Reading) -> None:
    if one.get("/Type") == pikepdf.Name.Metadata or one.get("/Subtype") == pikepdf.Name.XML:
        pictures.xmp(one.read_bytes(), reading)
    elif one.get("/Filter") in (pikepdf.Name.DCTDecode, pikepdf.Array([pikepdf.Name.DCTDecode])):
        photo = Reading(room=reading.room)
        try:
            photo = pictures.read(one.read_raw_bytes(), "jpeg")
        except Refused:  # no sound photo: how it shows is the page's affair
            return
        for where, text in photo.parts:
            reading.add(f"页内图片的 {where}", text)


def _with(document: pikepdf.Pdf, removed: list[Any]) -> bytes:
    for page in removed:
        document.pages.append(pikepdf.Page(page))
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()
