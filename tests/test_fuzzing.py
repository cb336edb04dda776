"""Whatever a file holds, reading it ends in findings: the files of the base content, cut, doubled, mixed and spoiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzzing import BASE, SEEDS, Harmless, checked, read, rendered

PIECES = [
    b":", b"- ", b"\n", b"\n\n", b"---\n", b'"', b"'", b"[", b"]", b"{", b"}", b"&a ", b"*a", b"!!str ", b"|", b">", b"#", b"\t", b"  ",
    b"\x00", b"\xff", b"\xef\xbb\xbf", "\u202e".encode(), "\u200b".encode(), "，".encode(), "无".encode(), b"null", b"9" * 40, b"1e999",
    b"2026-02-30", b"0000-00-00", b"9999-12-31", b"long", b"true", b"<script>", b"javascript:", b"../", b"91350100M000100Y43", b"\r", b",",
    "罚款壹拾万元整（￥1元）".encode(), "《".encode(), "账号：".encode(), b"13800138000",
]  # fmt: skip
MARKS = st.text(st.sampled_from("[]()<>*_`#|-!&;:\"'\\ \n\t~^=/axj1汉"), max_size=200)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the base content after some accidents."""
    path: Path = draw(st.sampled_from(SEEDS))
    data = path.read_bytes()
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["insert", "cut", "replace", "double", "move"])):
            case "insert":
                data = data[:start] + draw(st.sampled_from(PIECES)) + data[start:]
            case "cut":
                data = data[:start] + data[end:]
            case "replace":
                data = data[:start] + draw(st.binary(max_size=8) | st.sampled_from(PIECES)) + data[end:]
            case "double":
                data = data[:end] + data[start:]
            case _:
                data = data[end:] + data[start:end]
    return path.relative_to(BASE).as_posix(), data


@given(spoiled())
@settings(max_examples=600, deadline=None)
def test_a_spoiled_file_ends_in_findings(file: tuple[str, bytes]) -> None:
    checked(read(*file))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_a_sound_file_is_read_without_any(path: Path) -> None:
    assert [one for one in read(path.relative_to(BASE).as_posix(), path.read_bytes()) if one.code.startswith("load.")] == []


LINKS = st.lists(
    st.sampled_from(["[a](", "![a](", "<", ">", ")", "javascript:", "data:text/html,", "&colon;", "vbscript&#58;", "file:", "x", " ", "\n",
                     '"', "<a href=", "<img onerror=", "[b]: ", "[b]", "|-|", "\\"])
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=300), MARKS, LINKS))
@example("[a](javascript:alert(1)) <img src=x onerror=alert(1)>")
@settings(max_examples=600, deadline=None)
def test_no_body_becomes_an_element_that_runs(body: str) -> None:
    rendered(body)


@pytest.mark.parametrize("html", ["<script>", "<p onclick=x>", '<a href=" JaVaScript:x">', '<a href="data:x">', '<img src="x">'])
def test_the_parser_fails_at_what_runs(html: str) -> None:
    with pytest.raises(AssertionError):
        Harmless().feed(html)
