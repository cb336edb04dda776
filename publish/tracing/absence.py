"""Searching what a release wrote, or everything there is, for what must be nowhere, and telling evidence from chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from publish import tree
from publish.publication import PublicationSet
from publish.tracing.evidence import innocent, program_texts, public_texts
from publish.tracing.forms import Wanted
from publish.tracing.searching import Found, Looked, search
from publish.tracing.secrets import Secrets
from publish.tracing.terms import Term


@dataclass(frozen=True, order=True)
class Trace:
    """Where something that must be nowhere stands. Never what it is.

    `record`: content path; `what`: the kind of term; `file`; `how`: how the file was read; `at`: first byte in what was read;
    `form`: how the term is written; `times`: in how many files.
    """

    record: str
    what: str
    file: str
    how: str
    at: int
    form: str
    times: int = 1


@dataclass
class Absence:
    """What a search found, and what it looked at. `unread`: (file, why it could not be looked into)."""

    traces: list[Trace] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    files: int = 0
    size: int = 0  # bytes on disk
    read: int = 0  # bytes of all ways of reading them
    records: int = 0
    terms: int = 0
    patterns: int = 0

    @property
    def clean(self) -> bool:
        """Whether everything was looked at and nothing found."""
        return not (self.traces or self.unread)

    def add(self, other: Absence) -> None:
        """Take over another search of other files."""
        self.traces += other.traces
        self.unread += other.unread
        self.files, self.size, self.read = self.files + other.files, self.size + other.size, self.read + other.read
        self.records, self.terms = max(self.records, other.records), max(self.terms, other.terms)
        self.patterns = max(self.patterns, other.patterns)


@dataclass(frozen=True)
class Searcher:
    """What is public and what is not, and who helps. `day`: of the release, ISO; `project`: where the program is."""

    publication: PublicationSet
    project: Path
    day: str
    pool: Executor | None

    @property
    def secrets(self) -> Secrets:
        """The terms of what is not public."""
        return Secrets.of(self.publication.database, self.publication.ids())

    def everything(self, files: Iterable[Looked]) -> Absence:
        """Search files for all terms."""
        secrets = self.secrets
        return self._searched([*secrets.unpublic(), *secrets.kept_inside()], files, thorough=True)

    def released(self, output: Path, written: Iterable[str], gone: set[str]) -> Absence:
        """Before the release store is written: what was written for all terms; where decisions leave, every other file for theirs.

        `written`: paths below `output`; `gone`: ids that leave the public set. What public decisions keep to themselves is looked for
        where these were touched: other files hold what they held.
        """
        secrets, touched = self.secrets, self.publication.touched()
        terms = [*secrets.unpublic(), *secrets.kept_inside(touched), *secrets.leaving(sorted(gone | touched))]
        new = set(written)
        found = self._searched(terms, site_files(output, sorted(new)), touched)
        if gone:
            found.add(self._searched(self._gone(secrets, gone), site_files(output, sorted(tree.listing(output) - new)), thorough=True))
        return found

    def gone_from(self, files: Iterable[Looked], gone: set[str]) -> Absence:
        """Search other places (the tree that was served before, state and store after they were written) for what leaves.

        To be called with the terms of before: see `leaving`.
        """
        return self._searched(self._gone(self.secrets, gone), files, thorough=True)

    @staticmethod
    def _gone(secrets: Secrets, gone: set[str]) -> list[Term]:
        return [*secrets.leaving(sorted(gone)), *secrets.unpublic(sorted(gone))]

    def _searched(self, terms: list[Term], files: Iterable[Looked], touched: Iterable[str] = (), thorough: bool = False) -> Absence:
        """`thorough`: what is no evidence is left out before, which pays where many files hold it, and else only what was found."""
        listed = list(dict.fromkeys(terms))
        said = self._excused(listed, touched) if thorough else set()
        wanted = Wanted.of(term for term in listed if term not in said)
        found = search(wanted, files, self.pool)
        suspects = {term for hit in found.hits for _, term in wanted.meanings[hit.pattern]}
        guilty = suspects if thorough else suspects - self._excused(suspects, touched)
        records = {term.record for term in listed}
        return Absence(
            sorted(set(_traces(wanted, found, guilty))), found.unread, found.files, found.size, found.read, len(records), len(listed),
            len(wanted.patterns),
        )  # fmt: skip

    def _excused(self, suspects: Iterable[Term], touched: Iterable[str]) -> set[Term]:
        """The terms that stand in what is public, and sentences that stand in the program."""
        listed = sorted((term for term in suspects if term.sort != "id"), key=lambda one: (one.record, one.what, one.text))
        excused = innocent(listed, public_texts(self.publication, self.day, touched))
        return excused | innocent([one for one in listed if one.sort == "piece" and one not in excused], program_texts(self.project))


def _traces(wanted: Wanted, found: Found, guilty: set[Term]) -> Iterator[Trace]:
    for hit in found.hits:
        for form, term in wanted.meanings[hit.pattern]:
            if term in guilty:
                yield Trace(term.record, term.what, hit.shown, hit.how, hit.at, form, found.times[hit.pattern])


def site_files(output: Path, paths: Iterable[str], shown: str = "") -> Iterator[Looked]:
    """Files of a tree. `shown`: how the tree is called."""
    return (Looked(path, f"{shown}{path}", str(output / path)) for path in paths)
