"""Builds by a real Dask scheduler and workers of their own folders, against builds by this process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from distributed.config import config

import tasks
from plugins import publication
from publish import judging, scan, tree, work
from publish.search import whole
from tests.content import PROJECT, Content
from tests.copies import Copy
from tests.variety import fill
from verbs import cluster
from verbs.releasing import release_site, wished

SOON = 30  # seconds, for what has happened already


@dataclass
class Scheduler:
    """A scheduler on a port of the system's choice, and the workers that it has."""

    root: Path
    guarded: tuple[Path, ...]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.process = self._start(self.root, PROJECT, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._said(self.process, "Scheduler at:").rpartition("Scheduler at:")[2].strip()

    @property
    def executor(self) -> str:
        """As it is typed."""
        return self.address.replace("tcp://", "dask://")

    def worker(self, name: str, ends: str = "", program: Path = PROJECT) -> subprocess.Popen[str]:
        """Start a worker with a folder of its own, and wait until the scheduler has it. `ends`: see `guarded`."""
        folder = self.root / name
        folder.mkdir()
        options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        preload = ("--preload", str(PROJECT / "tests" / "guarded.py")) if program == PROJECT else ()
        process = self._start(folder, program, "worker", self.address, *options, *preload, ENDS=ends or "never 0")
        self._said(process, "Registered to:")
        return process

    def _start(self, folder: Path, program: Path, kind: str, *words: str, **environment: str) -> subprocess.Popen[str]:
        """`PYTHONPATH`: the program, as docs/scale.md says."""
        said = {"PYTHONPATH": str(program), "GUARDED": ":".join(map(str, self.guarded)), "PYTHONDONTWRITEBYTECODE": "1"}
        said |= {"DASK_DISTRIBUTED__DASHBOARD__LINK": "", **environment}
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words]
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **said}, stderr=subprocess.PIPE, text=True)
        self.running.append(process)
        return process

    @staticmethod
    def _said(process: subprocess.Popen[str], words: str) -> str:
        """The line in which a program says something."""
        assert process.stderr is not None
        seen = []
        for line in process.stderr:
            seen.append(line)
            if words in line:
                Thread(target=process.communicate, daemon=True).start()  # a full pipe would stop it
                return line
        raise AssertionError("".join(seen))

    def end(self) -> None:
        """End all, workers first."""
        for process in reversed(self.running):
            process.kill()
            process.wait()


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """Decisions of every sort."""
    made = Content(tmp_path / "here")
    fill(made)
    return made


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Scheduler]]:
    """Start schedulers whose workers may read neither content nor outputs, state nor theme."""
    with ExitStack() as stack:

        def started() -> Scheduler:
            folder = tmp_path / f"cluster{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            scheduler = Scheduler(folder, (tmp_path / "here", PROJECT / "theme", PROJECT / "content"))
            stack.callback(scheduler.end)
            return scheduler

        yield started


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small content is enough for many pieces of every kind, all of which go to the workers."""
    for module in (scan, judging, whole, publication):
        monkeypatch.setattr(module, "FEW", 0)
    for module, name, size in ((scan, "CHUNK", 5), (work, "BATCH", 9), (judging, "PIECE", 5), (whole, "PIECE", 9), (whole, "MANY", 900)):
        monkeypatch.setattr(module, name, size)


def build(content: Content, executor: str) -> int:
    """Build by the cluster; the exit code."""
    output = str(content.root / "far")
    return tasks.publish_site(str(content.folder), output, today=str(content.today), jobs=1, executor=executor)


def same(content: Content) -> bool:
    """Whether the output by the cluster is what this process makes of the content, after the same builds."""
    far = content.root / "far"
    content.build()
    return {path: tree.digest(far, path) for path in tree.listing(far)} == content.tree()


def done(worker: Scheduler, name: str) -> Counter[str]:
    """What a worker did: function → pieces."""
    return Counter((worker.root / name / "done").read_text("utf-8").split())


def test_what_a_cluster_builds_is_what_one_machine_builds_also_after_a_change_and_where_a_worker_dies(
    content: Content, start: Callable[[], Scheduler]
) -> None:
    scheduler = start()
    scheduler.worker("one")
    scheduler.worker("two")
    dying = scheduler.worker("three", ends="dies 3")
    assert build(content, scheduler.executor) == 0
    assert dying.wait(SOON) == 9
    assert same(content)
    one, two = done(scheduler, "one"), done(scheduler, "two")
    assert (one + two).keys() == {"row_of", "judge_days", "blocked", "laid", "_rendered"}
    assert one["_rendered"] > 0 < two["_rendered"]
    served = content.root / "served"
    wish = wished(str(served), str(content.folder), today=str(content.today), jobs=1)
    assert release_site(wish, quiet=True, executor=scheduler.executor) == 0
    assert {path: tree.digest(served / "current", path) for path in tree.listing(served / "current")} == content.tree()

    idents = list(content.decisions)
    content.edit(idents[0], title="改过的标题")
    content.delete(content.where(idents[1]))
    content.order(idents[1])
    content.decision(title="新的一件")
    assert build(content, scheduler.executor) == 0
    assert same(content)


def test_a_cluster_that_is_not_there_or_is_of_another_program_is_refused(
    content: Content, start: Callable[[], Scheduler], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(executor: str) -> str:
        capsys.readouterr()
        assert build(content, executor) == 2
        assert not (content.root / "far").exists()
        return capsys.readouterr().err

    for typed in ("dask://", "dask://localhost", "tcp://localhost:1", "dask://localhost:0", "dask://localhost:99999", "dask://a@b:1"):
        assert "--executor 应写作 dask://机器:端口" in refused(typed)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert "连不上 Dask 调度器" in refused(f"dask://127.0.0.1:{nobody.getsockname()[1]}")
    assert "distributed.comm.tls" in refused("dask+tls://127.0.0.1:1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(config["distributed"]["comm"], "require-encryption", True)
        assert "dask+tls://" in refused("dask://127.0.0.1:1")
    scheduler = start()
    assert "没有 worker" in refused(scheduler.executor)
    copy = Copy.of(tmp_path / "program", content.folder)
    with (copy.root / "publish" / "wording.py").open("a", encoding="utf-8") as file:
        file.write("# another program\n")
    scheduler.worker("one", program=copy.root)
    assert "上的程序与本机的不同" in refused(scheduler.executor)


def test_where_the_cluster_goes_the_build_fails_and_the_next_one_mends(
    content: Content, start: Callable[[], Scheduler], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "EVERY", 0.1)
    monkeypatch.setattr(cluster, "PATIENCE", 3)

    def failed(executor: str) -> str:
        capsys.readouterr()
        assert build(content, executor) == 3
        assert not list((content.root / "far").rglob(".*.new"))
        return capsys.readouterr().err

    scheduler = start()
    scheduler.worker("leaves", ends="leaves 12")
    assert "worker 都没有了" in failed(scheduler.executor)
    scheduler.worker("takes", ends=f"takes 12 {scheduler.process.pid}")
    assert "与 Dask 调度器 tcp://127.0.0.1:" in failed(scheduler.executor)
    assert build(content, "") == 0
    assert same(content)
