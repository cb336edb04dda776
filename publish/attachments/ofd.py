"""What an OFD says (GB/T 33190-2016): a zip of XML, with pictures, fonts and seals."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from publish.attachments import pictures
from publish.attachments.letters import marked_up, runs
from publish.attachments.reading import SIZE, TOO_HEAVY, TYPE, Reading, Refused

MOST_FILES = 5000
MOST_UNFOLDED = 64 * 1024 * 1024  # bytes, of all files that are read
PAGE = re.compile(r"Page_(\d+)/Content\.xml$", re.IGNORECASE)
INSIDE = re.compile(rb"<(?:\w+:)?(?:Attachment|Multimedia|Movie|Sound)\b(?![^>]*Type\s*=\s*[\"']Image)", re.IGNORECASE)
PICTURES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
BINARY = (".dat", ".esl", ".p7b", ".cer", ".sig")
NOT_OFD = (TYPE, "内容不是 OFD；应与文件名的结尾一致。请用办公软件重新导出为 OFD。")
LOCKED = (TYPE, "OFD 设有密码，没有检查；不能公开。请去掉密码后重新保存。")
BROKEN = (TYPE, "OFD 已损坏，没有检查；不能公开。请用办公软件重新导出为 OFD 或 PDF。")
FILE = (TYPE, "OFD 里嵌有别的文件、音频或视频；不能公开。请删去，要公开的另作附件。")
TOO_MANY = (SIZE, f"OFD 里的文件超过 {MOST_FILES} 个，没有检查；不能公开。请拆成几个附件。")


def read(data: bytes) -> Reading:
    """An OFD file. Raises Refused."""
    reading = Reading()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _read(archive, reading)
    except zipfile.BadZipFile:
        raise Refused(BROKEN if data.startswith(b"PK") else NOT_OFD) from None
    except (zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Refused(BROKEN) from None
    return reading


def _read(archive: zipfile.ZipFile, reading: Reading) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise Refused(TOO_MANY)
    if not any(entry.filename.lower() == "ofd.xml" for entry in entries):
        raise Refused(NOT_OFD)
    room = MOST_UNFOLDED
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused(LOCKED)
        name = entry.filename.lower()
        ending = name[name.rfind(".") :]
        if ending not in (".xml", *PICTURES, *BINARY):
            continue
        with archive.open(entry) as file:  # the size that the entry tells is not to be trusted
            content = file.read(room + 1)
        room -= len(content)
        if room < 0:
            raise Refused(TOO_HEAVY)
        _entry(name, ending, content, reading)


def _entry(name: str, ending: str, content: bytes, reading: Reading) -> None:
    if ending in PICTURES:
        try:
            photo = pictures.read(content, PICTURES[ending])
        except Refused:
            return
        for where, text in photo.parts:
            reading.add(f"页内图片的 {where}", text)
    elif ending in BINARY:
        reading.add("签章", "\n".join(runs(content)))
    else:
        page = PAGE.search(name)
        if INSIDE.search(content):
            reading.fault(FILE)
        texts = marked_up(content, attributes=False)
        if page:
            reading.add(f"第 {int(page[1]) + 1} 页", "\n".join(texts))
        else:
            reading.add("文件属性或批注", "\n".join(f"项：{text}" for text in texts))
