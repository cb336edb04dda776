"""The part of a bucket below a prefix, as a `publish.release.target.Target`.

An object store has no switch: objects are what is served. So `prepare` sends nothing. It makes a claim by a conditional write of
`release.json`, which two releases cannot both win; `switch` puts what changed in the order in which it is led to, takes away what is
gone, and ends the claim by another conditional write; `clean` deletes older versions where the bucket keeps them. A release that
was cut off leaves its claim, and what it may have touched is in doubt until it is finished, from the same machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from publish.errors import BadUsage, TargetFailed
from publish.release.target import Tree
from publish.tree import GENERATOR
from targets.address import BucketAddress
from targets.bucket import THREADS, Bucket, Overtaken, Version
from targets.bucket_words import failed
from targets.headers import caching, form, in_turns, kept, media_type
from targets.memory import EVERYTHING, Difference, Memory

POINTER = "release.json"
LISTED = 1000  # versions that one request lists


@dataclass(frozen=True)
class Pointer:
    """What `release.json` says: the release that is served, how its objects were told of, and the release on its way, by which memory."""

    release: str = ""
    form: str = ""
    next: str = ""
    by: str = ""

    @classmethod
    def read(cls, raw: bytes) -> Pointer:
        """Raises ValueError where it is not ours."""
        said = json.loads(raw)
        if not isinstance(said, dict) or set(said) - {"release", "form", "next", "by"}:
            raise ValueError("not a pointer")
        return cls(**{name: str(value) for name, value in said.items()})

    def written(self) -> bytes:
        """Its bytes."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, sort_keys=True).encode() + b"\n"


@dataclass
class ObjectTarget:
    """`ways`: what `switch` has to do for the tree `ready`; None where that is all done. `claim`: the ETag of our claim."""

    address: BucketAddress
    memory: Memory
    bucket: Bucket
    seen: str | None = field(default=None)  # what was served when this release began
    ready: str = ""
    ways: Difference | None = None
    claim: str = ""

    def served(self) -> str:
        """See `Target`."""
        now = self._pointer()[0].release
        self.seen = now if self.seen is None else self.seen
        return now

    def shown(self, path: str) -> bytes | None:
        """See `Target`."""
        found = self.bucket.get(path)
        return found[0] if found else None

    def prepare(self, tree: Tree) -> None:
        """See `Target`; the claim. Raises TargetFailed where another release was made meanwhile or is on its way, BadUsage where
        the place holds what is not a site of ours.
        """
        pointer, etag = self._pointer()
        if self.ready == tree.name and self.ways and etag == self.claim:
            return  # asked for again
        if pointer.next and pointer.by != self.memory.token():
            raise self._on_its_way(pointer)
        if self.seen not in (None, pointer.release):
            raise failed(self.address, "准备期间，别的机器发布了一次。正在使用的是那一次的；请取得最新的内容")
        self.seen, self.ready, self.ways = pointer.release, tree.name, None
        if pointer == Pointer(tree.name, form()):
            self.clean(tree)  # which may have been cut off
            return
        self.ways = self._difference(tree, pointer, etag)
        self.claim = self._written(Pointer(pointer.release, pointer.form, tree.name, self.memory.token()), etag)

    def switch(self, tree: Tree) -> None:
        """See `Target`. Readers may see some pages of the old release and some of the new one while this goes on."""
        if self.ready != tree.name:
            self.prepare(tree)
        self.ready, self.seen = "", None
        if self.ways is None:
            return
        self.memory.doubt([*self.ways.changed, *self.ways.removed, POINTER])
        for paths in in_turns(self.ways.changed):
            self.bucket.each(lambda path: self._put(tree, path), paths)
            if self._pointer()[1] != self.claim:
                raise self._overtaken()
        self.bucket.delete((path, None) for path in self.ways.removed)
        self._written(Pointer(tree.name, form()), self.claim)
        self.memory.keep(tree.name, kept(tree.files))

    def clean(self, tree: Tree) -> None:
        """See `Target`: in a bucket that keeps versions, those of removed and replaced objects, and the markers of deletion."""
        unclean = self.memory.unclean()
        if unclean and self.bucket.versioned():
            everything = EVERYTHING in unclean or len(unclean) / THREADS > len(tree.files) / LISTED
            found = self._versions(None if everything else sorted(unclean))
            self.bucket.delete((one.path, one.ident) for one in found if not one.latest)
            # A marker goes when nothing is left that it hides.
            self.bucket.delete((one.path, one.ident) for one in found if one.latest and one.marker)
        if unclean:
            self.memory.cleaned()
        self.memory.forget_before()

    def _versions(self, paths: list[str] | None) -> list[Version]:
        if paths is None:
            return self.bucket.versions()
        found: list[Version] = []
        self.bucket.each(lambda path: found.extend(self.bucket.versions(path)), paths)
        return found

    def _difference(self, tree: Tree, pointer: Pointer, etag: str | None) -> Difference:
        """From what is there to the tree: by memory; else by a listing, whose ETags are MD5 of the bytes or make us send again."""
        files = kept(tree.files)
        known = self.memory.known(pointer.release) if pointer.form == form() else None
        if known is not None:
            known.pop(POINTER, None)
            return Difference.between(known, files)
        there = self.bucket.listing()
        if etag is None and there:
            self._refuse_foreign(there)
        there.pop(POINTER, None)
        new = _sums(tree.folder, {path: there.get(path, "") for path in files})
        if pointer.form not in ("", form()):
            there = dict.fromkeys(there, "")
        return Difference.between(there, new)

    def _refuse_foreign(self, there: Mapping[str, str]) -> None:
        for path in ("index.html", "404.html"):
            if path in there and GENERATOR in (self.shown(path) or b"")[:4000]:
                return
        raise BadUsage(
            f"{self.address} 里有别的对象（如 {min(there)}），发布会把它们删掉，所以没有开始。请用 --to 指定一个空的前缀，如 s3://桶/xzzf。"
        )

    def _put(self, tree: Tree, path: str) -> None:
        content = (tree.folder / path).read_bytes()
        if hashlib.sha256(content).hexdigest() != tree.files[path]:
            raise failed(self.address, f"本机的文件 {path} 在发布时变了；构建和发布不能同时进行")
        self.bucket.put(path, content, media_type(path), caching(path))

    def _pointer(self) -> tuple[Pointer, str | None]:
        found = self.bucket.get(POINTER)
        if found is None:
            return Pointer(), None
        try:
            return Pointer.read(found[0]), found[1]
        except ValueError:
            raise failed(self.address, f"对象 {POINTER} 不是发布程序放的，没有动它；请换一个前缀，或把它移走") from None

    def _written(self, pointer: Pointer, etag: str | None) -> str:
        """Its ETag. A write that was answered too late, and tried again, finds itself; a store without conditions is found out."""
        with suppress(Overtaken):
            self.bucket.put_if(POINTER, pointer.written(), etag)
        now, new = self._pointer()
        if now != pointer or not new:
            raise self._overtaken()
        return new

    def _overtaken(self) -> TargetFailed:
        return failed(self.address, "有另一次发布抢在前面，这一次停下了。请等它结束")

    def _on_its_way(self, pointer: Pointer) -> TargetFailed:
        words = f"确定那边已经不在发布、也不能接着做的，删除对象 {self.address}{POINTER} 再发布，会全部核对"
        why = f"有另一次发布（{pointer.next}）从别的机器开始，还没有做完，这一次没有开始。请等它结束，或在那台机器上再发布一次；{words}"
        return TargetFailed(f"{self.address}：{why}。")


def _sums(folder: Path, there: Mapping[str, str]) -> dict[str, str]:
    """Path → MD5 of the bytes of a file, hex; not read where there is nothing to compare with."""
    return {
        path: hashlib.md5((folder / path).read_bytes(), usedforsecurity=False).hexdigest() if etag else "new"
        for path, etag in there.items()
    }
