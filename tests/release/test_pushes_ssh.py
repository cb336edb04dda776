"""A push over a real sshd, with the key as the server's handbook restricts it."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from tests.content import Content
from tests.operations import OPERATIONS
from tests.release.offices import Office
from tests.targets.sshd import program, sshd, written

NEEDED = ("git", "git-receive-pack", "git-shell", "git-upload-pack", "grep")


def test_a_restricted_key_pushes_and_nothing_else_and_who_hangs_up_does_not_stop_the_release(tmp_path: Path) -> None:
    found = re.search(r"echo '(restrict,.*) ssh-ed25519 ", OPERATIONS.read_text("utf-8"))
    assert found
    content = Content(tmp_path)
    new = content.decision()
    office = Office(content)
    office.commit()
    folder, unfinished = tmp_path / "ssh", tmp_path / "site.state" / "unfinished"
    folder.mkdir()
    with sshd(folder) as far:
        for name in NEEDED:
            (folder / "far-bin" / name).symlink_to(program(name))
        written(folder / "allowed", f"{found[1]} {(folder / 'user.pub').read_text('utf-8')}")
        login = subprocess.run([far.bin / "ssh", "far", "true"], capture_output=True, text=True, check=False)
        assert login.returncode != 0
        assert "unrecognized command" in login.stderr
        settings = {**office.environment, "GIT_SSH": str(far.bin / "ssh")}
        command = ["git", "push", "--quiet", f"far:{office.server}", "HEAD:main"]
        push = subprocess.Popen(command, cwd=content.folder, env=settings, start_new_session=True)
        while not unfinished.exists():
            assert push.poll() is None
            time.sleep(0.002)
        os.killpg(push.pid, signal.SIGKILL)
        push.wait()
        with (tmp_path / "site.state" / "release.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # until the release is done
        assert office.shows(new)
