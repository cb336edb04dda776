"""A release is searched for traces before it is served, and what left is looked for everywhere afterwards."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest
from invoke.exceptions import Exit

import tasks
from publish.errors import BuildFailed
from publish.release.releasing import release
from publish.reporting import Report
from publish.request import Host
from publish.work import Made, Work
from tests import papers
from tests.content import HOST, credit_code
from tests.release.places import Place, files

ONE, _, THREE = (f"d{number:015d}" for number in (1, 2, 3))
PARTY = {"type": "organization", "name": "夔门宏骏化工有限公司", "uscc": credit_code(99)}
PAGE = f"decision/d0/{THREE}.html"


def leaking(work: Work, only: str = "查明超标排放") -> None:
    """A host that writes what it should not know into a page. `only`: where the page says so."""
    told = work.report

    def told_too(done: Iterable[Made]) -> None:
        told([_spoilt(work.output) if one[0] == PAGE and only in (work.output / PAGE).read_text("utf-8") else one for one in done])

    work.report = told_too
    HOST(work)


def _spoilt(output: Path) -> Made:
    raw = (output / PAGE).read_bytes() + f"<p>{PARTY['name']}</p>".encode()
    (output / PAGE).write_bytes(raw)
    return PAGE, hashlib.sha256(raw).hexdigest(), len(raw), True


def released(place: Place, host: Host = leaking) -> Report:
    wish = tasks.wished(str(place.site), str(place.content.folder), today=str(place.content.today), jobs=1)
    return release(wish, host, None, lambda _step, _facts: None).report


def test_a_release_with_a_trace_lets_nothing_new_in_and_removals_through(place: Place) -> None:
    secret = place.content.decision(status="draft", party=PARTY)
    place.content.order(ONE)
    place.content.edit(THREE, facts="独实3：查明超标排放")
    place.commit()
    before = place.served()
    for _ in range(2):  # what the first run wrote is searched again by the second, which finds the page in place
        report = released(place)
        assert report.stopped
        (found,) = (one for one in report.findings if one.code == "set.trace")
        assert found.path == place.content.where(secret)
        assert f"{PAGE}：有 {found.path} 的「当事人名称」" in found.message
        assert PARTY["name"] not in found.message
        assert place.served()[PAGE] == before[PAGE]
        assert not place.shows(ONE)
    assert place.release() == 0
    assert "step=trace" in place.words
    assert "查明超标排放" in place.served()[PAGE].decode()


def test_where_every_version_of_a_page_would_show_it_the_release_before_stays(place: Place) -> None:
    place.content.decision(status="draft", party=PARTY)
    place.content.edit(THREE, facts="独实3：查明超标排放")
    place.commit()
    before = place.served()
    with pytest.raises(BuildFailed, match=f"{PAGE}：有 decisions/jia/2026/d000000000000004.md 的「当事人名称」"):
        released(place, partial(leaking, only=""))
    assert place.served() == before


def test_what_is_left_of_a_withdrawn_decision_does_not_keep_it_public_but_is_told(place: Place) -> None:
    name = place.content.decisions[ONE][0]["party"]["name"]
    for tree in ("current", "spare"):
        with (place.site / tree / "robots.txt").open("a", encoding="utf-8") as file:
            file.write(name)
    place.content.order(ONE)
    place.commit()
    assert place.release() == 3
    assert not place.shows(ONE)
    assert f"robots.txt：有 decisions/jia/2026/{ONE}.md 的「当事人名称」" in place.words
    assert name not in place.words


def test_what_the_files_of_the_content_hold_may_stand_in_the_state(place: Place) -> None:
    paper = place.content.folder / "decisions/jia/2026/zheng.pdf"
    papers.write(paper, "某处现场勘验情况说明一份")
    place.content.edit(ONE, attachments=[{"path": "zheng.pdf", "title": "说明"}])
    place.commit()
    assert place.release() == 0
    keep(place.state / "state.sqlite", f" {hashlib.sha256(paper.read_bytes()).hexdigest()} ")
    place.content.order(ONE)
    place.commit()
    assert place.release() == 0, place.words


@pytest.mark.parametrize(("deleted", "code"), [(True, 3), (False, 0)])
def test_state_forgets_what_stands_in_no_file_any_more(place: Place, deleted: bool, code: int) -> None:
    keep(place.state / "state.sqlite", place.content.decisions[ONE][0]["party"]["name"])
    place.content.order(ONE)
    if deleted:
        place.content.delete(place.content.where(ONE))
    place.commit()
    assert place.release() == code
    assert ("state.sqlite" in place.words) == deleted


def keep(path: Path, text: str) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("CREATE TABLE kept AS SELECT ? AS text", (text,))
    database.close()


def test_verifying_looks_at_both_trees_and_what_stands_in_both_once(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.content.decision(status="draft", party=PARTY)
    place.commit()
    assert place.release() == 0
    for output in (place.site, place.site / "current"):
        capsys.readouterr()
        tasks.verify.body(None, output=str(output))
        assert f"已核对 {len(place.served())} 个文件" in capsys.readouterr().out
        tasks.verify.body(None, output=str(output), trace=True, jobs=1)
    looked_at = int(re.search(r"(\d+) 个文件", capsys.readouterr().out)[1])  # type: ignore[index]  # or the test fails
    served, kept = len(place.served()), len(files(place.store)) + len([path for path in place.state.iterdir() if path.is_file()])
    assert served < looked_at <= served + kept
    (place.site / "spare" / "x.txt").write_text(PARTY["name"], "utf-8")
    with pytest.raises(Exit) as left:
        tasks.verify.body(None, output=str(place.site), trace=True, jobs=1)
    assert left.value.code == 3
    assert "spare/x.txt" in capsys.readouterr().out
