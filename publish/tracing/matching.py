"""Many patterns looked for at once, by Vectorscan: gigabytes a second, whatever their number (measured in docs/tracing.md).

Compiling takes more than its share of time when there are many, so they are compiled in batches and each is run over the bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import hyperscan

BATCH = 15_000  # patterns: half a second to compile, 40 MB
FLAGS = hyperscan.HS_FLAG_SINGLEMATCH


class Matcher:
    """Which of some patterns stand in given bytes. Patterns hold no zero byte: squeezing drops them."""

    def __init__(self, databases: list[tuple[int, bytes]]) -> None:
        self.databases = [(first, hyperscan.loadb(raw, hyperscan.HS_MODE_BLOCK)) for first, raw in databases]
        for _, one in self.databases:
            one.scratch = hyperscan.Scratch(one)

    def found(self, raw: bytes) -> list[int]:
        """The numbers of the patterns that stand in the bytes, each once."""
        found: list[int] = []

        def note(number: int, _start: int, _end: int, _flags: int, first: object) -> None:
            found.append((first if isinstance(first, int) else 0) + number)

        for first, database in self.databases:
            database.scan(raw, match_event_handler=note, context=first)
        return found


def compiled(patterns: Sequence[bytes]) -> list[tuple[int, bytes]]:
    """What a `Matcher` is made of, to be handed to other processes: (number of its first pattern, database)."""
    made = []
    for first in range(0, len(patterns), BATCH):
        batch = patterns[first : first + BATCH]
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(expressions=list(batch), ids=list(range(len(batch))), elements=len(batch), literal=True, flags=FLAGS)
        made.append((first, hyperscan.dumpb(database)))
    return made


@lru_cache(maxsize=2)
def matcher(databases: tuple[tuple[int, bytes], ...]) -> Matcher:
    """A matcher, kept in this process for the next piece of work."""
    return Matcher(list(databases))
