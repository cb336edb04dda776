"""The files that are made from the code are those that the code makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.golden import generated

PROJECT = Path(__file__).parent.parent


@pytest.mark.parametrize("path", generated())
def test_a_generated_file_is_what_the_code_makes(path: str) -> None:
    assert (PROJECT / path).is_file(), "请运行 inv golden"
    assert (PROJECT / path).read_text("utf-8") == generated()[path], "请运行 inv golden"


def test_no_schema_is_left_of_a_kind_that_is_gone() -> None:
    assert {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "docs/schema").glob("*.json")} <= generated().keys()
