"""What search costs: bytes, requests and turns of a query, size, time to make its files, and the same of Pagefind where it can be had."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import browsing, pagefind, queries, tables
from bench.browsing import Asked
from bench.measuring import Cost, measured
from bench.pagefind import Missing, Rival
from bench.queries import SCANNED, Query, Scan
from bench.serving import served
from bench.site import OUT, PROJECT, Site, environment

SITE, RIVAL = "site", "pagefind"
CHANGES = 12
RIVAL_MOST = 20_000  # decisions; at 100,000 its memory would not do


@dataclass(frozen=True)
class Built:
    """A built site with its state beside it, and its rows (`publish.publication.row`). `work`: where what is made meanwhile goes."""

    output: Path
    rows: list[dict[str, Any]]
    work: Path

    @property
    def aside(self) -> Path:
        """Where files are made that nobody keeps; deleted when all is measured, for reasons see `Site.forget`."""
        return self.work / "search-made"


@dataclass(frozen=True)
class Made:
    """All files of search made alone. `seconds`: without the start of the process; `cost`: of the whole process and its workers."""

    jobs: int
    seconds: float
    cost: Cost


@dataclass(frozen=True)
class Exactness:
    """Hits of all queries of a sort together: `right`: what the naive scan finds; `found`; `both`; `held`: whose page has the words."""

    sort: str
    right: int = 0
    found: int = 0
    both: int = 0
    held: int = 0

    def add(self, right: set[str], found: set[str], held: int) -> Exactness:
        """With one more query."""
        both = len(right & found)
        return Exactness(self.sort, self.right + len(right), self.found + len(found), self.both + both, self.held + held)


def search(sizes: list[int], built: list[Path], work: Path = OUT, rival: bool = True, share: float = 1.0) -> None:
    """Measure and print tables: of sites made here of these sizes, and of `built` ones. `share`: of the usual queries."""
    paths = [*((built_here(size), f"{size:,} made") for size in sizes), *((path.resolve(), path.name) for path in built)]
    for output, words in paths:
        site = Built(output, queries.rows_of(output), work.resolve())
        print(f"## {words}, {len(site.rows):,} public; load {os.getloadavg()[0]:.1f}\n", flush=True)
        try:
            of_site(site, rival and len(site.rows) <= RIVAL_MOST, share)
        finally:
            shutil.rmtree(site.aside, ignore_errors=True)


def built_here(size: int) -> Path:
    """The bench's own site of a size, built anew."""
    site = Site(size)
    site.forget()
    site.settle()
    site.measure("cold")
    return site.folder / "site"


def of_site(site: Built, rival: bool, share: float) -> None:
    """All tables of one site."""
    files = [path.stat().st_size for path in (site.output / "search").rglob("*.bin")]
    print(tables.sizes(len(site.rows), files), flush=True)
    making = [making_all(site, jobs) for jobs in (1, 2)]
    print(tables.making([(f"{one.jobs} process{'es' * (one.jobs > 1)}", one.seconds, one.cost) for one in making]), flush=True)
    print(tables.changes(changing(site)), flush=True)
    asked = queries.sample(site.rows, share)
    scan = Scan(site.rows)
    compared, right = [one for one in asked if one.sort in SCANNED], {one: scan.right(one) for one in asked if one.sort in SCANNED}
    ours, exact = asking(site, asked, right)
    print(tables.queries(ours), tables.exactness(exact), sep="\n", flush=True)
    if not rival:
        return
    try:
        cost, size, theirs, other = of_pagefind(site, compared, right)
    except Missing as missing:
        print(missing, flush=True)
        return
    print(tables.pagefind(pagefind.version(site.work / RIVAL), making[0].cost, sum(files), cost, size), flush=True)
    print(tables.queries(theirs), tables.compared(ours, theirs), tables.exactness(other), sep="\n", flush=True)


def _work(site: Built, *options: str) -> tuple[Any, Cost]:
    """`bench.indexing` in a process of its own: what it wrote, and its cost."""
    site.aside.mkdir(parents=True, exist_ok=True)
    folder, to = site.aside / f"{time.time_ns()}", site.work / "indexing.json"
    command = [sys.executable, "-m", "bench.indexing", str(site.output), str(folder), str(to), *options]
    cost = measured(command, PROJECT, environment(), site.work / "indexing.log")
    return json.loads(to.read_text("utf-8")), cost


def making_all(site: Built, jobs: int) -> Made:
    """All files of search, with so many processes."""
    took, cost = _work(site, "--jobs", str(jobs))
    return Made(jobs, took["seconds"], cost)


def changing(site: Built) -> list[dict[str, Any]]:
    """Single decisions changed and withdrawn: files written and removed, seconds."""
    took: list[dict[str, Any]] = _work(site, "--change", str(min(CHANGES, len(site.rows))))[0]
    return took


def asking(site: Built, asked: list[Query], right: dict[Query, set[str]]) -> tuple[list[Asked], list[Exactness]]:
    """Every query on the page of search; and whether it finds what is right."""
    exact = {one.sort: Exactness(one.sort) for one in right}
    with served(site.work / "served", {SITE: site.output}) as server, browsing.chromium() as browser:
        ours = [browsing.ask(browser, server, SITE, one) for one in asked]
        for query, expected in right.items():
            with browsing.window(browser) as page:
                hits = browsing.found(page, server, SITE, query)
            exact[query.sort] = exact[query.sort].add(expected, hits, len(hits & expected))
    return ours, list(exact.values())


def of_pagefind(site: Built, asked: list[Query], right: dict[Query, set[str]]) -> tuple[Cost, int, list[Asked], list[Exactness]]:
    """Its cost, the size of its files, what each query read, and how exact it is. Raises Missing."""
    command = pagefind.installed(site.work / RIVAL)
    bundle = site.aside / f"{time.time_ns()}" / RIVAL
    cost = pagefind.indexed(command, site.output, bundle)
    rival = Rival(bundle, site.output)
    exact = {one.sort: Exactness(one.sort) for one in asked}
    theirs = []
    with served(site.work / "served", {RIVAL: bundle}) as server, browsing.chromium() as browser:
        for query in asked:
            one, hits = rival.ask(browser, server, RIVAL, query)
            theirs.append(one)
            held = sum(rival.holds(ident, query) for ident in hits)
            exact[query.sort] = exact[query.sort].add(right[query], hits, held)
    return cost, sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file()), theirs, list(exact.values())
