"""A shell on another machine, for as long as a release takes: one SSH connection for its commands and for rsync.

The shell holds a lock there (`flock`), which the system itself lets go when the connection ends: no lock stays behind. Only sh,
coreutils, flock (util-linux) and rsync are needed there. Login, keys and the host's name are left to ssh and its configuration.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import IO

from publish.errors import TargetFailed
from targets.address import SshAddress
from targets.ssh_words import not_reached, refused

OPTIONS = (
    "-T", "-x", "-a", "-oBatchMode=yes", "-oConnectTimeout=20", "-oServerAliveInterval=15", "-oServerAliveCountMax=4",
    "-oClearAllForwardings=yes", "-oRemoteCommand=none", "-oPermitLocalCommand=no", "-oLogLevel=ERROR",
    "-oControlMaster=yes", "-oControlPersist=no",
)  # fmt: skip
GREETED = "@greeted@"  # what a login prints before is not ours
HELLO = f"""echo "{GREETED}"; LC_ALL=C; export LC_ALL; umask 022
for one in base64 cat cp date flock ln mkdir mv readlink rm rmdir rsync sync true
do command -v $one >/dev/null 2>&1 || printf ' %s' $one
done"""
DONE = "@done@ "
STRANGER = "@stranger@"  # a script says so, and ends, where it finds what is not ours


class FarShell:
    """Raises TargetFailed where ssh is missing or the host cannot be reached; then nothing was done."""

    def __init__(self, address: SshAddress) -> None:
        self.address = address
        if not shutil.which("ssh") or not shutil.which("rsync"):
            raise TargetFailed("本机没有 ssh 或 rsync，请先安装：apt-get install openssh-client rsync")
        self.folder = Path(tempfile.mkdtemp(prefix="publish-"))
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the connection
        who = ["-l", address.user] if address.user else []
        where = ["-p", address.port] if address.port else []
        command = ["ssh", *OPTIONS, f"-oControlPath={self.folder}/c", *who, *where, "--", address.host, "sh"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)
        self.close = weakref.finalize(self, _end, self.process, self.errors, self.folder)
        missing = self.keep(HELLO).partition(GREETED)[2].split()
        if missing:
            self.close()
            raise TargetFailed(f"{address.host} 上没有 {' '.join(missing)}，请管理员安装（rsync、coreutils、util-linux）。")

    @property
    def alive(self) -> bool:
        """Whether commands can still be given."""
        return self.close.alive and self.process.poll() is None

    def run(self, script: str) -> str:
        """Run a script, which ends at the first command that fails; its output. Raises TargetFailed."""
        code, said = self._ask(f"(\nset -e\n{script}\n) </dev/null 2>&1")
        if code and STRANGER in said:
            raise TargetFailed(
                f"{self.address} 里的 {said.partition(STRANGER)[2].strip()} 不是发布程序放的，没有动它；请换一个文件夹，或把它移走。"
            )
        if code:
            raise TargetFailed(f"{self.address} 上{refused(said)}。正在使用的网站是完整的，再发布一次会接着做。")
        return said

    def keep(self, script: str) -> str:
        """Run a script whose changes of the shell itself (folder, open files, variables) stay; its output."""
        return self._ask(f"{{\n{script}\n}} </dev/null 2>&1")[1]

    def send(self, folder: Path, to: str, paths: Iterable[str] | None) -> None:
        """Make files of a folder there the same as here (`paths`), or all of them, and then no others stay there. Raises TargetFailed."""
        way = "ssh -F none -oBatchMode=yes -oControlMaster=no -oProxyCommand=false -oControlPath=" + quote(f"{self.folder}/c")
        busy = quote(f"{self.address.path}/.busy")
        what = ["--delete"] if paths is None else ["--files-from=-", "--from0"]
        command = [
            "rsync", "-rtpczOs", "--chmod=D755,F644", *what, "-e", way, "--rsync-path", f"flock {busy} rsync",
            f"{folder}/", f"far:{self.address.path}/{to}/",
        ]  # fmt: skip
        names = b"" if paths is None else b"\0".join(os.fsencode(path) for path in paths)
        done = subprocess.run(command, input=names, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})
        if done.returncode:
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            raise TargetFailed(f"没有全部送到 {self.address}：{refused(said)}。正在使用的网站是完整的，再发布一次会接着送。")

    def _ask(self, script: str) -> tuple[int, str]:
        lines: list[str] = []
        assert self.process.stdin
        assert self.process.stdout
        with suppress(BrokenPipeError):  # why, is read below
            self.process.stdin.write(f'{script}\nprintf "\\n{DONE}%s\\n" $?\n'.encode())
            self.process.stdin.flush()
        for raw in self.process.stdout:
            line = raw.decode("utf-8", "replace")
            if line.startswith(DONE):
                return int(line.removeprefix(DONE)), "".join(lines).removesuffix("\n")
            lines.append(line)
        self.process.wait()
        self.errors.seek(0)
        said = "".join(lines) + self.errors.read().decode("utf-8", "replace")
        self.close()
        raise TargetFailed(f"{self.address.host}：{not_reached(said)}。正在使用的网站是完整的，再发布一次会接着做。")


def _end(process: subprocess.Popen[bytes], errors: IO[bytes], folder: Path) -> None:
    """Close the connection; the shell there ends with its input, and its lock with it."""
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(BrokenPipeError):
                stream.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    errors.close()
    shutil.rmtree(folder, ignore_errors=True)
