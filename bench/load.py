"""`inv bench --load`: nginx under load while a release withdraws a hundred decisions; every answer is held to the old or the new tree.

`wrk` (loopback only, bounded) asks for pages that stay; clients of our own ask for the withdrawn pages and for pages that tell of
them, and keep each answer. Afterwards: no other status than 200, or 410 for what is withdrawn; each body is wholly that of one of
the two trees; whoever saw the new tree at a path never sees the old one there again.
"""

from __future__ import annotations

import hashlib
import http.client
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import maker
from bench.drawing import TODAY
from bench.measuring import Failed
from publish.servers import Serving, configuration
from publish.site import Site

PROJECT = Path(__file__).resolve().parent.parent
SIZE, WITHDRAWN, OTHERS = 10_000, 100, 100
CLIENTS, CONNECTIONS, MOST_SECONDS = 3, 32, 60
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; include {folder}/site.conf; }}
"""
ORDER = (
    "id: {0}\naction: withdraw\ndecision: {1}\nagency: {2}\nground: revoked\neffective_on: {3}\nordered_on: {3}\nreason: 原决定被撤销。\n"
)
ASKING = 'paths = {{{paths}}}\nlocal at = 0\nfunction request() at = at % #paths + 1; return wrk.format("GET", paths[at]) end\n'


@dataclass
class Answer:
    """What a client got, and when (seconds)."""

    at: float
    path: str
    status: int
    digest: str


@dataclass
class Clients:
    """Ask for paths again and again until told to stop."""

    port: int
    paths: list[str]
    over: threading.Event = field(default_factory=threading.Event)
    answers: list[Answer] = field(default_factory=list)

    def run(self, begin: int) -> None:
        """One client; a connection that is cut or a body that is short is an answer with status 0."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        number = begin
        while not self.over.is_set():
            path = self.paths[number % len(self.paths)]
            number += 1
            try:
                connection.request("GET", f"/xzzf/{path}")
                answer = connection.getresponse()
                raw, status = answer.read(), answer.status
            except (http.client.HTTPException, OSError):
                connection.close()
                raw, status = b"", 0
            self.answers.append(Answer(time.time(), path, status, hashlib.sha256(raw).hexdigest()))


def released(root: Path) -> None:
    """A release in a process of its own."""
    where = ["--to", str(root / "site"), "--content", str(root / "content"), "--today", str(TODAY)]
    command = [sys.executable, "-m", "invoke", "release", *where]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"release: {done.stdout[-400:]}{done.stderr[-400:]}")


def commit(content: Path) -> None:
    """All there is."""
    person = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "--quiet"], ["add", "-A"], [*person, "commit", "--quiet", "--message", "x"]):
        subprocess.run(["git", *words], cwd=content, check=True)


def withdraw(content: Path, tree: Path) -> list[str]:
    """Orders for the newest public decisions; the paths of their pages."""
    gone: list[str] = []
    for file in sorted((content / "decisions").rglob("*.md"), reverse=True):
        ident = file.stem
        page = f"decision/{ident[:2]}/{ident}.html"
        if len(gone) < WITHDRAWN and (tree / page).exists():
            order = f"r{len(gone):015d}"
            path = content / "orders" / str(TODAY.year) / f"{order}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(ORDER.format(order, ident, file.parts[-3], TODAY), encoding="utf-8")
            gone.append(page)
    return gone


@contextmanager
def served(tree: Path, folder: Path) -> Iterator[int]:
    """nginx with the configuration of `inv nginx`; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = Serving(Site(url="http://127.0.0.1/xzzf"), str(tree), f"127.0.0.1:{port}")
    (folder / "site.conf").write_text(configuration((PROJECT / "servers/nginx.conf").read_text("utf-8"), serving), encoding="utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder), encoding="utf-8")
    command = [shutil.which("nginx", path="/usr/sbin:/usr/bin") or "nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            time.sleep(1)
            yield port
        finally:
            server.terminate()


def pressed(port: int, folder: Path, paths: list[str]) -> subprocess.Popen[str]:
    """`wrk`, until its time is over."""
    script = folder / "asking.lua"
    script.write_text(ASKING.format(paths=", ".join(f'"/xzzf/{path}"' for path in paths)), encoding="utf-8")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{MOST_SECONDS}s", "--latency", "-s", str(script), f"http://127.0.0.1:{port}/"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def digests(tree: Path, paths: list[str]) -> dict[str, str]:
    """path → digest of what a tree has there; of what is gone, that of the page that says so."""
    there = {path: tree / path if (tree / path).exists() else tree / "410.html" for path in paths}
    return {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in there.items()}


def judged(answers: list[Answer], old: dict[str, str], new: dict[str, str], gone: set[str], switched: float) -> tuple[list[str], float]:
    """What is wrong, and how long after the switch (seconds) something of before was last answered."""
    wrong, late, renewed = [], 0.0, set()
    for one in sorted(answers, key=lambda one: one.at):
        fresh = one.digest == new[one.path] and one.status == (410 if one.path in gone else 200)
        stale = one.digest == old[one.path] and one.status == 200
        if not (fresh or stale):
            wrong.append(f"{one.path}: {one.status}, neither tree")
        elif stale and not fresh:
            late = max(late, one.at - switched)
            if one.path in renewed:
                wrong.append(f"{one.path}: old after new")
        elif old[one.path] != new[one.path]:
            renewed.add(one.path)
    return wrong, late


def prepared(root: Path) -> tuple[list[str], list[str], list[str]]:
    """A first release and a commit that withdraws: pages that go, pages that stay, files that tell of those that go."""
    root.chmod(0o755)  # nginx reads as another user
    content = root / "content"
    maker.Maker(content, SIZE).make()
    commit(content)
    released(root)
    tree = (root / "site" / "current").resolve()
    gone = withdraw(content, tree)
    commit(content)
    listed = [path.relative_to(tree).as_posix() for path in sorted(tree.rglob("*.html"))]
    stay = [path for path in listed if path.startswith("decision/") and path not in gone][:OTHERS]
    told = [path for path in listed if path.startswith(("decisions/", "kind/", "agency/", "notices/", "index.html"))][:OTHERS]
    return gone, stay, [*told, "data/v1/index.json", "data/v1/withdrawals.json", "feeds/all.atom"]


def asked_during(root: Path, port: int, stay: list[str], watched: list[str]) -> tuple[list[Answer], str, float]:
    """What was answered while the release was made, what wrk said, and the seconds that the release took."""
    clients = Clients(port, watched)
    threads = [threading.Thread(target=clients.run, args=(number * 37,)) for number in range(CLIENTS)]
    wrk = pressed(port, root / "nginx", stay)
    for thread in threads:
        thread.start()
    time.sleep(3)
    begin = time.time()
    try:
        released(root)
        seconds = time.time() - begin
        said, _ = wrk.communicate()
    finally:
        clients.over.set()
    for thread in threads:
        thread.join()
    return clients.answers, said, seconds


def measured(root: Path) -> list[str]:
    """The lines to print. Raises Failed where an answer is wrong."""
    gone, stay, telling = prepared(root)
    current, watched = root / "site" / "current", [*gone, *telling]
    old = digests(current.resolve(), watched)
    (root / "nginx").mkdir()
    with served(current, root / "nginx") as port:
        answers, said, seconds = asked_during(root, port, stay, watched)
    wrong, late = judged(answers, old, digests(current.resolve(), watched), set(gone), current.lstat().st_ctime)
    bad = re.search(r"Non-2xx.*|Socket errors.*", said)
    if wrong or bad:
        raise Failed("; ".join([*wrong[:5], *([bad[0]] if bad else [])]))
    rate, slow = re.search(r"Requests/sec: +([\d.]+)", said), re.search(r"99% +(\S+)", said)
    return [
        f"| decisions, withdrawn under load | {SIZE:,}, {len(gone)} |",
        f"| requests a second by wrk, {CONNECTIONS} connections, 99 % within | {rate[1] if rate else '-'}, {slow[1] if slow else '-'} |",
        f"| release under load, seconds | {seconds:.1f} |",
        f"| answers compared, wrong | {len(answers):,}, {len(wrong)} |",
        f"| last answer of before, after the switch, milliseconds | {late * 1000:.1f} |",
    ]


def main() -> int:
    """Measure in a folder that goes."""
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(["| what | |", "| --- | ---: |", *measured(Path(folder))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
