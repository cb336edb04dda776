"""Whatever was edited, restored or taken back before: what is served is what a first release of the same content would serve."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import tasks
from tests.content import TODAY, Content
from tests.histories import SLOW
from tests.release.places import Place, files, inodes, without_history

FOLDERS = ("site", "site.store", "site.state")
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["new", "withdraw", "edit", "end", "release", "rollback", "lose state"]), st.integers(0, 4)),
        st.tuples(st.sampled_from(["back up", "restore"]), st.sampled_from(FOLDERS)),
    ),
    min_size=4,
    max_size=9,
)


class Quiet(Place):
    """A place whose words nobody reads."""

    def release(self, today: object = TODAY, **options: object) -> int:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            wish = tasks.wished(str(self.site), str(self.content.folder), today=str(today), jobs=1, **options)  # type: ignore[arg-type]
            code = tasks.release_site(wish)
        self.words = said.getvalue()
        return code


def take(place: Quiet, step: tuple[str, object], withdrawn: set[str]) -> None:
    """One thing that somebody does."""
    what, value = step
    ids = sorted(place.content.decisions)
    one = ids[value % len(ids)] if isinstance(value, int) else ""
    if what == "new":
        place.content.decision()
    elif what == "withdraw" and one not in withdrawn:
        place.content.order(one)
        withdrawn.add(one)
    elif what == "edit":
        place.content.edit(one, facts=f"独实{one[-2:]}：第{len(place.content.orders)}次更正")
    elif what == "end":
        place.content.edit(one, public_until=str(TODAY - timedelta(days=1)))
    elif what == "lose state":
        shutil.rmtree(place.state, ignore_errors=True)
    elif what == "back up" and (place.root / str(value)).exists():
        shutil.rmtree(place.root / f"{value}.backup", ignore_errors=True)
        place.backup(str(value))
    elif what == "restore" and (place.root / f"{value}.backup").exists():
        (place.root / str(value)).mkdir(exist_ok=True)
        place.restore(str(value))
    elif what in ("release", "rollback"):
        place.commit()
        code = place.release(rollback=what == "rollback")
        if code == 2 and what == "rollback":
            return  # there is nothing to go back to
        assert code in (0, 1), place.words
        assert not [ident for ident in withdrawn if place.shows(ident) or place.holding(ident)]
        assert inodes(place.site / "current") == inodes(place.site / "spare")


@settings(SLOW, max_examples=6)
@given(steps)
def test_after_any_history_the_site_is_as_a_clean_release(history: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Quiet(Content(Path(folder)), None)  # type: ignore[arg-type]  # see `Quiet`
        for _ in range(2):
            place.content.decision()
        place.commit()
        assert place.release() == 0, place.words
        withdrawn: set[str] = set()
        for step in history:
            take(place, step, withdrawn)
        place.content.decision()  # a commit that is new, so that nothing is rolled back any more
        place.commit()
        assert place.release() in (0, 1), place.words
        assert not [ident for ident in withdrawn if place.shows(ident) or place.holding(ident)]
        if place.release() == 0:
            served = without_history(place.served())
            for name in FOLDERS:
                shutil.rmtree(place.root / name)
            assert place.release() == 0, place.words
            assert served == without_history(files(place.site / "current"))
