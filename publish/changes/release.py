"""What a release says of itself and of those before it: values that the data, the feeds and the change lists are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

RETENTION = 400  # days for which a deletion is told, and a delta kept (`deletion_retention_days`)
Op = Literal["ADD", "MOD", "DEL"]


@dataclass(frozen=True)
class Release:
    """An earlier release, or this one: its number in the series and its day. `key`: the digest of what its delta says."""

    seq: int
    on: date
    key: str


@dataclass(frozen=True)
class Removal:
    """A decision that was public and is not any more. `notice`: the path of its notice, "" where it ended or no order is there yet."""

    id: str
    on: date
    reason: Literal["withdrawn", "ended"]
    notice: str
    purge_after: date


@dataclass(frozen=True)
class Standing:
    """Where the series stands with this build.

    `releases`: those that have a delta, oldest first, this one included unless it is the series' first. `removals`: by id.
    `since`: the release after which they begin; no delta tells of it.
    """

    series: str
    seq: int
    previous_seq: int | None
    on: date
    state_hash: str
    releases: list[Release]
    removals: list[Removal]
    since: Release
