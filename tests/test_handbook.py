"""The staff handbook, carried out as it stands: every command does what the handbook says that it does."""

from __future__ import annotations

from pathlib import Path

from tasks import ID_CHARACTERS
from tests.handbook import HANDBOOK, ID, Run, carried_out


def test_every_command_of_the_handbook_gives_the_output_that_stands_there(tmp_path: Path) -> None:
    carried_out(HANDBOOK.read_text("utf-8"), Run(tmp_path))


def test_ids_in_the_handbook_are_found_and_other_words_are_not() -> None:
    assert ID.findall("decisions/jia/2026/4cat3hzqswbspftw.md：sixteenletterswd，20261124201011241") == ["4cat3hzqswbspftw"]


def test_every_id_that_can_be_drawn_is_known_as_one() -> None:
    drawn = [character * 16 for character in ID_CHARACTERS]
    assert ID.findall(" ".join(drawn)) == drawn
