"""Some outputs that are planned together, and what the last of them may ask of those before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from publish.output import Draft, File


@dataclass(frozen=True)
class Part:
    """Some outputs that are planned together.

    `about`: the paths that it speaks for, one that ends in `*` for all that begin so; None for all that bear its name.
    """

    name: str
    key: str
    drafts: Callable[[], Iterator[Draft]]
    about: frozenset[str] | None = None


def is_about(about: Iterable[str], path: str) -> bool:
    """Whether a path is one of those that a part speaks for (`Part.about`)."""
    return any(path.startswith(one[:-1]) if one.endswith("*") else path == one for one in about)


def key_of(*says: Any) -> str:
    """The key of a part, from all that it stands for: values that JSON holds."""
    return hashlib.sha256(json.dumps(says, sort_keys=True).encode()).hexdigest()


def over(prefix: str, known: Iterable[str], there: Container[str]) -> Iterator[Part]:
    """Parts without outputs in the place of those that are over, so that what these made is planned away.

    `prefix`: how their names begin; `known`: the names of the last plan's parts; `there`: the names that still are.
    """
    for name in sorted(one for one in known if one.startswith(prefix) and one not in there):
        yield Part(name, "", lambda: iter(()))


class Files(Protocol):
    """What the closing parts ask of the output: the files that are in place."""

    def below(self, prefix: str) -> list[File]:
        """All files whose path begins so, by path."""

    def file(self, path: str) -> File:
        """One of them. Raises KeyError where it is not in place."""
