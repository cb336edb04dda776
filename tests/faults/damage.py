"""Damage to what lies between two releases: a byte that is another, a file that ends early, files of another kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.faults.scenario import Scenario
from tests.faults.trying import TRACEBACK, Tally

DAMAGES = ("a byte is another", "a file ends early")
FILES = ("site.state/state.sqlite", "site.store/store.sqlite", "site.state/content.blobs", "site.state/content.trees")


def places(scenario: Scenario, name: str, count: int) -> list[int]:
    """Offsets spread over a file, each elsewhere in its page."""
    size = (scenario.case / name).stat().st_size
    return sorted({(number * size // count + number * 997) % (size - 1) + 1 for number in range(count)})


def flipped(path: Path, offset: int) -> None:
    """One byte is another."""
    raw = bytearray(path.read_bytes())
    raw[offset] ^= 0xFF
    path.write_bytes(raw)


def cut(path: Path, offset: int) -> None:
    """The file ends early."""
    path.write_bytes(path.read_bytes()[:offset])


def attempt(scenario: Scenario, kind: str, name: str, offset: int, tally: Tally) -> None:
    """Damage, a release, and another after the damaged file was put back where the first one refused it."""
    scenario.begin()
    path = scenario.case / name
    whole = path.read_bytes()
    (flipped if kind == DAMAGES[0] else cut)(path, offset)
    ended = scenario.release()
    found = [f"a traceback: {ended.words[-400:]}"] if TRACEBACK in ended.words else []
    found += [] if ended.code in (0, 2, 3) else [f"exit code {ended.code}: {ended.words[-300:]}"]
    found += scenario.faults_served()
    tally.points[kind] += 1
    tally.ends[kind, ended.code] += 1
    if not found:
        tally.served[kind, "new" if scenario.serves_new() else "old"] += 1
    if ended.code:
        for journal in path.parent.glob(f"{path.name}-*"):
            journal.unlink()
        path.write_bytes(whole)
        after = scenario.release()
        found += [f"the next release ends with {after.code}: {after.words[-300:]}"] if after.code else []
    found += [] if found else scenario.faults_settled()
    tally.faults += [f"{kind} at {offset} of {name}, exit {ended.code}: {one}" for one in found]


def run(scenario: Scenario, places_of: Callable[[str], Iterable[int]], tally: Tally, say: Callable[[str], None]) -> None:
    """Try both kinds. `places_of`: the offsets in a file; `say`: told of each fault. A store that ends at once is a lost one."""
    for name in FILES:
        for kind in DAMAGES:
            scenario.begin()
            for offset in places_of(name):
                before = len(tally.faults)
                attempt(scenario, kind, name, offset, tally)
                for fault in tally.faults[before:]:
                    say(fault)
