"""A place with three decisions, released once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.content import Content
from tests.release.places import Place


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Released once from git. Not to be changed."""
    content = Content(tmp_path_factory.mktemp("begun"))
    for _ in range(3):
        content.decision()
    return Place(content, None)  # type: ignore[arg-type]  # `place` gives each test its own


@pytest.fixture
def place(begun: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    """A copy of it that a test may break."""
    first = Place(begun.content, capsys)
    if not first.site.exists():
        first.commit()
        assert first.release() == 0, first.words
    shutil.copytree(first.root, tmp_path, dirs_exist_ok=True, symlinks=True)
    made = replace(first.content, root=tmp_path, decisions=dict(first.content.decisions), orders=[*first.content.orders])
    return Place(made, capsys)
