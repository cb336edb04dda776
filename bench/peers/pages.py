"""This program with only the outputs that its peers make: `python -m bench.peers.pages --content … --output … --today …`.

Nothing of the program is switched off by the program itself: this process alone plans fewer files. The gate judges and the store
follows as always; what is planned is filtered by path, so that what is left out is neither rendered nor written nor verified.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from publish import build as building
from publish.output import Draft
from publish.parts import Files, Part
from publish.plan import Plan
from verbs.building import publish_site

FEED = "feeds/all.atom"
MADE = re.compile(rf"(decision/.*|decisions/.*|kind/.*|agency/.*|topic/.*|party/.*|index)\.html|theme/.*|{re.escape(FEED)}")
LEFT_OUT = re.compile(r"search|delta .*|statistics .*|feed (?!all$).*")  # parts of which nothing is made: not even planned


class Pages(Plan):
    """The plan of pages, lists and one feed."""

    def parts(self, known: Iterable[str], keys: Mapping[str, str]) -> Iterator[Part]:
        """Those that may hold something that peers make, and of these only that."""
        for part in super().parts(known, keys):
            if not LEFT_OUT.fullmatch(part.name):
                yield replace(part, drafts=_some(part.drafts))

    def closing(self, known: Iterable[str], files: Files) -> Iterator[Part]:
        """Nothing: no data."""
        del known, files
        yield from ()


def _some(drafts: Callable[[], Iterator[Draft]]) -> Callable[[], Iterator[Draft]]:
    return lambda: (draft for draft in drafts() if MADE.fullmatch(draft[0]))


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers.pages", description=__doc__)
    for name in ("content", "output", "today"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    setattr(building, "Plan", Pages)  # noqa: B010 - mypy does not let a class be assigned, and nothing else is to be replaced
    return publish_site(arguments.content, arguments.output, today=arguments.today)


if __name__ == "__main__":
    sys.exit(main())
