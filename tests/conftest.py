"""The sample site, built once for all workers, behind a real nginx, in a real browser."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import lru_cache
from multiprocessing.util import Finalize
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import tasks
from publish import build, scan, theme
from publish.attachments import asking
from tests.content import Content
from tests.serving import nginx, program
from tests.variety import fill

# A run in the background begins with interruptions ignored, and so would every program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Thousands of small files are written: in memory where there is room for them, for a disk costs more than the tests themselves.
MEMORY, ROOM = "/dev/shm", 4 * 1024**3  # ROOM: bytes, of which a run with many workers needs a part
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["PYTEST_DEBUG_TEMPROOT"] = MEMORY
    if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the folder
        os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="tests-", dir=MEMORY)
        # What killed programs leave lies there too; after the folder of multiprocessing itself, whose priority is -100.
        Finalize(None, shutil.rmtree, (tempfile.tempdir,), {"ignore_errors": True}, exitpriority=-101)
PROJECT = Path(__file__).parent.parent
settings.register_profile("suite", deadline=None)  # how long an example takes depends on what else the machine does
settings.load_profile("suite")
TODAY = "2026-11-24"
PREFIX = "/xzzf/"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample content as a site under `PREFIX`. Not to be changed: all tests read the same tree."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # the folder of this run, which its workers share
    output, done = folder / "sample-site", folder / "sample-site.done"
    with (folder / "sample-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            assert tasks.publish_site(str(PROJECT / "content"), str(output), today=TODAY) == 0
            done.touch()
    return output


@lru_cache(maxsize=64)
def _reading(kind: str, data: bytes) -> str:
    return asking.reader().read(kind, data)


@pytest.fixture(scope="session", autouse=True)
def once() -> Iterator[None]:
    """What stays the same in this process is found out once: the program's digest, and by the real reader what some bytes say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "program_digest", lru_cache(theme.program_digest))
        patch.setattr(scan, "reader", lambda: SimpleNamespace(read=_reading))
        yield


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """A built content with decisions of every sort (`tests/variety.py`). Not to be changed."""
    content = Content(tmp_path_factory.mktemp("varied"))
    made = fill(content)
    assert content.build().decisions["published"] == len(made)
    return content


@pytest.fixture(params=["sample", "varied"])
def site(request: pytest.FixtureRequest, sample_site: Path) -> Path:
    """The root of the sample site, and of one with decisions of every sort."""
    if request.param == "sample":
        return sample_site
    content: Content = request.getfixturevalue("varied")
    return content.output


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serve a built tree with nginx; returns its address, which ends in `PREFIX`."""
    with ExitStack() as running:
        yield lambda tree: running.enter_context(nginx(tree, tmp_path_factory.mktemp("nginx"), PREFIX))


@pytest.fixture(scope="session")
def address(sample_site: Path, serve: Callable[[Path], str]) -> str:
    """Where the sample site is served."""
    return serve(sample_site)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser: the one without windows where it is there, which works half as much for the same pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium-headless-shell", "chromium"), args=FLAGS)
        yield browser
        browser.close()
