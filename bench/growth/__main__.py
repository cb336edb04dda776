"""`python -m bench.growth`: how large a site becomes, computed and simulated, into `docs/scale.md` (`inv bench --growth`).

Two sites are built and their cold builds measured, unless `--built` names the folders of two (with `site.state` in each) and
`--seconds` says what their builds took.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import machine, site
from bench.growth import apart, told
from bench.growth.counted import Counted, counted
from bench.growth.predicted import Costs, Growth
from bench.measuring import adopt_orphans


def packed(content: Path, decisions: int) -> tuple[float, float]:
    """Bytes a decision of the content as a packed repository of git, and of git's index."""
    with tempfile.TemporaryDirectory() as folder:
        git = ["git", "--git-dir", folder, "--work-tree", str(content), "-c", "user.name=x", "-c", "user.email=x@example.org"]
        git += ["-c", "gc.auto=0"]  # or a commit of many files packs them in the background, and ours is refused
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"], ["gc", "-q"]):
            subprocess.run([*git, *words], check=True, capture_output=True)
        objects = sum(path.stat().st_size for path in (Path(folder) / "objects").rglob("*") if path.is_file())
        return objects / decisions, (Path(folder) / "index").stat().st_size / decisions


def built(sizes: list[int]) -> tuple[list[Path], list[float], float]:
    """Build sites of these sizes: their folders, the processor seconds of each, and how busy the machine was with something else."""
    adopt_orphans()
    site.warm_up()
    folders, seconds, others = [], [], 0.0
    for size in sizes:
        one = site.Site(size)
        one.forget()
        one.settle()
        folders.append(one.folder)
        cost = one.measure("cold").cost
        seconds.append(cost.processor)
        others = max(others, cost.others)
    return folders, seconds, others


def slope(measured: list[float], small: Counted, large: Counted) -> float:
    """What one decision more takes."""
    return (measured[1] - measured[0]) / (large.decisions - small.decisions)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("sizes", nargs="?", default="1000,3000", help="two numbers of decisions, with a comma")
    parser.add_argument("--built", type=Path, nargs=2, help="folders of the bench (`bench/out/1000`) that are built already")
    parser.add_argument("--seconds", default="", help="with --built: processor seconds of the two cold builds, with a comma")
    parser.add_argument("--apart", default="", help="of them those of the process that builds, by a cluster of two; measured without")
    parser.add_argument("--document", type=Path, default=site.PROJECT / "docs" / "scale.md", help="gets the tables")
    arguments = parser.parse_args()
    where = machine.described()
    if arguments.built:
        folders, seconds = arguments.built, [float(one) for one in arguments.seconds.split(",")]
    else:
        folders, seconds, others = built(sorted(int(size) for size in arguments.sizes.split(",")))
        where += f", of which other programs used up to {others:.0%}"
    small, large = (counted(folder / "site.state") for folder in folders)
    alone = [float(one) for one in arguments.apart.split(",")] if arguments.apart else [apart.seconds(folder) for folder in folders]
    kept = packed(folders[1] / "content", large.decisions)
    costs = Costs(slope(seconds, small, large), slope(alone, small, large), machine.cores(), *kept)
    text = told.told(Growth(small, large, costs), where)
    print(text)
    told.write(text, arguments.document)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        site.clean_up()
