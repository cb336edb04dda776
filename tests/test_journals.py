"""Names of SQLite's journals that a killed build left: those that are over go."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import damaged


@pytest.mark.parametrize(("head", "left"), [(damaged.HEAD, True), (bytes(8), False)], ids=["of a live journal", "of one that is over"])
def test_a_name_that_no_live_journal_holds_is_cleared(tmp_path: Path, head: bytes, left: bool) -> None:
    name, journal = tmp_path / "state.sqlite-mj0123", tmp_path / "state.sqlite-journal"
    journal.write_bytes(head + b"..." + str(name).encode())
    name.write_bytes(str(journal).encode() + b"\0")
    damaged.clear_unused(tmp_path)
    assert name.exists() == left
