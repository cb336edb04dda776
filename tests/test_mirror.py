"""The reference client against real releases: it converges, deletes, heals, and takes over nothing that it cannot prove."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from tests.agencies import Agency, Served, missing, opened, said, serving
from tests.content import PROJECT


@pytest.fixture
def agency(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    with opened(tmp_path, capsys, monkeypatch) as made:
        yield made


def test_a_first_load_holds_every_month_byte_for_byte_and_a_second_run_asks_one_question(agency: Agency) -> None:
    code, words = agency.run()
    assert code == 0
    assert "第一次下载" in words
    assert "共 4 件：增加 4 件，改动 0 件，删除 0 件" in words
    assert agency.whole()
    assert agency.run(url=agency.url + "data/v1/")[0] == 0
    assert agency.server.asked == ["index.json"]


def test_an_update_follows_the_deltas_and_lists_what_must_be_deleted(agency: Agency) -> None:
    first, second, third, _ = agency.content.decisions
    agency.run()
    agency.content.edit(second, facts="更正后的事实")
    order = agency.content.order(first)
    agency.release()
    agency.content.order(third, "repair")
    new = agency.content.decision()
    agency.release(days=1)
    code, words = agency.run("--report", str(agency.content.root / "report.json"))
    assert code == 0
    assert "下载全部" not in words
    assert agency.whole()
    assert f"请删除 {first}（依法撤回）{agency.url}notices/{order}.html" in words
    assert f"请删除 {third}（公示期满或信用修复）\n" in words
    report = json.loads((agency.content.root / "report.json").read_text("utf-8"))
    assert (report["added"], report["changed"]) == ([new], [second])
    assert [one["id"] for one in report["deleted"]] == [first, third]
    assert not agency.holds(first, third, *agency.content.words(first), *agency.content.words(third))
    assert not [path for path in agency.server.asked if path.startswith("decisions/")]


def test_a_lost_series_a_missing_delta_or_an_old_copy_is_loaded_in_full_and_deletions_are_told(agency: Agency) -> None:
    agency.run()
    for number, spoil in enumerate(("series", "404", "retention")):
        gone = list(agency.content.decisions)[number]
        agency.content.order(gone)
        if spoil == "series":
            shutil.rmtree(agency.content.root / "output.state")
        agency.release()
        if spoil == "retention":
            agency.release(days=401)
        if spoil == "404":
            agency.server.answers["deltas/2.jsonl"] = missing
        code, words = agency.run()
        assert code == 0, words
        assert "下载全部数据" in words
        assert gone in words
        assert agency.whole()
        assert not agency.holds(*agency.content.words(gone))


def test_a_file_that_was_lost_or_edited_here_is_healed(agency: Agency) -> None:
    agency.run()
    one, *others = sorted((agency.folder / "records").iterdir())
    one.unlink()
    others[0].write_bytes(others[0].read_bytes().replace("罚款".encode(), "免罚".encode()))
    code, words = agency.run()
    assert code == 0
    assert "本地的文件丢失或被改动" in words
    assert agency.whole()


@pytest.mark.parametrize("path", ["decisions/2026-05.jsonl", "SHA256SUMS", "index.json", "deltas/2.jsonl", "withdrawals.json"])
def test_what_is_damaged_on_the_way_is_never_taken_over(agency: Agency, path: str) -> None:
    first = next(iter(agency.content.decisions))
    if path.startswith(("deltas", "withdrawals")):
        agency.run()
        agency.content.order(first)
        agency.release()
    before = {one: one.read_bytes() for one in agency.folder.rglob("*.json*")}
    agency.server.answers[path] = said(b'{"forged": 1}\n')
    code, words = agency.run()
    if path.startswith("deltas"):  # all that is public can be had without them
        assert code == 0
        assert agency.whole()
    else:
        assert code == 1
        assert "没有采用，本地的副本没有改动" in words
        assert {one: one.read_bytes() for one in before} == before
    agency.server.answers.clear()
    assert agency.run()[0] == 0
    assert agency.whole()


@pytest.mark.parametrize(
    "url", ["../../../etc/passwd", "/etc/passwd", "decisions/../x.jsonl", "http://127.0.0.1:1/x", "decisions/2026-05.jsonl\0"]
)
def test_an_index_leads_nowhere_but_below_its_address(agency: Agency, url: str) -> None:
    index = json.loads((agency.content.output / "data/v1/index.json").read_bytes())
    text = json.dumps({**index, "deltas": url}).encode()
    agency.server.answers["index.json"] = said(text)
    assert agency.run()[0] == 1
    assert set(agency.server.asked) == {"index.json"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_refused_before_the_other_place_is_asked(agency: Agency, status: int) -> None:
    with serving(agency.content.root) as other:
        place = f"http://127.0.0.1:{other.server_port}/output/data/v1/index.json"

        def elsewhere(request: Served) -> None:
            request.send_response(status)
            request.send_header("Location", place)
            request.end_headers()

        agency.server.answers["index.json"] = elsewhere
        code, words = agency.run()
        assert code == 1
        assert f"转到了 '{place}'" in words
        assert agency.server.asked == ["index.json"]
        assert other.asked == []


def test_a_site_that_does_not_answer_is_another_exit_code(agency: Agency) -> None:
    agency.run()
    agency.server.answers["index.json"] = lambda request: request.send_error(503)
    code, words = agency.run()
    assert code == 3
    assert "网站没有应答" in words


def test_a_site_that_is_exchanged_meanwhile_is_asked_once_more(agency: Agency) -> None:
    def exchanged(request: Served) -> None:
        del agency.server.answers["SHA256SUMS"]
        agency.content.order(next(iter(agency.content.decisions)))
        agency.release()
        SimpleHTTPRequestHandler.do_GET(request)

    agency.server.answers["SHA256SUMS"] = exchanged
    assert agency.run()[0] == 0
    assert agency.whole()


def test_the_signature_is_proved_when_signers_are_given(agency: Agency) -> None:
    signers = agency.content.root / "signers"
    agency.options = ["--signers", str(signers)]
    signers.write_text("x\n", encoding="utf-8")
    assert agency.run()[0] == 1  # nobody signed
    agency.release("data-ed25519")
    signers.write_bytes((agency.content.output / "data/v1/allowed_signers").read_bytes())
    code, words = agency.run()
    assert code == 0
    assert "签名有效：example.org" in words
    before = (agency.folder / "state.json").read_bytes()
    agency.content.decision()
    agency.release("data-other")
    code, words = agency.run()
    assert code == 1
    assert "签名不对" in words
    assert (agency.folder / "state.json").read_bytes() == before


def test_a_run_killed_at_any_question_is_taken_up_by_the_next(agency: Agency) -> None:
    first = next(iter(agency.content.decisions))

    def killed_at(number: int) -> int:
        """Run in a process that is killed at its nth question."""
        command = [sys.executable, "-I", str(PROJECT / "publish" / "mirror.py"), agency.url, str(agency.folder)]
        agency.server.asked.clear()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:

            def count(request: Served) -> None:
                if len(agency.server.asked) >= number:
                    os.kill(run.pid, signal.SIGKILL)
                SimpleHTTPRequestHandler.do_GET(request)

            paths = [path.relative_to(agency.content.output / "data/v1").as_posix() for path in agency.content.output.rglob("data/v1/**/*")]
            agency.server.answers = dict.fromkeys(paths, count)
            return run.wait()

    codes = [killed_at(number) for number in range(1, 7)]
    assert codes == [-signal.SIGKILL] * 4 + [0, 0]  # index and sums; what was fetched is not fetched again: one month a run
    assert agency.whole()
    agency.content.order(first)
    agency.release()
    while killed_at(3) != 0:
        agency.server.answers.clear()
        assert agency.run()[0] == 0
    assert agency.whole()
    assert not agency.holds(*agency.content.words(first))


def test_what_a_killed_run_could_not_tell_is_told_by_the_next_each_decision_once(agency: Agency) -> None:
    first, second, third, _ = agency.content.decisions
    agency.run()
    report = agency.content.root / "report.json"
    new, short = agency.content.decision(), agency.content.decision()
    agency.content.edit(second, facts="更正后的事实")
    agency.content.order(first)
    agency.release()
    with agency.untold():
        pass
    for ident in (third, second, short):
        agency.content.order(ident)
    agency.content.edit(new, facts="也更正了")
    agency.release()
    with agency.untold():
        pass
    for ident in (first, third):
        agency.content.order(ident, "restore")
    agency.release()
    assert agency.run("--report", str(report))[0] == 0
    told = json.loads(report.read_text("utf-8"))
    assert (told["added"], told["changed"]) == ([new], [first, third])  # of which the agency may have read in the lost reports
    assert [one["id"] for one in told["deleted"]] == [second, short]
    assert all(one["notice"] for one in told["deleted"])
    assert agency.whole()
    assert "增加 0 件，改动 0 件，删除 0 件" in agency.run()[1]


def test_a_wrong_address_and_a_folder_of_another_site_are_refused(agency: Agency) -> None:
    agency.run()
    for url in ("ftp://example.org/", "http://127.0.0.1:9/other/"):
        with pytest.raises(SystemExit) as refused:
            agency.run(url=url)
        assert refused.value.code == 2
