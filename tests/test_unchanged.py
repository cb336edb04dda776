"""A build that finds everything as the last one left it imports nothing and says so; anything that differs is seen."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from publish import folders, stamps, unchanged
from publish.unchanged import Asked
from tests.content import Content
from verbs import building

PROJECT = Path(__file__).parent.parent
ONE = "d000000000000001"
Act = Callable[[Content, Path], object]


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Content:
    """A site, and a project folder of its own whose files are old enough to be believed."""
    monkeypatch.setattr(stamps, "RACY_NS", 0)
    monkeypatch.setattr(folders, "FINE_NS", 0)
    project = tmp_path / "project"
    for room in unchanged.ROOMS:
        (project / room).mkdir(parents=True)
        (project / room / "file").write_text("old")
    (project / "pelicanconf.py").write_text("old")
    (tmp_path / "trust").mkdir()
    made = Content(tmp_path)
    made.decision()
    made.decision()
    for _ in range(2):
        time.sleep(0.02)  # the file system's clock goes on
        asked, begun = asked_of(made), unchanged.begin(asked_of(made), time.time_ns())
        made.build()
        unchanged.note(asked, begun)
    return made


def asked_of(content: Content, *said: str) -> Asked:
    state = content.output.with_name(f"{content.output.name}.state")
    return Asked(content.root / "project", content.folder, content.output, state, state, said, (content.root / "trust",))


def edited(path: str) -> Act:
    """A file of the content's root in which a byte changes, its length and its times as before."""

    def act(content: Content, _: Path) -> None:
        file = content.root / path
        before = file.stat()
        file.write_bytes(b"N" + file.read_bytes()[1:])
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    return act


ACTS: dict[str, Act] = {
    "the program": edited("project/publish/file"),
    "the theme": edited("project/theme/file"),
    "the settings": edited("project/pelicanconf.py"),
    "a template that is new": lambda content, _: (content.root / "project/theme/new").write_text(""),
    "a key that is trusted": lambda content, _: (content.root / "trust/signers").write_text(""),
    "a decision": lambda content, _: content.edit(ONE, title="另一个题目"),
    "a byte of a decision": lambda content, _: edited(f"content/{content.where(ONE)}")(content, _),
    "a decision less": lambda content, _: content.delete(content.where(ONE)),
    "an order": lambda content, _: content.order(ONE),
    "a page less": lambda _, output: (output / f"decision/d0/{ONE}.html").unlink(),
    "a stranger": lambda _, output: (output / "decision/x.html").write_text(""),
    "the output is gone": lambda _, output: shutil.rmtree(output),
    "the served index": edited("output/data/v1/index.json"),
    "the store": edited("output.state/store.sqlite"),
    "a build died": lambda content, _: (content.root / "output.state/unfinished").write_bytes(b""),
    "a note cut short": lambda content, _: (content.root / "output.state" / unchanged.NOTE).write_bytes(b"{"),
}  # fmt: skip


def test_nothing_changed_is_said_with_the_last_report(content: Content) -> None:
    report, _ = unchanged.last_report(asked_of(content))
    assert report
    assert report["decisions"]["published"] == 2


def test_another_day_is_another_question(content: Content) -> None:
    assert unchanged.last_report(asked_of(content, "2026-06-16"))[0] is None


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_whatever_differs_is_seen(content: Content, act: Act) -> None:
    assert unchanged.last_report(asked_of(content))[0]
    act(content, content.output)
    assert unchanged.last_report(asked_of(content))[0] is None


def test_what_changed_while_a_build_ran_is_not_taken_for_built(content: Content) -> None:
    asked = asked_of(content)
    begun = unchanged.begin(asked, time.time_ns())
    content.build()
    edited("project/theme/file")(content, content.output)
    unchanged.note(asked, begun)
    assert unchanged.last_report(asked)[0] is None


def test_folders_of_the_output_that_are_too_young_are_listed(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "FINE_NS", 3600 * 10**9)
    asked, begun = asked_of(content), unchanged.begin(asked_of(content), time.time_ns())
    content.decision()
    for _ in range(2):
        content.build()
        unchanged.note(asked, begun)
        time.sleep(0.02)
    assert unchanged.last_report(asked)[0]
    (content.output / "decision/d0/x.html").write_text("x")
    assert unchanged.last_report(asked)[0] is None


def test_a_build_that_could_not_prove_a_signature_is_looked_at_again(content: Content) -> None:
    with closing(sqlite3.connect(content.root / "output.state/state.sqlite")) as database:
        database.execute("DELETE FROM meta WHERE name = 'last'")  # as such a build leaves it (`publish.remember`)
        database.commit()
    unchanged.note(asked_of(content), unchanged.begin(asked_of(content), time.time_ns()))
    assert unchanged.last_report(asked_of(content)) == (None, None)


def test_a_first_build_that_is_stopped_ends_in_the_same_way_each_time(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    content.write("site.yml", "name: [\n")
    for _ in range(3):
        time.sleep(0.02)
        code = building.publish_site(str(content.folder), str(content.root / "first"), today=str(content.today), jobs=1)
        assert code == 1
        assert "load.yaml" in capsys.readouterr().out


def test_what_is_too_young_to_tell_is_not_noted(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "RACY_NS", 3600 * 10**9)
    assert unchanged.begin(asked_of(content), time.time_ns()) == ""


def test_neither_the_host_nor_the_models_are_imported_to_see_that_nothing_is_to_be_done() -> None:
    code = "import sys; sys.argv = ['inv', 'build']; import tasks; print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split())
    assert not loaded & {"pelican", "jinja2", "pydantic", "msgspec", "multiprocessing", "publish.build", "publish.model"}


@pytest.mark.parametrize(
    ("typed", "alone"),
    [
        (["inv", "build"], True), (["/x/inv", "build", "--content", "a", "--today=2026-06-15"], True), (["inv", "build", "check"], False),
        (["inv", "--list"], False), (["inv", "check"], False), (["inv"], False), (["pytest", "build"], False),
        (["inv", "build", "-c"], False), (["/x/invoke/__main__.py", "build"], True),
    ],
)  # fmt: skip
def test_a_build_alone_is_told_from_other_verbs(typed: list[str], alone: bool) -> None:
    from verbs.typed import is_alone

    assert is_alone("build", typed) == alone


def test_a_build_by_command_notes_and_finds_it_again(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        time.sleep(0.02)
        assert building.publish_site(str(content.folder), str(content.output), today=str(content.today), jobs=1) == 0
    assert "写入 0，未变" in capsys.readouterr().out.splitlines()[-1]
    said = unchanged.Asked(
        PROJECT, content.folder, content.output, asked_of(content).state, asked_of(content).state, (str(content.today), "", "False"), ()
    )
    assert unchanged.last_report(said)[0]
