"""One sshd and one object store for all tests here; a folder and a bucket of its own for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from botocore.loaders import create_loader

from tests.targets.places import BucketPlace, Place, SshPlace, client, object_store
from tests.targets.sshd import Sshd, sshd

LOADER = lru_cache(create_loader)  # a client's description of the API is read once, not for each release


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(scope="session")
def store() -> Iterator[str]:
    with object_store() as address:
        yield address


@pytest.fixture
def far_folder(tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch) -> SshPlace:
    monkeypatch.setenv("PATH", str(server.bin), prepend=":")
    return SshPlace(tmp_path, server)


@pytest.fixture
def bucket(tmp_path: Path, store: str, monkeypatch: pytest.MonkeyPatch) -> BucketPlace:
    """A bucket that keeps versions, and the usual places of boto3 pointing to the store."""
    for name, value in {
        "AWS_ENDPOINT_URL": store, "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "geheim-test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.session.create_loader", LOADER)
    name = f"b-{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:20]}"
    own = client(store)
    own.create_bucket(Bucket=name)
    own.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return BucketPlace(tmp_path, name, own)


@pytest.fixture(params=["far_folder", "bucket"])
def place(request: pytest.FixtureRequest) -> Place:
    made: Place = request.getfixturevalue(request.param)
    return made
