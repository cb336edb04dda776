"""Whatever trees were released before, from whichever machine, with whatever memory, and however they were cut off."""

from __future__ import annotations

import shutil
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.errors import TargetFailed
from targets.memory import Difference, Memory
from tests.targets.places import Cut, Place, SshPlace, release

# The later of two paths of which one is a folder of the other's is left out.
paths = st.sampled_from(["a", "a/b", "a/b/c", "d/e.html", "d/f.html", "index.html", "data/v1/index.json", "g/h/i"])
trees = st.dictionaries(paths, st.sampled_from([b"1", b"2", b"33"]), min_size=1).map(
    lambda files: {path: raw for path, raw in files.items() if not any(path.startswith(f"{other}/") for other in files)}
)
machines = st.sampled_from(["one", "one", "two"])
releases = st.tuples(trees, machines, st.sampled_from(["kept", "kept", "kept", "lost"]), st.one_of(st.none(), st.integers(1, 12)))


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(releases, min_size=2, max_size=4))
def test_after_any_history_the_place_is_exactly_the_last_tree(
    history: list[tuple[dict[str, bytes], str, str, int | None]], place: Place
) -> None:
    for files, machine, memory, cut in history:
        if memory == "lost" and isinstance(place, SshPlace):  # in an object store the claim is lost with it: see test_objects
            shutil.rmtree(place.root / machine, ignore_errors=True)
        if cut:
            place.cut_at(cut)
            with suppress(TargetFailed, Cut):
                release(place, files, machine)
            place.mend()
        release(place, files, "one" if isinstance(place, SshPlace) else machine)
        assert place.far() == files
        assert place.leftovers() == []


def test_a_memory_holds_two_releases_and_nothing_of_a_third(place: Place) -> None:
    memory = Memory(place.root / "one.sqlite")
    one, two, three = ({"a": "1", "independent-name": "1"}, {"a": "2", "b": "1"}, {"b": "1", "c": "1"})
    memory.keep("r1", one)
    memory.keep("r2", two, "r1")
    assert (memory.known("r1"), memory.known("r2"), memory.known("r3")) == (one, two, None)
    assert memory.way("r1", "r2") == Difference(["a", "b"], ["independent-name"])
    assert memory.way("r2", "r1") == Difference(["a", "independent-name"], ["b"])
    memory.keep("r3", three, "r2")
    assert (memory.known("r1"), memory.known("r2"), memory.known("r3")) == (None, two, three)
    memory.forget_before()
    assert (memory.known("r2"), memory.known("r3")) == (None, three)
    assert b"independent-name" not in memory.path.read_bytes()
