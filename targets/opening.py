"""From an address to the place: `ssh://…` or `user@host:/…`, `s3://…`, and else this machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

from publish.release.target import Target
from targets.address import SshAddress, parse
from targets.bucket import Bucket
from targets.memory import Memory
from targets.objects import ObjectTarget
from targets.ssh import SshTarget


def open_target(text: str, memory: Path) -> Target | None:
    """The place of another machine that an address names; None for a folder of this one.

    `memory`: a folder of this side for what was sent last, which may be lost. Nothing is asked of the place yet.
    Raises BadUsage for an address that is none, and where a library is missing.
    """
    address = parse(text)
    if address is None:
        return None
    remembered = Memory(memory / f"sent-{hashlib.sha256(str(address).encode()).hexdigest()[:16]}.sqlite")
    if isinstance(address, SshAddress):
        return SshTarget(address, remembered)
    return ObjectTarget(address, remembered, Bucket.open(address))
