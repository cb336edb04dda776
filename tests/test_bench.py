"""The corpus that the benchmarks build is one that the gate lets pass, and all that is measured comes out; nothing here is timed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import tasks
from bench.maker import made
from bench.queries import COUNTS, SCANNED
from publish.build import check
from publish.request import Request
from tests.copies import PROJECT, tree

TODAY = date(2026, 11, 23)


def test_the_corpus_passes_the_gate_and_is_always_the_same(tmp_path: Path) -> None:
    expected = made(tmp_path / "one", 80)
    assert expected
    made(tmp_path / "two", 80)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    content = next(path for path in (tmp_path / "one", tmp_path / "one" / "content") if (path / "agencies").is_dir())
    assert check(Request(PROJECT, content, tmp_path / "output", TODAY), None) == []


def printed(folder: Path) -> list[list[str]]:
    """The cells of what the bench of search prints for a small site, without Pagefind; it waits for its children, so it runs alone."""
    made(folder, 80)
    assert tasks.publish_site(str(folder / "content"), str(folder / "site"), today=str(TODAY)) == 0
    command = [sys.executable, "-m", "bench", "--search", "--alone", "--share", "0.04", "--work", str(folder / "work")]
    done = subprocess.run([*command, "--built", str(folder / "site")], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (folder / "work" / "search-made").exists()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines() if line.startswith("|")]


def finds_what_a_naive_scan_finds_and_nothing_else(printed: list[list[str]]) -> None:
    found = {cells[0]: cells[3:5] for cells in printed if cells[0] in SCANNED and len(cells) == 6}
    assert found == {sort: ["100.0%", "100.0%"] for sort in SCANNED}


def counts_bytes_requests_and_turns_of_every_sort_of_query(printed: list[list[str]]) -> None:
    asked = {cells[0]: cells for cells in printed if len(cells) == 8}
    for sort in COUNTS:
        assert float(asked[sort][2]) > 0
        _, _, most = (int(count) for count in asked[sort][6].split(" / "))
        assert most >= 3  # the root, terms, records


def makes_all_files_and_changes_few(printed: list[list[str]]) -> None:
    firsts = [cells[0] for cells in printed]
    assert {"1 process", "2 processes", "one changed", "one withdrawn"} <= set(firsts)
    files = int(printed[2][1].replace(",", ""))
    written = next(cells[2] for cells in printed if cells[0] == "one changed")
    assert 0 < float(written.split(" / ")[0]) <= files


def test_the_bench_of_search_tells_what_search_finds_reads_and_makes(tmp_path: Path) -> None:
    """One test, for one run of the bench takes long."""
    rows = printed(tmp_path)
    finds_what_a_naive_scan_finds_and_nothing_else(rows)
    counts_bytes_requests_and_turns_of_every_sort_of_query(rows)
    makes_all_files_and_changes_few(rows)
