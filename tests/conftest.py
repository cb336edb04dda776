"""The sample site, built once for all workers, behind a real nginx, in a real browser."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

import tasks
from publish import build, scan, theme
from publish.attachments import asking
from tests.content import Content
from tests.variety import fill

# A run in the background begins with interruptions ignored, and so would every program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Thousands of small files are written: in memory where there is room for them, for a disk costs more than the tests themselves.
MEMORY, ROOM = "/dev/shm", 4 * 1024**3  # ROOM: bytes, of which a run with many workers needs a part
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = MEMORY
PROJECT = Path(__file__).parent.parent
settings.register_profile("suite", deadline=None)  # how long an example takes depends on what else the machine does
settings.load_profile("suite")
TODAY = "2026-11-24"
PREFIX = "/xzzf/"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
ID = "[0-9a-hjkmnp-tv-z]"
NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{
    text/html html; text/css css; text/javascript js; text/plain txt; text/csv csv; text/xml xml; image/svg+xml svg;
    image/png png; image/jpeg jpg jpeg; application/pdf pdf; application/json json;
  }}
  gzip on;
  gzip_comp_level 6;
  gzip_vary on;
  gzip_types text/css text/javascript text/plain text/csv text/xml image/svg+xml application/json;
  charset utf-8;
  charset_types text/css text/javascript text/plain text/csv text/xml application/json;
  server {{
    listen 127.0.0.1:{port};
    root {folder}/www;
    add_header Content-Security-Policy "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" always;
    add_header X-Content-Type-Options nosniff always;
    error_page 404 {prefix}404.html;
    error_page 410 {prefix}410.html;
    location = {prefix}.well-known/resourcesync {{ default_type text/xml; }}
    location = /.well-known/resourcesync {{ return 301 {prefix}.well-known/resourcesync; }}
    location ~ "^{prefix}decision/({id}{{2}})/\\1{id}{{14}}(\\.html|\\.json|/[0-9]+\\.[a-z]+)$" {{ try_files $uri =410; }}
  }}
}}
"""  # noqa: E501 - a policy is one line


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
        yield lambda tree: running.enter_context(_nginx(tree, tmp_path_factory.mktemp("nginx")))


@pytest.fixture(scope="session")
def address(sample_site: Path, serve: Callable[[Path], str]) -> str:
    """Where the sample site is served."""
    return serve(sample_site)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program("chromium"), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def _nginx(tree: Path, folder: Path) -> Iterator[str]:
    (folder / "www").mkdir()
    (folder / "www" / PREFIX.strip("/")).symlink_to(tree, target_is_directory=True)
    port = _free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, prefix=PREFIX, id=ID), encoding="utf-8")
    command = [_program("nginx"), "-e", f"{folder}/error.log", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    with subprocess.Popen(command) as server:
        try:
            _wait_for(port, server, folder / "error.log")
            yield f"http://127.0.0.1:{port}{PREFIX}"
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, log.read_text("utf-8")
        time.sleep(0.05)
    raise TimeoutError("nginx 没有启动")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _program(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin:/sbin")
    assert found, f"没有 {name}；请先运行 tests/setup.sh"
    return found
