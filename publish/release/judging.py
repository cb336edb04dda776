"""A commit that is not released yet, judged as its release would: against the release store and what is served today.

It is laid out where releases lay out theirs and read with what they know, so that the work is that of the change. The store and
what is served stay as they are; of a commit that would stop the site, nothing stays laid out.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace

from publish.build import check
from publish.changes.series import INDEX
from publish.errors import Finding, Level
from publish.release import content as contents
from publish.release import origins
from publish.release.releasing import Say, Wish, locked
from publish.request import Release
from publish.returning import WITHDRAWALS, withdrawn_by
from publish.staff import showing


@dataclass(frozen=True)
class Judged:
    """What would stop the site. `words`: the same as staff read it, with the lines that are meant and nothing secret."""

    stops: tuple[Finding, ...]
    words: str = ""


def judge(wish: Wish, commit: str, before: str, pool: Executor | None, say: Say) -> Judged:
    """What stops a release of the commit. `before`: what is laid out again if something does; "" for nothing.

    Waits for a release at work, if the wish does. Raises BadUsage, OSError.
    """
    wish.store.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(wish, say):
        content, folder = wish.request.content, wish.request.state / "content"
        older = origins.findings(content, commit, origins.origins(wish.store))
        contents.lay_out(content, [commit], folder)
        release = Release(None, wish.target.shown(INDEX), withdrawn_by(wish.target.shown(WITHDRAWALS)), findings=older)
        found = check(replace(wish.request, trust=wish.request.trust_folder, content=folder, release=release), pool)
        stops = tuple(one for one in found if one.level is Level.stop)
        if not stops:
            return Judged(())
        words = showing.as_text(stops, folder)
        if before:
            contents.lay_out(content, [before], folder)
        else:
            contents.clear(folder)
        return Judged(stops, words)
