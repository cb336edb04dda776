"""The release store as it should not be: damaged, lost, old, shared, locked, read-only, full; and a clock set back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import tasks
from tests.content import TODAY, Content

DAY = timedelta(days=1)


@dataclass
class Site:
    """A content that is built with a store of its own."""

    content: Content
    capsys: pytest.CaptureFixture[str]
    words: str = ""

    @property
    def store(self) -> Path:
        return self.content.root / "store" / "store.sqlite"

    def build(self, output: str = "output", today: date = TODAY, store: str = "store") -> int:
        """The exit code; what was said is in `words`."""
        root = self.content.root
        code = tasks.publish_site(str(self.content.folder), str(root / output), str(root / store) if store else "", str(today), jobs=1)
        told = self.capsys.readouterr()
        self.words = told.out + told.err
        return code

    def told(self, name: str = "index.json", output: str = "output") -> Any:
        """A data file."""
        return json.loads((self.content.root / output / "data/v1" / name).read_bytes())

    @property
    def at(self) -> tuple[str, int]:
        """Series and number that the site shows."""
        index = self.told()
        return index["series"], index["seq"]

    def data(self, output: str = "output") -> dict[str, bytes]:
        """The data files."""
        folder = self.content.root / output / "data/v1"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Three releases: two decisions, a third one, one withdrawn. Not to be changed."""
    content = Content(tmp_path_factory.mktemp("released"))
    one, _ = content.decision(), content.decision()
    for change in (lambda: None, content.decision, lambda: content.order(one)):
        change()
        output, store = content.root / "output", content.root / "store"
        assert tasks.publish_site(str(content.folder), str(output), str(store), str(TODAY), jobs=1) == 0
    return content


@pytest.fixture
def site(released: Content, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Site:
    """A copy of it that a test may break."""
    shutil.copytree(released.root, tmp_path, dirs_exist_ok=True)
    made = Site(replace(released, root=tmp_path, decisions=dict(released.decisions), orders=[*released.orders]), capsys)
    assert made.at[1] == 3
    return made


def half(store: Path) -> None:
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])


def noise(store: Path) -> None:
    store.write_bytes(bytes(range(256)) * 40)


def wrong_header(store: Path) -> None:
    store.write_bytes(b"SQLite format 4\0" + store.read_bytes()[16:])


def table_dropped(store: Path) -> None:
    with sqlite3.connect(store) as database:
        database.execute("DROP TABLE event")


@pytest.mark.parametrize("damage", [half, noise, wrong_header, table_dropped])
def test_a_damaged_store_is_refused_with_words_and_the_site_stays(site: Site, damage: Callable[[Path], None]) -> None:
    backup, before = site.store.read_bytes(), site.content.tree()
    site.content.decision()
    damage(site.store)
    broken = site.store.read_bytes()
    assert site.build() == 2
    assert "已损坏" in site.words
    assert "备份" in site.words
    assert site.content.tree() == before
    assert site.store.read_bytes() == broken
    site.store.write_bytes(backup)
    assert site.build() == 0
    assert site.told()["seq"] == 4


def test_without_a_copy_of_a_damaged_store_a_new_series_begins(site: Site) -> None:
    half(site.store)
    assert site.build() == 2
    site.store.unlink()
    assert site.build() == 0
    assert "set.series" in site.words


@pytest.mark.parametrize("damage", [half, noise, wrong_header])
def test_a_damaged_state_is_made_anew(site: Site, damage: Callable[[Path], None]) -> None:
    before = site.content.tree()
    damage(site.content.root / "output.state/state.sqlite")
    assert site.build() == 0
    assert site.content.tree() == before
    assert site.at[1] == 3


@pytest.mark.parametrize("lose", [Path.unlink, lambda store: store.write_bytes(b"")])
def test_a_lost_store_begins_a_series_says_so_once_and_tells_of_withdrawals(site: Site, lose: Callable[[Path], None]) -> None:
    former, listed = site.at, site.told("withdrawals.json")
    lose(site.store)
    assert site.build() == 0
    assert "set.series" in site.words
    assert "备份" in site.words
    begun = site.at
    assert (begun[0] != former[0], begun[1]) == (True, 1)
    assert site.told("deltas/index.json")["deltas"] == []
    assert not (site.content.output / "data/v1/deltas/2.jsonl").exists()
    assert site.told("withdrawals.json") == listed
    assert site.build() == 0
    assert "set.series" not in site.words
    assert site.at == begun
    site.store.unlink()
    assert site.build() == 0
    assert site.at[0] not in (former[0], begun[0])  # the same day and decisions, and yet another series


def test_a_store_from_a_backup_begins_a_series_and_the_numbers_after_it_are_not_used_again(site: Site) -> None:
    backup, former = site.store.read_bytes(), site.at
    site.content.decision()
    assert site.build() == 0
    site.store.write_bytes(backup)
    assert site.build() == 0
    assert "set.series" in site.words
    begun = site.at
    assert (begun[0] != former[0], begun[1]) == (True, 1)
    site.store.write_bytes(backup)  # once more: the site shows a series that this copy never had
    assert site.build() == 0
    assert "set.series" in site.words
    assert site.at[0] not in (former[0], begun[0])


def test_a_store_without_the_newer_tables_goes_on_from_an_older_program(site: Site) -> None:
    with sqlite3.connect(site.store) as database:
        for table in ("shared", "shared_group", "event", "removal", "release", "changed"):
            database.execute(f"DROP TABLE {table}")
        database.execute("DELETE FROM part WHERE name = 'series'")
        database.execute("PRAGMA user_version = 0")
    shutil.rmtree(site.content.output / "data")
    assert site.build() == 0
    assert site.at[1] == 1
    assert site.told()["counts"]["decisions"] == 2
    assert len(site.told("withdrawals.json")) == 1


@pytest.mark.parametrize("lost", ["deltas/2.jsonl", "deltas/index.json", "index.json", "withdrawals.json", "deltas"])
def test_data_files_that_are_missing_are_made_again(site: Site, lost: str) -> None:
    before, at = site.content.tree(), site.at
    path = site.content.output / "data/v1" / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert site.build() == 0
    assert site.content.tree() == before
    assert site.at == at


def test_a_clock_set_back_stops_the_build_but_no_removal(site: Site) -> None:
    assert site.build(today=TODAY + 9 * DAY) == 0
    before, at = site.content.tree(), site.at
    late = site.content.decision()
    assert site.build(today=TODAY + 8 * DAY) == 1
    assert "set.clock" in site.words
    assert str(TODAY + 9 * DAY) in site.words
    assert site.content.tree() == before
    gone = next(iter(site.content.decisions.keys() - {late} - {one["id"] for one in site.told("withdrawals.json")}))
    order = site.content.order(gone)
    assert site.build(today=TODAY + 8 * DAY) == 1
    assert not site.content.public(gone)
    assert not site.content.public(late)
    assert site.at == (at[0], at[1] + 1)
    assert site.told()["published_on"] == str(TODAY + 9 * DAY)
    listed = next(one for one in site.told("withdrawals.json") if one["id"] == gone)
    assert (listed["on"], listed["notice"]) == (str(TODAY + 9 * DAY), f"notices/{order}.html")
    assert site.build(today=TODAY + 9 * DAY) == 0
    assert site.content.public(late)
    assert site.at == (at[0], at[1] + 2)


def test_two_outputs_of_one_store_show_the_same_series(site: Site) -> None:
    for number in range(2):
        site.content.decision()
        for output in ("other", "output"):
            assert site.build(output) == 0
            assert "set.series" not in site.words
            assert site.told(output=output)["seq"] == 4 + number
    assert site.data("other") == site.data()
    site.store.unlink()
    assert site.build() == 0
    assert site.build("other") == 0
    assert "set.series" not in site.words  # what the other shows is known to be over
    assert site.data("other") == site.data()


@contextmanager
def held(site: Site, output: str, store: str) -> Iterator[None]:
    """While another process builds: it keeps both files as a build does."""
    root = site.content.root
    code = "import sys; from pathlib import Path; from publish import state; d = state.open_state(Path(sys.argv[1]), Path(sys.argv[2])); "
    command = ["-c", code + "print('x', flush=True); sys.stdin.read()", str(root / f"{output}.state"), str(root / store)]
    with subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        yield
        other.communicate()


@pytest.mark.parametrize(("output", "store"), [("output", "store"), ("other", "store"), ("output", "apart")])
def test_a_second_build_is_refused_while_one_holds_the_output_or_the_store(site: Site, output: str, store: str) -> None:
    before = site.content.tree()
    site.content.decision()
    with held(site, output, store):
        assert site.build() == 2
        assert "另一个构建正在使用" in site.words
        assert str(site.store.parent) in site.words
        assert site.content.tree() == before
    assert site.build() == 0
    assert site.told()["seq"] == 4


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A small disk in a folder's place, which keeps what was there."""
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("这里不能挂载小磁盘，没有测试磁盘写满、只读的情形")
    try:
        for name, content in kept.items():
            (folder / name).write_bytes(content)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_store_that_cannot_be_written_is_told_and_the_site_stays(site: Site) -> None:
    before = site.content.tree()
    site.content.decision()
    with mounted(site.store.parent, "2m"):
        subprocess.run(["mount", "-o", "remount,ro", str(site.store.parent)], check=True)
        assert site.build() == 2
        assert "权限" in site.words
        assert site.content.tree() == before


def test_a_store_on_a_full_disk_takes_no_number_and_goes_on_when_there_is_room(site: Site) -> None:
    size = (site.store.stat().st_size // 4096 + 3) * 4096
    for number in range(12):
        site.content.decision(body=f"长文{number}。" * 2000)
    with mounted(site.store.parent, str(size)):
        assert site.build() == 3
        assert "磁盘" in site.words
        subprocess.run(["mount", "-o", "remount,size=20m", str(site.store.parent)], check=True)
        assert site.build() == 0
        assert site.told()["seq"] == 4
