"""The one noun of the plan: a file of the site.

`key` is the digest of the complete input of the file: its view (template, program, site) and its rows. Two outputs with
the same path and key have the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True)
class Output:
    """`path`: relative to the site's root. `view`: the template or file form that renders it. `rows`: all it shows."""

    path: str
    view: str
    rows: dict[str, Any]
    key: str


@dataclass(frozen=True)
class File:
    """A file of the output as it is in place. `digest`: SHA-256 of its bytes, hex; `size`: bytes."""

    path: str
    digest: str
    size: int


Draft = tuple[str, str, dict[str, Any]]  # path, view, rows: an output before its key is known


def with_url(drafts: Iterable[Draft], url: str) -> Iterator[Draft]:
    """Drafts of files with absolute addresses, which begin with the site's."""
    for path, view, rows in drafts:
        yield path, view, {**rows, "url": url}


def keyed(drafts: Iterable[Draft], views: dict[str, str]) -> Iterator[Output]:
    """Drafts with their keys; `views`: the digest of each view's own inputs.

    Where rows have a `digest`, it stands for their `records`: many of them are not hashed again.
    """
    for path, view, rows in drafts:
        digest = hashlib.sha256(views[view].encode())
        said = {name: value for name, value in rows.items() if name != "records"} if "digest" in rows else rows
        digest.update(ENCODER.encode([path, said]))
        yield Output(path, view, rows, digest.hexdigest())
