"""The points of a run of `inv faults`, shared among processes: each has a scenario of its own."""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.faults import damage
from tests.faults.kinds import KINDS
from tests.faults.scenario import Scenario
from tests.faults.trying import Tally, moments, run

MEMORY = Path("/dev/shm")
MOST_PLACES = 480  # in each file that is damaged


@dataclass(frozen=True)
class Wanted:
    """Each of `every` points, of one `kind` or all (""). Of several processes, one takes each `step`th of these from `begin` on."""

    every: int
    kind: str
    begin: int = 0
    step: int = 1

    def share_of(self, places: list[int]) -> list[int]:
        """Those of some places that are this process's."""
        return places[self.begin :: self.step]


def share(wanted: Wanted) -> Tally:
    """One process's share."""
    every = wanted.every
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        scenario = Scenario(Path(folder))
        scenario.prepare()

        def numbers(place: int) -> set[int]:
            if wanted.kind not in ("", KINDS[place].name):
                return set()
            spread = range(1 + (place * every) // len(KINDS) + wanted.begin * every, len(scenario.operations) + 1, every * wanted.step)
            return {*spread, *(moments(scenario) if every > 1 and wanted.begin == 0 and place == 0 else ())}

        tally = run(scenario, numbers, _say)
        if wanted.kind in ("", *damage.DAMAGES):
            scenario.begin()
            damage.run(scenario, lambda name: wanted.share_of(damage.places(scenario, name, MOST_PLACES // every)), tally, _say)
        return tally


def _say(fault: str) -> None:
    print(fault, flush=True)


def packed_share(wanted: Wanted) -> bytes:
    """The same for another process."""
    return pickle.dumps(share(wanted))
