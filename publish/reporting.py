"""The report of what a build did (design.md, "Commands"). Light to import: a build that finds nothing to do needs little else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publish.errors import Finding, Level, loudest

STATES = ("approved", "published", "held", "withdrawn", "ended", "draft", "scheduled", "withheld")
STEPS = ("load", "gate", "plan", "render", "verify", "total")
Ticks = Callable[[], float]


@dataclass
class Report:
    """What a build did. `stopped`: the gate let nothing new in; only removals were made."""

    today: date
    decisions: Counter[str] = field(default_factory=Counter)
    outputs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("written", "kept", "removed", "total"), 0))
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STEPS, 0.0))
    findings: list[Finding] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """Whether a finding let nothing new in."""
        return loudest(self.findings) >= Level.stop

    def as_json(self) -> dict[str, Any]:
        """The report file."""
        return {
            "today": str(self.today),
            "decisions": {state: self.decisions[state] for state in STATES},
            "outputs": self.outputs,
            "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
            "findings": [finding.as_json() for finding in sorted(set(self.findings))],
        }

    def repeat(self, last: dict[str, Any]) -> None:
        """Say again what the last build found and counted (from its `as_json`); a new series is told once."""
        self.decisions = Counter(last["decisions"])
        self.findings = [Finding.from_json(one) for one in last["findings"] if one["code"] != "set.series"]

    @classmethod
    def again(cls, today: date, last: dict[str, Any], seconds: float) -> Report:
        """Of a build that found everything as the last one left it (its `as_json`), and took so long to see that."""
        report = cls(today)
        report.repeat(last)
        total = last["outputs"]["total"]
        report.outputs = {"written": 0, "kept": total, "removed": 0, "total": total}
        report.seconds |= {"load": seconds, "total": seconds}
        return report

    @contextmanager
    def timed(self, step: str, ticks: Ticks) -> Iterator[None]:
        """Add the seconds that a step took."""
        begin = ticks()
        try:
            yield
        finally:
            self.seconds[step] += ticks() - begin
