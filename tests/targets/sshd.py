"""A real sshd on a free port of loopback, with keys of its own, and an `ssh` in the search path that knows it as `far`."""

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

SERVER = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/allowed
PidFile {folder}/pid
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication no
KbdInteractiveAuthentication no
SetEnv PATH={folder}/far-bin HOME={folder}
"""
CLIENT = """
Host far
  HostName 127.0.0.1
  Port {port}
  IdentityFile {folder}/user
  IdentitiesOnly yes
  KexAlgorithms curve25519-sha256
  UserKnownHostsFile {folder}/known
  StrictHostKeyChecking yes
"""
CUT = """#!/bin/sh
PATH=/usr/bin:/bin
[ -e {folder}/cut ] || exec {name} "$@"
read -r left <{folder}/cut
left=$((left - 1))
echo $left >{folder}/cut
case $left in
0) kill -9 $PPID; exit 1 ;;
-*) exit 1 ;;
esac
exec {name} "$@"
"""
PLAIN = ("base64", "cat", "date", "flock", "readlink", "sh", "sync", "true")
PROGRAMS = ("cp", "ln", "mkdir", "mv", "rm", "rmdir", "rsync")


@dataclass(frozen=True)
class Sshd:
    """`folder` holds the server's files, and `bin` what is to stand in front of the search path of this side."""

    folder: Path
    port: int

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    def cut_at(self, count: int) -> None:
        """The shell of the far side is killed at its n-th command that changes something, and no later one does."""
        (self.folder / "cut").write_text(f"{count}\n", encoding="utf-8")

    def mend(self) -> bool:
        """No more cuts; whether one happened."""
        left = int((self.folder / "cut").read_text("utf-8"))
        (self.folder / "cut").unlink()
        return left <= 0


def program(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin:/sbin")
    assert found, f"没有 {name}；请先运行 tests/setup.sh"
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the server did not start"
        time.sleep(0.02)
    raise TimeoutError


def written(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """Run it. The user is whoever runs the tests."""
    made = Sshd(folder, free_port())
    for name in ("host", "user"):
        subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name], check=True)
    host_key = (folder / "host.pub").read_text("utf-8")
    written(folder / "known", f"[127.0.0.1]:{made.port} {host_key}")
    written(folder / "allowed", 'restrict,from="127.0.0.1" ' + (folder / "user.pub").read_text("utf-8"))  # as docs/targets.zh-CN.md says
    written(folder / "server", SERVER.format(folder=folder, port=made.port))
    written(folder / "client", CLIENT.format(folder=folder, port=made.port))
    written(made.bin / "ssh", f'#!/bin/sh\nexec {program("ssh")} -F {folder}/client "$@"\n', 0o755)
    for name in PROGRAMS:
        written(folder / "far-bin" / name, CUT.format(folder=folder, name=name), 0o755)
    for name in PLAIN:
        (folder / "far-bin" / name).symlink_to(program(name))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with (folder / "log").open("wb") as log, subprocess.Popen([program("sshd"), "-D", "-e", "-f", folder / "server"], stderr=log) as server:
        try:
            wait_for(made.port, server)
            yield made
        finally:
            server.terminate()
