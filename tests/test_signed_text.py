"""The signed text and the signature file: what leaves a signature true, what breaks it, and that no bytes crash the reader."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.load import load
from publish.model import DecisionFile, OrderFile
from publish.signing.signed_text import signed_text, text_on_disk
from publish.signing.sshsig import MAX_BYTES, Sealed, Unreadable, fingerprint, sealed
from tests.signing import session_keys

BASE = Path(__file__).parent / "cases/base"
DECISION = "decisions/jia/2026/cfjd000000000001.md"
ORDER = "orders/2026/chzm000000000001.yml"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=60)
digests = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=3)


def record_of(path: str) -> DecisionFile | OrderFile:
    record = load(path.split("s/", maxsplit=1)[0], path, (BASE / path).read_bytes()).record
    assert isinstance(record, DecisionFile | OrderFile)
    return record


def a_signature() -> bytes:
    keys = session_keys()
    return keys.signature(b"text\n", "legal", "张三")


def test_the_text_is_as_documented() -> None:
    record = record_of(DECISION).model_copy(update={"revision": 3})
    raw = (BASE / DECISION).read_bytes()
    pdf = hashlib.sha256((BASE / "decisions/jia/2026/cfjd000000000001-1.pdf").read_bytes()).hexdigest()
    head = f"publish signed file 1\ndecision cfjd000000000001\nrevision 3\nattachment {pdf}\n\n"
    assert text_on_disk(BASE, DECISION, record) == head.encode() + raw
    assert text_on_disk(BASE, ORDER, record_of(ORDER)) == b"publish signed file 1\norder chzm000000000001\n\n" + (BASE / ORDER).read_bytes()


@given(texts)
def test_line_ends_and_byte_order_marks_leave_the_text_as_it_is(body: str) -> None:
    record, plain = record_of(DECISION), body.encode()
    windows = body.replace("\n", "\r\n")
    for raw in (windows.encode(), b"\xef\xbb\xbf" + plain, windows.encode("utf-8-sig")):
        assert signed_text(record, raw, []) == signed_text(record, plain, [])


@given(texts, texts, digests, digests, st.integers(0, 3), st.integers(0, 3))
def test_two_texts_are_equal_only_where_all_that_is_signed_is(
    one: str, other: str, before: list[str], after: list[str], first: int, second: int
) -> None:
    record = record_of(DECISION)
    made = signed_text(record.model_copy(update={"revision": first}), one.encode(), before)
    again = signed_text(record.model_copy(update={"revision": second}), other.encode(), after)
    assert (made == again) == ((one, before, first) == (other, after, second))


def test_a_decision_and_an_order_never_share_a_text() -> None:
    order = record_of(ORDER).model_copy(update={"id": "cfjd000000000001"})
    assert signed_text(order, b"x", []) != signed_text(record_of(DECISION), b"x", [])


def test_what_is_no_utf_8_has_no_text() -> None:
    assert signed_text(record_of(DECISION), "决定".encode("gbk"), []) is None


def test_a_signature_file_reads_back_as_it_was_made() -> None:
    raw = a_signature()
    seal = sealed(raw)
    assert seal.armoured() == raw
    assert seal.namespace == "legal"
    assert fingerprint(seal.key).startswith("SHA256:")
    assert sealed(raw.replace(b"\n", b"\r\n")) == seal


@given(st.integers(0, 10_000), st.binary(max_size=20))
def test_no_bytes_crash_the_reader_and_none_are_read_past(place: int, junk: bytes) -> None:
    raw = a_signature()
    place %= len(raw) + 1
    try:
        seal = sealed(raw[:place] + junk + raw[place:])
    except Unreadable:
        return
    assert isinstance(seal, Sealed)
    assert seal.armoured().count(b"-----") == 4
    assert not junk.strip() or junk in (b"\r\n", b"\n") or seal != sealed(raw)


@pytest.mark.parametrize("raw", [b"", b"\x00" * 100, b"-----BEGIN SSH SIGNATURE-----\n", b"A" * (MAX_BYTES + 1)])
def test_what_is_no_signature_file_is_told(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        sealed(raw)


@pytest.mark.parametrize("change", [lambda raw: raw + b"junk\n", lambda raw: b"\n" + raw, lambda raw: raw + raw, lambda raw: raw[:-40]])
def test_a_signature_file_holds_one_signature_and_nothing_else(change: object) -> None:
    assert callable(change)
    with pytest.raises(Unreadable):
        sealed(change(a_signature()))
