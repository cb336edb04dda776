"""A folder of this machine that a web server serves (from `TARGET/current`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publish.release.target import Tree
from publish.release.trees import Trees


@dataclass(frozen=True)
class LocalTarget:
    """The two trees of a folder, as a `publish.release.target.Target`. What is released is built in place, in the spare tree."""

    folder: Path

    @property
    def trees(self) -> Trees:
        """Both trees."""
        return Trees(self.folder)

    def served(self) -> str:
        """See `Target`."""
        return self.trees.served()

    def shown(self, path: str) -> bytes | None:
        """See `Target`."""
        try:
            return (self.trees.current / path).read_bytes()
        except FileNotFoundError:
            return None

    def prepare(self, tree: Tree) -> None:
        """See `Target`."""
        self.trees.name_spare(tree.name)

    def switch(self, tree: Tree) -> None:
        """See `Target`."""
        self.trees.switch(tree.name)

    def clean(self, tree: Tree) -> None:
        """See `Target`: the tree that was served before becomes the same files as this one."""
        self.trees.lay_out(tree.name)
