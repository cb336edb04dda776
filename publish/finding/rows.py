"""Terms in a row as a query. Whoosh's own phrases need every pair of a text; here every other does, and places are compared as sets."""

from __future__ import annotations

from typing import Any

from whoosh.matching import IntersectionMatcher, Matcher, NullMatcher
from whoosh.matching.wrappers import WrappingMatcher
from whoosh.query import Phrase
from whoosh.util import make_binary_tree


class Row(Phrase):
    """The decisions that have some terms at certain distances from each other in a field."""

    def __init__(self, field: str, terms: list[str], ends: list[int], boost: float = 1.0) -> None:
        self.ends = ends
        super().__init__(field, terms, boost=boost)

    def matcher(self, searcher: Any, context: Any = None) -> Matcher:
        """Goes through the decisions of one part."""
        reader = searcher.reader()
        if any((self.fieldname, word.encode()) not in reader for word in self.words):
            return NullMatcher()
        weighting = context.weighting if context else None
        found = [searcher.postings(self.fieldname, word.encode(), weighting=weighting) for word in self.words]
        return _InARow(found, self.ends, self.boost)


def fragment(field: str, text: str, boost: float) -> Row:
    """The decisions that have a folded text of two characters or more in a field."""
    ends = [*range(0, len(text) - 2, 2), len(text) - 2]
    return Row(field, [text[at : at + 2] for at in ends], ends, boost)


class _InARow(WrappingMatcher):
    """Of the decisions that have all pairs, those that have them at the right distances."""

    def __init__(self, pairs: list[Matcher], ends: list[int], boost: float) -> None:
        super().__init__(make_binary_tree(IntersectionMatcher, pairs) if len(pairs) > 1 else pairs[0], boost)
        self.pairs, self.ends = pairs, ends
        self._settle()

    def _settle(self) -> None:
        if len(self.pairs) > 1:
            while self.child.is_active() and not self._in_a_row():
                self.child.next()

    def _in_a_row(self) -> bool:
        places = set(self.pairs[0].value_as("positions"))
        for pair, end in zip(self.pairs[1:], self.ends[1:], strict=True):
            places &= {place - end for place in pair.value_as("positions")}
            if not places:
                return False
        return True

    def next(self) -> None:
        self.child.next()
        self._settle()

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        self.child.skip_to(id)
        self._settle()

    def reset(self) -> None:
        self.child.reset()
        self._settle()

    def all_ids(self) -> Any:
        while self.is_active():
            yield self.id()
            self.next()

    def copy(self) -> _InARow:
        return _InARow([pair.copy() for pair in self.pairs], self.ends, self.boost)

    def replace(self, minquality: float = 0) -> Matcher:  # noqa: ARG002 - Whoosh's name
        return self if self.is_active() else NullMatcher()

    def supports_block_quality(self) -> bool:
        return False
