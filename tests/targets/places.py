"""Places to release to, as tests see them from the outside: a folder behind a real sshd, a bucket of a real object store."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import boto3

from publish.release.target import Target, Tree
from targets.opening import open_target
from tests.targets.sshd import Sshd, free_port, wait_for

Files = Mapping[str, bytes]


class Cut(BaseException):
    """The releasing process is no more."""


class Place(Protocol):
    """`root`: a folder of this side for trees and memories."""

    root: Path

    @property
    def address(self) -> str:
        """As `--to` takes it."""

    def open(self, memory: str = "memory") -> Target:
        """The place, as a releasing machine with that memory sees it."""

    def far(self) -> dict[str, bytes]:
        """What readers get: path → bytes."""

    def leftovers(self) -> list[str]:
        """What else is there, and should not be."""

    def writes(self) -> int:
        """How many files or objects were ever written there."""

    def cut_at(self, count: int) -> None:
        """The next release dies at its n-th change of the place."""

    def mend(self) -> bool:
        """No more cuts; whether one happened."""


def made(root: Path, files: Files) -> Tree:
    """A built tree; its name is a digest of it. Files of the same bytes have the same time, as in an output that is kept."""
    digests = {path: hashlib.sha256(raw).hexdigest() for path, raw in files.items()}
    name = hashlib.sha256(repr(sorted(digests.items())).encode()).hexdigest()[:16]
    folder = root / f"built-{name}"
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
        os.utime(folder / path, (1_700_000_000 + int(digests[path][:4], 16),) * 2)
        (folder / path).chmod(0o600)
    folder.mkdir(exist_ok=True)
    return Tree(folder, name, digests)


def release(place: Place, files: Files, memory: str = "memory") -> Tree:
    """A whole release, as the verb makes one."""
    tree = made(place.root, files)
    target = place.open(memory)
    target.served()
    target.prepare(tree)
    target.switch(tree)
    target.clean(tree)
    return tree


@dataclass
class SshPlace:
    """A folder behind sshd."""

    root: Path
    server: Sshd

    @property
    def folder(self) -> Path:
        return self.root / "far 的 it's"

    @property
    def address(self) -> str:
        return f"far:{self.folder}"

    def open(self, memory: str = "memory") -> Target:
        target = open_target(self.address, self.root / memory)
        assert target
        return target

    def far(self) -> dict[str, bytes]:
        return _files(self.folder / "current")

    def leftovers(self) -> list[str]:
        link = str((self.folder / "current").readlink())
        odd = {path.name for path in self.folder.iterdir()} - {"current", "spare", ".spare.name", ".lock", ".busy", "foreign.txt", link}
        differing = _inodes(self.folder / "spare").items() ^ _inodes(self.folder / link).items()
        empty = [path for path in self.folder.rglob("*") if path.is_dir() and not any(path.iterdir()) and path.name != "spare"]
        return sorted([*odd, *(path for path, _ in differing), *map(str, empty)])

    def writes(self) -> int:
        return max(path.stat().st_ctime_ns for tree in ("current", "spare") for path in (self.folder / tree).rglob("*"))

    def cut_at(self, count: int) -> None:
        self.server.cut_at(count)

    def mend(self) -> bool:
        return self.server.mend()


@dataclass
class BucketPlace:
    """A part of a bucket. `client`: of the test itself."""

    root: Path
    bucket: str
    client: Any
    left: int = -1
    happened: bool = field(default=False)

    @property
    def address(self) -> str:
        return f"s3://{self.bucket}/zf"

    def open(self, memory: str = "memory") -> Target:
        target: Any = open_target(self.address, self.root / memory)
        if self.left >= 0:
            target.bucket.client.meta.events.register("before-send.s3", self._cut)
        found: Target = target
        return found

    def _cut(self, request: Any, **_: Any) -> None:
        if request.method in ("PUT", "POST"):
            self.left -= 1
            if self.left < 0:
                self.happened = True
                raise Cut

    def far(self) -> dict[str, bytes]:
        return {path.removeprefix("zf/"): raw for path, raw in self.objects().items() if path not in ("zf/release.json", "foreign.txt")}

    def objects(self) -> dict[str, bytes]:
        keys = [one["Key"] for one in self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])]
        return {key: self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in keys}

    def versions(self) -> list[dict[str, Any]]:
        answer = self.client.list_object_versions(Bucket=self.bucket)
        return [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]

    def leftovers(self) -> list[str]:
        return sorted(one["Key"] for one in self.versions() if not one["IsLatest"] or "Size" not in one)

    def writes(self) -> int:
        return len({(one["Key"], one["LastModified"], one["VersionId"]) for one in self.versions()})

    def cut_at(self, count: int) -> None:
        self.left, self.happened = count - 1, False

    def mend(self) -> bool:
        self.left = -1
        return self.happened


@contextmanager
def object_store() -> Iterator[str]:
    """A server with the S3 API on a free port; its address."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def client(address: str) -> Any:
    """A client of the test's own."""
    return boto3.client("s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")


def _files(folder: Path) -> dict[str, bytes]:
    root = folder.resolve()
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _inodes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}
