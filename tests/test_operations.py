"""The handbook of the server, carried out as it stands."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.handbook import carried_out
from tests.operations import OPERATIONS, ROOT, ServerRun


def test_every_command_of_the_servers_handbook_gives_the_output_that_stands_there(tmp_path: Path) -> None:
    carried_out(OPERATIONS.read_text("utf-8"), ServerRun(tmp_path))


def test_what_root_types_is_legible_to_a_shell() -> None:
    blocks = ROOT.findall(OPERATIONS.read_text("utf-8"))
    assert blocks
    for block in blocks:
        assert subprocess.run(["bash", "-n"], input=block, text=True, check=False).returncode == 0
