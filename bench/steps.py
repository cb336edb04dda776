"""The builds that are measured, in the order in which they are: each with the edit that comes before it.

Edits touch made content only, and are taken back at the end, so that the bench can be repeated.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bench.site import Measure, Site

Taken = TypeVar("Taken")


def _change_one(site: Site) -> None:
    path = site.content / site.known["changed"]
    text = path.read_text("utf-8")
    path.write_text(text.replace("\ntitle: ", "\ntitle: 更正后的", 1), encoding="utf-8")


def _add(site: Site, path: str, text: str) -> None:
    target = site.content / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _nothing(site: Site) -> None:
    del site


STEPS: dict[str, tuple[Callable[[Site], None], int]] = {  # the edit, and days after the first
    "cold": (Site.forget, 0),
    "no change": (_nothing, 0),
    "one changed": (_change_one, 0),
    "one new": (lambda site: _add(site, *site.known["new"]), 0),
    "one withdrawn": (lambda site: _add(site, *site.known["order"]), 0),
    "next day": (_nothing, 1),
}


@contextmanager
def restored(site: Site) -> Iterator[None]:
    """Take the edits back, those that an interrupted run left too."""
    changed = site.content / site.known["changed"]
    keep = site.folder / "unchanged.md"

    def restore() -> None:
        for path, _ in (site.known["new"], site.known["order"]):
            (site.content / path).unlink(missing_ok=True)
        if keep.exists():
            keep.replace(changed)

    restore()
    shutil.copy2(changed, keep)
    try:
        yield
    finally:
        restore()


def run(size: int) -> Iterator[Measure]:
    """All builds of one size, measured."""
    return each(Site(size), Site.measure)


def each(site: Site, take: Callable[[Site, str, int], Taken]) -> Iterator[Taken]:
    """All builds, one after the other. `take`: makes one, from its step and the days after the first."""
    with restored(site):
        site.settle()
        for step, (edit, days) in STEPS.items():
            edit(site)
            yield take(site, step, days)
