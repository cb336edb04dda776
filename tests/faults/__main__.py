"""`python -m tests.faults`: tries a fault of each kind at every operation on a file that a release makes, and prints the numbers."""

from __future__ import annotations

import argparse
import pickle
import sys
from multiprocessing import get_context

from tests.faults import damage
from tests.faults.kinds import KINDS
from tests.faults.sharing import Wanted, packed_share, share
from tests.faults.trying import Tally


def main() -> int:
    """Read the command line; 1 where a fault did harm."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only each of so many points")
    parser.add_argument("--kind", default="", choices=["", *(kind.name for kind in KINDS), *damage.DAMAGES], help="only this kind of fault")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    given = parser.parse_args()
    tally = Tally()
    if given.jobs > 1:
        with get_context("spawn").Pool(given.jobs) as pool:
            for one in pool.imap_unordered(
                packed_share, [Wanted(given.every, given.kind, number, given.jobs) for number in range(given.jobs)]
            ):
                tally.add(pickle.loads(one))
    else:
        tally = share(Wanted(given.every, given.kind))
    for kind, points in tally.points.items():
        ends = ", ".join(f"{count}× exit {code}" for (name, code), count in sorted(tally.ends.items()) if name == kind)
        served = ", ".join(f"{count}× {which}" for (name, which), count in sorted(tally.served.items()) if name == kind)
        print(f"{kind}: {points} points; {ends}; served: {served}")
    print(f"{sum(tally.points.values())} points, {len(tally.faults)} faults")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
