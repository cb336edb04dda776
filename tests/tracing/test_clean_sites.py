"""What the program makes is clean: the sample, sites with records of every sort, what was withdrawn; and what verifying asks for."""

from __future__ import annotations

import re
import shutil
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from invoke.exceptions import Exit

import tasks
from publish.errors import BadUsage, BuildFailed
from publish.search.files import packed, unpacked
from publish.tracing.verifying import traced
from tests.content import PROJECT, Content
from tests.copies import tree
from tests.tracing.secret import FACTS, NAME, Secret, copied


def test_sites_of_every_sort_are_clean_and_said_to_be_looked_at(site: Secret, sample_site: Path, varied: Content) -> None:
    for output in (sample_site, varied.output, site.content.output):
        found = traced(output, None, [], PROJECT, None)
        assert (found.traces, found.unread) == ([], [])
        assert found.files > len(list(output.rglob("*.html")))
        assert 0 < found.records <= found.terms <= found.patterns + found.terms


def test_what_lies_around_is_looked_at(site: Secret, tmp_path: Path) -> None:
    copy = copied(site, tmp_path)
    state = copy.content.root / "output.state"
    config = tmp_path / "nginx.conf"
    config.write_text(f"location = /{site.withdrawn}.html {{ return 410; }}\n")
    (state / "staging" / "x.md").write_text(FACTS, "utf-8")
    with (state / "store.sqlite").open("ab") as file:
        file.write(f"{NAME} {site.draft}".encode().ljust(4096, b"\0"))
    (state / "state.sqlite-journal").write_bytes(bytes(512) + b"x")
    (state / "search-files").mkdir()
    (state / "search" / "2026-06").mkdir(parents=True)
    found = {(Path(one.file).name, one.what) for one in copy.traced([config]).traces}
    assert {
        ("nginx.conf", "编号"), ("x.md", "事实"), ("store.sqlite", "当事人名称"), ("state.sqlite-journal", "没有做完的构建留下的日志"),
        ("search-files", "搜索文件没有清理"), ("2026-06", "查找用的索引不是现在公开的"),
    } <= found  # fmt: skip
    assert ("store.sqlite", "编号") not in found


@pytest.mark.parametrize("space", ["f", "g", "i", "k", "r", "t"])
def test_an_entry_of_search_that_no_public_decision_has_is_told(site: Secret, tmp_path: Path, space: str) -> None:
    copy = copied(site, tmp_path)
    path = next(path for path in sorted((copy.content.output / "search/v1" / space).rglob("*.bin")) if space != "t" or "-d" in path.name)
    content = unpacked(path.read_bytes())
    if space == "t":
        content.append([12345, site.withdrawn[::-1]])
    else:
        content["12345"] = ["a", "b", "c", "d", "e", ""] if space == "r" else [12345, 0]
    path.write_bytes(packed(content))
    name = path.relative_to(copy.content.output).as_posix()
    assert {(one.file, one.what) for one in copy.traced().traces} == {(name, "搜索条目 1 条")}


def test_a_page_that_is_free_and_not_empty_is_told(site: Secret, tmp_path: Path) -> None:
    copy = copied(site, tmp_path)
    path = copy.content.root / "output.state" / "state.sqlite"
    with sqlite3.connect(path, isolation_level=None) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE x (y)")
        database.execute("INSERT INTO x VALUES (?)", ("早已删去的一件决定" * 2000,))
        database.execute("DROP TABLE x")
    database.close()
    assert {(one.file, one.what) for one in copy.traced().traces} == {("output.state/state.sqlite", "空闲页里留有内容")}


def test_of_a_withdrawn_decision_whose_file_is_deleted_nothing_is_left_anywhere(tmp_path: Path) -> None:
    content = Content(tmp_path)
    one, _ = content.decision(), content.decision()
    words = content.words(one)[1:]
    content.build()
    content.order(one)
    content.delete(content.where(one))
    content.build()
    found = traced(content.output, None, [], PROJECT, None)
    assert (found.traces, found.unread) == ([], [])
    raw = b"".join(path.read_bytes() for path in (tmp_path / "output.state").rglob("*") if path.is_file())
    assert [word for word in words if word.encode() in raw] == []


def test_the_verb_tells_what_it_looked_at_and_changes_nothing(
    site: Secret, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copied(site, tmp_path)
    (tmp_path / "records").mkdir()
    (tmp_path / "output.state" / "store.sqlite").rename(tmp_path / "records" / "store.sqlite")
    monkeypatch.chdir(tmp_path)
    before = tree(tmp_path)
    run = partial(tasks.verify.body, None, store="records", jobs=1)
    run(trace=True)
    assert re.search(r"查痕迹：\d+ 个文件.*没有痕迹。", capsys.readouterr().out)
    run()
    assert tree(tmp_path) == before
    (copy.content.output / "x.txt").write_text(NAME, "utf-8")
    with pytest.raises(Exit) as left:
        run(trace=True)
    assert left.value.code == 3
    assert NAME not in capsys.readouterr().out
    (copy.content.output / "x.txt").write_bytes(b"\x1f\x8b")
    with pytest.raises(Exit) as left:
        run(trace=True)
    assert left.value.code == 3
    assert "x.txt：没有检查" in capsys.readouterr().out


def test_without_state_or_store_it_says_what_is_missing(site: Secret, tmp_path: Path) -> None:
    copy = copied(site, tmp_path)
    journal = tmp_path / "output.state" / "state.sqlite-journal"
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7".ljust(600, b"\1"))  # a build was killed
    with pytest.raises(BuildFailed, match="上次构建没有完成"):
        copy.traced()
    journal.unlink()
    with pytest.raises(BadUsage, match="找不到文件"):
        copy.traced([tmp_path / "nginx.conf"])
    shutil.rmtree(tmp_path / "output.state")
    with pytest.raises(BadUsage, match="没有检查记录"):
        copy.traced()
    assert not (tmp_path / "output.state").exists()
