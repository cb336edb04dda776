"""Where the time goes: of a cold build by kind of work (sampled) and by function (cProfile), of each build for data and feeds.

One process each.
"""

from __future__ import annotations

import json
import pstats
import sys
from datetime import timedelta

from bench import steps
from bench.drawing import TODAY
from bench.measuring import measured
from bench.sampling import DATA, Spent
from bench.site import PROJECT, Site, environment, warm_up

TOP = 25
Build = tuple[str, Spent]  # its step, and its processor seconds by kind of work


def profile(size: int) -> None:
    """Print all for a size."""
    warm_up()
    site = Site(size)
    builds = list(steps.each(site, sampled))
    print(by_work(size, builds[0][1]), flush=True)
    print(by_share(builds), flush=True)
    by_function(site)


def sampled(site: Site, step: str, days: int) -> Build:
    """One build, sampled."""
    to = site.folder / "sampled.json"
    build = {
        "content": str(site.content), "output": str(site.folder / "site"), "today": str(TODAY + timedelta(days=days)), "jobs": 1,
    }  # fmt: skip
    measured([sys.executable, "-m", "bench.sampling", str(to), json.dumps(build)], PROJECT, environment(), site.folder / "build.log")
    return step, json.loads(to.read_text("utf-8"))


def by_work(size: int, spent: Spent) -> str:
    """A Markdown table of milliseconds a decision, the greatest first."""
    data, total = spent.get(DATA, 0.0), _all(spent)
    lines = [f"| work | ms a decision | share |\n| --- | ---: | ---: |\n| all ({total:.1f} s) | {total / size * 1000:.2f} | 100 % |"]
    for name, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        if name != DATA:
            lines.append(f"| {name} | {seconds / size * 1000:.3f} | {seconds / total:.1%} |")
    lines.append(f"| *{DATA}* | {data / size * 1000:.3f} | {data / total:.1%} |")
    return "\n".join(lines) + "\n"


def by_share(builds: list[Build]) -> str:
    """A Markdown table of what data and feeds take of each build."""
    lines = ["| build | all CPU s | data and feeds CPU s | share |\n| --- | ---: | ---: | ---: |"]
    for step, spent in builds:
        data, total = spent.get(DATA, 0.0), _all(spent)
        lines.append(f"| {step} | {total:.2f} | {data:.2f} | {data / total:.1%} |")
    return "\n".join(lines) + "\n"


def _all(spent: Spent) -> float:
    return sum(seconds for name, seconds in spent.items() if name != DATA)


def by_function(site: Site) -> None:
    """Print the functions with the most time of their own."""
    site.forget()
    to = site.folder / "profile"
    command = [sys.executable, "-m", "cProfile", "-o", str(to), *site.command("--jobs", "1")]
    measured(command, PROJECT, environment(), site.folder / "build.log")
    statistics = pstats.Stats(str(to))
    statistics.strip_dirs().sort_stats("tottime").print_stats(TOP)
