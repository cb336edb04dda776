"""What goes is gone from the index as well, when the build ends that takes it down, whether or not anybody searches again.

Every byte of the folder is read back, in every way in which Whoosh packs it.
"""

from __future__ import annotations

import shutil
from concurrent.futures import Executor, Future
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publish.build import build
from publish.errors import BadUsage, BuildFailed
from publish.finding import FOLDER
from publish.finding.find import Found, find
from publish.finding.making import silent
from publish.work import Work
from tests.content import TODAY, Content, credit_code, front_matter
from tests.finding.packed import contents
from tests.test_gone_everywhere import WAYS, Case, _corrected, _dies, _half_dies

KEPT = "2026-05"


def asked(case: Case, words: str, **options: Any) -> Found:
    state = case.content.root / "output.state"
    return find(state, state, words, **options)


def folder(case: Case) -> Path:
    return case.content.root / "output.state" / FOLDER


def said(case: Case) -> list[str]:
    """What can be read from the index of the decision that goes: two of its own characters together, its code, its id."""
    everything = contents(folder(case))
    return [word for word in ("夔名", credit_code(99), credit_code(99).lower(), case.one, "99号", "2026/99") if word in everything]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A content whose index is there; it holds the decision that will go."""
    case = Case(tmp_path)
    assert asked(case, "夔名").total == 1
    assert {path.name for path in folder(case).iterdir()} == {KEPT, "2026-06"}
    assert {"夔名", credit_code(99).lower(), case.one, "2026/99"} <= set(said(case)), "nothing could be found"
    return case


@pytest.mark.parametrize("stop", [False, True], ids=["", "under a stop"])
@pytest.mark.parametrize("way", WAYS)
def test_of_a_decision_that_goes_nothing_stays_in_the_index(case: Case, way: str, stop: bool) -> None:
    WAYS[way](case.content, case.one)
    if stop:
        case.content.write("policy/gate.yml", "a: [\n")
    assert case.content.publish() == stop
    assert [path.name for path in folder(case).iterdir()] == [KEPT], "what did not change need not be made anew"
    assert said(case) == []
    assert asked(case, "夔名").total == 0
    assert asked(case, "独名").total == 2
    assert said(case) == []


def test_at_the_end_of_its_period_a_decision_leaves_the_index_without_anybodys_doing(case: Case) -> None:
    case.content.edit(case.one, public_until=str(TODAY + timedelta(days=1)))
    case.content.publish()
    assert asked(case, "夔名").total == 1
    case.content.publish(TODAY + timedelta(days=2))
    assert said(case) == []


def test_what_a_correction_replaces_leaves_the_index(case: Case) -> None:
    _corrected(case.content, case.one)
    assert case.content.publish() == 0
    assert said(case) == []
    assert (asked(case, "新名").total, asked(case, "夔名").total) == (1, 0)
    assert set(said(case)) <= {case.one}


@pytest.mark.parametrize("host", [_dies, _half_dies])
def test_a_build_that_dies_has_cleared_the_index_and_no_search_brings_back_what_it_took_down(case: Case, host: Any) -> None:
    case.content.order(case.one)
    for _ in range(2):
        with pytest.raises(BuildFailed):
            build(case.request(), host, None)
        assert said(case) == []
        with pytest.raises(BadUsage, match="上次构建没有完成"):
            asked(case, "夔名")
        assert said(case) == []
    case.content.build()
    assert asked(case, "夔名").total == 0
    assert said(case) == []


def test_while_a_build_is_at_work_nothing_is_read(case: Case) -> None:
    said_then: list[str] = []

    def host(_: Work) -> None:
        with pytest.raises(BadUsage, match="构建"):
            asked(case, "夔名")
        said_then.extend(said(case))
        raise BuildFailed("没有生成。")

    case.content.order(case.one)
    with pytest.raises(BuildFailed, match="没有生成"):
        build(case.request(), host, None)
    assert said_then == []


class Meanwhile(Executor):
    """Does the work that it is handed, a build before the first piece."""

    def __init__(self, content: Content) -> None:
        self.content: Content | None = content

    def submit(self, function: Any, /, *pieces: Any, **_: Any) -> Future[Any]:
        if self.content:
            assert self.content.publish() == 0
            self.content = None
        done: Future[Any] = Future()
        try:
            done.set_result(function(*pieces))
        except Exception as error:
            done.set_exception(error)
        return done


@pytest.mark.parametrize("when", ["after it was counted", "after it was read"])
def test_what_a_build_takes_down_while_an_index_is_made_is_not_in_it(case: Case, when: str) -> None:
    content = case.content
    content.decision(decided_on="2026-04-01", published_on="2026-06-02")
    content.publish()
    shutil.rmtree(folder(case))
    content.order(case.one)

    def progress(_: list[str], decisions: int, made: int) -> None:
        if when == "after it was counted" and not made and decisions == 4:
            assert content.publish() == 0

    options: dict[str, Any] = {"progress": progress} if when == "after it was counted" else {"pool": Meanwhile(content), "progress": silent}
    assert asked(case, "夔名", **options).total == 0
    assert said(case) == []
    assert asked(case, "独名").total == 3
    assert {path.name for path in folder(case).iterdir()} == {"2026-04", KEPT, "2026-06"}


def test_what_a_search_that_died_left_goes_with_the_next_build_though_nothing_changed(case: Case) -> None:
    content = case.content
    shutil.copytree(folder(case) / "2026-06", folder(case) / "2026-06.4711")
    (folder(case) / "stray").write_text("夔")
    shutil.copytree(folder(case) / "2026-06", folder(case) / "2026-03")
    content.publish()
    assert {path.name for path in folder(case).iterdir()} == {KEPT, "2026-06"}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves a damaged file open
def test_a_part_that_is_damaged_or_of_another_program_is_made_anew(case: Case) -> None:
    for path in folder(case).glob("*/*.seg"):
        path.write_bytes(path.read_bytes()[:200])
    assert asked(case, "夔名").total == 1
    (folder(case) / KEPT / "key").write_text("0" * 64)
    made: list[list[str]] = []
    assert asked(case, "独名", progress=lambda months, _, number: made.append(months) if not number else None).total == 2
    assert made == [[KEPT]]


def test_an_index_is_never_made_of_a_store_that_is_not_the_sites(case: Case, tmp_path: Path) -> None:
    other = Content(tmp_path / "other")
    other.decision()
    other.build()
    state = case.content.root / "output.state"
    with pytest.raises(BadUsage, match="不是这个网站上次构建时用的"):
        find(state, other.root / "output.state", "夔名")
    with pytest.raises(BadUsage, match="没有找到发布记录"):
        find(state, tmp_path, "夔名")
    with pytest.raises(BadUsage, match="还没有构建过网站"):
        find(tmp_path, state, "夔名")


def test_a_person_masked_later_is_in_the_index_as_the_policy_says(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.write("policy/privacy.yml", "individuals: full\n")
    content.person("夔小平")
    content.build()
    state = content.root / "output.state"
    assert find(state, state, "夔小").total == 1
    content.write("policy/privacy.yml", front_matter({"individuals": "surname"}))
    content.build()
    assert find(state, state, "夔小").total == 0
    assert "小平" not in contents(state / FOLDER)
