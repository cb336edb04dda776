"""All files of search at once: where there are none yet, or so much changed that it is less work.

Terms are sorted through files, not in memory: pieces of decisions are spelt out into partitions by the first bits of their places, then
each partition is laid out on its own. Records and text come by blocks. All of it goes to the pool where there is one.
"""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator
from concurrent.futures import Executor
from functools import partial
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from publish.publication import PublicationSet
from publish.search import records, root, texts
from publish.search.cuts import ROOT_NAME, Leaves, cut
from publish.search.files import Aside, leaf_path, packed, put_aside
from publish.search.lists import Postings, posting
from publish.search.numbering import WIDTH, Numbering
from publish.search.root import Root
from publish.search.spaces import Content, joined_up, laid_out
from publish.search.terms import SPACES, bits_of, terms, unit_of
from publish.search.terms import WIDTH as PLACE
from publish.workers import OnFiles, as_it_is, spread

Row = dict[str, Any]
Decision = tuple[int, str, str, str]  # number, id, row and record as JSON
Files = list[tuple[str, bytes]]  # made, and not yet in place: paths below `search/v1/` with their bytes
Found = TypeVar("Found")
Light = dict[str, dict[int, Content]]  # space → leaves that may be joined with others, with what they hold
SPELT = "spelt"  # the folder of the partitions
PIECE = 1000  # decisions that are spelt out at a time
FEW = 2  # pieces that are not worth the pool
MANY = 120_000  # postings that a partition may have, about
POSTINGS = 120  # of a decision, about


def whole(publication: PublicationSet, program: str, version: str, folder: Path, pool: Executor | None) -> Iterator[Aside]:
    """Make every file, the root last. `folder`: where they are put, empty; what does not fit in memory is there meanwhile."""
    made = Root(program)
    for month in publication.months():
        made.count(publication.rows(month))
    numbering = made.numbering(publication.facts)
    bits = (sum(made.kinds.values()) * POSTINGS // MANY).bit_length()
    (folder / SPELT).mkdir(parents=True)
    numbers = _spell(publication, numbering, bits, folder, pool)
    yield from _blocks(publication, numbering, numbers, made, folder, pool)
    yield from _spaces(bits, folder, made, pool)
    yield put_aside(folder, root.PATH, packed(made.content(numbering, publication.facts, version)))


def _spell(publication: PublicationSet, numbering: Numbering, bits: int, folder: Path, pool: Executor | None) -> list[int]:
    """Spell all decisions out into the partitions' files; their numbers, ascending."""
    numbers: list[int] = []

    def numbered() -> Iterator[tuple[int, Row]]:
        for month in publication.months():
            rows = publication.rows(month)
            found = numbering.numbers(rows)
            numbers.extend(found.values())
            yield from ((found[row["id"]], row) for row in rows if row["id"] in found)

    every = numbered()
    pieces = iter(lambda: (bits, list(islice(every, PIECE))), (bits, []))
    for found in spread(spelt, pieces, pool, FEW):
        for partition, raw in found.items():
            with (folder / SPELT / str(partition)).open("ab") as file:
                file.write(raw)
    return sorted(numbers)


def spelt(piece: tuple[int, list[tuple[int, Row]]]) -> dict[int, bytes]:
    """Partition → its postings in a piece, as `marshal` writes them: `{space: {key: postings}}`."""
    bits, decisions = piece
    lists: dict[str, dict[str, Postings]] = {space: {} for space in SPACES}
    for number, row in decisions:
        base = posting(number, 0)
        for space, key, place in terms(row):
            lists[space].setdefault(key, []).append(base - place)
    found: dict[int, dict[str, dict[str, Postings]]] = {}
    for space, keys in lists.items():
        for key, postings in keys.items():
            partition = bits_of(space, unit_of(space, key)) >> (PLACE - bits)
            found.setdefault(partition, {}).setdefault(space, {})[key] = postings
    return {partition: marshal.dumps(one) for partition, one in found.items()}


def _spaces(bits: int, folder: Path, made: Root, pool: Executor | None) -> Iterator[Aside]:
    """The files of the terms, partition by partition; those last that are so light that several partitions may share one."""
    pieces = ([number] for number in range(1 << bits))
    made.cuts |= {space: {} for space in SPACES}
    light: Light = {space: {} for space in SPACES}
    work = OnFiles(partial(_spelt_in, folder), partial(laid, bits), partial(_aside, folder))
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
                yield put_aside(folder, leaf_path(space, name), packed(content))


def _spelt_in(folder: Path, number: int) -> tuple[int, bytes]:
    """A partition and all that was spelt out into it, which is not kept."""
    path = folder / SPELT / str(number)
    raw = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    return number, raw


def laid(bits: int, partition: tuple[int, bytes]) -> tuple[Files, tuple[dict[str, Leaves], Light]]:
    """Make the files of a partition; with them the leaves of each space in it. What is one leaf is not made yet, for it may be more."""
    number, raw = partition
    lists: dict[str, dict[str, Postings]] = {space: {} for space in SPACES}
    file = BytesIO(raw)
    while file.tell() < len(raw):
        for space, keys in marshal.load(file).items():
            for key, postings in keys.items():
                lists[space].setdefault(key, []).extend(postings)
    files: Files = []
    leaves: dict[str, Leaves] = {}
    light: Light = {}
    name = ROOT_NAME << bits | number
    for space, keys in lists.items():
        contents, leaves[space] = laid_out(space, keys, name)
        if name in leaves[space]:
            light[space] = {name: contents.pop(leaf_path(space, name), {})}
            del leaves[space][name]
        files += [(one, packed(content)) for one, content in contents.items()]
    return files, (leaves, light)


def _aside(folder: Path, made: tuple[Files, Found]) -> tuple[list[Aside], Found]:
    """Put files that were made where the build takes them from; with them what else was found out."""
    files, found = made
    return [put_aside(folder, path, raw) for path, raw in files], found


def _blocks(
    publication: PublicationSet, numbering: Numbering, numbers: list[int], made: Root, folder: Path, pool: Executor | None
) -> Iterator[Aside]:
    """Records and text: a block of text is a node of the records' cut too, for both are cut along the same numbers."""
    leaves = list(cut(numbers, [1] * len(numbers), texts.MOST, WIDTH))
    made.cuts[texts.SPACE] = {leaf: end > first for leaf, first, end in leaves}
    made.cuts[records.SPACE] = {leaf: False for leaf, first, end in leaves if end == first}
    decisions = _newest_first(publication, numbering)
    pieces = ([(leaf, list(islice(decisions, end - first)))] for leaf, first, end in reversed(leaves) if end > first)
    work = OnFiles(as_it_is, blocked, partial(_aside, folder))
    for files, one in chain.from_iterable(spread(work, pieces, pool, FEW)):
        yield from files
        made.cuts[records.SPACE] |= one


def _newest_first(publication: PublicationSet, numbering: Numbering) -> Iterator[Decision]:
    for month in reversed(publication.months()):
        decisions = publication.decisions(month)
        numbers = numbering.numbers(json.loads(row) for _, _, row, _ in decisions)
        yield from sorted(((numbers[one], one, row, record) for one, _, row, record in decisions if one in numbers), reverse=True)


def blocked(block: tuple[int, list[Decision]]) -> tuple[Files, Leaves]:
    """Make the files of a block of text and of the records of its decisions; with them the leaves of the latter."""
    leaf, decisions = block
    text = texts.block((number, ident, record) for number, ident, _, record in decisions)
    files = [(leaf_path(texts.SPACE, leaf, suffix), packed(content)) for suffix, content in text]
    shown = [(number, records.record(json.loads(row))) for number, _, row, _ in reversed(decisions)]
    leaves: Leaves = {}
    for name, first, end in cut([number for number, _ in shown], [1] * len(shown), records.MOST, WIDTH, leaf):
        leaves[name] = end > first
        if end > first:
            files.append((leaf_path(records.SPACE, name), packed(records.content(shown[first:end]))))
    return files, leaves
