"""The runs of `ssh-keygen` (OpenSSH 8.9 or later): sign, and prove a signature as of a day. Nothing here decides who counts.

A run that proves sees neither the environment nor the clock: the day is an argument, the time zone is China's, the files are
those that it is handed. So its answer depends on its arguments alone (docs/decisions/0008-ssh-keygen-proves-signatures.md).
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROGRAM = "ssh-keygen"
SECONDS = 20.0
CLOSED = {"PATH": "/usr/bin:/bin:/usr/local/bin", "TZ": "CST-8", "LC_ALL": "C"}
NOON = "120000"  # the hour of the day at which a signature is judged


class NoAnswer(Exception):
    """`ssh-keygen` is not there or did not end: nothing is known of the signature."""


@dataclass(frozen=True)
class Proof:
    """A text and its signature, to be proved with files in a folder of their own."""

    folder: Path
    text: bytes
    signature: bytes
    namespace: str

    def holds(self) -> bool:
        """Whether the signature was made over this text in this namespace, by whomever."""
        return self._run("check-novalidate")

    def by(self, person: str, signers: str, revoked: bytes | None, day: date) -> bool:
        """Whether a person of `signers` (allowed_signers) made it with a key that counted at noon of the day and is not revoked."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "allowed_signers").write_text(signers, encoding="utf-8")
        words = ["-f", str(self.folder / "allowed_signers"), "-I", person, f"-Overify-time={day:%Y%m%d}{NOON}"]
        if revoked is not None:
            (self.folder / "revoked_keys").write_bytes(revoked)
            words += ["-r", str(self.folder / "revoked_keys")]
        return self._run("verify", *words)

    def _run(self, verb: str, *words: str) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "signature").write_bytes(self.signature)
        command = [PROGRAM, "-Y", verb, "-n", self.namespace, "-s", str(self.folder / "signature"), *words]
        try:
            done = subprocess.run(command, input=self.text, env=CLOSED, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            raise NoAnswer from None
        return done.returncode == 0


def sign(text: bytes, key: Path, namespace: str, alone: bool = False) -> bytes | str:
    """The signature file over a text, with a private key (or a public one whose private half an agent holds); else the words of failure.

    The environment is the person's own: `ssh-keygen` may ask for a pass phrase, an agent or a touch of a hardware token. `alone`:
    nobody is there to be asked, and the signature depends on the text and the key file alone.
    """
    command = [PROGRAM, "-Y", "sign", "-f", str(key), "-n", namespace]
    try:
        if alone:  # a session of its own has no terminal to ask at
            done = subprocess.run(
                command, input=text, capture_output=True, check=False, env=CLOSED, start_new_session=True, timeout=SECONDS
            )  # fmt: skip
        else:
            done = subprocess.run(command, input=text, capture_output=True, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "找不到 ssh-keygen，或它没有结束"
    if done.returncode:
        return done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:][0] if done.stderr.strip() else "ssh-keygen 没有签名"
    return done.stdout
