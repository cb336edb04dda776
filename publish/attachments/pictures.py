"""What PNG and JPEG files say besides the picture: EXIF, IPTC, XMP, comments, text chunks.

The picture itself is never decoded, so no bomb can unfold. Bytes behind the end of a picture are refused: they are often the
picture as it was before it was cropped.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image

from publish.attachments.letters import decoded, marked_up, runs
from publish.attachments.reading import SIZE, TOO_HEAVY, TYPE, Reading, Refused

MOST_PIXELS = 200_000_000
MOST_UNFOLDED = 2_000_000  # bytes of one compressed text
PNG_START, JPEG_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PLAIN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP bKGD pHYs hIST sPLT sBIT tIME acTL fcTL fdAT cICP mDCv cLLi sTER oFFs".split()
)
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
NEXT_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
XMP, XMP_MORE = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
IPTC = re.compile(rb"\x1c[\x01-\x09]([\x00-\xff])([\x00-\x7f][\x00-\xff])", re.DOTALL)
EXIF_BLOCKS = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop)
RAW_PROFILE = "Raw profile type "
REPAIR = "请用“画图”等软件打开后另存为 PNG 或 JPEG。"
CUT_OFF = (TYPE, f"图片不完整，没有检查；不能公开。{REPAIR}")
TOO_LARGE = (SIZE, f"图片超过 {MOST_PIXELS // 10_000} 万像素；请缩小后再放入。")
BEHIND = (TYPE, f"图片结尾之后还藏着数据（可能是裁剪前的原图或视频），没有检查；不能公开。{REPAIR}")


def read(data: bytes, kind: str) -> Reading:
    """A PNG or JPEG file. Raises Refused."""
    start, walk = (PNG_START, _png) if kind == "png" else (JPEG_START, _jpeg)
    if not data.startswith(start):
        raise Refused((TYPE, f"内容不是 {kind.upper()} 图片；应与文件名的结尾一致。{REPAIR}"))
    reading = Reading()
    walk(data, reading)
    return reading


def _bounded(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refused(TOO_LARGE)


def _png(data: bytes, reading: Reading) -> None:
    place = len(PNG_START)
    while place + 12 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        content, place = data[place + 8 : place + 8 + size], place + 12 + size
        if place > len(data):
            break
        if kind == b"IHDR":
            _bounded(int.from_bytes(content[:4]), int.from_bytes(content[4:8]))
        elif kind == b"IEND":
            if data[place:].strip(b"\0\r\n "):
                reading.fault(BEHIND)
            return
        elif kind == b"eXIf":
            exif(content, reading)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            _chunk(kind, content, reading)
        elif kind not in PLAIN_CHUNKS:
            reading.add("图片附加信息", "\n".join(runs(content)))
    raise Refused(CUT_OFF)


def _chunk(kind: bytes, content: bytes, reading: Reading) -> None:
    keyword, _, rest = content.partition(b"\0")
    name = decoded(keyword)
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:]
        language, _, rest = rest.partition(b"\0")
        translated, _, rest = rest.partition(b"\0")
        reading.add("图片说明", f"{decoded(language)}：{decoded(translated)}")
        rest = _unfolded(rest) if packed else rest
    elif kind == b"zTXt":
        rest = _unfolded(rest[1:])
    if name.startswith(RAW_PROFILE):
        _profile(name.removeprefix(RAW_PROFILE), rest, reading)
    elif name == "XML:com.adobe.xmp":
        xmp(rest, reading)
    else:
        reading.add("图片说明", f"{name}：{decoded(rest)}")


def _unfolded(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, MOST_UNFOLDED)
    except zlib.error:
        return packed
    if unpacker.unconsumed_tail:
        raise Refused(TOO_HEAVY)
    return content


def _profile(kind: str, content: bytes, reading: Reading) -> None:
    """A block of metadata that a converter wrote as hexadecimal digits, behind its name and length."""
    digits = re.sub(rb"\s", b"", content.strip().partition(b"\n")[2].strip().partition(b"\n")[2])
    try:
        raw = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        raw = content
    {"exif": exif, "APP1": exif, "xmp": xmp, "iptc": iptc, "8bim": iptc}.get(kind, _other)(raw, reading)


def _other(raw: bytes, reading: Reading) -> None:
    reading.add("图片附加信息", "\n".join(runs(raw)))


def _jpeg(data: bytes, reading: Reading, depth: int = 0) -> None:
    more = b""
    for marker, content in segments(data):
        if marker == 0xD9:
            _behind(data[len(data) - len(content) :], reading, depth)
            xmp(more, reading)
            return
        if marker in FRAMES:
            _bounded(int.from_bytes(content[1:3]), int.from_bytes(content[3:5]))
        elif marker == 0xE1 and content.startswith(XMP):
            xmp(content.removeprefix(XMP), reading)
        elif marker == 0xE1 and content.startswith(XMP_MORE):
            more += content[len(XMP_MORE) + 40 :]
        elif marker == 0xE1:
            exif(content, reading)
        elif marker == 0xED:
            iptc(content, reading)
        elif marker == 0xFE:
            reading.add("图片说明", decoded(content))
        elif 0xE0 <= marker <= 0xEF and not content.startswith((b"JFIF\0", b"ICC_PROFILE\0", b"MPF\0", b"Adobe")):
            _other(content, reading)
    raise Refused(CUT_OFF)


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, content) of each segment of a JPEG; of the end marker: all that stands behind it."""
    place = 2
    while (match := NEXT_MARKER.search(data, place)) is not None:
        marker, place = match[1][0], match.end()
        if marker == 0xD9:
            yield marker, data[place:]
            return
        size = int.from_bytes(data[place : place + 2])
        if size < 2 or place + size > len(data):
            return
        yield marker, data[place + 2 : place + size]
        place += size


def _behind(rest: bytes, reading: Reading, depth: int) -> None:
    """Behind a photo often stands another: a preview or a map of brightness. It is read; anything else is refused."""
    if (more := rest.lstrip(b"\0\r\n ")).startswith(JPEG_START) and depth < 4:
        _jpeg(more, reading, depth + 1)
    elif more:
        reading.fault(BEHIND)


def exif(raw: bytes, reading: Reading) -> None:
    """The texts of EXIF blocks, those of makers of cameras too."""
    block = Image.Exif()
    values: list[str] = []
    try:
        block.load(raw)
        for tags in (block, *(block.get_ifd(name) for name in EXIF_BLOCKS)):
            values += [text for tag, value in tags.items() if (text := _value(tag, value))]
    except (SyntaxError, ValueError, TypeError, KeyError, IndexError, OSError, EOFError):
        values = []  # no EXIF by the rules; its letters are read all the same
    known = "\n".join(values)
    rest = [run for run in runs(raw) if run.strip() not in known]
    reading.add("EXIF 信息", "\n".join([known, *rest]))


def _value(tag: int, value: object) -> str:
    name = ExifTags.TAGS.get(tag, str(tag))
    if isinstance(value, bytes):
        if value.startswith(b"UNICODE\0"):
            wide = value[8:]
            value = wide.decode("utf-16-be" if wide[:1] == b"\0" else "utf-16-le", "replace")
        elif 0x9C9B <= tag <= 0x9C9F:
            value = value.decode("utf-16-le", "replace")
        else:
            value = "\n".join(runs(value.removeprefix(b"ASCII\0\0\0")))
    return f"{name}：{value.strip(chr(0))}" if isinstance(value, str) and value.strip("\0 ") else ""


def iptc(raw: bytes, reading: Reading) -> None:
    """The records of an IPTC block; where there is none, what looks like text."""
    records = []
    place = 0
    while (match := IPTC.search(raw, place)) is not None:
        place = match.end() + int.from_bytes(match[2])
        records.append(f"{match[1][0]}号：{decoded(raw[match.end() : place])}")
    reading.add("IPTC 信息", "\n".join(records or runs(raw)))


def xmp(raw: bytes, reading: Reading) -> None:
    """The texts and attributes of an XMP packet."""
    reading.add("XMP 信息", "\n".join(f"项：{value}" for value in marked_up(raw, attributes=True)))
