"""The root of search, the one file that a browser reads first: what there is to filter by, with counts, and where everything is.

A build that changes a few files reads it back, so it holds all that the next build needs to know of the last one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from publish.dossier import Facts
from publish.model import KINDS
from publish.search import records, texts
from publish.search.cuts import Leaves, bitmap, read_bitmap
from publish.search.files import Lost
from publish.search.numbering import Numbering
from publish.search.rows import Row
from publish.search.terms import SPACES
from publish.views.frame import agency_name, topic_title

PATH = "root.bin"
FORMAT = 1
CUT = (*SPACES, records.SPACE, texts.SPACE)


@dataclass
class Root:
    """What there is. `program`: what made the files; counts by kind, by agency's slug and by topics as one name (`Row.topics`)."""

    program: str
    kinds: Counter[str] = field(default_factory=Counter)
    agencies: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    cuts: dict[str, Leaves] = field(default_factory=lambda: {name: {1: False} for name in CUT})

    def count(self, rows: Iterable[Row], sign: int = 1) -> None:
        """Add decisions, or with -1 take them away."""
        found = Counter((row.kind, row.agency, row.topics) for row in rows)
        for keys, count in found.items():
            for counter, key in zip((self.kinds, self.agencies, self.topics), keys, strict=True):
                counter[key] += sign * count
                if not counter[key]:
                    del counter[key]

    def numbering(self, facts: Facts) -> Numbering:
        """The slots of all agencies that there are, and of all sets of topics."""
        return Numbering.of(facts.agencies.keys() | self.agencies.keys(), self.topics.keys())

    def content(self, numbering: Numbering, facts: Facts, version: str) -> dict[str, Any]:
        """What the file holds. `version`: another one for every set of files."""
        topics = {slug for name in self.topics for slug in _slugs(name)}
        return {
            "format": FORMAT,
            "program": self.program,
            "version": version,
            "total": sum(self.kinds.values()),
            "kinds": [[kind, title, self.kinds[kind]] for kind, title in KINDS.items()],
            "agencies": [
                [numbering.agencies.get(slug, 0), slug, agency_name(facts, slug), count] for slug, count in sorted(self.agencies.items())
            ],
            "topics": [
                [numbering.topics.get(name, 0), [slug for slug in name.split(",") if slug], count]
                for name, count in sorted(self.topics.items())
            ],
            "topic_titles": {slug: topic_title(facts, slug) for slug in sorted(topics)},
            "cuts": {name: bitmap(leaves) for name, leaves in sorted(self.cuts.items())},
        }


def _slugs(name: str) -> list[str]:
    return [slug for slug in name.split(",") if slug]


def read_root(content: Any) -> tuple[Root, Numbering]:
    """What `Root.content` wrote, with the slots that it was made with. Raises Lost where it is none of ours."""
    try:
        agencies = {slug: (slot, count) for slot, slug, _, count in content["agencies"]}
        topics = {",".join(slugs): (slot, count) for slot, slugs, count in content["topics"]}
        root = Root(
            content["program"],
            Counter({kind: count for kind, _, count in content["kinds"] if count}),
            Counter({slug: count for slug, (_, count) in agencies.items()}),
            Counter({name: count for name, (_, count) in topics.items()}),
            {name: read_bitmap(content["cuts"][name]) for name in CUT},
        )
    except (KeyError, TypeError, ValueError):
        raise Lost from None
    return root, Numbering(*({name: slot for name, (slot, _) in one.items()} for one in (agencies, topics)))
