"""The staff handbook, carried out as it stands: every command does what the handbook says that it does."""

from __future__ import annotations

from pathlib import Path

from tasks import ID_CHARACTERS
from tests.handbook import HANDBOOK, ID, Run, parted, settled, steps


def test_every_command_of_the_handbook_gives_the_output_that_stands_there(tmp_path: Path) -> None:
    run = Run(tmp_path)
    for step in steps(HANDBOOK.read_text("utf-8")):
        if step.word != "$":
            run.edit(step)
            continue
        command, output = parted(step)
        seen = run.typed(command, output)
        run.learn(command + output, run.here(command) + seen)
        assert settled(seen) == settled(run.here(output)), f"$ {command}\n{seen}"


def test_ids_in_the_handbook_are_found_and_other_words_are_not() -> None:
    assert ID.findall("decisions/jia/2026/4cat3hzqswbspftw.md：sixteenletterswd，20261124201011241") == ["4cat3hzqswbspftw"]


def test_every_id_that_can_be_drawn_is_known_as_one() -> None:
    drawn = [character * 16 for character in ID_CHARACTERS]
    assert ID.findall(" ".join(drawn)) == drawn
