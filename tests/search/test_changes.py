"""Files of search that were changed are those of a clean build, byte for byte, after every step of any history (design.md, law 2)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from publish.search import changing, numbering, planning, texts, whole
from publish.search.files import Lost
from tests.searching import AGENCIES, TOPICS, Town, dying, fail, small

EDITED = (
    ("title",), ("party",), ("document_number",), ("agency",), ("tags",), ("decided_on", "published_on"), ("facts",), ("clearance",),
    ("title", "party", "document_number", "agency", "tags", "decided_on", "published_on", "facts"),
)  # fmt: skip
Step = Callable[[Town], object]


def several(town: Town) -> None:
    """A day's work."""
    for _ in range(town.rng.randint(1, 4)):
        town.rng.choice([partial(Town.edit, names=names) for names in EDITED] + [Town.add, Town.write_anew, Town.reclassify])(town)


def away(town: Town, count: int = 3) -> None:
    """Some go."""
    for ident in town.rng.sample(town.up, min(count, len(town.up))):
        town.take_down(ident)


def fails(town: Town) -> None:
    """A build that fails on the way, after more has changed."""
    several(town)
    away(town, 1)
    with pytest.raises(OSError, match="the host died"):
        town.build(host=dying(town.rng.randint(0, 9), fail))


def killed(town: Town) -> None:
    """A build that is killed on the way, after more has changed."""
    several(town)
    away(town, 1)
    town.kill(town.rng.randint(0, 9))


def damaged(town: Town) -> None:
    """A file is damaged: a build mends it, or passes it by, and a missing one it makes again."""
    path = town.root / "output" / town.rng.choice(sorted(town.search()))
    path.write_bytes(b"{}")
    several(town)
    town.build()
    if path.exists() and path.read_bytes() == b"{}":
        path.unlink()


def deleted(town: Town) -> None:
    """A file is deleted by hand."""
    (town.root / "output" / town.rng.choice(sorted(town.search()))).unlink()
    several(town)


def stopped(town: Town) -> None:
    """A day on which the gate lets nothing in; some go all the same."""
    town.content.write("policy/gate.yml", "a: [\n")
    away(town, 2)
    town.add(2)


def renamed(town: Town) -> None:
    """An agency has another name, a topic another title."""
    town.agency("yi", town.rng.choice(["甲", "乙", "丙"]))
    town.content.write("policy/vocabulary.yml", f"topics:\n  air: 大气{town.rng.choice('甲乙丙')}\n")
    several(town)


def masked(town: Town) -> None:
    """Individuals are shown in another way."""
    town.content.write("policy/privacy.yml", f"individuals: {town.rng.choice(['full', 'surname'])}\n")


def founded(town: Town) -> None:
    """Another agency."""
    town.agency(town.rng.choice(AGENCIES))
    several(town)


def state_lost(town: Town) -> None:
    """What a build keeps is gone."""
    (town.root / "output.state/state.sqlite").unlink()
    several(town)


def all_lost(town: Town) -> None:
    """Output, state and store are gone."""
    for folder in ("output", "output.state"):
        shutil.rmtree(town.root / folder)
    several(town)


STEPS: tuple[Step, ...] = (
    several, several, several, several, several, several, away, away, away, Town.restore, fails, killed, damaged, deleted, stopped,
    renamed, masked, founded, state_lost, all_lost,
)  # fmt: skip


def same(town: Town) -> None:
    """The next build equals a clean one."""
    clean = town.clean()
    report = town.build()
    assert report.stopped == clean.stopped
    made, expected = town.search(), town.search("clean")
    assert sorted(made) == sorted(expected)
    assert [path for path in made if made[path] != expected[path]] == []


def watched(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """What goes wrong while files are changed, other than that they are lost: a build makes all anew then, and says nothing."""
    failed: list[Exception] = []

    def change(*given: Any) -> None:
        try:
            changing.change(*given)
        except Exception as error:
            if not isinstance(error, Lost):
                failed.append(error)
            raise

    monkeypatch.setattr(planning, "change", change)
    return failed


@pytest.mark.parametrize("seed", range(2))
def test_search_that_follows_a_history_is_the_search_of_a_clean_build(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    failed = watched(monkeypatch)
    town = Town(tmp_path, seed)
    town.add(40)
    town.build()
    for _ in range(5):
        step = town.rng.choice(STEPS)
        step(town)
        same(town)
        if step is stopped:
            (town.content.folder / "policy/gate.yml").unlink()
            same(town)
    assert failed == []


def ten(tmp_path: Path) -> Town:
    """A site of ten decisions."""
    town = Town(tmp_path)
    for _ in range(10):
        town.up.append(town.content.decision())
    town.build()
    return town


def test_a_site_that_falls_below_the_size_of_a_partition_has_the_files_of_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MANY", 10 * whole.POSTINGS)
    town = ten(tmp_path)
    same(town)
    town.take_down(town.up[3])
    same(town)
    town.up.append(town.content.decision())
    same(town)


def test_a_set_of_topics_that_found_no_room_gets_the_room_of_one_that_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "TOPICS", 3)
    first, stays, last = next(
        names for names in combinations(sorted(TOPICS), 3)
        if numbering.slots(names[:2], 3)[names[1]] == numbering.slots(names[1:], 3)[names[1]]
    )  # fmt: skip
    town = Town(tmp_path)
    goes, _ = [town.content.decision(tags=[topic]) for topic in (first, stays)]
    town.content.decision(tags=[last], decided_on="2026-04-01", published_on="2026-04-03")  # a month that nothing touches
    town.up.append(goes)
    town.build()
    town.take_down(goes)
    same(town)


def test_where_no_text_changes_none_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    town = ten(tmp_path)
    monkeypatch.setattr(texts, "block", fail)
    town.content.edit(town.up[2], title="改过的题")
    town.build()
    monkeypatch.undo()
    same(town)


@pytest.mark.parametrize("kind", ["root", "g/", "o/", "r/", "t/", "k/"])
def test_a_damaged_file_that_a_change_needs_is_mended(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch)
    town = ten(tmp_path)
    for path in town.search():
        if path.startswith(f"search/v1/{kind}"):
            (town.root / "output" / path).write_bytes(b"{}")
    for ident in town.up[:5]:
        town.content.edit(ident, "改过的正文", title="改过的题", document_number=f"乙环罚〔2026〕{ident[-1]}号")
    town.content.decision()
    same(town)
    damaged = [path for path, raw in town.search().items() if raw == b"{}"]
    assert not damaged
