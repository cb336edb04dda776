"""`python -m bench 1000,10000`: measure builds and print a Markdown table (`inv bench --sizes 1000,10000`); with `--search`, search;
with `--peers`, other generators beside it."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from bench import machine, profiling, searching, site, steps
from bench.measuring import Failed, adopt_orphans
from bench.peers import comparing, report
from bench.site import Measure

MEGA = 1024 * 1024
PARTS = ("load", "gate", "plan", "render", "verify")
HEAD = ("decisions", "build", "wall s", "CPU s", "memory MB", "others", "written", "removed", *(f"{part} s" for part in PARTS))


def row(one: Measure) -> str:
    """A measure as a line of the table."""
    cost, outputs, seconds = one.cost, one.report["outputs"], one.report["seconds"]
    numbers = [
        f"{cost.wall:.2f}",
        f"{cost.processor:.2f}",
        f"{cost.memory / MEGA:.0f}",
        f"{cost.others:.0%}",
        outputs["written"],
        outputs["removed"],
    ]
    cells = [f"{one.size:,}", one.step, *numbers, *(f"{seconds[part]:.2f}" for part in PARTS)]
    return f"| {' | '.join(map(str, cells))} |"


def heading() -> str:
    """The head of the table."""
    lines = ["---", "---", *["---:"] * (len(HEAD) - 2)]
    return f"| {' | '.join(HEAD)} |\n| {' | '.join(lines)} |"


def fastest(rounds: Iterable[list[Measure]]) -> list[Measure]:
    """Of each step the round with the least wall time: what disturbs a measure only ever makes it slower."""
    return [min(same, key=lambda one: one.cost.wall) for same in zip(*rounds, strict=True)]


def bench(sizes: list[int], rounds: int) -> None:
    """Measure and print."""
    print(f"{machine.described()}\n", flush=True)
    adopt_orphans()
    site.warm_up()
    print(heading(), flush=True)
    for size in sizes:
        if rounds == 1:
            for one in steps.run(size):
                print(row(one), flush=True)
            continue
        for one in fastest([list(steps.run(size)) for _ in range(rounds)]):
            print(row(one), flush=True)


def beside(sizes: list[int], arguments: argparse.Namespace) -> None:
    """Measure peers, and write what came out into the document."""
    work: Path = arguments.work.resolve()
    try:
        found = comparing.compare(sizes, arguments.peers, arguments.rounds, work, site.OUT / "peers", not arguments.no_install)
    finally:
        shutil.rmtree(work / comparing.ASIDE, ignore_errors=True)
    if found.lines:
        report.write(found.lines, arguments.document, arguments.picture)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("sizes", nargs="?", default="1000,10000", help="numbers of decisions, with commas")
    parser.add_argument("--rounds", type=int, default=1, help="repeat all and show the fastest of each build; with --peers, medians")
    parser.add_argument("--profile", action="store_true", help="where the time goes, at the smallest size")
    parser.add_argument("--search", action="store_true", help="what search costs, and Pagefind")
    parser.add_argument("--built", type=Path, nargs="*", help="with --search: sites that are built already, instead of sizes")
    parser.add_argument("--work", type=Path, default=site.OUT, help="with --search and --peers: where what is made meanwhile goes")
    parser.add_argument("--share", type=float, default=1.0, help="with --search: of the usual number of queries")
    parser.add_argument("--alone", action="store_true", help="with --search: without Pagefind")
    parser.add_argument("--peers", nargs="?", const="", help=f"beside it: {','.join(comparing.ALL)}, or some of them")
    parser.add_argument("--no-install", action="store_true", help="with --peers: only those that are installed")
    parser.add_argument("--document", type=Path, default=site.PROJECT / "docs" / "performance.md", help="with --peers: gets the table")
    parser.add_argument("--picture", type=Path, default=site.PROJECT / "docs" / "pictures" / "peers.svg", help="with --peers: the chart")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    try:
        if arguments.peers is not None:
            beside(sizes, arguments)
        elif arguments.profile:
            profiling.profile(min(sizes))
        elif arguments.search:
            print(f"{machine.described()}\n", flush=True)
            adopt_orphans()
            built = arguments.built or []
            searching.search([] if built else sizes, built, arguments.work, not arguments.alone, arguments.share)
        else:
            bench(sizes, arguments.rounds)
    except (Failed, comparing.Unknown) as failed:
        print(failed, file=sys.stderr)
        return 1
    finally:
        site.clean_up()
    return 0


if __name__ == "__main__":
    sys.exit(main())
