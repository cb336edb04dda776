"""The reference client when its own folder, its machine or the form of the data fails: it heals, or names what failed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agencies import Agency, opened


@pytest.fixture
def agency(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    with opened(tmp_path, capsys, monkeypatch) as made:
        yield made


WHOLE = ["", "{", "\0" * 99, "\xff", "[]", "{}", "null", "[" * 99_999]
PARTS = {"seq": None, "seq of words": "seven", "seq without end": float("inf"), "ids": {"a": 1}, "files": {"a": 1}, "untold": {"a": 1}}


@pytest.mark.parametrize("spoilt", [*WHOLE, *PARTS], ids=lambda text: text[:20].encode("unicode_escape").decode())
def test_a_broken_state_is_made_anew_and_all_is_told_that_came_or_went(agency: Agency, spoilt: str) -> None:
    first, *others = agency.content.decisions
    report, path = agency.content.root / "report.json", agency.folder / "state.json"
    agency.run()
    agency.content.order(first)
    agency.release()
    agency.run()
    state = json.loads(path.read_bytes())
    if spoilt in PARTS:
        spoilt = json.dumps({**state, spoilt.partition(" ")[0]: PARTS[spoilt]})
    path.write_text(spoilt, encoding="latin-1")
    code, words = agency.run("--report", str(report))
    assert code == 0, words
    assert "本地的 state.json 已损坏：下载全部数据" in words
    assert not [name for name in agency.server.asked if name.startswith("decisions/")]  # the months that are here are sound
    told = json.loads(report.read_text("utf-8"))
    assert (told["added"], told["changed"], [one["id"] for one in told["deleted"]]) == (others, [], [first])
    assert agency.whole()
    assert "下载全部" not in agency.run()[1]


def test_what_was_deleted_leaves_the_folder_also_when_the_site_is_silent(agency: Agency) -> None:
    first = next(iter(agency.content.decisions))
    agency.run()
    old = {path: path.read_bytes() for path in (agency.folder / "records").iterdir()}
    agency.content.order(first)
    agency.release()
    agency.run()
    for path, text in old.items():
        path.write_bytes(text)  # as a run leaves it that is killed after the exchange of its state
    assert agency.holds(*agency.content.words(first))
    agency.server.answers["index.json"] = lambda request: request.send_error(503)
    assert agency.run()[0] == 3
    assert not agency.holds(*agency.content.words(first))
    assert agency.whole()


def test_a_full_disk_is_no_fault_of_the_site_and_harms_nothing(agency: Agency) -> None:
    agency.run()
    before = (agency.folder / "state.json").read_bytes()
    new = agency.content.decision()
    agency.release()
    (agency.folder / "state.new").symlink_to("/dev/full")
    code, words = agency.run()
    assert code == 4
    assert "本机出错，不是网站的问题" in words
    assert "No space left" in words
    assert (agency.folder / "state.json").read_bytes() == before
    (agency.folder / "state.new").unlink()
    assert agency.run()[0] == 0
    assert agency.whole()
    assert new in (agency.folder / "state.json").read_text("utf-8")


@pytest.mark.parametrize("place", ["missing/report.json", ".", "/dev/full"])
def test_a_report_that_cannot_be_written_is_named_and_what_it_had_to_tell_is_told_again(agency: Agency, place: str) -> None:
    code, words = agency.run("--report", str(agency.content.root / place))
    assert code == 4
    assert "本机出错，不是网站的问题" in words
    assert "增加 4 件" in agency.run()[1]


def test_a_folder_that_cannot_be_made_is_no_fault_of_the_site(agency: Agency) -> None:
    agency.folder.write_text("a file", encoding="utf-8")
    code, words = agency.run()
    assert code == 4
    assert "本机出错，不是网站的问题" in words
    assert agency.server.asked == []


def test_without_ssh_keygen_no_signature_is_asked_for(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    signers = agency.content.root / "signers"
    signers.write_text("x\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(agency.content.root))
    with pytest.raises(SystemExit) as refused:
        agency.run("--signers", str(signers))
    assert refused.value.code == 2
    assert "ssh-keygen（OpenSSH）" in agency.capsys.readouterr().err


def test_a_second_run_in_one_folder_is_refused_while_the_first_goes_on(agency: Agency) -> None:
    with agency.untold():
        code, words = agency.run()
    assert code == 4
    assert "另一个 mirror.py 正在用这个文件夹" in words
    assert agency.server.asked == []
    assert "增加 4 件" in agency.run()[1]  # a lock ends with the process that held it
    assert not list(agency.folder.glob("lock-*"))


@pytest.mark.parametrize("line", ["{}", "[]", "null", "7", "{", '{"id": 7}', '{"id": "d000000000000001", "record": 7}', "[" * 99_999])
@pytest.mark.parametrize("path", ["deltas/2.jsonl", "deltas/index.json"])
def test_malformed_deltas_lead_to_a_full_load(agency: Agency, path: str, line: str) -> None:
    first = next(iter(agency.content.decisions))
    agency.run()
    agency.content.order(first)
    agency.release()
    agency.publish_instead(path, line.encode())
    if path == "deltas/2.jsonl":
        listed = json.loads((agency.content.output / "data/v1/deltas/index.json").read_bytes())
        listed["deltas"][-1] |= {"bytes": len(line), "sha256": hashlib.sha256(line.encode()).hexdigest()}
        agency.publish_instead("deltas/index.json", json.dumps(listed).encode())
    code, words = agency.run()
    assert code == 0, words
    assert "下载全部数据" in words
    assert agency.whole()
    assert not agency.holds(*agency.content.words(first))


@pytest.mark.parametrize("name", ["reason", "notice"])
@pytest.mark.parametrize("value", ["\x1b[2J", "../../x", "https://example.net/", ["notices"], "\ud800"])
def test_a_removal_that_is_malformed_is_never_told(agency: Agency, name: str, value: object) -> None:
    agency.run()
    agency.content.order(next(iter(agency.content.decisions)))
    agency.release()
    (one,) = json.loads((agency.content.output / "data/v1/withdrawals.json").read_bytes())
    agency.publish_instead("withdrawals.json", json.dumps([{**one, name: value}]).encode())
    before = (agency.folder / "state.json").read_bytes()
    code, words = agency.run()
    assert code == 1
    assert "网站上的数据没有采用，本地的副本没有改动" in words
    assert "\x1b" not in words
    assert (agency.folder / "state.json").read_bytes() == before
