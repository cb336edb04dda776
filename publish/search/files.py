"""The files of search: JSON, packed with gzip, and read back where a build changes a few of them.

They are packed by us, for a static host may not do it, and end in `.bin`, so that none unpacks them on its own.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from publish.search import ROOT

GZIP = 31  # zlib's sign for a gzip header: without a name, its time 0
LEVEL = 6
ENCODER = msgspec.json.Encoder(order="sorted")


Aside = tuple[str, str]  # path of a file that is made, below `search/v1/`, and its SHA-256


class Lost(Exception):
    """A file of the last build is not there as it was made: nothing can be changed, all is to be made anew."""


def packed(content: Any) -> bytes:
    """The bytes of a file, from what JSON holds."""
    return zlib.compress(ENCODER.encode(content), LEVEL, GZIP)


def encoded(content: Any) -> msgspec.Raw:
    """A part of what a file is to hold, in a tenth of the memory: `packed` takes it as it is."""
    return msgspec.Raw(ENCODER.encode(content))


def put_aside(folder: Path, path: str, raw: bytes) -> Aside:
    """Write a file where the build takes it from, by its `flat_name`. `path`: below `search/v1/`."""
    with open(f"{folder}/{flat_name(path)}", "wb") as file:  # noqa: PTH123 - a third of the time of a Path; there are many
        file.write(raw)
    return path, hashlib.sha256(raw).hexdigest()


def flat_name(path: str) -> str:
    """The name under which a file is put aside: all are in one folder, where ext4 makes them fastest, for it looks in one place for
    what is free; that they get their names in the output afterwards is little to that."""
    return path.replace("/", "-")


def unpacked(raw: bytes) -> Any:
    """What a file holds. Raises Lost where it is none of ours."""
    try:
        return msgspec.json.decode(zlib.decompress(raw, GZIP))
    except (ValueError, zlib.error, msgspec.MsgspecError):
        raise Lost from None


def leaf_path(space: str, name: int, suffix: str = "") -> str:
    """The file of a leaf, below `search/v1/`: its name in hex, in folders by the last two digits."""
    text = f"{name:x}"
    return f"{space}/{text[-2:]:0>2}/{text}{suffix}.bin"


@dataclass
class Shelf:
    """The files as the last build left them, and those that this one changes.

    `read`: bytes by path, None where there is no such file; raises Lost.
    """

    read: Callable[[str], bytes | None]
    made: dict[str, Any] = field(default_factory=dict)  # path → what it is to hold, None where it goes

    def find(self, path: str) -> Any:
        """What a file holds, changes included; {} where there is none. Raises Lost."""
        if path not in self.made:
            raw = self.read(ROOT + path)
            return {} if raw is None else unpacked(raw)
        return self.made[path] or {}

    def get(self, path: str) -> Any:
        """What a file holds, changes included. Raises Lost, also where there is none."""
        if found := self.find(path):
            return found
        raise Lost

    def put(self, path: str, content: Any) -> None:
        """What a file is to hold; None where it goes."""
        self.made[path] = content
