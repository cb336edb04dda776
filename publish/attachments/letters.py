"""Text from bytes whose encoding nobody says: strings of PDF, comments of pictures, XML of any dialect.

Everything here takes time in proportion to its input, and never fails: bytes that are no text give odd characters.
"""

from __future__ import annotations

import re
from html import unescape

RUN = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{6,}")
WIDE_RUNS = (re.compile(rb"(?:[\x20-\x7e]\0){6,}"), re.compile(rb"(?:\0[\x20-\x7e]){6,}"))
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
NODE = re.compile(r">([^<>]+)<|=\s*\"([^\"<>]+)\"|=\s*'([^'<>]+)'|\"([^\"<>]+)\"")
# Machine words without meaning for a reader: they only look like numbers.
MACHINE = re.compile(r"(?:(?:uuid|urn|xmp\.\w+|adobe|https?):\S*|[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27,})", re.IGNORECASE)


def decoded(raw: bytes) -> str:
    """UTF-16 or UTF-8 with a mark, else UTF-8, else GB 18030, else Latin 1."""
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def runs(raw: bytes) -> list[str]:
    """What looks like text in binary data: six characters or more, one or two bytes each."""
    found = [decoded(run) for run in RUN.findall(raw)]
    return found + ["".join(map(chr, filter(None, run))) for form in WIDE_RUNS for run in form.findall(raw)]


def marked_up(raw: bytes, attributes: bool) -> list[str]:
    """The texts of XML, well-formed or not, and if wanted the values of attributes; names of machines are left out."""
    text = decoded(raw)
    if "\0" in text[:100]:  # UTF-16 without a mark
        text = raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le", "replace")
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    found = []
    for match in NODE.finditer(text):
        value = match[1] or (attributes and (match[2] or match[3] or match[4]))
        if value and (value := unescape(value).strip()) and not MACHINE.fullmatch(value):
            found.append(value)
    return found
