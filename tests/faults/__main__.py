"""`python -m tests.faults`: tries a fault of each kind at every operation on a file that a release makes, and prints the numbers."""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.faults.kinds import KINDS
from tests.faults.scenario import Scenario
from tests.faults.trying import Tally, moments, run

MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Wanted:
    """Each of `every` points, of one `kind` or all (""). Of several processes, one takes each `step`th of these from `begin` on."""

    every: int
    kind: str
    begin: int = 0
    step: int = 1


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

        return run(scenario, numbers, lambda fault: print(fault, flush=True))


def _share(wanted: Wanted) -> bytes:
    return pickle.dumps(share(wanted))


def main() -> int:
    """Read the command line; 1 where a fault did harm."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only each of so many points")
    parser.add_argument("--kind", default="", choices=["", *(kind.name for kind in KINDS)], help="only this kind of fault")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    given = parser.parse_args()
    tally = Tally()
    if given.jobs > 1:
        with get_context("spawn").Pool(given.jobs) as pool:
            for one in pool.imap_unordered(_share, [Wanted(given.every, given.kind, number, given.jobs) for number in range(given.jobs)]):
                tally.add(pickle.loads(one))
    else:
        tally = share(Wanted(given.every, given.kind))
    for kind in KINDS:
        ends = ", ".join(f"{count}× exit {code}" for (name, code), count in sorted(tally.ends.items()) if name == kind.name)
        served = ", ".join(f"{count}× {which}" for (name, which), count in sorted(tally.served.items()) if name == kind.name)
        print(f"{kind.name}: {tally.points[kind.name]} points; {ends}; served: {served}")
    print(f"{sum(tally.points.values())} points, {len(tally.faults)} faults")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
