"""Sizes that were never built: lines through sites that were, and the plan itself where a line would be wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.growth.counted import Counted
from bench.growth.simulated import FOLDERS, LISTS, simulated

HASHED = 32**2  # folders of decisions, by the first two characters of the id
LEAVES = 16**2  # folders of a space of search
ROOT = "search/v1/root.bin"
TELLING = ("data/v1/SHA256SUMS", "data/v1/catalog.jsonld", "data/v1/index.json", "data/v1/datapackage.json")


@dataclass(frozen=True)
class Costs:
    """What was measured beside the sites. `seconds`: of processors a decision; `apart`: of them by the process that builds alone;

    `processors` that work at a time; `packed`: bytes a decision in a packed repository; `line`: bytes a decision in git's index.
    """

    seconds: float
    apart: float
    processors: int
    packed: float
    line: float


@dataclass(frozen=True)
class Size:
    """A site of some size: counts and bytes, by kind where there is a mapping.

    `folder`: entries of the fullest one; `largest`: bytes of the largest file; `telling`: of the largest that tells of all others;
    `root`: of what search reads first; `year`: decisions of the busiest year; `month`: bytes of the largest table of a month;
    `members`: bytes as a tar archive.
    """

    decisions: float
    files: Mapping[str, float]
    size: Mapping[str, float]
    blocks: Mapping[str, float]
    folders: float
    folder: float
    folder_name: str
    largest: float
    largest_name: str
    telling: float
    root: float
    year: float
    month: float
    members: float
    costs: Costs

    @property
    def all_files(self) -> float:
        """How many files there are; as many renames in a cold build, for each is written beside its place."""
        return sum(self.files.values())

    @property
    def bytes(self) -> float:
        """Bytes of all files."""
        return sum(self.size.values())

    @property
    def inodes(self) -> float:
        """Files and folders."""
        return self.all_files + self.folders

    @property
    def sitemaps(self) -> float:
        """Files of sitemaps."""
        return self.files["sitemaps"]

    @property
    def git(self) -> float:
        """Bytes of the packed repository."""
        return self.costs.packed * self.decisions

    @property
    def hours(self) -> float:
        """A cold build on this machine: what one process does alone, and the rest by all of them."""
        return self.decisions * (self.costs.apart + (self.costs.seconds - self.costs.apart) / self.costs.processors) / 3600


class Growth:
    """What two built sites, the smaller first, say of others."""

    def __init__(self, small: Counted, large: Counted, costs: Costs) -> None:
        self.small, self.large, self.costs = small, large, costs
        self.known: dict[tuple[float, bool], Size] = {}

    def line(self, least: float, most: float, decisions: float) -> float:
        """The straight line through what was counted in both; beyond the larger one never less than there."""
        slope = (most - least) / (self.large.decisions - self.small.decisions)
        return max(0.0, most if decisions > self.large.decisions else 0.0, most + slope * (decisions - self.large.decisions))

    def _each(self, small: Mapping[str, int], large: Mapping[str, int], decisions: float) -> dict[str, float]:
        return {name: self.line(small[name], most, decisions) for name, most in large.items() if name in small}

    def at(self, decisions: float, plan: bool = False) -> Size:
        """A site of a size. `plan`: ask the plan; without, lists are lines as all else is (for looking where a limit is met)."""
        if (decisions, plan) not in self.known:
            self.known[decisions, plan] = self._at(decisions, plan)
        return self.known[decisions, plan]

    def _at(self, decisions: float, plan: bool) -> Size:
        small, large = self.small, self.large
        files, size, blocks = (
            self._each(one, other, decisions)
            for one, other in ((small.files, large.files), (small.size, large.size), (small.blocks, large.blocks))
        )
        folders = self.line(small.below(*LISTS), large.below(*LISTS), decisions)
        if plan:
            made = simulated(round(decisions), large)
            folders = made.pop(FOLDERS)
            files |= made  # their bytes stay on the line: what is said grows with the decisions, whatever the number of files
        for one in (size, blocks):
            one["feeds"] = min(one["feeds"], self._full_feeds())
        entries = self._each(small.entries, large.entries, decisions)
        single = self._each(small.single, large.single, decisions)
        folder = max(entries, key=lambda name: entries[name])
        file = max(single, key=lambda name: single[name])
        years = Counter(month[:4] for month, rows in large.rows.items() for _ in rows)
        month = max(size for path, size in large.single.items() if path.startswith("data/v1/decisions/"))
        share = decisions / large.decisions
        telling = max(single[path] for path in TELLING if path in single)
        return Size(
            decisions, files, size, blocks, folders + self._folders(decisions, files["search"]), entries[folder], folder,
            single[file], file, telling, single[ROOT], max(years.values()) * share, month * share,
            self.line(small.members, large.members, decisions), self.costs,
        )  # fmt: skip

    def _full_feeds(self) -> float:
        """Bytes of all feeds when each has its hundred newest: none is larger than the largest of its form."""
        feeds = {path: size for path, size in self.large.single.items() if path.startswith("feeds/")}
        most: dict[str, int] = {}
        for path, size in feeds.items():
            most[path.partition(".")[2]] = max(size, most.get(path.partition(".")[2], 0))
        return sum(most[path.partition(".")[2]] for path in feeds)

    def _folders(self, decisions: float, leaves: float) -> float:
        """Folders but those of lists: of decisions and of files of search, which fill up, and the others, which are as many everywhere."""
        spaces = sum(name.startswith("search/v1/") and name.count("/") == 2 for name in self.large.entries)
        search: float = spaces * LEAVES * (1 - (1 - 1 / LEAVES) ** (leaves / max(1, spaces)))
        others = len(self.large.entries) - self.large.below("decision/", "search/v1/", *LISTS)
        filled: float = HASHED * (1 - (1 - 1 / HASHED) ** decisions)
        return filled + search + others

    def met(self, of: Callable[[Size], float], most: float, highest: float = 1e9) -> float | None:
        """How many decisions meet a limit, by lines alone; None where `highest` do not."""
        low, high = 1.0, highest
        if of(self.at(high)) <= most:
            return None
        while high / low > 1.02:
            middle = (low * high) ** 0.5
            low, high = (low, middle) if of(self.at(middle)) > most else (middle, high)
        return high
