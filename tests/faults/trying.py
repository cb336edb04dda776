"""Tries a fault at a point: the release with it, what is served then, the next release, and what is there after that."""

from __future__ import annotations

import re
import signal
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.faults.kinds import KINDS, Kind
from tests.faults.scenario import Scenario
from tests.faults.stopping import Ended

TRACEBACK = "Traceback"
MOMENT = re.compile(
    r"(fdatasync site\.state/state\.sqlite-mj|unlink site\.state/state\.sqlite-mj|pwrite64 site\.store/store\.sqlite$"
    r"|ftruncate site\.store|rename site/r-|sync |rename site/current|rename site/spare$|link site/spare/).*"
)
WORDS = "没有做完；网站照常"


@dataclass
class Tally:
    """What was tried: `points` by kind; `ends`: by kind and exit code; `served`: by kind, "old" or "new"; `faults`: what was wrong."""

    points: Counter[str] = field(default_factory=Counter)
    ends: Counter[tuple[str, int]] = field(default_factory=Counter)
    served: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another process tried."""
        self.points += other.points
        self.ends += other.ends
        self.served += other.served
        self.faults += other.faults


def chosen(scenario: Scenario, kind: Kind, numbers: Iterable[int]) -> list[int]:
    """Those points at which a kind strikes."""
    last = len(scenario.operations)
    return [number for number in sorted(numbers) if 0 < number <= last and kind.strikes(scenario.operations[number - 1], number)]


def moments(scenario: Scenario) -> set[int]:
    """Points at which most is at stake: the first and last of each operation that ends a transaction or puts a tree in place."""
    found: dict[str, list[int]] = {}
    for number, operation in enumerate(scenario.operations, 1):
        if moment := MOMENT.fullmatch(str(operation)):
            found.setdefault("".join(filter(None, moment.groups())), []).append(number)
    return {number for numbers in found.values() for number in (numbers[0], numbers[-1])}


def attempt(scenario: Scenario, kind: Kind, number: int, tally: Tally) -> None:
    """One fault."""
    scenario.begin()
    seen: list[str] = []
    decide = kind.at(number)

    def noting(operation: object, at: int) -> int:
        verdict = decide(operation, at)  # type: ignore[arg-type]  # as the kernel asked
        if verdict and not seen:
            seen.append(str(operation))
        return verdict

    ended = scenario.release(decide=noting)
    found = _wrong(ended) + scenario.faults_served()
    tally.points[kind.name] += 1
    tally.ends[kind.name, ended.code] += 1
    if not found:
        tally.served[kind.name, "new" if scenario.serves_new() else "old"] += 1
    if not ended.code:
        found += [f"exit code 0, and {one}" for one in scenario.faults_settled()]
    found += settled(scenario)
    tally.faults += [f"{kind.name} at {number} ({''.join(seen)}), exit {ended.code}: {one}" for one in found]


def settled(scenario: Scenario) -> list[str]:
    """What is wrong after the next, untroubled release."""
    after = scenario.release()
    found = [f"the next release ends with {after.code}: {after.words[-300:]}"] if after.code else []
    return found or scenario.faults_settled()


def _wrong(ended: Ended) -> list[str]:
    if TRACEBACK in ended.words:
        return [f"a traceback: {ended.words[-500:]}"]
    if ended.code not in (0, 3, -signal.SIGKILL):
        return [f"exit code {ended.code}: {ended.words[-300:]}"]
    return [f"no words: {ended.words[-300:]}"] if ended.code == 3 and WORDS not in ended.words else []


def run(scenario: Scenario, numbers: Callable[[int], Iterable[int]], say: Callable[[str], None]) -> Tally:
    """Try all kinds. `numbers`: which points of each kind, by its place among them (none: it is left out); `say`: told of each fault."""
    tally = Tally()
    for place, kind in enumerate(KINDS):
        for number in chosen(scenario, kind, numbers(place)):
            before = len(tally.faults)
            attempt(scenario, kind, number, tally)
            for fault in tally.faults[before:]:
                say(fault)
    return tally
