"""Releases in which something goes wrong: whatever it is, one whole release is served, and the next one ends as if it had not been.

Here some points are tried of some thousand; `inv faults --every 1` tries all (docs/reliability.md).
"""

from __future__ import annotations

import platform
from collections.abc import Iterator

import pytest

from tests.faults import damage
from tests.faults.kinds import KINDS, Kind
from tests.faults.scenario import Scenario
from tests.faults.trying import Tally, attempt, chosen, moments

pytestmark = pytest.mark.skipif(platform.machine() != "x86_64", reason="系统调用的编号是 x86-64 的，别的机器上没有试")
SPREAD = 3  # points of each kind, besides the moments at which a release is killed


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    made = Scenario(tmp_path_factory.mktemp("faults"))
    made.prepare()
    yield made
    made.clear()


def points(scenario: Scenario, kind: Kind, place: int) -> list[int]:
    """Spread over the release, each kind elsewhere."""
    last = len(scenario.operations)
    step = last // SPREAD
    after = [chosen(scenario, kind, range(number, number + step)) for number in range(1 + place * step // len(KINDS), last, step)]
    return sorted({*(numbers[0] for numbers in after if numbers), *(moments(scenario) if place == 0 else ())})


@pytest.mark.parametrize("place", range(len(KINDS)), ids=[kind.name for kind in KINDS])
def test_what_is_served_is_one_whole_release_and_the_next_one_mends_all(scenario: Scenario, place: int) -> None:
    tally = Tally()
    wanted = points(scenario, KINDS[place], place)
    for number in wanted:
        attempt(scenario, KINDS[place], number, tally)
    assert tally.faults == []
    assert tally.points[KINDS[place].name] == len(wanted) > 1
    served = {which for (_, which) in tally.served}
    assert served == {"old", "new"} if place == 0 else served  # the moments stand on both sides of the switch


def test_a_damaged_state_is_made_anew_and_a_damaged_store_is_refused_with_the_site_as_it_was(scenario: Scenario) -> None:
    tally = Tally()
    scenario.begin()
    damage.run(scenario, lambda name: damage.places(scenario, name, 1), tally, lambda _: None)
    assert tally.faults == []
    assert {code for _, code in tally.ends} >= {0, 2}


def test_an_operation_that_is_watched_is_seen_whoever_does_it(scenario: Scenario) -> None:
    seen = {(one.name, one.path.partition("/")[0]) for one in scenario.operations}
    assert {("rename", "site"), ("symlink", "site"), ("pwrite64", "site.store"), ("pwrite64", "site.state"), ("link", "site")} <= seen
