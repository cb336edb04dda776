"""Where the files of a site, the state and the store are: of a bare build, or of a place that is released to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Where:
    """`output`: the tree, as it is served; `state`: what may be lost; `store`: what must not."""

    output: Path
    state: Path
    store: Path


def where(output: Path, store: Path | None = None) -> Where:
    """A site by the folder that was typed: the output of a build, or a release's target (it has `current`). `store`: if typed."""
    state = output.with_name(f"{output.name}.state")
    if (output / "current").is_symlink():
        return Where((output / "current").resolve(), state, store or output.with_name(f"{output.name}.store"))
    return Where(output, state, store or state)
