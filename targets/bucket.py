"""The part of a bucket below a prefix, over the S3 API. Endpoint and credentials come from where boto3 looks for them, and only there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from publish.errors import BadUsage, TargetFailed
from targets.address import BucketAddress
from targets.bucket_words import by_code, by_kind, failed

THREADS = 16
MOST = 1000  # keys in one request to delete
OVERTAKEN = "对象存储说有另一次写入抢在前面；请再发布一次。"
T = TypeVar("T")


class Overtaken(TargetFailed):
    """A conditional write found another object than it should replace."""


@dataclass(frozen=True)
class Version:
    """One version of an object, or a marker that it was deleted. `path`: without the prefix."""

    path: str
    ident: str
    latest: bool
    marker: bool


@dataclass(frozen=True)
class Bucket:
    """All methods take and give paths without the prefix, and raise TargetFailed."""

    address: BucketAddress
    client: Any  # made from descriptions at run time: it has no types

    @classmethod
    def open(cls, address: BucketAddress) -> Bucket:
        """Nothing is asked of the store yet. Raises BadUsage where boto3 is missing."""
        try:
            import boto3  # noqa: PLC0415 - half a second
            from botocore.config import Config  # noqa: PLC0415
            from botocore.exceptions import BotoCoreError  # noqa: PLC0415
        except ImportError:
            raise BadUsage("发布到对象存储要用 boto3，还没有安装。请运行 .venv/bin/pip install 'boto3>=1.40'，再发布一次。") from None
        settings = Config(
            retries={"mode": "standard", "total_max_attempts": 6}, max_pool_connections=THREADS, connect_timeout=20, read_timeout=60,
            # Newer checksums are not known to every store; each body is sent with its MD5 instead.
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        try:
            client = boto3.session.Session().client("s3", config=settings)
        except (BotoCoreError, ValueError) as error:
            raise failed(address, by_kind(error)) from None
        client.meta.events.register("before-sign.s3.DeleteObjects", _with_md5)
        return cls(address, client)

    def get(self, path: str) -> tuple[bytes, str] | None:
        """The bytes and the ETag of an object; None where there is none."""
        with self._words(missing=True):
            answer = self.client.get_object(**self._object(path))
            with answer["Body"] as body:
                return body.read(), answer["ETag"]
        return None

    def put(self, path: str, content: bytes, media_type: str, caching: str) -> None:
        """Make an object hold these bytes."""
        with self._words():
            self._put(path, content, ContentType=media_type, CacheControl=caching)

    def put_if(self, path: str, content: bytes, etag: str | None) -> str:
        """The same if the object still has this ETag, or does not exist yet (None); its new one. Raises Overtaken."""
        condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
        with self._words():
            answer = self._put(path, content, ContentType="application/json", CacheControl="no-cache", **condition)
        new: str = answer["ETag"]
        return new

    def listing(self) -> dict[str, str]:
        """Path → ETag (of most stores the MD5 of the bytes, hex) of every object."""
        with self._words():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.address.bucket, Prefix=self.address.prefix)
            return {self._path(one["Key"]): one["ETag"].strip('"') for page in pages for one in page.get("Contents", [])}

    def delete(self, objects: Iterable[tuple[str, str | None]]) -> None:
        """Delete objects, or one version of each (path, version)."""
        waiting = iter(objects)
        batches = list(iter(lambda: list(islice(waiting, MOST)), []))
        self.each(self._delete, batches)

    def versioned(self) -> bool:
        """Whether the bucket keeps, or ever kept, older versions."""
        with self._words(missing=True, unknown=True):
            return bool(self.client.get_bucket_versioning(Bucket=self.address.bucket).get("Status"))
        return False

    def versions(self, path: str | None = None) -> list[Version]:
        """All versions of one object, or of every one."""
        found: list[Version] = []
        with self._words():
            paginator = self.client.get_paginator("list_object_versions")
            for page in paginator.paginate(Bucket=self.address.bucket, Prefix=self.address.prefix + (path or "")):
                ones = [*self._versions(page, "Versions"), *self._versions(page, "DeleteMarkers")]
                found += [one for one in ones if path in (None, one.path)]
                if path is not None and any(one.path > path for one in ones):
                    break  # keys come in order, and the shortest of those that begin so comes first
        return found

    def each(self, do: Callable[[T], object], things: Sequence[T]) -> None:
        """Do something with many things at once; ends at the first failure, with what was begun done."""
        pool = ThreadPoolExecutor(THREADS)
        try:
            for _ in pool.map(do, things):
                pass
        finally:
            pool.shutdown(cancel_futures=True)

    def _put(self, path: str, content: bytes, **about: Any) -> Any:
        return self.client.put_object(**self._object(path), Body=content, ContentMD5=_md5(content), **about)

    def _delete(self, objects: list[tuple[str, str | None]]) -> None:
        named = [{"Key": self.address.prefix + path, **({"VersionId": version} if version else {})} for path, version in objects]
        with self._words():
            answer = self.client.delete_objects(Bucket=self.address.bucket, Delete={"Objects": named, "Quiet": True})
        for error in answer.get("Errors", []):
            if error.get("Code") not in ("NoSuchKey", "NoSuchVersion"):
                kept = "；桶设了保留期（Object Lock）的，到期之前谁也删不掉" if error.get("Code") == "AccessDenied" else ""
                raise failed(self.address, f"有对象没有删掉（如 {self._path(error['Key'])}）：{by_code(error.get('Code', ''))}{kept}")

    def _object(self, path: str) -> dict[str, str]:
        return {"Bucket": self.address.bucket, "Key": self.address.prefix + path}

    def _path(self, key: str) -> str:
        return key[len(self.address.prefix) :]

    def _versions(self, page: Any, kind: str) -> Iterator[Version]:
        for one in page.get(kind, []):
            yield Version(self._path(one["Key"]), one["VersionId"], bool(one["IsLatest"]), kind == "DeleteMarkers")

    @contextmanager
    def _words(self, missing: bool = False, unknown: bool = False) -> Iterator[None]:
        """Errors in words. `missing`: an object that is not there is none; `unknown`: neither is an operation that the store lacks."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - see `open`

        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in ("PreconditionFailed", "412", "ConditionalRequestConflict", "409") or (code == "NoSuchKey" and not missing):
                raise Overtaken(OVERTAKEN) from None
            if not ((missing and code in ("NoSuchKey", "404")) or (unknown and code in ("NotImplemented", "MethodNotAllowed"))):
                raise failed(self.address, by_code(code)) from None
        except BotoCoreError as error:
            raise failed(self.address, by_kind(error)) from None


def _md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def _with_md5(request: Any, **_: Any) -> None:
    """Older stores delete several objects at once only where the request has its MD5; newer ones take it as well."""
    request.headers["Content-MD5"] = _md5(request.body)
