"""Of what goes, search keeps nothing: its files are those of a site that never had it, also where a build dies or the gate stops.

The decisions that go are the worst ones: those whose terms or numbers come first in a file, and those that are alone with their agency,
their topics or their day.
"""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from publish.search.lists import read_flat
from tests.content import credit_code
from tests.searching import Town, dying, fail, small


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A site with some who are alone in every way."""
    small(monkeypatch)
    town = Town(tmp_path, 5)
    town.add(60)
    town.agency("ding")
    for changes in (
        {"agency": "ding"}, {"tags": ["air", "noise", "soil", "waste"]}, {"decided_on": "2026-01-05", "published_on": "2026-01-07"},
        {"title": "鑫淼案", "party": {"type": "organization", "name": "鑫淼焱垚", "uscc": credit_code(77, "53")}},
        {"document_number": "辛环罚〔1999〕3号"},
    ):  # fmt: skip
        town.up.append(town.content.decision("鑫淼文", **{**town.fields(), **changes}))
    town.build()
    return town


def opened(files: dict[str, bytes]) -> dict[str, Any]:
    """What the files hold."""
    return {path.removeprefix("search/v1/"): json.loads(gzip.decompress(raw)) for path, raw in files.items()}


def ids(files: dict[str, Any]) -> dict[int, str]:
    """Number → id."""
    return {int(number): one[0] for path, held in files.items() if path.startswith("r/") for number, one in held.items()}


def worst(town: Town) -> list[str]:
    """Ids of decisions that come first somewhere, or are alone."""
    files = opened(town.search())
    known = ids(files)
    found = {known[min(map(int, held))] for path, held in files.items() if path.startswith("r/")}
    for path, held in files.items():
        if path[0] in "gifko":
            first = held[min(held)]
            postings = read_flat(first.get("l", []) if isinstance(first, dict) else first)
            if postings and (path[0] == "o" or len(postings) == 1):
                found.add(known[postings[0] >> 12])
    firsts = [ident for ident in town.up[:-5] if ident in found]
    return [*town.up[-5:], *town.rng.sample(firsts, 5)]


def never(town: Town, gone: list[str]) -> dict[str, bytes]:
    """The files of search of a site that never had some decisions."""
    other = Town(town.root / "never", today=town.today)
    shutil.rmtree(other.root)
    without = shutil.ignore_patterns("orders", "gate.yml", *(f"{one}.md" for one in gone))
    shutil.copytree(town.content.folder, other.content.folder, ignore=without)
    other.build()
    return other.search()


def kept(town: Town) -> set[str]:
    """What the state folder holds at its top."""
    return {path.relative_to(town.root / "output.state").parts[0] for path in (town.root / "output.state").rglob("*") if path.is_file()}


def test_search_after_a_removal_is_that_of_a_site_that_never_had_it(town: Town) -> None:
    gone = []
    before = kept(town)
    going = worst(town)
    while going:
        gone += [going.pop(), going.pop()]
        for ident in gone[-2:]:
            town.take_down(ident)
        town.build()
        assert town.search() == never(town, gone)
        assert kept(town) == before


def test_the_last_decision_of_all_leaves_empty_files(town: Town) -> None:
    gone = list(town.up)
    for ident in gone:
        town.take_down(ident)
    town.build()
    assert town.search() == never(town, gone)
    assert list(town.search()) == ["search/v1/root.bin"]
    assert opened(town.search())["root.bin"]["total"] == 0
    town.add(30)
    town.build()
    assert town.search() == never(town, gone)


def test_under_a_stop_a_removal_is_as_thorough(town: Town) -> None:
    gone = worst(town)[2:6]
    for ident in gone:
        town.take_down(ident)
    expected = never(town, gone)
    town.content.write("policy/gate.yml", "a: [\n")
    town.add(3)
    assert town.build().stopped
    assert town.search() == expected


@pytest.mark.parametrize("few", [20, 0], ids=["changed", "made whole"])
@pytest.mark.parametrize("batches", [0, 2, 5])
def test_a_build_that_dies_leaves_only_files_of_a_site_without_it(
    town: Town, batches: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.search.planning.FEW", few)
    gone = worst(town)[1:4]
    for ident in gone:
        town.take_down(ident)
    expected = never(town, gone)
    before = kept(town)
    with pytest.raises(OSError, match="the host died"):
        town.build(host=dying(batches, fail))
    assert town.search().items() <= expected.items()
    assert kept(town) <= before | {"staging", "unfinished"}
    town.build()
    assert town.search() == expected


def test_what_a_killed_build_put_aside_goes_with_the_next(town: Town) -> None:
    town.up.append(town.content.decision(title="鑫鑫案", tags=["noise"]))
    before = kept(town)
    town.kill(1)
    assert "search-files" in kept(town)
    ident = town.up[-1]
    town.take_down(ident)
    expected = never(town, [ident])
    town.build()
    assert kept(town) == before
    assert town.search() == expected
