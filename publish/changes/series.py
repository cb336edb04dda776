"""The name of a series of releases, and whether the one that the site shows can go on.

A series is named without chance, so that two first builds of one content and day are equal: its first day and a digest of the
ids that are public then, which say nothing of what a decision holds. Where the store was lost or is older than what the site
shows, its numbers cannot be told apart from those given out: a new series begins, whose name follows from the lost one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from publish.exports import ROOT

INDEX = f"{ROOT}index.json"


@dataclass(frozen=True)
class Shown:
    """What the site's index says of the last release (`index.json`). `seq` is 0 where a build died that may have given out 1."""

    series: str
    seq: int
    published_on: str
    state_hash: str


@dataclass(frozen=True)
class LastRelease:
    """What the store says of the last release.

    `told`: the digest of all that was public; `form`: of what shapes a record's line; `since`: number and day of the last release
    that has no delta; `former`: the series before this one.
    """

    series: str
    seq: int
    told: str
    form: str
    since: tuple[int, str]
    former: list[str] = field(default_factory=list)


def shown_index(output: Path) -> Shown | None:
    """What the output tells its readers; None where there is nothing, or nothing legible."""
    try:
        return told_by((output / INDEX).read_bytes())
    except OSError:
        return None


def told_by(index: bytes | None) -> Shown | None:
    """What an `index.json` tells; None where there is none, or nothing legible."""
    try:
        data: Any = json.loads(index or b"")
        return Shown(str(data["series"]), int(data["seq"]), str(data["published_on"]), str(data["state_hash"]))
    except (ValueError, KeyError, TypeError):
        return None


def is_lost(before: LastRelease | None, shown: Shown | None, today: date, bare: bool) -> bool:
    """Whether the output tells of releases that the store does not know: later ones, or a series that it never had.

    `bare`: the store is part of the losable state; a first release of today that was lost with it is made again as it was.
    """
    if shown is None or (before is None and shown.seq == 0):
        return False
    if before is None:
        return not (bare and shown.seq == 1 and shown.published_on == str(today))
    if shown.series == before.series:
        return shown.seq > before.seq
    return shown.series not in before.former


def former_series(before: LastRelease | None, lost: Shown | None) -> list[str]:
    """All series that this store or its output told of before the one that begins: what another output still shows is no loss."""
    names = [*before.former, before.series] if before else []
    return [*names, lost.series] if lost and lost.series not in names else names


def new_series(today: date, ids: Iterable[str], lost: Shown | None) -> str:
    """`2026-11-24-1a2b3c4d`. `lost`: the release after which it begins, if there was one."""
    digest = hashlib.sha256("\n".join([*sorted(ids), lost.series if lost else ""]).encode()).hexdigest()
    return f"{today}-{digest[:8]}"
