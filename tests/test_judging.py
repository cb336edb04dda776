"""What `inv judge` prints, and when it fails; Lighthouse and vnu themselves are not asked here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench import judging


def report(*scores: float) -> dict[str, Any]:
    """A report of Lighthouse with some scores."""
    return {
        "lighthouseVersion": "0.0.0",
        "categories": {name: {"score": score} for name, score in zip(judging.CATEGORIES, scores, strict=True)},
        "audits": {name: {"displayValue": "1.2\xa0s"} for name in judging.METRICS},
    }


def test_a_page_is_a_line_of_its_scores_and_times() -> None:
    assert judging.row("home", report(1, 0.99, 0.985, 0.5)) == "| home | 100 | 99 | 98 | 50 | 1.2 s | 1.2 s | 1.2 s | 1.2 s | 1.2 s |"


@pytest.mark.parametrize(
    ("score", "found", "good"), [(1.0, [], True), (0.99, None, True), (0.98, [], False), (1.0, ["a.html:1: error: no"], False)]
)
def test_it_fails_where_a_category_falls_short_or_a_page_is_not_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], score: float, found: list[str] | None, good: bool
) -> None:
    asked: list[str] = []

    def lighthouse(_: Path, address: str) -> dict[str, Any]:
        asked.append(address)
        return report(1, 1, score, 1)

    monkeypatch.setattr(judging, "installed", lambda folder: folder)
    monkeypatch.setattr(judging, "lighthouse", lighthouse)
    monkeypatch.setattr(judging, "faults", lambda *_: found)
    (tmp_path / "site/decision/ab").mkdir(parents=True)
    (tmp_path / "site/decision/ab/x.html").touch()
    assert judging.judged(tmp_path / "site", tmp_path / "nginx") == good
    told = capsys.readouterr().out
    assert len(asked) == len(judging.PAGES)
    assert all(f"| {name} |" in told for name in judging.PAGES)
    assert ("there is no Java" in told) == (found is None)


def test_without_java_nothing_is_said_of_html(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert judging.faults(tmp_path, tmp_path) is None
