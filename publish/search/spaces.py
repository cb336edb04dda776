"""A space of terms in files: which list is in which file, made of all terms at once or changed by a few.

A file holds `{key: list}`; what shares a unit (`publish.search.terms`) is in one file. A list that is long has further blocks in files of
their own, below `o/`; where the lists of a unit are too heavy together for a file, all their blocks are there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from publish.search import lists
from publish.search.cuts import ROOT_NAME, Leaves, Reshaping, cut, leaf_of
from publish.search.files import Shelf, leaf_path
from publish.search.lists import Postings, Stored, block_path, changed, flat, read_flat
from publish.search.terms import WIDTH, place_in

SHORT = 64  # postings that a list may have at its term also in a heavy unit
HEAVIEST = 1200  # postings and keys in a file: six kilobytes, packed
Content = dict[str, Stored]
Contents = dict[str, dict[str, Any]]  # path below `search/v1/` → what the file holds


@dataclass(frozen=True)
class Unit:
    """The lists of one unit. `place`: where it is in its space."""

    place: int
    content: Content

    @property
    def weight(self) -> int:
        """How much it adds to its file: keys, postings and names of blocks."""
        total = len(self.content)
        for one in self.content.values():
            total += len(one) // 2 if isinstance(one, list) else len(one.get("l", ())) // 2 + len(one["m"])
        return total

    @property
    def least_weight(self) -> int:
        """What it weighs at least with the newest blocks of all lists at their terms, of which those that are away have more than
        `SHORT` postings each."""
        away = [one["m"] for one in self.content.values() if isinstance(one, dict) and "l" not in one]
        return self.weight + sum(SHORT + 1 - (len(blocks) == 1) for blocks in away)

    def lighter(self) -> tuple[Unit, dict[str, tuple[int, list[int]]]]:
        """The unit without the newest blocks of its longer lists, where it is too heavy; with these by key, each with its name."""
        if self.least_weight <= HEAVIEST:
            return self, {}
        content, out = dict(self.content), {}
        for key, one in self.content.items():
            newest = one.get("l", []) if isinstance(one, dict) else one
            if len(newest) > 2 * SHORT:
                blocks: list[str] = one["m"] if isinstance(one, dict) else ["1"]
                content[key] = {"m": blocks}
                out[key] = int(blocks[0], 16), newest
        return Unit(self.place, content), out


def units_of(space: str, content: Content) -> list[Unit]:
    """What a file holds, unit by unit."""
    units: defaultdict[int, Content] = defaultdict(dict)
    place_of = place_in(space)
    for key, one in content.items():
        units[place_of(key)][key] = one
    return [Unit(place, units[place]) for place in sorted(units)]


def laid_out(
    space: str,
    terms: dict[str, Sequence[int]],
    numbers: Sequence[int],
    name: int = ROOT_NAME,
    kept: Callable[[list[int]], Any] = lambda block: block,
) -> tuple[Contents, Leaves]:
    """All files of a space, or of what is below the node `name`.

    `terms`: key → postings by rank, ascending, which are taken from it; `numbers`: of the ranks; `kept`: a block, as its file
    is to hold it.
    """
    contents: Contents = {}
    content: Content = {}
    while terms:
        key, postings = terms.popitem()
        content[key], blocks = lists.laid_out(postings, numbers)
        for block, one in blocks:
            contents.setdefault(_block_path(space, key, block), {})[key] = kept(one)
    units, weights = units_of(space, content), []
    for at, unit in enumerate(units):
        weights.append(unit.weight)
        if weights[at] > HEAVIEST:
            units[at], out = unit.lighter()
            weights[at] = units[at].weight
            for key, (block, newest) in out.items():
                contents.setdefault(_block_path(space, key, block), {})[key] = newest
    leaves: Leaves = {}
    for leaf, first, end in cut([one.place for one in units], weights, HEAVIEST, WIDTH, name):
        leaves[leaf] = end > first
        if end > first:
            contents[leaf_path(space, leaf)] = joined(units[first:end])
    return contents, leaves


def joined_up(space: str, contents: dict[int, Content]) -> dict[int, Content]:
    """Leaves of one depth by name, with what they hold; those that are one leaf together joined."""
    weights = {name: sum(one.weight for one in units_of(space, content)) for name, content in contents.items()}
    contents, waiting = dict(contents), deque(sorted(contents))
    while waiting:
        name = waiting.popleft()
        sibling = name ^ 1
        if name in contents and sibling in contents and weights[name] + weights[sibling] <= HEAVIEST:
            weights[name >> 1] = weights[name] + weights[sibling]
            contents[name >> 1] = contents.pop(name) | contents.pop(sibling)
            waiting.append(name >> 1)
    return contents


def joined(units: Iterable[Unit]) -> Content:
    """What a file holds, from its units."""
    return {key: one for unit in units for key, one in unit.content.items()}


class Space:
    """A space of the last build that a few terms change."""

    def __init__(self, name: str, leaves: Leaves, shelf: Shelf) -> None:
        self.name, self.leaves, self.shelf = name, leaves, shelf

    def change(self, less: dict[str, Postings], more: dict[str, Postings]) -> None:
        """Take away and add postings, key by key; the shelf gets the files that change."""
        touched: dict[int, list[Unit]] = {}
        shrunk: set[int] = set()
        place_of = place_in(self.name)
        places = {key: place_of(key) for key in less.keys() | more.keys()}
        named = sorted((leaf_of(self.leaves, place, WIDTH), place, key) for key, place in places.items())
        for leaf, group in groupby(named, key=lambda one: one[0]):
            units = {one.place: one for one in units_of(self.name, self._content(leaf))}
            before = sum(one.weight for one in units.values())
            for place, keys in groupby(group, key=lambda one: one[1]):
                units[place] = self._changed(units.get(place) or Unit(place, {}), [key for _, _, key in keys], less, more)
            touched[leaf] = [one for one in units.values() if one.content]
            if sum(one.weight for one in touched[leaf]) < before:
                shrunk.add(leaf)
        made, gone = self._reshaping().reshape(touched, shrunk)
        for leaf in gone:
            self.shelf.put(leaf_path(self.name, leaf), None)
        for leaf, held in made.items():
            self.shelf.put(leaf_path(self.name, leaf), joined(held))

    def _reshaping(self) -> Reshaping[Unit]:
        def load(leaf: int) -> list[Unit]:
            return units_of(self.name, self._content(leaf))

        def weight(leaf: int) -> int:
            return sum(one.weight for one in load(leaf))

        return Reshaping(self.leaves, HEAVIEST, WIDTH, load, weight, lambda one: one.weight, lambda one: one.place)

    def _content(self, leaf: int) -> Content:
        content: Content = self.shelf.get(leaf_path(self.name, leaf)) if self.leaves[leaf] else {}
        return content

    def _changed(self, unit: Unit, keys: list[str], less: dict[str, Postings], more: dict[str, Postings]) -> Unit:
        """A unit after a change: of a heavy one, which may have many lists, those that do not change are neither read nor written."""
        content = dict(unit.content)
        for key in keys:
            if key in content:
                content[key] = self._inside(key, content[key])
            self._change(content, key, less.get(key, []), more.get(key, []))
        if Unit(unit.place, content).least_weight <= HEAVIEST:
            content = {key: self._inside(key, one) for key, one in content.items()}
        lighter, out = Unit(unit.place, content).lighter()
        for key, (block, newest) in out.items():
            self._put(key, block, newest)
        return lighter

    def _inside(self, key: str, one: Stored) -> Stored:
        """A list with its newest block at the term, as it is while it changes."""
        if not isinstance(one, dict) or "l" in one:
            return one
        block = int(one["m"][0], 16)
        newest = self.shelf.get(_block_path(self.name, key, block))[key]
        self._put(key, block, None)
        return newest if len(one["m"]) == 1 else {"l": newest, "m": one["m"]}

    def _change(self, content: Content, key: str, less: Postings, more: Postings) -> None:
        def load(block: int) -> Postings:
            return read_flat(self.shelf.get(_block_path(self.name, key, block))[key])

        now, written, gone = changed(content.get(key, []), less, more, load)
        if now:
            content[key] = now
        else:
            content.pop(key, None)
        for block in gone | written.keys():
            self._put(key, block, flat(written[block]) if block in written else None)

    def _put(self, key: str, block: int, postings: list[int] | None) -> None:
        """Write a block, or take it away; another list with the same checksums may be in its file."""
        path = _block_path(self.name, key, block)
        others = {one: rest for one, rest in self.shelf.find(path).items() if one != key}
        self.shelf.put(path, others | ({key: postings} if postings else {}) or None)


def _block_path(space: str, key: str, block: int) -> str:
    return block_path(space, place_in(space)(key), key, f"{block:x}")
