"""The tables of growth, and the place in the documents where they stand."""

from __future__ import annotations

from pathlib import Path

from bench.growth.counted import KINDS
from bench.growth.limits import LIMITS
from bench.growth.predicted import Growth, Size
from bench.growth.simulated import drawn, of_organization
from bench.tables import table

BEGIN, END = "<!-- growth: made by `inv bench --growth` -->", "<!-- /growth -->"
SIZES = (100_000, 1_000_000, 10_000_000)
INODE = 16_384  # bytes of disk for which mke2fs makes an inode (mke2fs.conf: inode_ratio)
PUTS = 3_500  # requests a second that S3 takes below one prefix (docs.aws.amazon.com, optimizing performance)


def told(growth: Growth, machine: str) -> str:
    """All tables."""
    sizes = [growth.at(size, plan=True) for size in SIZES]
    small, large = growth.small, growth.large
    return "\n".join((
        f"Computed from sites of {small.decisions:,} and {large.decisions:,} public decisions, built on {machine}.\n",
        _costs(growth), _kinds(sizes), _disk(sizes), _limits(growth),
    ))  # fmt: skip


def _costs(growth: Growth) -> str:
    """What a million costs, with the numbers that it is computed from."""
    costs, million = growth.costs, growth.at(SIZES[1], plan=True)
    rows: list[list[object]] = [
        ["p", "processor seconds a decision, cold build", f"{costs.seconds:.5f}"],
        ["a", "of them by the one process that plans, writes and keeps the books", f"{costs.apart:.5f}"],
        ["k", "processors", costs.processors],
        ["", "**a million decisions: processor hours** = p × 10⁶ ÷ 3600", f"{costs.seconds * 1e6 / 3600:.2f}"],
        ["", "wall minutes on this machine = (a + (p − a) ÷ k) × 10⁶ ÷ 60", f"{million.hours * 60:.1f}"],
        ["", "wall minutes on a cluster of any size, at least = a × 10⁶ ÷ 60", f"{costs.apart * 1e6 / 60:.1f}"],
        ["", "a cluster adds at most = p ÷ a times one processor", f"{costs.seconds / costs.apart:.1f}"],
        ["", "GB in files", f"{million.bytes / 1e9:.1f}"],
        ["", "PUT requests to an object store (a cold one; a change: as many as files written)", f"{million.all_files:,.0f}"],
    ]
    return table(["", "cost", "number"], rows, 2)


def _kinds(sizes: list[Size]) -> str:
    head = ["files", *(f"{size.decisions:,.0f}: files" for size in sizes), *("MB" for _ in sizes)]
    rows = [[kind, *(f"{one.files[kind]:,.0f}" for one in sizes), *(f"{one.size[kind] / 1e6:,.0f}" for one in sizes)] for kind in KINDS]
    all_of_them = ["**all**", *(f"{one.all_files:,.0f}" for one in sizes), *(f"{one.bytes / 1e6:,.0f}" for one in sizes)]
    return table(head, [*rows, all_of_them])


def _disk(sizes: list[Size]) -> str:
    rows = [
        ["folders", *(f"{one.folders:,.0f}" for one in sizes)],
        ["inodes", *(f"{one.inodes:,.0f}" for one in sizes)],
        ["GB in blocks of 4 KiB", *(f"{sum(one.blocks.values()) / 1e9:,.1f}" for one in sizes)],
        ["GB of ext4 that has so many inodes by default", *(f"{one.inodes * INODE / 1e9:,.1f}" for one in sizes)],
        ["GB as a tar archive", *(f"{one.members / 1e9:,.1f}" for one in sizes)],
        ["renames of a cold build", *(f"{one.all_files:,.0f}" for one in sizes)],
        ["the fullest folder", *(f"{one.folder:,.0f} (`{one.folder_name}/`)" for one in sizes)],
        ["the largest file, MB", *(f"{one.largest / 1e6:,.0f} (`{one.largest_name}`)" for one in sizes)],
        ["the largest file that tells of the others, MB", *(f"{one.telling / 1e6:,.1f}" for one in sizes)],
        ["the root of search, kB", *(f"{one.root / 1e3:,.1f}" for one in sizes)],
        ["rows of the busiest year", *(f"{one.year:,.0f}" for one in sizes)],
        ["the largest table of a month, MB", *(f"{one.month / 1e6:,.0f}" for one in sizes)],
        ["the repository of the content, packed, GB", *(f"{one.git / 1e9:,.1f}" for one in sizes)],
        ["git's index, MB", *(f"{one.costs.line * one.decisions / 1e6:,.1f}" for one in sizes)],
        ["minutes to put all into an object store at 3,500 a second", *(f"{one.all_files / PUTS / 60:,.0f}" for one in sizes)],
        ["hours of a cold build on this machine", *(f"{one.hours:,.2f}" for one in sizes)],
    ]
    return table(["", *(f"{one.decisions:,.0f}" for one in sizes)], rows)


def _limits(growth: Growth) -> str:
    """Which limit breaks first."""
    met = sorted(((growth.met(one.of, one.most) or float("inf"), one) for one in LIMITS), key=lambda pair: pair[0])
    rows = [[one.name, _about(decisions), one.source, one.instead] for decisions, one in met]
    return table(["limit", "met at decisions", "source", "then"], rows, 4)


def _about(decisions: float) -> str:
    """A number of which two digits are known."""
    return "beyond 10⁹" if decisions == float("inf") else f"{float(f'{decisions:.2g}'):,.0f}"


def organization(growth: Growth, decisions: int) -> int:
    """The pages of an organization that has some decisions in one site, in the months of the larger one."""
    months = sorted(growth.large.rows)
    rows = [row for month in reversed(months) for row in drawn(month, decisions // len(months), growth.large)]
    return of_organization(rows, growth.large.facts)


def write(text: str, document: Path) -> None:
    """Replace what stands between the marks. Raises ValueError where they are missing."""
    whole = document.read_text("utf-8")
    before, mark, rest = whole.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"{document} lacks the marks {BEGIN} and {END}.")
    document.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")
