"""Whether every entry of search in the browser is one of a public decision.

There names and texts are cut into pairs of characters and spelt in letters, which tell too little to be looked for one by one. But
each stands for decisions, by number (`publish.search.numbering`); so a number that no public decision has is a trace, whatever the
word, its reading or its initials are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from publish.publication import PublicationSet
from publish.search import ROOT, rows
from publish.search.files import Lost, unpacked
from publish.search.root import PATH, read_root

FOUND, SHOWN, TEXT = ("f", "g", "i", "k", "o"), "r", "t"  # folders: lists of terms, records, texts


def strangers(tree: Path, publication: PublicationSet) -> Iterator[tuple[str, int]]:
    """(file, how many) of entries that no public decision has, or that cannot be read (0)."""
    if not (tree / ROOT / PATH).is_file():
        return
    try:
        _, numbering = read_root(unpacked((tree / ROOT / PATH).read_bytes()))
    except Lost:
        yield ROOT + PATH, 0
        return
    public = {number for day in rows.days(publication) for number in numbering.numbers(rows.of_day(publication, day)).values()}
    for path in sorted((tree / ROOT).rglob("*.bin")):
        name = path.relative_to(tree).as_posix()
        try:
            unknown = _numbers(name.removeprefix(ROOT).partition("/")[0], path.name, unpacked(path.read_bytes())) - public
        except (Lost, AttributeError, TypeError, ValueError, KeyError):
            yield name, 0
            continue
        if unknown:
            yield name, len(unknown)


def _numbers(folder: str, name: str, content: Any) -> set[int]:
    """The numbers in a file of search. Raises AttributeError, TypeError, ValueError, KeyError where it has another form."""
    if folder == SHOWN:
        return {int(number) for number in content}
    if folder == TEXT:
        return {number for number, _ in content} if name.endswith("-d.bin") else set()
    if folder in FOUND:
        return {number for one in content.values() for number in _listed(one.get("l", []) if isinstance(one, dict) else one)}
    return set()


def _listed(flat: list[int]) -> Iterable[int]:
    return accumulate(flat[::2], lambda before, less: before - less)
