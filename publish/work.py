"""The work that a plan asks of the host, and whether the tree equals the plan afterwards.

`Work` is all that the host (Pelican) sees of a build: batches of stale outputs to render, pages to read with its own page
reader, and a place to report what was written. Nothing counts as made that was not reported.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from publish import tree
from publish.errors import BuildFailed
from publish.output import Output
from publish.signing.data_key import DataKey
from publish.site import Site

BATCH = 60
Made = tuple[str, str, int, bool]  # path, SHA-256 of its bytes, their number, whether the file had to be written


@dataclass
class Work:
    """What the host has to make. `folders`: where files that are copied come from, by view.

    `theme`: used in place of the program's where it is given. `data_key`: what signatures are made with. `closing`: batches that
    tell of files made before them; each is planned only when all before it is made and reported.
    """

    output: Path
    staging: Path
    site: Site
    folders: dict[str, str]
    pages: list[Output]
    batches: Iterator[list[Output]]
    closing: Iterator[list[Output]] = field(default_factory=lambda: iter(()))
    made: dict[str, tuple[str, int]] = field(default_factory=dict)  # path → SHA-256 and size of what is in place
    written: set[str] = field(default_factory=set)
    data_key: DataKey | None = None
    theme: Path | None = None

    def report(self, done: Iterable[Made]) -> None:
        """Say what was made."""
        for path, digest, size, written in done:
            self.made[path] = (digest, size)
            if written:
                self.written.add(path)


def batches(outputs: Iterable[Output]) -> Iterator[list[Output]]:
    """Outputs in groups that are worth handing to a worker."""
    batch: list[Output] = []
    for output in outputs:
        batch.append(output)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def staged_pages(staging: Path, pages: Iterable[Output]) -> None:
    """Lay out the gated pages that the host reads; the folder holds nothing else of the content."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for page in pages:
        (staging / f"{page.rows['slug']}.md").write_text(page.rows["markdown"], encoding="utf-8")


def verify(output: Path, expected: set[str], work: Work) -> None:
    """The tree against the plan: nothing missing, nothing extra, and what was written reads back as it was made.

    Raises BuildFailed with the first paths of each sort.
    """
    present = tree.listing(output)
    different = {path for path in work.written & present if tree.digest(output, path) != work.made[path][0]}
    mismatched(("缺少", expected - present), ("多出", present - expected), ("内容不符", different))


def mismatched(*faults: tuple[str, set[str]]) -> None:
    """Raise BuildFailed where one of the named sets of paths holds something."""
    words = [f"{name} {len(paths)} 个文件，如 {'、'.join(sorted(paths)[:3])}" for name, paths in faults if paths]
    if words:
        raise BuildFailed("输出与计划不符：" + "；".join(words) + "。")
