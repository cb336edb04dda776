"""All files of search at once: where there are none yet, or so much changed that it is less work.

One walk over the decisions, from the newest on, makes the blocks of text and the records, and spells the terms out; these are sorted
through a file, not in memory: what a piece of decisions has is written down by partitions, the first bits of the terms' places, and
then each partition is laid out on its own. All of it goes to the pool where there is one.
"""

from __future__ import annotations

import gc
import marshal
from array import array
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from publish.publication import PublicationSet
from publish.search import records, root, rows, texts
from publish.search.cuts import ROOT_NAME, Leaves, cut_evenly, filled_up, height_below
from publish.search.files import Aside, encoded, leaf_path, packed, put_aside
from publish.search.numbering import WIDTH, Numbering
from publish.search.root import Root
from publish.search.rows import row_of
from publish.search.spaces import Content, joined_up, laid_out
from publish.search.terms import SPACES, Lists, add, high_in, no_lists
from publish.workers import Apart, as_it_is, spread

Decision = tuple[int, str, str, str]  # number, id, row and record as JSON
Block = tuple[int, list[Decision]]  # a leaf of the text, and its decisions, newest first
Piece = tuple[int, list[Block]]  # some blocks, and the rank of the first decision
Files = list[tuple[str, bytes]]  # made, and not yet in place: paths below `search/v1/` with their bytes
Found = TypeVar("Found")
Light = dict[str, dict[int, Content]]  # space → leaves that may be joined with others, with what they hold
Spans: TypeAlias = "array[int]"  # of pieces of a file: where each begins, and how long it is
SPELT, NUMBERS = "spelt", "numbers"  # files: the terms of all pieces; the numbers of all decisions, newest first
PIECE = 1000  # decisions that are made at a time, about; several pieces wait for the pool in memory
FEW = 2  # pieces that are not worth the pool
MANY = 400_000  # postings that a partition may have, about
POSTINGS = 120  # of a decision, about
LARGE = 10_000  # postings of a list that are worth an array: it takes a fifth of the memory


def whole(publication: PublicationSet, program: str, version: str, folder: Path, pool: Executor | None) -> Iterator[Aside]:
    """Make every file, the root last. `folder`: where they are put, empty; what does not fit in memory is there meanwhile."""
    made = Root(program)
    made.count(rows.every(publication))
    numbering = made.numbering(publication.facts)
    bits = (sum(made.kinds.values()) * POSTINGS // MANY).bit_length()
    folder.mkdir(parents=True, exist_ok=True)
    walk = _Walk(publication, numbering, folder, bits)
    yield from walk.files(pool)
    made.cuts[texts.SPACE], made.cuts[records.SPACE] = filled_up(walk.texts), filled_up(walk.records)
    yield from _spaces(walk, made, pool)
    yield put_aside(folder, root.PATH, packed(made.content(numbering, publication.facts, version)))


@dataclass
class _Walk:
    """The walk over the decisions, and what it leaves for the partitions, of which there are as many as `bits` tell apart."""

    publication: PublicationSet
    numbering: Numbering
    folder: Path
    bits: int
    numbers: array[int] = field(default_factory=lambda: array("Q"))  # of all decisions, newest first
    texts: list[int] = field(default_factory=list)  # leaves
    records: list[int] = field(default_factory=list)
    spans: list[Spans] = field(default_factory=list)  # by partition

    def files(self, pool: Executor | None) -> Iterator[Aside]:
        """The files of text and records. Terms are spelt out meanwhile."""
        self.spans = [array("Q") for _ in range(1 << self.bits)]
        work = Apart(as_it_is, partial(blocked, self.bits), partial(_aside, self.folder))
        pieces = ([piece] for piece in self._pieces())
        with (self.folder / SPELT).open("wb") as file:
            for files, (leaves, spelt) in chain.from_iterable(spread(work, pieces, pool, FEW)):
                yield from files
                self.records += leaves
                for partition, raw in spelt.items():
                    self.spans[partition].extend((file.tell(), len(raw)))
                    file.write(raw)
        with (self.folder / NUMBERS).open("wb") as file:
            self.numbers.tofile(file)

    def _pieces(self) -> Iterator[Piece]:
        blocks: list[Block] = []
        first = 0
        for leaf, decisions in self._blocks():
            blocks.append((leaf, decisions))
            self.texts.append(leaf)
            self.numbers.extend(one[0] for one in decisions)
            if len(self.numbers) - first >= PIECE:
                yield first, blocks
                blocks, first = [], len(self.numbers)
        if blocks:
            yield first, blocks

    def _blocks(self) -> Iterator[Block]:
        """The leaves of the text, newest first, each as soon as so many decisions are read that it can be told."""
        waiting: list[Decision] = []
        above = WIDTH
        for day in (*reversed(rows.days(self.publication)), None):
            waiting += self._newest_first(day) if day else []
            numbers = [one[0] for one in waiting]
            done = 0
            for leaf, first, end in cut_evenly(numbers, texts.MOST, WIDTH, above):
                if day and first + texts.MOST >= len(numbers):
                    break
                yield leaf, waiting[first:end]
                done = end
            if 0 < done < len(numbers):
                above = height_below(numbers[done - 1], numbers[done])
            waiting = waiting[done:]

    def _newest_first(self, day: str) -> list[Decision]:
        decisions = self.publication.decisions(day)
        numbers = self.numbering.numbers(row_of(row) for _, _, row, _ in decisions)
        return sorted(((numbers[one], one, row, record) for one, _, row, record in decisions if one in numbers), reverse=True)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A time in which cycles are not looked for: a fifth of the work would be to walk over lists that are in none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_without_collector()
def blocked(bits: int, piece: Piece) -> tuple[Files, tuple[list[int], dict[int, bytes]]]:
    """The files of text and records of a piece, the leaves of the latter, and its terms by partition, as `marshal` writes them."""
    rank, blocks = piece
    files: Files = []
    leaves: list[int] = []
    lists = no_lists()
    for leaf, decisions in blocks:
        for suffix, content in texts.block((number, ident, record) for number, ident, _, record in decisions):
            files.append((leaf_path(texts.SPACE, leaf, suffix), packed(content)))
        shown = []
        for number, _, text, _ in decisions:
            row = row_of(text)
            shown.append((number, records.record(row)))
            add(lists, rank << 12, row.named)
            rank += 1
        numbers = [number for number, _ in shown]
        for name, first, end in cut_evenly(numbers, records.MOST, WIDTH, WIDTH + 1 - leaf.bit_length()):
            files.append((leaf_path(records.SPACE, name), packed(records.content(shown[first:end]))))
            leaves.append(name)
    return files, (leaves, {partition: marshal.dumps(one) for partition, one in _parted(lists, bits).items()})


def _parted(lists: Lists, bits: int) -> dict[int, dict[str, dict[str, list[int]]]]:
    """Partition → space → key → postings, ascending: so they are in order when those of all pieces follow each other."""
    found: dict[int, dict[str, dict[str, list[int]]]] = {}
    for space, keys in lists.items():
        high_of, less = high_in(space), 16 - bits
        parts: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
        for key, postings in keys.items():
            postings.sort()
            parts[high_of(key) >> less][key] = postings
        for partition, one in parts.items():
            found.setdefault(partition, {})[space] = one
    return found


def _spaces(walk: _Walk, made: Root, pool: Executor | None) -> Iterator[Aside]:
    """The files of the terms, partition by partition; those last that are so light that several partitions may share one."""
    pieces = ([one] for one in enumerate(walk.spans))
    made.cuts |= {space: {} for space in SPACES}
    light: Light = {space: {} for space in SPACES}
    work = Apart(partial(_spelt_in, walk.folder), partial(laid, walk.bits), partial(_aside, walk.folder))
    for files, (leaves, contents) in chain.from_iterable(spread(work, pieces, pool, FEW)):
        yield from files
        for space, cuts in leaves.items():
            made.cuts[space] |= cuts
        for space, one in contents.items():
            light[space] |= one
    for space, few in light.items():
        for name, content in joined_up(space, few).items():
            made.cuts[space][name] = bool(content)
            if content:
                yield put_aside(walk.folder, leaf_path(space, name), packed(content))


def _spelt_in(folder: Path, partition: tuple[int, Spans]) -> tuple[int, list[bytes], bytes]:
    """A partition, all that was spelt out into it, and the numbers of all decisions."""
    number, spans = partition
    found = []
    with (folder / SPELT).open("rb") as file:
        for place, size in zip(spans[::2], spans[1::2], strict=True):
            file.seek(place)
            found.append(file.read(size))
    return number, found, (folder / NUMBERS).read_bytes()


@_without_collector()
def laid(bits: int, partition: tuple[int, list[bytes], bytes]) -> tuple[Files, tuple[dict[str, Leaves], Light]]:
    """Make the files of a partition; with them the leaves of each space in it. What is one leaf is not made yet, for it may be more."""
    number, spelt, numbers = partition
    lists: dict[str, defaultdict[str, Any]] = {space: defaultdict(list) for space in SPACES}
    for raw in spelt:
        for space, keys in marshal.loads(raw).items():
            of_space = lists[space]
            for key, postings in keys.items():
                held = of_space[key]
                held.extend(postings)
                if len(held) > LARGE and isinstance(held, list):
                    of_space[key] = array("Q", held)
    by_rank = array("Q", numbers)
    files: Files = []
    leaves: dict[str, Leaves] = {}
    light: Light = {}
    name = ROOT_NAME << bits | number
    for space in SPACES:
        contents, leaves[space] = laid_out(space, lists.pop(space), by_rank, name, encoded)
        if name in leaves[space]:
            light[space] = {name: contents.pop(leaf_path(space, name), {})}
            del leaves[space][name]
        files += [(one, packed(content)) for one, content in contents.items()]
    return files, (leaves, light)


def _aside(folder: Path, made: tuple[Files, Found]) -> tuple[list[Aside], Found]:
    """Put files that were made where the build takes them from; with them what else was found out."""
    files, found = made
    return [put_aside(folder, path, raw) for path, raw in files], found
