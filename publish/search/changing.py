"""The files of search after a change of few decisions: only those that hold them are read and made anew."""

from __future__ import annotations

from publish.publication import PublicationSet
from publish.search import records, root, rows, texts
from publish.search.files import Lost, Shelf
from publish.search.lists import Postings, posting
from publish.search.numbering import Numbering
from publish.search.root import Root
from publish.search.rows import Row
from publish.search.spaces import Space
from publish.search.terms import SPACES, add, no_lists

Numbered = dict[str, tuple[int, Row]]  # id → number and row


def change(publication: PublicationSet, shelf: Shelf, program: str, version: str) -> None:
    """Bring the files up to date. Raises Lost where all are to be made anew."""
    old, before = root.read_root(shelf.get(root.PATH))
    if old.program != program:
        raise Lost
    touched, days = publication.touched(), rows.touched_days(publication)
    gone, come = rows.touched(publication)
    old.count(gone, -1)
    old.count(come)
    numbering = old.numbering(publication.facts)
    if _renumbered(before, numbering, old):
        raise Lost
    less: Numbered = {}
    more: Numbered = {}
    for day in days:  # which are all that numbers are given out among
        was, is_now = rows.last_of_day(publication, day), rows.of_day(publication, day)
        goes, comes = _differing(_numbered(was, before), _numbered(is_now, numbering), touched)
        less |= goes
        more |= comes
    _terms(old, shelf, less, more)
    records.change(
        old.cuts[records.SPACE],
        shelf,
        [number for number, _ in less.values()],
        {number: records.record(row) for number, row in more.values()},
    )
    same = {ident for ident in less.keys() & more.keys() if less[ident][0] == more[ident][0] and _says_the_same(publication, ident)}
    texts.change(
        old.cuts[texts.SPACE],
        shelf,
        [number for ident, (number, _) in less.items() if ident not in same],
        {number: ident for ident, (number, _) in more.items() if ident not in same},
        publication.record,
    )
    shelf.put(root.PATH, old.content(numbering, publication.facts, version))


def _renumbered(before: Numbering, now: Numbering, old: Root) -> bool:
    """Whether an agency or a set of topics that stays has another slot than before."""
    pairs = ((before.agencies, now.agencies, old.agencies), (before.topics, now.topics, old.topics))
    return any(name in was and was[name] != slots.get(name, 0) for was, slots, used in pairs for name in used)


def _says_the_same(publication: PublicationSet, ident: str) -> bool:
    """Whether facts and text of a decision are what they were."""
    return texts.text_of(rows.last_record(publication, ident)) == texts.text_of(publication.record(ident))


def _numbered(decisions: list[Row], numbering: Numbering) -> Numbered:
    numbers = numbering.numbers(decisions)
    return {row.id: (numbers[row.id], row) for row in decisions if row.id in numbers}


def _differing(before: Numbered, now: Numbered, touched: set[str]) -> tuple[Numbered, Numbered]:
    """What goes from a day and what comes: decisions that changed, and those whose number did."""
    moved = {ident for ident in before.keys() & now.keys() if before[ident][0] != now[ident][0]}
    idents = touched | moved | (before.keys() ^ now.keys())
    return {one: before[one] for one in idents & before.keys()}, {one: now[one] for one in idents & now.keys()}


def _terms(old: Root, shelf: Shelf, less: Numbered, more: Numbered) -> None:
    """Only what differs: a decision with another text has the same terms as before."""
    away, added = _postings(less), _postings(more)
    for name in SPACES:
        was, will = away.get(name, {}), added.get(name, {})
        both = {key: set(was.get(key, ())) & set(will.get(key, ())) for key in was.keys() & will.keys()}
        taken = {key: [one for one in postings if one not in both.get(key, ())] for key, postings in was.items()}
        given = {key: [one for one in postings if one not in both.get(key, ())] for key, postings in will.items()}
        Space(name, old.cuts[name], shelf).change(
            {key: one for key, one in taken.items() if one}, {key: one for key, one in given.items() if one}
        )


def _postings(numbered: Numbered) -> dict[str, dict[str, Postings]]:
    found: dict[str, dict[str, Postings]] = {space: {} for space in SPACES}
    for number, row in numbered.values():
        lists = no_lists()
        add(lists, 0, row.named)
        for space, keys in lists.items():
            for key, places in keys.items():
                found[space].setdefault(key, []).extend(posting(number, place) for place in places)
    return found
