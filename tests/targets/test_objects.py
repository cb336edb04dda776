"""What is particular about object stores: versions, claims, what objects are told, requests, and stores that fail for a while."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse

from publish.errors import BadUsage, TargetFailed
from targets import headers
from tests.targets.places import BucketPlace, Cut, made, release

HOME = b'<meta name="generator" content="publish">'


def watched(place: BucketPlace, memory: str = "memory") -> tuple[Any, Counter[str]]:
    """The place, and the requests that it is asked from now on by their kind."""
    target: Any = place.open(memory)
    asked: Counter[str] = Counter()
    target.bucket.client.meta.events.register("before-call.s3", lambda model, **_: asked.update([model.name]))
    return target, asked


def test_no_version_of_what_was_removed_or_replaced_stays_and_no_marker(bucket: BucketPlace) -> None:
    for text in (b"old name", b"new name"):
        release(bucket, {"index.html": text, "decision/aa/aa.html": text, "decision/aa/aa.htmlx": b"x"})
    release(bucket, {"index.html": b"none", "decision/aa/aa.htmlx": b"x"})
    assert sorted((one["Key"], one["IsLatest"]) for one in bucket.versions()) == [
        ("zf/decision/aa/aa.htmlx", True), ("zf/index.html", True), ("zf/release.json", True),
    ]  # fmt: skip


def test_versions_from_before_the_first_release_are_deleted_too(bucket: BucketPlace) -> None:
    for text in (HOME, HOME + b"2"):
        bucket.client.put_object(Bucket=bucket.bucket, Key="zf/index.html", Body=text)
    bucket.client.put_object(Bucket=bucket.bucket, Key="zf/forgotten.html", Body=b"x")
    bucket.client.delete_object(Bucket=bucket.bucket, Key="zf/forgotten.html")
    release(bucket, {"index.html": HOME + b"2"})
    assert {one["Key"] for one in bucket.versions()} == {"zf/index.html", "zf/release.json"}
    assert bucket.leftovers() == []


def test_a_version_that_must_be_kept_is_named_and_nothing_is_called_clean(bucket: BucketPlace) -> None:
    bucket.bucket += "-locked"
    bucket.client.create_bucket(Bucket=bucket.bucket, ObjectLockEnabledForBucket=True)
    release(bucket, {"index.html": b"one"})
    mode = {"Mode": "COMPLIANCE", "RetainUntilDate": "2999-01-01"}
    bucket.client.put_object_retention(Bucket=bucket.bucket, Key="zf/index.html", Retention=mode)
    for _ in range(2):
        with pytest.raises(TargetFailed, match=r"有对象没有删掉（如 index.html）.*保留期"):
            release(bucket, {"index.html": b"two"})
        assert bucket.far() == {"index.html": b"two"}


def test_objects_are_told_their_media_type_charset_and_caching_and_all_anew_where_that_changes(
    bucket: BucketPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"index.html": b"x", "data/v1/decisions/2026-05.jsonl": b"{}", "theme/css/site.css": b"x", "theme/css/site.css.gz": b"z"}

    def told() -> dict[str, tuple[str, str]]:
        found = {}
        for path in bucket.far():
            answer = bucket.client.head_object(Bucket=bucket.bucket, Key=f"zf/{path}")
            found[path] = (answer["ContentType"], answer["CacheControl"])
        return found

    release(bucket, files)
    assert told() == {
        "index.html": ("text/html; charset=utf-8", "no-cache"),
        "data/v1/decisions/2026-05.jsonl": ("application/jsonl", "no-cache"),
        "theme/css/site.css": ("text/css; charset=utf-8", "no-cache"),
    }
    monkeypatch.setitem(headers.MEDIA_TYPES, "jsonl", "application/x-ndjson")
    release(bucket, {**files, "new.html": b"x"})
    assert told()["data/v1/decisions/2026-05.jsonl"] == ("application/x-ndjson", "no-cache")


def test_requests_are_as_many_as_changes(bucket: BucketPlace) -> None:
    files = {f"decision/{number}.html": b"%d" % number for number in range(40)} | {"index.html": b"x"}
    release(bucket, files)
    tree = made(bucket.root, {**files, "decision/7.html": b"seven", "index.html": b"y"})
    target, asked = watched(bucket)
    target.served()
    target.prepare(tree)
    target.served()
    target.prepare(tree)  # as a release does that may have been cut off
    target.switch(tree)
    target.clean(tree)
    assert (asked["PutObject"], asked["ListObjectsV2"], asked["DeleteObjects"]) == (2 + 2, 0, 1)
    assert asked.total() < 20


def test_what_is_there_already_is_not_sent_again_when_the_memory_is_lost(bucket: BucketPlace) -> None:
    release(bucket, {"a.html": b"a", "b.html": b"b", "c.html": b"c"})
    target, asked = watched(bucket, "lost")
    tree = made(bucket.root, {"a.html": b"a", "b.html": b"B"})
    target.prepare(tree)
    target.switch(tree)
    assert asked["PutObject"] == 2 + 1
    assert bucket.far() == {"a.html": b"a", "b.html": b"B"}


def test_a_store_that_is_busy_for_a_while_is_asked_again(bucket: BucketPlace) -> None:
    tree = made(bucket.root, {"index.html": b"x", "a.html": b"a"})
    target, asked = watched(bucket)
    busy = b"<Error><Code>SlowDown</Code></Error>"

    class Raw:
        def stream(self, **_: Any) -> list[bytes]:
            return [busy]

    def answer(request: Any, **_: Any) -> AWSResponse | None:
        asked["tried"] += 1
        return AWSResponse(request.url, 503, {"content-length": str(len(busy))}, Raw()) if asked["tried"] % 6 == 5 else None

    target.bucket.client.meta.events.register("before-send.s3", answer)
    target.prepare(tree)
    target.switch(tree)
    assert asked["tried"] > asked.total() - asked["tried"]
    assert bucket.far() == {"index.html": b"x", "a.html": b"a"}


def test_requests_to_delete_have_their_md5_for_older_stores(bucket: BucketPlace) -> None:
    release(bucket, {"a.html": b"a", "index.html": b"x"})
    target, _ = watched(bucket)
    sums: list[bool] = []

    def look(request: Any, **_: Any) -> None:
        if request.method == "POST":
            digest = base64.b64encode(hashlib.md5(request.body).digest())
            sums.append(request.headers["Content-MD5"] in (digest, digest.decode()))

    target.bucket.client.meta.events.register("before-send.s3", look)
    tree = made(bucket.root, {"index.html": b"x"})
    target.prepare(tree)
    target.switch(tree)
    target.clean(tree)
    assert sums == [True] * len(sums)
    assert len(sums) >= 2


def test_a_claim_of_a_machine_that_is_gone_is_lifted_by_hand_and_all_is_compared(bucket: BucketPlace) -> None:
    release(bucket, {"index.html": HOME, "a.html": b"a"}, "gone")
    bucket.cut_at(3)
    with suppress(Cut):
        release(bucket, {"index.html": HOME + b"2", "a.html": b"A", "b.html": b"b"}, "gone")
    assert bucket.mend()
    last = {"index.html": HOME + b"3", "a.html": b"a"}
    with pytest.raises(TargetFailed, match=r"删除对象 s3://\S+/zf/release.json"):
        release(bucket, last)
    bucket.client.delete_object(Bucket=bucket.bucket, Key="zf/release.json")
    release(bucket, last)
    assert bucket.far() == last
    assert bucket.leftovers() == []


def test_who_is_overtaken_stops_and_ends_nothing(bucket: BucketPlace) -> None:
    release(bucket, {"index.html": HOME})
    slow, tree = bucket.open("slow"), made(bucket.root, {"index.html": HOME + b"slow"})
    slow.prepare(tree)
    bucket.client.delete_object(Bucket=bucket.bucket, Key="zf/release.json")  # somebody thinks that it is dead
    release(bucket, {"index.html": HOME + b"fast"}, "fast")
    with pytest.raises(TargetFailed, match="抢在前面"):
        slow.switch(tree)
    assert bucket.open().served() == made(bucket.root, {"index.html": HOME + b"fast"}).name


def test_two_claims_at_the_same_moment_cannot_both_be_made(bucket: BucketPlace) -> None:
    release(bucket, {"index.html": HOME})
    one, two, tree = bucket.open("one"), bucket.open("two"), made(bucket.root, {"index.html": HOME + b"2"})
    other: Any = two
    other.bucket.client.meta.events.register_first("before-call.s3.PutObject", lambda **_: one.prepare(tree))
    with pytest.raises(TargetFailed, match="抢在前面"):
        two.prepare(tree)
    one.switch(tree)
    assert bucket.far() == {"index.html": HOME + b"2"}


def test_a_bucket_without_versions_is_not_asked_for_them(bucket: BucketPlace) -> None:
    bucket.bucket += "-plain"
    bucket.client.create_bucket(Bucket=bucket.bucket)
    target, asked = watched(bucket)
    for text in (b"one", b"two"):
        tree = made(bucket.root, {"index.html": text, "a/b.html": text})
        target.prepare(tree)
        target.switch(tree)
        target.clean(tree)
    assert asked["ListObjectVersions"] == 0
    assert bucket.far() == {"index.html": b"two", "a/b.html": b"two"}


def test_an_output_that_changes_while_it_is_sent_is_not_served_as_released(bucket: BucketPlace) -> None:
    tree = made(bucket.root, {"index.html": b"x"})
    target = bucket.open()
    target.prepare(tree)
    (tree.folder / "index.html").write_bytes(b"another")
    with pytest.raises(TargetFailed, match="在发布时变了"):
        target.switch(tree)
    assert bucket.open().served() == ""
    assert bucket.far() == {}


def test_a_prefix_with_another_site_in_it_is_refused_before_anything_is_written(bucket: BucketPlace) -> None:
    bucket.client.put_object(Bucket=bucket.bucket, Key="zf/index.html", Body=b"<html>another site")
    with pytest.raises(BadUsage, match="别的对象"):
        release(bucket, {"index.html": HOME})
    assert list(bucket.objects()) == ["zf/index.html"]
