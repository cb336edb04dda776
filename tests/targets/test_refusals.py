"""What staff read when a place cannot be reached, read or written: why, in their words, and nothing that is secret."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.errors import BadUsage, TargetFailed
from targets.opening import open_target
from tests.targets.places import BucketPlace, SshPlace, made, release
from tests.targets.sshd import free_port


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ssh://no-such-host.invalid/srv", "找不到这台主机"),
        ("ssh://127.0.0.1:{free}/srv", "没有在这个端口提供 SSH"),
        ("ssh://127.0.0.1:{port}/srv", "还不认识这台主机的密钥"),
        ("ssh://no-such-user@far/srv", "不让登录"),
        ("ssh://far/sys/zf", "写"),
        ("ssh://far/etc/passwd/zf", "应为文件夹的地方是别的东西"),
    ],
)
def test_what_is_wrong_with_another_machine_is_said(text: str, words: str, far_folder: SshPlace) -> None:
    address = text.format(free=free_port(), port=far_folder.server.port)
    target = open_target(address, far_folder.root / "memory")
    assert target
    with pytest.raises(TargetFailed, match=words):
        target.prepare(made(far_folder.root, {"index.html": b"x"}))


def test_a_machine_without_rsync_is_named_and_so_is_what_is_missing(far_folder: SshPlace) -> None:
    rsync = far_folder.server.folder / "far-bin" / "rsync"
    rsync.rename(rsync.with_name("hidden"))
    try:
        with pytest.raises(TargetFailed, match="far 上没有 rsync"):
            far_folder.open().served()
    finally:
        rsync.with_name("hidden").rename(rsync)


def test_a_file_system_without_locks_is_named(far_folder: SshPlace) -> None:
    flock = far_folder.server.folder / "far-bin" / "flock"
    real = flock.readlink()
    flock.unlink()
    flock.write_text("#!/bin/sh\necho 'flock: 9: No locks available' >&2\nexit 71\n", encoding="utf-8")
    flock.chmod(0o755)
    try:
        with pytest.raises(TargetFailed, match=r"不能加锁.*No locks available.*这次没有开始"):
            release(far_folder, {"index.html": b"x"})
    finally:
        flock.unlink()
        flock.symlink_to(real)


def test_a_full_disk_over_there_leaves_the_old_release_and_is_mended_when_there_is_room(far_folder: SshPlace) -> None:
    far_folder.folder.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(far_folder.folder)]
    if subprocess.run(small, capture_output=True, check=False).returncode:
        pytest.skip("这里不能挂载小磁盘，没有测试磁盘写满的情形")
    try:
        release(far_folder, {"index.html": b"one"})
        large = {"index.html": b"two", "decision/aa/aa.html": os.urandom(400_000)}
        with pytest.raises(TargetFailed, match="磁盘满了"):
            release(far_folder, large)
        assert far_folder.far() == {"index.html": b"one"}
        subprocess.run(["mount", "-o", "remount,size=10m", str(far_folder.folder)], check=True)
        release(far_folder, large)
        assert far_folder.far() == large
        assert far_folder.leftovers() == []
    finally:
        subprocess.run(["umount", str(far_folder.folder)], check=True)


@pytest.mark.parametrize("name", ["current", "spare"])
def test_a_folder_that_holds_something_of_the_same_name_is_left_as_it_is(name: str, far_folder: SshPlace) -> None:
    (far_folder.folder / name).mkdir(parents=True)
    (far_folder.folder / name / "letters.txt").write_text("x", encoding="utf-8")
    with pytest.raises(TargetFailed, match=f"{name} 不是发布程序放的"):
        release(far_folder, {"index.html": b"one"})
    assert (far_folder.folder / name / "letters.txt").exists()


def test_who_holds_the_lock_is_told_and_a_dead_connection_lets_it_go(far_folder: SshPlace) -> None:
    first, tree = far_folder.open("one"), made(far_folder.root, {"index.html": b"one"})
    first.prepare(tree)
    second = far_folder.open("two")
    with pytest.raises(TargetFailed, match=r"从 127\.0\.0\.1 开始于 \d{4}-\d\d-\d\d \d\d:\d\d；.* kill \d+") as refused:
        second.prepare(tree)
    subprocess.run(["kill", "-9", str(refused.value).rpartition("kill ")[2].partition("）")[0]], check=True)
    second.prepare(tree)
    second.switch(tree)
    assert far_folder.far() == {"index.html": b"one"}


def no_bucket(place: BucketPlace) -> None:
    place.client.delete_bucket(Bucket=place.bucket)


def not_ours(place: BucketPlace) -> None:
    place.client.put_object(Bucket=place.bucket, Key="zf/release.json", Body=b'{"version": 1}')


def other_objects(place: BucketPlace) -> None:
    place.client.put_object(Bucket=place.bucket, Key="zf/letters.txt", Body=b"x")


@pytest.mark.parametrize(
    ("spoil", "settings", "words"),
    [
        (no_bucket, {}, "没有这个桶"),
        (not_ours, {}, "不是发布程序放的"),
        (other_objects, {}, "里有别的对象（如 letters.txt）"),
        (None, {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "没有找到访问密钥"),
        (None, {"AWS_SECRET_ACCESS_KEY": ""}, "访问密钥不全"),
        (None, {"AWS_PROFILE": "geheim"}, "没有 AWS_PROFILE 所说的那一段配置"),
        (None, {"AWS_ENDPOINT_URL": "http://user:geheim@127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}, "连不上"),
        (None, {"AWS_ENDPOINT_URL": "geheim"}, "AWS_ENDPOINT_URL 写得不对"),
    ],
)
def test_what_is_wrong_with_an_object_store_is_said_without_keys_and_addresses(
    spoil: Callable[[BucketPlace], None] | None, settings: dict[str, str], words: str, bucket: BucketPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    if spoil:
        spoil(bucket)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
        if not value:
            monkeypatch.delenv(name)
    with pytest.raises((TargetFailed, BadUsage), match=words) as refused:
        release(bucket, {"index.html": b"one"})
    assert not [secret for secret in ("geheim", "AKIATEST", "127.0.0.1") if secret in str(refused.value)]


def test_without_boto3_it_is_said_how_to_get_it(bucket: BucketPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    with pytest.raises(BadUsage, match="pip install"):
        bucket.open()


def test_no_credentials_are_written_anywhere(bucket: BucketPlace) -> None:
    release(bucket, {"index.html": b"one"})
    kept = b"".join(path.read_bytes() for path in Path(bucket.root / "memory").rglob("*")) + b"".join(bucket.objects().values())
    assert b"geheim" not in kept
    assert b"AKIATEST" not in kept
