"""Traces of every form are found where they are planted; what only looks like one is not."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import brotli
import pikepdf
import pytest
from PIL import ExifTags

from publish.tracing.absence import Absence
from publish.tracing.telling import told
from tests.papers import chunk, exif, jpeg, ofd, pdf, png, segment
from tests.tracing.secret import ARCHIVE, CODE, FACTS, NAME, NUMBER, PAPER, PERSON, REASON, SHARED, Secret, copied

WIDE = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
NAMED, TEXT = NAME.encode(), f"独语{NAME}独语".encode()


def escaped(text: str, upper: bool = False) -> str:
    """Every character as JSON may write it."""
    made = json.dumps(text)
    return made.upper().replace("\\U", "\\u") if upper else made


def zipped(name: str, content: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return saved.getvalue()


def titled(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = NAME


def wrapped(raw: bytes) -> bytes:
    return b"\n".join(raw[at : at + 20] for at in range(0, len(raw), 20))


PLANTED: dict[str, tuple[str, bytes]] = {
    "as it is": ("a.html", TEXT),
    "in an attribute": ("a.html", b'<a title="' + NAMED + b'">1</a>'),
    "as hexadecimal entities": ("a.html", "".join(f"&#x{ord(ch):X};" for ch in NAME).encode()),
    "as decimal entities": ("a.html", "".join(f"&#{ord(ch)};" for ch in NAME).encode()),
    "half in entities, in an attribute": ("a.html", f'<i title="{html.escape(NAME[:3])}&#x{ord(NAME[3]):x};{NAME[4:]}">'.encode()),
    "as entities in entities": ("a.atom", html.escape("".join(f"&#{ord(ch)};" for ch in NAME)).encode()),
    "marked up in a feed": ("a.atom", html.escape(f"<b>{NAME[:3]}</b>{NAME[3:]}").encode()),
    "in JSON": ("a.json", escaped(NAME).encode()),
    "in JSON, upper case": ("a.json", escaped(NAME, upper=True).encode()),
    "in JSON in JSON": ("a.json", json.dumps(escaped(NAME)).encode()),
    "in an address": ("a.html", f'<a href="?q={quote(NAME)}">'.encode()),
    "in an address, lower case": ("a.xml", quote(NAME).lower().encode()),
    "packed with gzip": ("a.html.gz", gzip.compress(TEXT)),
    "packed with gzip, as search is": ("search/v1/r/a.bin", gzip.compress(json.dumps({"1": [NAME]}, ensure_ascii=False).encode())),
    "packed with brotli": ("a.html.br", brotli.compress(TEXT)),
    "packed twice": ("a.gz", gzip.compress(zipped("b.html", TEXT))),
    "in a workbook": ("a.xlsx", zipped("xl/sharedStrings.xml", f"<si><t>{NAME[:4]}</t><t>{NAME[4:]}</t></si>".encode())),
    "as a name in a package": ("a.zip", zipped(f"{NAME}.txt", b"")),
    "in OFD": ("a.ofd", ofd(NAME)),
    "on a page of a PDF": ("a.pdf", pdf(NAME)),
    "in the metadata of a PDF": ("a.pdf", pdf(change=titled)),
    "in the text of a PNG": ("a.png", png(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(NAMED)))),
    "in the comment of a JPEG": ("a.jpg", jpeg(segment(0xFE, NAMED))),
    "in the EXIF of a JPEG": ("a.jpg", jpeg(exif=exif(ExifTags.Base.XPTitle, NAME.encode("utf-16-le")))),
    "in SVG": ("a.svg", f"<svg><text><tspan>{NAME[:2]}</tspan><tspan>{NAME[2:]}</tspan></text></svg>".encode()),
    "as a file's name": (f"{NAME}.txt", b""),
    "as a file's name, escaped": (f"{quote(NAME)}.txt", b""),
    "as a folder's name in letters": ("kuimen-hongjun-huagong/index.html", b""),
    "in letters": ("a.html", b"<a href='/p/KuiMenHongJunHuaGong'>"),
    "in base64": ("a.txt", base64.b64encode(NAMED)),
    "in base64, one byte on": ("a.txt", base64.b64encode(b"x" + NAMED + b"yz")),
    "in base64, two bytes on": ("a.txt", base64.b64encode(b"xy" + NAMED + b"z")),
    "in base64 of addresses": ("a.txt", base64.urlsafe_b64encode(FACTS.encode())),
    "in base64 with short lines": ("a.txt", wrapped(base64.b64encode(TEXT))),
    "in GB 18030": ("a.csv", f"名称,{NAME}\n".encode("gb18030")),
    "in GB 18030 among other bytes": ("a.dat", b"\xff\x00" + NAME.encode("gb18030") + b"\xff\x00"),
    "in UTF-16 with a mark": ("a.txt", NAME.encode("utf-16")),
    "in UTF-16 among other bytes": ("a.dat", b"\0\xff" + NAME.encode("utf-16-be")),
    "in hexadecimal": ("a.txt", NAMED.hex().upper().encode()),
    "a code in full width": ("a.html", CODE.translate(WIDE).encode()),
    "a code with blanks, lower case": ("a.html", f"{CODE[:6]} {CODE[6:12]}-{CODE[12:]}".lower().encode()),
    "a number with other brackets": ("a.html", "夔环罚【2026】第045号".encode()),
    "a number in ASCII": ("a.html", "夔环罚[2026]第045号".encode()),
    "a number as it is typed": ("a.html", "夔环罚2026 45".encode()),
    "broken by a mark": ("a.html", f"{NAME[:3]}<mark>{NAME[3:5]}</mark>{NAME[5:]}".encode()),
    "broken by lines and blanks": ("a.txt", f"{NAME[:3]}\r\n\t {NAME[3:5]}\u3000{NAME[5:]}".encode()),
    "broken by what nobody sees": ("a.txt", "\u200b".join(NAME).encode()),
    "in quotes and slashes": ("a.js", "','".join(NAME).encode()),
    "what of a name tells most": ("a.html", "《夔门宏骏化工》".encode()),
    "a fragment of the facts": ("a.html", FACTS[9:30].encode()),
    "the end of the facts": ("a.html", FACTS[-14:].encode()),
    "a fragment of the title": ("a.html", "门宏骏超标排放酸洗废水案".encode()),
    "a fragment of an attachment": ("a.html", PAPER[7:28].encode()),
    "a file's number for the records": ("a.html", ARCHIVE.encode()),
    "why it is withheld": ("a.html", REASON[:22].encode()),
    "a masked person": ("a.html", f"当事人：{PERSON}。".encode()),
    "a masked person with a mark": ("a.html", f"<td>{PERSON[0]}<b>{PERSON[1:]}</b></td>".encode()),
    "a representative": ("a.html", "<p>夔小平</p>".encode()),
}  # fmt: skip


@pytest.fixture(scope="module")
def planted(site: Secret, tmp_path_factory: pytest.TempPathFactory) -> Absence:
    """One search of a copy of the site with all of them, each in a folder of its own; ids and digests too."""
    copy = copied(site, tmp_path_factory.mktemp("planted"))
    digest = hashlib.sha256(pdf(PAPER)).hexdigest()
    more = {"id": site.draft, "digest": digest, "digest in base64": base64.b64encode(digest.encode()).decode(), "repair": site.repair}
    for path, text in more.items():
        plant(copy, f"more/{path}.html", text.encode())
    plant(copy, "data/v1/withdrawals.json", site.draft.encode())
    plant(copy, "feeds/x.atom", f"tag:example.org,2026:{site.draft}".encode())
    plant(copy, "feeds/y.atom", f"<id>{site.withdrawn}</id>".encode())
    plant(copy, "sitemap/x.xml", site.withdrawn.encode())
    for number, (path, raw) in enumerate(PLANTED.values()):
        plant(copy, f"p{number}/{path}", raw)
    return copy.traced()


def plant(copy: Secret, path: str, raw: bytes) -> None:
    target = copy.content.output / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(raw)


@pytest.mark.parametrize("form", PLANTED)
def test_a_trace_is_found(planted: Absence, form: str) -> None:
    number = list(PLANTED).index(form)
    found = [one for one in planted.traces if one.file.startswith(f"p{number}/")]
    assert found
    assert all(one.record.startswith("decisions/jia/2026/d") for one in found)


def test_ids_and_digests_are_found_where_nothing_may_tell_them(planted: Absence) -> None:
    wanted = {f"more/{name}.html" for name in ("id", "digest", "digest in base64", "repair")}
    wanted |= {"data/v1/withdrawals.json", "feeds/x.atom", "feeds/y.atom", "sitemap/x.xml"}
    assert wanted <= {one.file for one in planted.traces}
    assert all(one.file.startswith("p") or one.file in wanted for one in planted.traces)
    assert planted.unread == []


def test_what_is_told_says_where_and_what_kind_and_no_secret(planted: Absence, site: Secret) -> None:
    words = told(replace(planted, traces=[one for one in planted.traces if one.file.startswith(("p0/", "more/"))]), 1.0)
    assert f"more/digest.html：有 decisions/jia/2026/{site.draft}.md 的「附件校验和」（第 0 字节起" in words
    assert "p0/a.html：有 decisions/jia/2026/d000000000000001.md 的「当事人名称」（第 6 字节起" in words
    secrets = (NAME, CODE, NUMBER, FACTS[:12], PAPER[:12], PERSON, ARCHIVE, REASON[:12])
    assert [one for one in secrets if one in words] == []


NEAR: dict[str, bytes] = {
    "another name": "夔门宏俊化工有限公司".encode(),
    "another code": (CODE[:-2] + "00").encode(),
    "a longer code": f"{CODE}7".encode(),
    "a longer number": "夔环罚〔2026〕第0451号，夔环罚2026 451".encode(),
    "an earlier number": "夔环罚〔2025〕第045号".encode(),
    "a name over two cells": "<td>王龚雨</td><td>田某</td><p>夔小</p><p>平安</p>".encode(),
    "a sentence of all": SHARED.encode(),
    "the party of another decision": "独名2某化工有限公司".encode(),
    "a masked name": "龚某某".encode(),
    "a word of the program": "罚款、没收违法所得、没收非法财物".encode(),
    "a short number": b"2026 045 7001",
}  # fmt: skip


def test_what_only_looks_like_a_trace_is_none(site: Secret, tmp_path: Path) -> None:
    copy = copied(site, tmp_path)
    for number, raw in enumerate(NEAR.values()):
        plant(copy, f"p{number}/a.html", raw)
    plant(copy, "p/longer.html", f"x{site.draft} {site.draft}9".encode())
    plant(copy, "data/v1/deltas/9.jsonl", site.withdrawn.encode())
    plant(copy, "feeds/x.json", f'"tag:example.org,2026:{site.withdrawn}"'.encode())
    found = copy.traced()
    assert [(one.file, one.what) for one in found.traces] == []
    assert found.clean
