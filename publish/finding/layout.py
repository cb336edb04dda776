"""How a decision lies in the index: the fields, and their folding.

Names, titles, numbers and texts are folded as the browser folds them (`publish.search.folding`) and indexed as every two characters
in a row, each with its place, so that any fragment of two characters or more is a row of neighbours, across word borders too.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.columns import RefBytesColumn, VarBytesColumn
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Positions

from publish.finding.pinyin import spelt
from publish.search.folding import fold, fold_number

APART = 8  # places between texts that do not follow each other: no fragment reaches from one into the next
BEGINNING = 2  # characters of a credit code that find it
DIGITS = re.compile(r"(?<![0-9/])[0-9]+/[0-9]+$")  # year and number, behind a word
PLAIN = {
    "penalty": ("violation_type", "categories", "certificate"),
    "permit": ("document_title", "category", "certificate_name", "certificate_number"),
    "coercion": ("measure",), "inspection": ("item",),
}  # fmt: skip
Posting = tuple[bytes, int, float, bytes]  # term, how often, weight, value


class Places(Positions):
    """The places of a term in a field, as numbers of four bytes."""

    def encode(self, poslist: list[int]) -> bytes:
        """Ascending places as bytes."""
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Bytes as ascending places."""
        return array("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """How often the term is in the field."""
        return len(valuestring) // array("I").itemsize


class Pairs(FieldType):
    """Every two characters in a row of one or more folded texts, with their places."""

    def __init__(self) -> None:
        super().__init__(Places(), None, scorable=True)

    def index(self, value: list[str], **_: Any) -> Iterator[Posting]:
        """The postings of a decision's texts."""
        found: dict[str, list[int]] = {}
        start = 0
        for text in value:
            for at in range(len(text) - 1):
                found.setdefault(text[at : at + 2], []).append(start + at)
            start += len(text) + APART
        for pair, places in found.items():
            yield pair.encode(), len(places), float(len(places)), self.format.encode(places)


class Spelt(FieldType):
    """What the characters of a name are found by, with their places."""

    def __init__(self) -> None:
        super().__init__(Places(), None, scorable=True)

    def index(self, value: list[list[str]], **_: Any) -> Iterator[Posting]:
        """The postings of a name (`pinyin.spelt`)."""
        found: dict[str, list[int]] = {}
        for place, every in enumerate(value):
            for one in every:
                found.setdefault(one, []).append(place)
        for one, places in found.items():
            yield one.encode(), len(places), float(len(places)), self.format.encode(places)


class Names(FieldType):
    """Names that are found whole. `counted`: one for each decision, kept in a column, to count or sort by."""

    def __init__(self, counted: RefBytesColumn | VarBytesColumn | bool = False) -> None:
        super().__init__(Existence(), None, sortable=counted)

    def index(self, value: str | list[str], **_: Any) -> Iterator[Posting]:
        """One posting a name."""
        for name in dict.fromkeys([value] if isinstance(value, str) else value):
            yield name.encode(), 1, 1.0, b""


def schema() -> Schema:
    """The fields: five that words are looked for in, `whole` for what is exact, the others to filter, count and sort by."""
    pairs = {name: Pairs() for name in ("party", "title", "number", "text")}
    counted = {name: Names(RefBytesColumn()) for name in ("kind", "agency", "topics")}
    return Schema(**pairs, **counted, spelt=Spelt(), whole=Names(), topic=Names(), month=Names(), newest=Names(VarBytesColumn()))


def fields(row: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """A decision's fields. `row`: what lists say of it; `record`: its public record (`publish.publication`)."""
    number = fold_number(row["number"])
    return {
        "party": [fold(row["party"])],
        "spelt": spelt(fold(row["party"])),
        "title": [fold(row["title"])],
        "number": [number.replace("/", "")],
        "text": [fold(text) for text in texts(record)],
        "whole": list(_whole(row, number)),
        "kind": row["kind"],
        "agency": row["agency"],
        "topic": row["tags"],
        "topics": ",".join(row["tags"]),
        "month": row["decided_on"][:7],
        "newest": f"{row['decided_on']} {row['id']}",
    }


def texts(record: dict[str, Any]) -> Iterator[str]:
    """All that a public record says in sentences, facts and text first."""
    yield from (record[name] for name in ("facts", "body", "conclusion") if record.get(name))
    yield from record.get("basis", [])
    block = record.get(record["kind"]) or {}
    for name in PLAIN[record["kind"]]:
        said = block.get(name) or []
        yield from [said] if isinstance(said, str) else said
    yield from (one["note"] for one in record.get("corrections", []))
    yield from (one["title"] for one in record.get("attachments", []))
    if person := record["party"].get("legal_representative"):
        yield person


def _whole(row: dict[str, Any], number: str) -> Iterator[str]:
    """What finds a decision exactly: its party's name, its number, its year and number, its credit code and the code's beginnings."""
    yield f"p{fold(row['party'])}"
    yield f"t{fold(row['title'])}"
    if number:
        yield f"n{number}"
        if digits := DIGITS.search(number, 1):
            yield f"d{digits[0]}"
    if code := fold(row["code"] or ""):
        yield from (f"c{code[:length]}" for length in range(BEGINNING, len(code) + 1))
