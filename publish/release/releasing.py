"""A release, from top to bottom: lock, lay out, build beside what is served, prepare, write the store, switch, clean.

What is served changes in the switch alone. The store is written just before it, so that it knows of everything that was ever
served; a release that dies between them, or while it cleans up, is ended by the next one. Each failure leaves the release before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from publish import state
from publish.build import build
from publish.changes.series import INDEX
from publish.errors import Finding, TargetFailed, Unready
from publish.release import content as contents
from publish.release import lock, origins
from publish.release.origins import Origin
from publish.release.target import Target, Tree
from publish.release.traces import Traces, TracesFound
from publish.release.trees import Trees
from publish.reporting import Report
from publish.request import Host, Release, Request, Verified
from publish.returning import WITHDRAWALS, withdrawn_by
from publish.signing.released import reading

Say = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True)
class Wish:
    """What is to be released where. `request`: the content as typed; its output is the tree to build in.

    `trees`: those of a local target. `orders_of`: a commit whose orders are to act as well, and `refused`: why nothing else of it
    may be served (findings of level stop). `who`: told to whoever finds the lock held. `ready`: called with the verified build
    before anything of it is served.
    """

    request: Request
    store: Path
    target: Target
    trees: Trees | None
    who: str
    back: bool = False
    wait: bool = False
    orders_of: str = ""
    refused: tuple[Finding, ...] = ()
    ready: Callable[[Request, Verified], None] | None = None


@dataclass(frozen=True)
class Released:
    """What a release did. `uncommitted`: the working tree holds content that was left out, for it is not committed.

    `left`: where something of what is not public is left, in words; the release is served all the same, for it shows less than before.
    """

    report: Report
    origin: Origin
    uncommitted: bool
    left: tuple[str, ...]


def release(wish: Wish, host: Host, pool: Executor | None, say: Say) -> Released:
    """Serve what the content says today. Raises BadUsage, BuildFailed (TargetFailed among them), OSError: the release before stays.

    `say`: told of each step that is done, with what there is to know of it.
    """
    if wish.trees:
        wish.trees.refuse_foreign()
    wish.store.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _in_words(), locked(wish, say):
        known = origins.origins(wish.store)
        request, origin = _request(wish, known)
        standing = wish.trees.lay_out(_last(wish.store)) if wish.trees else None
        uncommitted = bool(origin.commit) and contents.is_uncommitted(wish.request.content)
        say("ready", {"served": wish.target.served(), "commit": origin.commit[:10], "theme": origin.theme, "uncommitted": uncommitted})
        traces = Traces(wish.target, wish.store, pool, say)
        request = replace(request, release=_told(wish, request, origin, known, standing, traces))
        report = _built(request, host, pool)
        say("build", {"today": str(request.today), **report.outputs, "stopped": report.stopped})
        name = _last(wish.store)
        if name and wish.target.served() != name:
            _serve(wish.target, Tree(request.output, name, state.files(request.state)), say)
        elif report.outputs["written"]:  # the same bytes, made anew where the state was lost
            wish.target.clean(Tree(request.output, name, state.files(request.state)))
        say("served", {"release": wish.target.served()})
        return Released(report, origin, uncommitted, tuple(traces.end(request)))


def _built(request: Request, host: Host, pool: Executor | None) -> Report:
    """The build; where it shows what is not public, once more with nothing new in it, so that what must come down does."""
    try:
        return build(request, host, pool)
    except TracesFound as error:
        told = request.release or Release()
        return build(replace(request, release=replace(told, findings=(*told.findings, *error.findings))), host, pool)


def locked(wish: Wish, say: Say) -> AbstractContextManager[None]:
    """While it is held no other release begins. Raises BadUsage where another is at work, unless the wish waits."""
    return lock.held(wish.request.state / "release.lock", wish.who, wish.wait, lambda other: say("wait", {"for": other}))


@contextmanager
def _in_words() -> Iterator[None]:
    """Folders that took every release before were not typed wrongly."""
    try:
        yield
    except Unready as error:
        raise TargetFailed(str(error)) from None


def _serve(target: Target, tree: Tree, say: Say) -> None:
    target.prepare(tree)  # done already, unless an earlier run died behind it
    target.switch(tree)
    say("switch", {"release": tree.name})
    target.clean(tree)
    say("clean", {"release": tree.name})


def _request(wish: Wish, known: list[Origin]) -> tuple[Request, Origin]:
    """The build to do: its content laid out, its theme chosen."""
    request = wish.request
    repository = contents.is_repository(request.content)
    commit = contents.commit_of(request.content) if repository else ""
    origin = origins.chosen(Origin(commit, origins.theme_digest(request.theme)), known, wish.back)
    request = replace(request, looks=origins.earlier_theme(request.theme, origin, wish.store, wish.back))
    if repository:
        folder = request.state / "content"
        later = [one for one in (commit, wish.orders_of) if one and one != origin.commit]
        contents.lay_out(request.content, [origin.commit, *later], folder)
        request = replace(request, trust=request.trust_folder, content=folder)
    return request, origin


def _told(wish: Wish, request: Request, origin: Origin, known: list[Origin], standing: str | None, traces: Traces) -> Release:
    say = traces.say

    def ready(verified: Verified) -> None:
        say("verify", {"release": verified.name, "files": len(verified.files), "gone": len(verified.gone)})
        traces.search(request, verified)
        if wish.ready:
            wish.ready(request, verified)
        origins.keep_theme(request.theme, origin.theme, wish.store, known)
        wish.target.prepare(Tree(request.output, verified.name, verified.files))
        say("prepare", {"release": verified.name})

    return Release(
        standing, wish.target.shown(INDEX), withdrawn_by(wish.target.shown(WITHDRAWALS)), origin.as_json(),
        wish.refused + (() if origin.instead else origins.findings(wish.request.content, origin.commit, known)),
        origin.instead is not None, ready,
    )  # fmt: skip


def _last(store: Path) -> str:
    """The name of the release that the store knows last; "" where it knows none."""
    with reading(store) as database:
        known = database and database.execute("SELECT 1 FROM sqlite_master WHERE name = 'part'").fetchone()
        row = database.execute("SELECT value FROM part WHERE name = 'build'").fetchone() if database and known else None
    return row[0][:16] if row else ""
