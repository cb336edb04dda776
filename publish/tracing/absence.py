"""Searching what a release wrote, or everything there is, for what must be nowhere, and telling evidence from chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from publish.publication import PublicationSet
from publish.tracing.evidence import innocent, program_texts, public_texts
from publish.tracing.forms import Wanted
from publish.tracing.searching import Found, Looked, search
from publish.tracing.secrets import Secrets
from publish.tracing.terms import Term

FEW = 300  # files in which what is no evidence is looked up when it is found
MOST = 50_000  # terms that files are searched for at a time: 300 MB of memory in each process
FILED = "SELECT text FROM main.filed UNION ALL SELECT value FROM main.meta WHERE name = 'facts'"
DIGESTS = "SELECT digest FROM main.source"  # of the files that the content holds


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

    def released(self, output: Path, made: Iterable[str], gone: Iterable[str], judged: Iterable[str]) -> Absence:
        """Before the release store is written: what was made, for all that was read.

        `made`: paths below `output`; `gone`: ids that leave the public set; `judged`: months that the gate read. What the build has
        not read it cannot have written: of other months, and what public decisions that were not touched keep to themselves. So the
        work is that of the change; `everything` is for the rest.
        """
        secrets, touched, new = self.secrets, self.publication.touched(), sorted(made)
        terms = [*secrets.read(judged), *secrets.kept_inside(touched), *secrets.leaving(sorted({*gone, *touched}))]
        return self._searched(terms, site_files(output, new), touched, thorough=len(new) > FEW)

    def leaving(self, gone: Iterable[str]) -> list[Term]:
        """The terms of what leaves the public set; after the store is written nobody knows them."""
        secrets, ids = self.secrets, sorted(gone)
        return list(dict.fromkeys([*secrets.leaving(ids), *secrets.unpublic_of(ids)]))

    def evidence(self, terms: list[Term]) -> list[Term]:
        """Those of some terms that stand in nothing that is public. All that is public is read for it."""
        excused = self._excused(terms, ())
        return [term for term in terms if term not in excused]

    def in_no_file(self, terms: list[Term]) -> list[Term]:
        """Those of some terms that no file of the content says any more: the state of a build must have forgotten them."""
        excused = innocent(terms, (text.encode() for (text,) in self.publication.database.execute(FILED))) if terms else set()
        digests = {digest for (digest,) in self.publication.database.execute(DIGESTS)} if terms else set()
        return [term for term in terms if term not in excused and term.text not in digests]

    def _searched(self, terms: list[Term], files: Iterable[Looked], touched: Iterable[str] = (), thorough: bool = False) -> Absence:
        """`thorough`: whether a term is evidence is looked up of all, which pays for many files; else of those that are there at all."""
        listed, looked = list(dict.fromkeys(terms)), list(files)
        suspects, seen = listed, Absence()
        if not thorough:
            wanted = Wanted.of(listed)
            first = search(wanted, looked, self.pool, closely=False)
            seen = Absence([], first.unread, first.files, first.size, first.read, 0, 0, len(wanted.patterns))
            suspects = list(dict.fromkeys(term for number in sorted(first.times) for _, term in wanted.meanings[number]))
        excused = self._excused(suspects, touched)
        left = [term for term in suspects if term not in excused]
        found = searched(left, looked, self.pool) if left or thorough else seen
        found.records, found.terms, found.patterns = len({term.record for term in listed}), len(listed), seen.patterns or found.patterns
        return found

    def _excused(self, suspects: Iterable[Term], touched: Iterable[str]) -> set[Term]:
        """The terms that stand in what is public, and sentences that stand in the program."""
        listed = sorted((term for term in suspects if term.sort != "id"), key=lambda one: (one.record, one.what, one.text))
        excused = innocent(listed, public_texts(self.publication, self.day, touched))
        return excused | innocent([one for one in listed if one.sort == "piece" and one not in excused], program_texts(self.project))


def searched(terms: list[Term], files: Iterable[Looked], pool: Executor | None) -> Absence:
    """Search files for terms that are evidence wherever they stand, `MOST` terms at a time."""
    looked, total = list(files), Absence()
    for start in range(0, max(len(terms), 1), MOST):
        wanted = Wanted.of(terms[start : start + MOST])
        found = search(wanted, looked, pool)
        total.traces = sorted({*total.traces, *_traces(wanted, found)})
        total.unread, total.files, total.size = found.unread, found.files, found.size
        total.read, total.patterns = total.read + found.read, total.patterns + len(wanted.patterns)
    total.records, total.terms = len({term.record for term in terms}), len(terms)
    return total


def _traces(wanted: Wanted, found: Found) -> Iterator[Trace]:
    for hit in found.hits:
        for form, term in wanted.meanings[hit.pattern]:
            yield Trace(term.record, term.what, hit.shown, hit.how, hit.at, form, found.times[hit.pattern])


def site_files(output: Path, paths: Iterable[str], shown: str = "") -> Iterator[Looked]:
    """Files of a tree. `shown`: how the tree is called."""
    return (Looked(path, f"{shown}{path}", str(output / path)) for path in paths)
