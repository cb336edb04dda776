"""Real nginx and Caddy with the configuration that `inv nginx` and `inv caddy` write, and what a test needs around it."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from publish.servers import Serving, configuration
from publish.site import Site

SERVERS = Path(__file__).parent.parent / "servers"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")  # Debian's libnginx-mod-http-brotli-static
NGINX = """
{module}
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""
CADDY = "{{\n\tadmin off\n\tauto_https off\n\tstorage file_system {folder}\n\tlog {{\n\t\toutput file {folder}/error.log\n\t}}\n}}\n"


def serving(root: Path, port: int, prefix: str) -> Serving:
    """A site on this machine."""
    return Serving(Site(url=f"http://127.0.0.1{prefix.rstrip('/')}"), str(root), f"127.0.0.1:{port}", brotli=BROTLI.exists())


@contextmanager
def nginx(tree: Path, folder: Path, prefix: str) -> Iterator[str]:
    """Serve a tree below a prefix; the address, which ends in the prefix."""
    port = free_port()
    module = f"load_module {BROTLI};" if BROTLI.exists() else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, module=module), encoding="utf-8")
    text = configuration((SERVERS / "nginx.conf").read_text("utf-8"), serving(tree, port, prefix))
    (folder / "site.conf").write_text(text, encoding="utf-8")
    command = [program("nginx"), "-e", f"{folder}/error.log", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    with _running(command, port, folder):
        yield f"http://127.0.0.1:{port}{prefix}"


@contextmanager
def caddy(tree: Path, folder: Path, prefix: str) -> Iterator[str]:
    """The same with Caddy."""
    port = free_port()
    text = configuration((SERVERS / "Caddyfile").read_text("utf-8"), serving(tree, port, prefix))
    (folder / "Caddyfile").write_text(CADDY.format(folder=folder) + text, encoding="utf-8")
    command = [program("caddy"), "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]
    with _running(command, port, folder, {**os.environ, "HOME": str(folder)}):
        yield f"http://127.0.0.1:{port}{prefix}"


@contextmanager
def _running(command: list[str], port: int, folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[None]:
    with (folder / "said.log").open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said, env=environment) as server:
        try:
            for _ in range(400):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, "".join(path.read_text("utf-8") for path in folder.glob("*.log"))
                time.sleep(0.05)
            else:
                raise TimeoutError(f"{command[0]} 没有启动")
            yield
        finally:
            server.terminate()


@dataclass(frozen=True)
class Answer:
    """What a server answers; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: str, path: str = "", method: str = "GET", **headers: str) -> Answer:
    """Ask for a path as it is written. `headers`: with `_` for `-`."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.netloc, timeout=20)
    try:
        where = path if path.startswith("/") else place.path + path
        connection.request(method, where, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def program(*names: str) -> str:
    """Where the first of some programs is that is there."""
    path = os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin:/sbin"
    found = next(filter(None, (shutil.which(name, path=path) for name in names)), None)
    assert found, f"没有 {names[0]}；请先运行 tests/setup.sh"
    return found
