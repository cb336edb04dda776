"""A site behind nginx, as any static host would serve it, and what it was asked for: bytes are counted from the server's log."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import Failed

NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  log_format asked '$status $body_bytes_sent $request_uri';
  access_log {folder}/access.log asked;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; application/json json; }}
  charset utf-8;
  gzip on;
  gzip_types text/css text/javascript application/json image/svg+xml;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""
BLANK = '<!doctype html><html lang="zh-CN"><title>-</title><link rel="icon" href="data:,"></html>\n'
QUIET = 0.03  # seconds in which no line may come, and the log is whole
START = 10.0


@dataclass(frozen=True)
class Line:
    """A request in the log. `size`: bytes of the body as sent, without headers."""

    status: int
    size: int
    path: str


@dataclass
class Server:
    """A running server. `address` ends in `/`; its `blank.html` loads nothing."""

    address: str
    log: Path
    seen: int = 0

    def asked(self) -> list[Line]:
        """What was asked for since the last call."""
        size = -1
        while size != (size := self.log.stat().st_size):
            time.sleep(QUIET)
        with self.log.open("rb") as file:
            file.seek(self.seen)
            lines = file.read().decode().splitlines()
            self.seen = file.tell()
        return [Line(int(status), int(sent), path) for status, sent, path in (line.split(" ", 2) for line in lines)]


def program(name: str) -> str:
    """Where a program is. Raises Failed."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin:/sbin")
    if not found:
        raise Failed(f"{name} is missing: run tests/setup.sh")
    return found


@contextmanager
def served(folder: Path, trees: dict[str, Path]) -> Iterator[Server]:
    """Serve trees, each below its name. `folder`: for the server's own files, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "www").mkdir(parents=True)
    (folder / "www" / "blank.html").write_text(BLANK, encoding="utf-8")
    for name, tree in trees.items():
        (folder / "www" / name).symlink_to(tree.resolve(), target_is_directory=True)
    port = _free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port), encoding="utf-8")
    command = [program("nginx"), "-e", f"{folder}/error.log", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    with subprocess.Popen(command) as server:
        try:
            _wait_for(port, folder / "error.log")
            yield Server(f"http://127.0.0.1:{port}/", folder / "access.log")
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, log: Path) -> None:
    begin = time.monotonic()
    while time.monotonic() - begin < START:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Failed(f"nginx did not start\n{log.read_text('utf-8') if log.exists() else ''}")
