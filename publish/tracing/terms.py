"""The terms of a record: what would tell a reader that it is there, each with what it is.

* names, codes, numbers, certificates, digests: whole, where they are telling (`MOST_COMMON`: a number of four digits is not);
* a name also without the words for its place and form (新乡泰康化工集团有限公司: 泰康化工), where at least four characters are left;
* sentences (title, conclusion, facts, basis, text, notes, text of attachments): pieces of about twelve characters, a piece from
  every eighth on, so that any twenty characters of a sentence hold one; of a long text 400 pieces, spread evenly.

A character of ASCII says half as much as a Chinese one: `weight` counts 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from publish.codes import PLACEHOLDER
from publish.detectors.persons import spoken
from publish.naming import GENERIC, PLACE

PIECE, STEP = 24, 16  # weight of a piece, and from one to the next
SHORT = 14  # least weight of a sentence that is one piece
MOST_PIECES = 400
TELLING = re.compile(r"[^\W_]")
MASKED = re.compile(r"^\w{0,3}某\w{0,2}$|[×＊*○]")  # 张某某: tells nobody
STEM = 4  # characters


@dataclass(frozen=True)
class Term:
    """`record`: content path; `what`: its kind, in Chinese; `text`: the secret itself, never to be shown.

    `sort`: `id`, `code` (whole, not within a longer one), `name`, `number` (文号), `piece`; `told`: an id that deletions may tell.
    """

    record: str
    what: str
    text: str
    sort: str
    told: bool = False
    sample: bool = True  # whether it is also looked for in encodings that take in a whole text


def weight(text: str) -> int:
    """How much a text tells: letters and digits of ASCII 1, all others 2, marks nothing."""
    return sum(1 if ch.isascii() else 2 for ch in TELLING.findall(text))


def pieces(text: str) -> list[str]:
    """Pieces of a text; none of one that tells too little."""
    total = weight(text)
    if total <= PIECE:
        return [text] if total >= SHORT else []
    step = max(STEP, total // MOST_PIECES)
    places = [(at, 1 if ch.isascii() else 2) for at, ch in enumerate(text) if TELLING.match(ch)]
    starts, counted, wanted = [], 0, 0
    for number, (_, value) in enumerate(places):
        if counted >= wanted:
            starts.append(number)
            wanted += step
        counted += value
    found = [_piece(text, places, first) for first in starts]
    last = _piece(text[::-1], [(len(text) - 1 - at, value) for at, value in reversed(places)], 0)[::-1]
    return list(dict.fromkeys([*(one for one in found if weight(one) >= PIECE), last]))


def _piece(text: str, places: list[tuple[int, int]], first: int) -> str:
    """The part of a text that begins at one of its telling characters and weighs a piece, or what is left."""
    value, number = 0, first
    while number < len(places) and value < PIECE:
        value += places[number][1]
        number += 1
    return text[places[first][0] : places[number - 1][0] + 1]


@dataclass
class Record:
    """Collects the terms of one record."""

    path: str

    def name(self, what: str, text: Any) -> Iterator[Term]:
        """A name of a party or a person, and what of it tells most; masked ones are none."""
        if not isinstance(text, str) or weight(text) < 4 or MASKED.search(text):
            return
        yield Term(self.path, what, text.strip(), "name")
        stem = GENERIC.sub("", PLACE.sub("", text.strip()))
        if STEM <= len(stem) < len(text.strip()):
            yield Term(self.path, f"{what}（字号）", stem, "name")

    def code(self, what: str, text: Any, sort: str = "code") -> Iterator[Term]:
        """A code or number."""
        if isinstance(text, str) and weight(text) >= 8 and text != PLACEHOLDER and not MASKED.search(text):
            yield Term(self.path, what, text.strip(), sort)

    def said(self, what: str, text: Any) -> Iterator[Term]:
        """A sentence or more."""
        if isinstance(text, str):
            for number, piece in enumerate(pieces(text)):
                yield Term(self.path, what, piece, "piece", sample=number % 4 == 0)

    def texts(self, what: str, texts: Any, key: str = "") -> Iterator[Term]:
        """Several of them; `key`: the field that holds each."""
        for one in texts if isinstance(texts, list) else ():
            yield from self.said(what, one.get(key) if key and isinstance(one, dict) else one)


def ident(path: str, text: Any, told: bool) -> Iterator[Term]:
    """The id of a record. `told`: whether it was public, so that its deletion is told."""
    if isinstance(text, str) and len(text) == 16:
        yield Term(path, "编号", text, "id", told)


def public_terms(path: str, data: dict[str, Any], body: str) -> Iterator[Term]:
    """What the public fields of a decision tell. `data`: the record as JSON, or the front matter as it was read."""
    made = Record(path)
    party = _block(data, "party")
    yield from made.name("当事人名称", party.get("name"))
    yield from made.code("统一社会信用代码", party.get("uscc"))
    yield from made.name("法定代表人", party.get("legal_representative"))
    yield from made.code("文号", data.get("document_number"), "number")
    for what, name in (("标题", "title"), ("结论", "conclusion"), ("事实", "facts")):
        yield from made.said(what, data.get(name))
    yield from made.said("正文", body)
    yield from made.texts("依据", data.get("basis"))
    yield from made.texts("更正说明", data.get("corrections"), "note")
    yield from made.texts("附件标题", data.get("attachments"), "title")
    for one in _blocks(data, "attachments"):
        yield from made.code("附件校验和", one.get("digest"))
    penalty, permit = _block(data, "penalty"), _block(data, "permit")
    yield from made.said("违法行为类型", penalty.get("violation_type"))
    yield from made.said("证照名称及编号", penalty.get("certificate"))
    yield from made.code("许可证号", permit.get("certificate_number"))
    yield from made.said("许可文书名称", permit.get("document_title"))


def internal_terms(path: str, data: dict[str, Any]) -> Iterator[Term]:
    """What the internal blocks tell, of a public decision too. Names of offices and of common documents tell nobody."""
    made = Record(path)
    clearance, review, case = _block(data, "clearance"), _block(data, "review"), _block(data, "case")
    yield from made.said("内部：不公开的理由", clearance.get("reason"))
    yield from made.code("内部：审核意见书文号", review.get("opinion_number"), "number")
    officers = case.get("officers")
    for officer in [review.get("officer"), *(officers if isinstance(officers, list) else [])]:
        kind = made.code if isinstance(officer, str) and any(ch.isdigit() for ch in officer) else made.name
        yield from kind("内部：办案、审核人员", officer)
    for one in _blocks(data, "records"):
        yield from made.said("内部：记录标题", one.get("title"))
        yield from made.said("内部：摄录内容", one.get("note"))
        yield from made.code("内部：归档号", one.get("archive"))
        yield from made.code("内部：记录校验和", one.get("sha256"))
        speakers = one.get("speakers")
        for name in spoken(speakers) if isinstance(speakers, str) else ():
            yield from made.name("内部：在场人员", name)
    for one in _blocks(data, "attachments"):
        yield from made.said("附件原来的文件名", str(one.get("path")).replace(path.rpartition("/")[2].removesuffix(".md"), ""))


def attached_terms(path: str, digest: str, texts: Iterable[str]) -> Iterator[Term]:
    """What an attachment tells: its SHA-256, and its text."""
    made = Record(path)
    yield from made.code("附件校验和", digest)
    for text in texts:
        yield from made.said("附件文字", text)


def _block(data: dict[str, Any], name: str) -> dict[str, Any]:
    block = data.get(name)
    return block if isinstance(block, dict) else {}


def _blocks(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    listed = data.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
