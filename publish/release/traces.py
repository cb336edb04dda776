"""Searching a release for traces of what is not public, before it is served, and of what left after the store is written.

What stops a release (`set.trace`) is a trace that nobody could read before: in a file that differs from what is served, of a record
that does not leave. It is then built again with nothing new in it, for nothing stops a removal. Other traces stand in what is served
already, which shows the same and more: such a release is served, and ends with exit code 3 all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from publish import tree
from publish.errors import BuildFailed, Finding
from publish.release.target import Target
from publish.request import Request, Verified
from publish.rules import set as set_rules
from publish.tracing import telling
from publish.tracing.absence import Absence, Searcher, Trace, searched, site_files
from publish.tracing.around import STATE, STORE
from publish.tracing.searching import Looked
from publish.tracing.terms import Term
from publish.tracing.verifying import last_public


class TracesFound(BuildFailed):
    """What would be served for the first time shows what is not public. `traces`: where."""

    def __init__(self, traces: list[Trace]) -> None:
        super().__init__("要发布的文件里有不公开的内容，没有发布：\n" + "\n".join(telling.faults(Absence(traces))))
        self.traces = traces

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One a record: the first trace of it."""
        first = {one.record: one for one in reversed(self.traces)}
        return tuple(set_rules.trace(record, telling.line(one)) for record, one in sorted(first.items()))


@dataclass
class Traces:
    """The search of one release. `target`: what is served now; `store`: the folder of the release store."""

    target: Target
    store: Path
    pool: Executor | None
    say: Callable[[str, dict[str, object]], None]
    terms: list[Term] = field(default_factory=list)  # of what leaves
    made: frozenset[str] = frozenset()  # files that were searched before
    found: Absence = field(default_factory=Absence)

    def search(self, request: Request, verified: Verified) -> None:
        """Before anything is served. Raises TracesFound where a trace would be read for the first time."""
        searcher = Searcher(verified.publication, request.project, str(request.today), self.pool)
        self.found = searcher.released(request.output, verified.made, verified.gone, verified.judged)
        self.terms = searcher.leaving(verified.gone) if verified.gone else []
        self.made = verified.made
        self._told("trace")
        leaving = {one.record for one in self.terms}
        if new := [one for one in self.found.traces if one.record not in leaving and self._new(request.output, one)]:
            raise TracesFound(new)

    def _new(self, output: Path, trace: Trace) -> bool:
        return self.target.shown(trace.file) != (output / trace.file).read_bytes()

    def _told(self, step: str) -> None:
        found = self.found
        self.say(step, {"files": found.files, "bytes": found.size, "terms": found.terms, "traces": len(found.traces)})

    def end(self, request: Request) -> list[str]:
        """After everything: where something is left of what is not public, in words.

        All other files of the site, state and store are searched for what left. They were served before: a search that goes through
        the whole site would only keep up what has to come down.
        """
        if self.terms:
            self._search_for_what_left(request)
            self._told("traced")
        return list(telling.faults(self.found))

    def _search_for_what_left(self, request: Request) -> None:
        with last_public(request.state, self.store, request.project, self.pool) as searcher:
            terms = searcher.evidence(self.terms)
            deleted = searcher.in_no_file(terms)  # what the state must have forgotten
        others = sorted(tree.listing(request.output) - self.made)
        self.found.add(searched(terms, site_files(request.output, others), self.pool))
        for wanted, path in ((terms, self.store / STORE), (deleted, request.state / STATE)):
            self.found.add(searched(wanted, [Looked(path.name, str(path), str(path), ids=False)], None))
