"""The work that a plan asks of the host.

`Work` is all that the host (Pelican) sees of a build: batches of stale outputs to render, pages to read with its own page
reader, and a place to report what was written. Nothing counts as made that was not reported.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from publish.errors import BuildFailed
from publish.output import Output
from publish.signing.data_key import DataKey
from publish.site import Site

BATCH = 60
RECORDS = 10  # records in a file that take as long as another output, and as much memory
Made = tuple[str, str, int, bool]  # path, SHA-256 of its bytes, their number, whether the file had to be written


def _nowhere(done: Iterable[Made]) -> None:
    del done


@dataclass
class Work:
    """What the host has to make. `folders`: where files that are copied come from, by view.

    `theme`: used in place of the program's where it is given. `data_key`: what signatures are made with. `closing`: batches that
    tell of files made before them; each is planned only when all before it is made and reported. `fresh`: see `tree.write`.
    """

    output: Path
    staging: Path
    site: Site
    folders: dict[str, str]
    pages: list[Output]
    batches: Iterator[list[Output]]
    closing: Iterator[list[Output]] = field(default_factory=lambda: iter(()))
    report: Callable[[Iterable[Made]], None] = _nowhere  # to be told what was made
    data_key: DataKey | None = None
    theme: Path | None = None
    fresh: bool = False


def batches(outputs: Iterable[Output]) -> Iterator[list[Output]]:
    """Outputs in groups that are worth handing to a worker: one that is made of a month's records is a group of its own."""
    batch: list[Output] = []
    held = 0
    for output in outputs:
        batch.append(output)
        held += 1 + records([output]) // RECORDS
        if held >= BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def records(batch: Iterable[Output]) -> int:
    """How many records of decisions some outputs are made of."""
    return sum(len(output.rows.get("records", {}).get("new", ())) for output in batch)


def staged_pages(staging: Path, pages: Iterable[Output]) -> None:
    """Lay out the gated pages that the host reads; the folder holds nothing else of the content."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    for page in pages:
        (staging / f"{page.rows['slug']}.md").write_text(page.rows["markdown"], encoding="utf-8")


def mismatched(*faults: tuple[str, set[str]]) -> None:
    """Raise BuildFailed where one of the named sets of paths holds something."""
    words = [f"{name} {len(paths)} 个文件，如 {'、'.join(sorted(paths)[:3])}" for name, paths in faults if paths]
    if words:
        raise BuildFailed("输出与计划不符：" + "；".join(words) + "。")
