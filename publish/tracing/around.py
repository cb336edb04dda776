"""What lies around a site, and what may be there.

* The output: of a folder that a release serves (`TARGET/current`), every tree in it; of any other, the tree itself.
* Files that are named, such as the web server's configuration.
* The release store (`store.sqlite`) holds the public set, and the ids of what was public. Nothing else of what is not public stands in
  it, in pages that are free either.
* The state folder. `state.sqlite` holds what was read of the content, so all that stands in a file of the content now; what stands in
  no file any more is gone from it: its free pages are empty, and there is no journal. `staging` holds pages as the host read them.
  Files of search that were put aside are gone after a build. The index of `inv search` is of the last public set, or not there.
  `content` is the content of a commit as a release laid it out, and holds what content holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from publish import tree
from publish.finding import FOLDER, partitions
from publish.publication import PublicationSet
from publish.tracing.absence import Trace, site_files
from publish.tracing.entries import strangers
from publish.tracing.freed import leftovers
from publish.tracing.searching import Looked

STATE, STORE, ASIDE = "state.sqlite", "store.sqlite", "search-files"
CONTENT = ("content", "content.blobs")  # with what tells how it is laid out


def trees(output: Path) -> list[Path]:
    """The trees of an output: those of a folder that a release serves, or the one that it is."""
    if (output / "current").is_symlink():
        return sorted(path for path in output.iterdir() if path.is_dir() and not path.is_symlink())
    return [output]


def files(output: Path, folder: Path, store: Path, others: list[Path]) -> Iterator[Looked]:
    """Everything to look into; a file that stands in two trees as one is looked into once."""
    seen: set[tuple[int, int, str]] = set()
    for root in trees(output):
        shown = "" if root == output else f"{root.name}/"
        for one in site_files(root, sorted(tree.listing(root)), shown):
            stat = Path(one.file).lstat()
            if (stat.st_dev, stat.st_ino, one.path) not in seen:
                seen.add((stat.st_dev, stat.st_ino, one.path))
                yield one
    yield from (Looked(path.name, str(path), str(path)) for path in others)
    for root in sorted({folder, store}):
        for path in sorted(tree.listing(root)):
            if path.partition("/")[0] not in (STATE, FOLDER, *CONTENT) and not path.startswith(f"{STATE}-"):
                yield Looked(path, f"{root.name}/{path}", str(root / path), ids=not path.startswith(STORE))


def entries(output: Path, publication: PublicationSet) -> Iterator[Trace]:
    """Entries of search that no public decision has."""
    for root in trees(output):
        shown = "" if root == output else f"{root.name}/"
        for path, count in strangers(root, publication):
            what = f"搜索条目 {count} 条" if count else "读不懂的搜索文件"
            yield Trace("（不是公开的决定）", what, f"{shown}{path}", "", 0, "原文")


def kept(database: sqlite3.Connection, folder: Path, store: Path) -> Iterator[Trace]:
    """What is left in state and store that nobody knows the terms of."""
    for path in (folder / STATE, store / STORE):
        for name, at, words in leftovers(path):
            yield Trace("（已删去的内容）", words, f"{path.parent.name}/{name}", "", at, "原文")
    if (folder / ASIDE).exists():
        yield Trace("（已删去的内容）", "搜索文件没有清理", f"{folder.name}/{ASIDE}", "", 0, "原文")
    digests = dict(database.execute("SELECT name, digest FROM store.month"))
    index = folder / FOLDER
    parts = {path.name for path in index.iterdir()} if index.is_dir() else set()
    for name in sorted(parts - partitions.fresh(index, digests)):
        yield Trace("（已删去的内容）", "查找用的索引不是现在公开的", f"{folder.name}/{FOLDER}/{name}", "", 0, "原文")
