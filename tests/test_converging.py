"""Whoever follows the releases ends where all others are, whenever they stopped; what is gone is in no file (outputs.md, "Converging")."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import build as builder
from publish import remember, state
from publish.changes import ledger
from publish.exports import ROOT
from tests.histories import SLOW, TODAY, apply, careless, credit_code, filled, ident, lawful
from tests.readers import Dying, Files, Reader, Releases, document, host, rows, sha256

AGENCY = "name: 独局{0}号环保局\nuscc: {1}\nregion: '990100'\nlevel: city\n"
agency = st.tuples(st.just("agency"), st.sampled_from(["jia", "yi"]), st.integers(0, 2))
trouble = st.sampled_from([("die", -1), ("die", 0), ("die", 1), ("die", 2), ("look",), ("years",), ("credit", 1), ("credit", 6)])
rarely = st.one_of(lawful, lawful, careless)  # a stop lasts until somebody mends it
busy = st.lists(st.one_of(lawful, lawful, lawful, lawful, agency, trouble, rarely), min_size=1, max_size=4)
quiet: st.SearchStrategy[list[tuple[Any, ...]]] = st.just([])
FEWER = settings(SLOW, max_examples=10)
Steps = list[list[tuple[Any, ...]]]


@dataclass
class Past:
    """What the model knows of the releases so far."""

    releases: Releases
    seq: int = 0
    public: set[str] = field(default_factory=set)
    left: dict[str, date] = field(default_factory=dict)  # ids that were public and are not → the release's day
    files: Files = field(default_factory=dict)

    @classmethod
    def of(cls, folder: str) -> Past:
        """A filled history with its first release."""
        past = cls(Releases(filled(Path(folder), host)))
        past.release()
        return past

    def edit(self, edit: tuple[Any, ...]) -> None:
        """Change the content, or let a build fail, or only look."""
        verb, *rest = edit
        if verb == "agency":
            self.releases.history.write(f"agencies/{rest[0]}.yml", AGENCY.format(rest[1], credit_code(1, "11")))
        elif verb == "die":
            self.releases.die(rest[0])
        elif verb == "look":
            self.releases.look()
        elif verb == "credit":
            terms = f"{{site_months: {self.releases.history.months}, credit_months: {rest[0]}}}"
            classes = "".join(f"    {name}: {terms}\n" for name in ("minor", "general", "serious"))
            self.releases.history.write("policy/periods.yml", f"penalties:\n  - from: 2000-01-01\n    source: 测试\n{classes}")
        elif verb == "years":
            self.releases.history.today += timedelta(days=401)
        else:
            apply(self.releases.history, edit)

    def go(self, step: list[tuple[Any, ...]]) -> None:
        """Some edits, and a release."""
        for edit in step:
            self.edit(edit)
        self.release(quiet=not step)

    def release(self, quiet: bool = False) -> None:
        """Build, let all readers follow, and hold the files against the model. `quiet`: nothing was edited since the last."""
        history = self.releases.history
        report, files = self.releases.released()
        index, public = document(files, "index.json"), set(self.releases.held)
        changed = {path for path in files.keys() | self.files.keys() if files.get(path) != self.files.get(path)}
        assert index["seq"] == self.seq + bool(changed), changed
        assert index["published_on"] == str(history.today)
        assert not quiet or (changed, report.outputs["written"], report.outputs["removed"]) == (set(), 0, 0)
        for gone in self.public - public:
            self.left[gone] = history.today
        self.left = {one: on for one, on in self.left.items() if one not in public and on + timedelta(days=400) >= history.today}
        self.seq, self.public, self.files = index["seq"], public, files
        self.check_deltas(index)
        self.check_withdrawals(report.stopped)
        self.check_traces()

    def make_again(self) -> None:
        """All files from the same store, in an output of their own."""
        self.releases.history.same_past("again")
        self.releases.build("again")
        assert self.releases.files("again") == self.files

    def check_deltas(self, index: Any) -> None:
        """All that are listed are there and as listed, without a gap, and say what is public now."""
        told = document(self.files, "deltas/index.json")
        assert (told["series"], told["seq"]) == (index["series"], index["seq"])
        names = [one["seq"] for one in told["deltas"]]
        assert names == list(range(index["seq"] - len(names) + 1, index["seq"] + 1))
        assert {path for path in self.files if path.startswith(ROOT + "deltas/") and path.endswith(".jsonl")} == {
            f"{ROOT}deltas/{seq}.jsonl" for seq in names
        }
        for one in told["deltas"]:
            content = self.files[ROOT + one["url"]]
            assert (one["bytes"], one["sha256"], one["previous_seq"]) == (len(content), sha256(content), one["seq"] - 1)
            changes = rows(self.files, one["url"])
            assert [row["id"] for row in changes] == sorted({row["id"] for row in changes})
            for row in changes:
                assert row["on"] == one["published_on"]
                self.check_line(row)

    def check_line(self, row: dict[str, Any]) -> None:
        """A record is the one of today; a deletion is of what is gone, and says what the withdrawals say."""
        if row["op"] == "DEL":
            assert row["id"] not in self.public
            listed = next(one for one in document(self.files, "withdrawals.json") if one["id"] == row["id"])
            assert {"op": "DEL", **{name: value for name, value in listed.items() if name != "purge_after"}} == row
        else:
            assert row["record"] == json.loads(self.releases.held[row["id"]])
            assert row["rev"] >= 1

    def check_withdrawals(self, stopped: bool) -> None:
        """Exactly what was public or has an order, with reason and notice."""
        history, listed = self.releases.history, document(self.files, "withdrawals.json")
        ordered = {ident(number) for number in history.withdrawn()}
        assert [one["id"] for one in listed] == sorted({one["id"] for one in listed})
        found = {one["id"]: one for one in listed}
        assert self.left.keys() <= found.keys() <= self.left.keys() | ordered | (found.keys() if stopped else set())
        assert not found.keys() & self.public
        for name, one in found.items():
            assert one["on"] == str(self.left.get(name, one["on"]))
            assert one["purge_after"] == str(date.fromisoformat(one["on"]) + timedelta(days=400))
            assert stopped or (one["reason"] == "withdrawn") == (name in ordered)
            assert ("notice" in one) == (one["reason"] == "withdrawn")
            assert "notice" not in one or (history.root / "output" / one["notice"]).exists()

    def check_traces(self) -> None:
        """Nothing of what is not public, nor of what was corrected, in any data file or in the store."""
        history = self.releases.history
        everything = b"\0".join([*self.files.values(), (history.root / "output.state" / "store.sqlite").read_bytes()]).decode(
            "utf-8", "replace"
        )
        for made in (*history.decisions.values(), *history.former):
            if ident(made.number) not in self.public:
                assert not [term for term in made.terms[1:] if term in everything]
                continue
            shown = json.loads(self.releases.held[ident(made.number)])["title"]
            titles = {f"独词{made.number}号标题第{version}版" for version in range(4)}
            assert not [title for title in titles - {shown} if title in everything]


@FEWER
@given(st.lists(st.one_of(busy, busy, busy, quiet), min_size=4, max_size=8))
def test_all_readers_converge(steps: Steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        past = Past.of(folder)
        for step in steps:
            past.go(step)
        past.make_again()


@settings(FEWER, max_examples=5)
@given(st.lists(busy, min_size=4, max_size=6))
def test_a_release_that_changes_too_much_for_a_delta_makes_readers_load_all(steps: Steps) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "MOST", 3)
        past = Past.of(folder)
        past.go([("put", number, TODAY - timedelta(days=9), 1, "jia", 2) for number in range(4)])
        assert document(past.files, "deltas/index.json")["deltas"] == []
        for step in steps:
            past.go(step)
        past.go([("order", 0, "withdraw"), ("order", 1, "repair"), ("agency", "jia", 7), ("agency", "yi", 8)])


def test_after_four_hundred_days_deltas_and_removals_are_gone_and_their_readers_load_all(tmp_path: Path) -> None:
    past = Past.of(str(tmp_path))
    past.edit(("policy", "full", 60))
    past.go([("order", 1, "withdraw"), ("order", 2, "repair")])
    past.go([("put", 3, TODAY - timedelta(days=20), 1, "jia", 0), ("day", 1)])
    assert [row["op"] for row in rows(past.files, "deltas/2.jsonl")].count("DEL") == 2
    past.go([("day", 399)])
    assert [one["seq"] for one in document(past.files, "deltas/index.json")["deltas"]] == [2, 3, 4]
    assert {one["id"] for one in document(past.files, "withdrawals.json")} == {ident(1), ident(2)}
    past.go([("day", 1)])
    assert [one["seq"] for one in document(past.files, "deltas/index.json")["deltas"]] == [3, 4, 5]
    assert document(past.files, "withdrawals.json") == []
    for stop, loads in ((1, 1), (2, 0), (4, 0)):
        reader = Reader(*next(one for one in past.releases.stops if one[1] == stop))
        reader.lines = dict(past.releases.stops[reader.series, stop])
        reader.follow(past.files)
        assert (reader.loads, reader.lines) == (loads, past.releases.held)


def test_a_shorter_credit_period_alone_is_a_release_without_changes(tmp_path: Path) -> None:
    past = Past.of(str(tmp_path))
    before = past.files
    past.go([("credit", 1)])
    assert rows(past.files, "deltas/2.jsonl") == []
    assert {path for path in before if path.startswith(ROOT + "credit/") and before[path] != past.files.get(path)}


def test_an_order_that_follows_a_removal_is_told_in_the_old_delta_too(tmp_path: Path) -> None:
    past = Past.of(str(tmp_path))
    past.go([("order", 2, "repair")])
    assert [(row["op"], row["reason"], "notice" in row) for row in rows(past.files, "deltas/2.jsonl")] == [("DEL", "ended", False)]
    past.go([("order", 2, "withdraw")])
    assert [(row["op"], row["reason"], "notice" in row) for row in rows(past.files, "deltas/2.jsonl")] == [("DEL", "withdrawn", True)]
    past.go([("day", 390)])
    past.go([("order", 2, "withdraw")])
    past.go([("day", 11)])
    assert [(one["id"], one["on"]) for one in document(past.files, "withdrawals.json") if one["id"] == ident(2)] == [
        (ident(2), str(TODAY + timedelta(days=390)))
    ]
    before = past.files
    past.go([])
    assert past.files == before


def test_a_decision_that_comes_back_is_an_addition_whose_versions_go_on(tmp_path: Path) -> None:
    past = Past.of(str(tmp_path))
    past.go([("order", 3, "withdraw")])
    past.go([("order", 3, "restore"), ("put", 3, TODAY - timedelta(days=70), 2, "yi", 0)])  # in another month
    assert rows(past.files, "deltas/2.jsonl") == []
    assert [(row["op"], row["id"], row["rev"]) for row in rows(past.files, "deltas/3.jsonl")] == [("ADD", ident(3), 2)]
    assert document(past.files, "withdrawals.json") == []


def kill() -> None:
    """This process dies on the spot."""
    os.kill(os.getpid(), signal.SIGKILL)


def last_act(*given: Any) -> None:
    """The last transaction, and then nothing more."""
    remember.remember(*given)
    kill()


def build_and_die(releases: Releases, moment: str) -> None:
    """A build that is killed: at some batch of its closing stage, in its last transaction, or right behind it."""
    if moment == "transaction":
        vars(state)["sign"] = lambda *_: kill()
    elif moment == "committed":
        vars(builder)["remember"] = last_act
    releases.build(host=host if moment in ("transaction", "committed") else Dying(int(moment), kill))


@pytest.mark.parametrize("moment", ["-1", "0", "1", "3", "transaction", "committed"])
def test_a_build_killed_at_any_moment_uses_no_number(tmp_path: Path, moment: str) -> None:
    past = Past.of(str(tmp_path))
    past.go([("put", 1, TODAY - timedelta(days=9), 1, "jia", 2)])
    for number in range(2):  # twice, the second time with other words
        past.edit(("put", 1, TODAY - timedelta(days=9), 2 + number, "jia", 2))
        past.edit(("order", 2 + number, "withdraw"))
        child = get_context("fork").Process(target=build_and_die, args=(past.releases, moment))
        child.start()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        past.seq += moment == "committed"
    past.seq -= moment == "committed"  # the second one was a release, and the next finds nothing to do
    past.release()
