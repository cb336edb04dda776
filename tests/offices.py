"""An office: a content repository of its own, and verbs run there as a person types them, by a program that is loaded already.

Whoever changes the program, kills it or looks at how it starts has a copy of it (`tests/copies.py`).
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import IO, Any

from tests.copies import PROJECT, TODAY


class Running:
    """A verb that runs."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.process = int(connection.recv(20))
        self.code: int | None = None

    def wait(self, seconds: float | None = None) -> int:
        """Its exit code, negative where a signal ended it. Raises TimeoutError."""
        if self.code is None:
            self.connection.settimeout(seconds)
            self.code = int(self.connection.recv(20))
            self.connection.close()
        return self.code

    def ended(self, seconds: float) -> bool:
        """Whether it ends within some time."""
        try:
            self.wait(seconds)
        except TimeoutError:
            return False
        return True

    def signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.code is None:
            os.kill(self.process, number)


@lru_cache(maxsize=1)
def _address() -> str:
    """Where the process listens that has the program loaded (`tests/warm.py`): one for this process, ending with it."""
    address = f"\0verbs of {os.getpid()}"  # of Linux's own name space for sockets, where nothing is left behind
    command = [sys.executable, "-m", "tests.warm", address[1:]]
    server = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(server.communicate)
    if server.stdout is None or not server.stdout.readline():
        raise OSError("tests.warm 没有启动")
    return address


SHIM = """#!{python} -IS
import json, os, socket, sys
words = sys.argv[4:] if sys.argv[1:4] == ["-P", "-m", "invoke"] else ["--search-root", {project!r}, *sys.argv[1:]]
connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
connection.connect({address!r})
asked = {{"call": "", "words": words, "folder": os.getcwd(), "environment": dict(os.environ)}}
socket.send_fds(connection, [json.dumps(asked).encode()], [0, 1, 2])
connection.recv(20)
sys.exit(int(connection.recv(20)) % 256)
"""


def shim(path: Path) -> Path:
    """A program for scripts and shells that runs a verb in the process that has the program loaded: `inv`, or `python -P -m invoke`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SHIM.format(python=sys.executable, project=str(PROJECT), address=_address()), encoding="utf-8")
    path.chmod(0o755)
    return path


def start(words: list[str], folder: Path, environment: Mapping[str, str], files: tuple[int, int, int], call: str = "") -> Running:
    """Start a verb, or `call`, with three open files: input, output, error output."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    connection.connect(_address())
    asked = {"call": call, "words": words, "folder": str(folder), "environment": dict(environment)}
    socket.send_fds(connection, [json.dumps(asked).encode()], list(files))
    return Running(connection)


@dataclass
class Office:
    """A folder in which verbs are typed."""

    root: Path

    @classmethod
    def of(cls, root: Path, built: Path | None = None, content: Path | None = None) -> Office:
        """A copy of the sample content, or of another one; `built`: its output, which is then there as after a build."""
        if content is None:
            shutil.copytree(PROJECT / "content.trust", root / "content.trust")
        shutil.copytree(content or PROJECT / "content", root / "content")
        if built is not None:  # outputs are replaced and never written over: one file may stand in many offices
            shutil.copytree(built, root / "output", copy_function=os.link)
            shutil.copytree(built.with_name(f"{built.name}.state"), root / "output.state")
        return cls(root)

    def start(
        self, *words: str, files: tuple[int, int, int], cwd: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> Running:
        """Start a verb."""
        return start(["--search-root", str(PROJECT), *words], cwd or self.root, {**os.environ, **(environment or {})}, files)

    def run(self, *words: str, typed: str = "", **where: Any) -> subprocess.CompletedProcess[str]:
        """Run a verb to its end. `typed`: its input; `where`: as `start` takes it."""
        return ended(partial(self.start, *words, **where), typed)

    def build(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`inv build` on the day of the sample, in one process."""
        return self.run("build", "--today", TODAY, "--jobs", "1", *words)


def ended(begin: Callable[..., Running], typed: str = "") -> subprocess.CompletedProcess[str]:
    """What was begun with three `files`, at its end."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        given.write(typed.encode())
        given.seek(0)
        code = begin(files=(given.fileno(), said.fileno(), complained.fileno())).wait()
        return subprocess.CompletedProcess((), code, _text(said), _text(complained))


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()
