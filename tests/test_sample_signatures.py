"""The sample shows signatures on for one agency."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from publish.build import check
from publish.errors import Finding, Level
from publish.request import Request
from tests.signing import session_keys, sign_sample

PROJECT = Path(__file__).parent.parent
DAY = date(2026, 11, 24)
SHOWN = "h45awk81zdqjr3kb"
KEYS = session_keys()


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("content", "content.trust"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content"


def found(content: Path, trust: Path | None = None) -> list[Finding]:
    return [one for one in check(Request(PROJECT, content, content.with_name("output"), DAY, trust=trust), None) if one.level > Level.warn]


def signed(content: Path) -> list[Path]:
    return sorted({next(content.glob(f"*/*/*/{path.name[:16]}.md")) for path in (content / "approvals").iterdir()})


def test_the_sample_needs_signatures_of_its_province_and_has_them(sample: Path) -> None:
    assert len(signed(sample)) >= 5
    assert {path.parent.parent.name for path in signed(sample)} == {"yunjiang"}
    assert found(sample) == []
    for path in (sample / "approvals").iterdir():
        path.unlink()
    assert {one.code for one in found(sample)} == {"signature.missing"}
    assert len(found(sample)) == 2 * len(signed(PROJECT / "content"))


def test_every_signed_decision_of_the_sample_is_held_after_one_change(sample: Path) -> None:
    paths = signed(sample)
    for path in paths:
        path.write_text(path.read_text("utf-8") + "\n补一句。\n", encoding="utf-8")
    told = [one.path for one in found(sample) if one.code == "signature.invalid"]
    assert told == sorted(2 * [path.relative_to(sample).as_posix() for path in paths])


def test_no_private_key_lies_beside_the_sample() -> None:
    for folder in (PROJECT / "content", PROJECT / "content.trust"):
        assert not [path for path in folder.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]


def test_a_changed_sample_is_signed_anew_by_one_command(sample: Path) -> None:
    path = next(sample.glob(f"decisions/*/*/{SHOWN}.md"))
    path.write_text(path.read_text("utf-8").replace("\nrevision: 1\n", "\n") + "\n补一句。\n", encoding="utf-8")
    before = signed(sample)
    sign_sample(sample)
    assert signed(sample) == before
    assert found(sample) == []
