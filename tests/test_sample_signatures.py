"""The sample shows signatures on for one agency, and the staff's README what signing looks like."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

import tasks
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


def test_the_readme_shows_what_signing_says(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (sample.with_name("content.trust") / "allowed_signers").open("a", encoding="utf-8") as file:
        file.write(KEYS.line("陆青", "legal") + KEYS.line("石微", "publisher"))
    path = next(sample.glob(f"decisions/*/*/{SHOWN}.md"))
    path.write_text(path.read_text("utf-8").replace("\nrevision: 1\n", "\nrevision: 2\n"), encoding="utf-8")
    for role, person in (("legal", "陆青"), ("publisher", "石微")):
        tasks.approve.body(Context(), SHOWN, role=role, key=str(KEYS.key(person)), today=str(DAY))
    shutil.copyfile(sample / f"approvals/{SHOWN}.legal.sig", sample / f"approvals/{SHOWN}.publisher.sig")
    with pytest.raises(Exit):
        tasks.approve.body(Context(), SHOWN, role="publisher", key=str(KEYS.key("陆青")), today=str(DAY))
    told = capsys.readouterr()
    readme = [line.strip() for line in (PROJECT / "README.zh-CN.md").read_text("utf-8").splitlines()]
    for line in (told.out + told.err).splitlines():
        assert line.strip() in readme, line
