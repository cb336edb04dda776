"""Where the time of a cold build goes: by kind of work (sampled), and by function (cProfile). One process each."""

from __future__ import annotations

import json
import pstats
import sys

from bench.drawing import TODAY
from bench.measuring import measured
from bench.sampling import DATA
from bench.site import PROJECT, Site, environment, warm_up

TOP = 25


def profile(size: int) -> None:
    """Print both for a size."""
    warm_up()
    site = Site(size)
    site.settle()
    print(by_work(site), flush=True)
    by_function(site)


def by_work(site: Site) -> str:
    """A Markdown table of milliseconds a decision, the greatest first."""
    site.forget()
    to = site.folder / "sampled.json"
    build = {"content": str(site.content), "output": str(site.folder / "site"), "today": str(TODAY), "jobs": 1}
    measured([sys.executable, "-m", "bench.sampling", str(to), json.dumps(build)], PROJECT, environment(), site.folder / "build.log")
    spent: dict[str, float] = json.loads(to.read_text("utf-8"))
    data = spent.pop(DATA, 0.0)
    total = sum(spent.values())
    lines = [f"| work | ms a decision | share |\n| --- | ---: | ---: |\n| all ({total:.1f} s) | {total / site.size * 1000:.2f} | 100 % |"]
    for name, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        lines.append(f"| {name} | {seconds / site.size * 1000:.3f} | {seconds / total:.1%} |")
    lines.append(f"| *{DATA}* | {data / site.size * 1000:.3f} | {data / total:.1%} |")
    return "\n".join(lines) + "\n"


def by_function(site: Site) -> None:
    """Print the functions with the most time of their own."""
    site.forget()
    to = site.folder / "profile"
    command = [sys.executable, "-m", "cProfile", "-o", str(to), *site.command("--jobs", "1")]
    measured(command, PROJECT, environment(), site.folder / "build.log")
    statistics = pstats.Stats(str(to))
    statistics.strip_dirs().sort_stats("tottime").print_stats(TOP)
