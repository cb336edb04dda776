"""The corpus that the benchmarks build is one that the gate lets pass; nothing here is timed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bench.maker import made
from publish.build import check
from publish.request import Request
from tests.copies import PROJECT, tree


def test_the_corpus_passes_the_gate_and_is_always_the_same(tmp_path: Path) -> None:
    expected = made(tmp_path / "one", 80)
    assert expected
    made(tmp_path / "two", 80)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    content = next(path for path in (tmp_path / "one", tmp_path / "one" / "content") if (path / "agencies").is_dir())
    assert check(Request(PROJECT, content, tmp_path / "output", date(2026, 11, 23)), None) == []
