"""An agency that keeps a copy of a site: a content, its releases behind a server whose answers a test may spoil, and the client."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from publish import mirror
from publish.build import build
from publish.request import Request
from publish.signing.data_key import read_data_key
from tests.content import PROJECT, Content
from tests.readers import host
from tests.signing import session_keys

KEYS = session_keys()
Answer = Callable[["Served"], None]


class Served(SimpleHTTPRequestHandler):
    """A site on loopback whose answers a test may spoil."""

    def do_GET(self) -> None:
        site = self.server
        assert isinstance(site, Server)
        site.asked.append(self.path.partition("/data/v1/")[2])
        site.answers.get(site.asked[-1], SimpleHTTPRequestHandler.do_GET)(self)

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


class Server(ThreadingHTTPServer):
    """`asked`: paths below `data/v1/`; `answers`: path → what is answered instead of the file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(Served, directory=str(folder)))
        self.asked: list[str] = []
        self.answers: dict[str, Answer] = {}


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server of a folder on a port of its own."""
    server = Server(folder)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()  # seconds: how soon it sees that it is to end
    yield server
    server.shutdown()
    server.server_close()


def said(text: bytes) -> Answer:
    """An answer with other bytes than the file's."""

    def answer(request: Served) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    return answer


def missing(request: Served) -> None:
    request.send_error(404)


@dataclass
class Agency:
    """A site of a content, and a copy of it."""

    content: Content
    server: Server
    capsys: pytest.CaptureFixture[str]
    options: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.content.root / "copy"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/output/"

    def release(self, key: str = "", days: int = 0) -> None:
        self.content.today += timedelta(days=days)
        data_key = read_data_key(KEYS.key(key), self.content.folder, self.content.output) if key else None
        build(Request(PROJECT, self.content.folder, self.content.output, self.content.today, data_key=data_key), host, None)

    def run(self, *options: str, url: str = "") -> tuple[int, str]:
        """Exit code and words of a run."""
        sys.argv = ["mirror.py", url or self.url, str(self.folder), *self.options, *options]
        self.server.asked.clear()
        code = mirror.main()
        shown = self.capsys.readouterr()
        return code, shown.out + shown.err

    def whole(self) -> bool:
        """Whether the copy holds the bytes of the site's months, and nothing else."""
        ours = sorted(path.read_bytes() for path in (self.folder / "records").iterdir())
        return ours == sorted(path.read_bytes() for path in (self.content.output / "data/v1/decisions").glob("*.jsonl"))

    def holds(self, *words: str) -> bool:
        texts = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        return any(word.encode() in text for word in words for text in texts)

    @contextmanager
    def untold(self) -> Iterator[None]:
        """A run that has taken over the release, waits for a reader of its report, and is killed in the end."""
        fifo, state = self.content.root / "fifo", self.folder / "state.json"
        fifo.unlink(missing_ok=True)
        os.mkfifo(fifo)
        seq = json.loads((self.content.output / "data/v1/index.json").read_bytes())["seq"]
        command = [sys.executable, "-I", str(PROJECT / "publish" / "mirror.py"), self.url, str(self.folder), "--report", str(fifo)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as run:
            while run.poll() is None and not (state.exists() and json.loads(state.read_bytes())["seq"] == seq):
                time.sleep(0.01)
            yield
            run.kill()
        assert run.returncode == -signal.SIGKILL

    def publish_instead(self, path: str, text: bytes) -> None:
        """Exchange a file of the data for another one, which the sums prove."""
        data = self.content.output / "data/v1"
        old, new = (hashlib.sha256(one).hexdigest() for one in ((data / path).read_bytes(), text))
        (data / path).write_bytes(text)
        sums = (data / "SHA256SUMS").read_text("utf-8")
        assert f"{old}  {path}\n" in sums
        (data / "SHA256SUMS").write_text(sums.replace(f"{old}  {path}\n", f"{new}  {path}\n"), encoding="utf-8")


@contextmanager
def opened(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    """An agency that holds nothing yet, of a site with four decisions in three months."""
    monkeypatch.setattr(mirror, "PAUSE", 0)
    monkeypatch.setattr(sys, "argv", [])
    with serving(folder) as server:
        made = Agency(Content(folder), server, capsys)
        for day in ("2026-04-02", "2026-05-04", "2026-05-04", "2026-06-01"):
            made.content.decision(decided_on=day, published_on=day, clearance={"office": "办公室", "on": day, "scope": "full"})
        made.release()
        yield made
