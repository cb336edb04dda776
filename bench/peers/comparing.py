"""Side by side: which peers can be had, the rounds at each size, and what is written of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bench import machine
from bench.measuring import adopt_orphans
from bench.peers import report
from bench.peers.here import Here, Pages
from bench.peers.hugo import Hugo, installed
from bench.peers.peer import Foreign, Missing, Peer
from bench.peers.preparing import prepared
from bench.peers.results import Results, lines
from bench.peers.rounds import Rounds
from bench.peers.stock import Pelican
from bench.site import Site

ALL = (Here.name, Pages.name, Hugo.name, Pelican.name)
PELICAN_MOST = 20_000  # decisions; above, its time grows with the square of them, so it has to be named
ASIDE = "aside"


class Unknown(Exception):
    """A peer was typed that there is not."""


def names(typed: str, size: int) -> list[str]:
    """The peers of a size, as typed with commas, or all that are worth it. Raises Unknown."""
    if strangers := set(filter(None, typed.split(","))) - set(ALL):
        raise Unknown(f"--peers knows {', '.join(ALL)}, not {', '.join(sorted(strangers))}.")
    wanted = typed.split(",") if typed else [name for name in ALL if name != Pelican.name or size <= PELICAN_MOST]
    return [name for name in ALL if name in wanted]


def peers_of(site: Site, wanted: list[str], programs: Path, fetch: bool) -> list[Peer]:
    """Those of them that can be had; of the others it is said why not."""
    folder, aside = site.folder / "peers", site.root / ASIDE
    made: list[Peer] = []
    for name in wanted:
        if name == Hugo.name:
            try:
                made.append(Hugo(folder / name, aside, installed(programs / name, fetch)))
            except Missing as missing:
                print(missing, flush=True)
        elif name == Pelican.name:
            made.append(Pelican(folder / name, aside))
        else:
            made.append((Here if name == Here.name else Pages)(site, folder / name, aside))
    return made


def compare(sizes: list[int], typed: str, rounds: int, root: Path, programs: Path, fetch: bool = True) -> Results:
    """Measure all sizes, print as it goes, keep what came out in `root`. `programs`: where peers are installed."""
    adopt_orphans()
    chosen = {size: names(typed, size) for size in sizes}
    results = Results.read(root)
    for size in sizes:
        site = Site(size, root)
        wanted = peers_of(site, chosen[size], programs, fetch)
        reference = Here(site, site.folder / "peers" / "reference", site.root / ASIDE)
        converted = prepared(site, reference, [peer for peer in wanted if isinstance(peer, Foreign)])
        taken = Rounds(site, converted, list(wanted), lambda line: print(line, flush=True)).run(rounds)
        results.add(lines(size, taken, wanted, str(date.today()), machine.described()), ALL)
        print(f"\n{report.rows([one for one in results.lines if one.decisions == size])}", flush=True)
    return results
