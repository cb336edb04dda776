"""Where a site is served from, as a release sees it: a local folder, another machine, an object store.

A release asks for four things, in this order; the store is written between `prepare` and `switch`, so that it knows of everything
that was ever served. Each step may be asked for again after it was cut off anywhere, and then ends as if it had not been.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Tree:
    """A built and verified site. `name`: of its release, 16 hexadecimal digits; `files`: path → SHA-256 of its bytes, hex."""

    folder: Path
    name: str
    files: Mapping[str, str]


class Target(Protocol):
    """A place that serves one site. All methods raise TargetFailed where the place cannot be reached, read or written."""

    def served(self) -> str:
        """The name of the release that is served; "" where there is none yet."""

    def shown(self, path: str) -> bytes | None:
        """A file as it is served now; None where there is none."""

    def prepare(self, tree: Tree) -> None:
        """Bring there what nobody sees before the switch; what is served stays as it is."""

    def switch(self, tree: Tree) -> None:
        """From now on the tree is served, and nothing else."""

    def clean(self, tree: Tree) -> None:
        """Nothing of the releases before stays anywhere at the place."""
