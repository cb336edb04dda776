"""Compressed siblings: what is large or asked for often lies beside itself as `<path>.gz` and `<path>.br`, for servers to send as it is.

1. Which files have them follows from the path alone (`LARGE`), so that a build that changes a few files and a clean one agree.
   Pages of decisions, days and parties, what is of one agency or topic, the tables of months and years, catalogues, sitemaps and
   the like are many or seldom asked for: a server compresses them when somebody does. A change would compress a whole year for one
   decision.
   Workbooks, PDF, pictures and the files of search are compressed already.
2. A sibling is an output like its file, with its key: made with it, in the manifest with it, and gone with it.
3. It is no resource of its own: no sum, index or list of the data names it.
4. The bytes follow from those of the file and the libraries: no time and no name is in them.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import brotli

from publish import tree
from publish.work import Made

LARGE = re.compile(
    r"""(?x)
    ( index\.html
    | (data | officers | search)/index\.html
    | decisions/(\d{4}/(\d\d/)?)?index\.html  # not the lists of days
    | lists/([^/]+/)?(index | table)\.html  # not their former versions
    | theme/.*\.(css | js)
    | feeds/(all | kind/[^/]+)\.(atom | rss | json)
    | data/v1/(index | withdrawals)\.json
    )"""
)
GZIP = 31  # zlib's sign for a gzip header: without a name, its time 0
# Of 26 MB of feeds and data 6 leaves 0.3 % more than 9 in half the time; brotli's 5 half a percent more than 9 in a tenth.
GZIP_LEVEL = 6
BROTLI_QUALITY = 5


def _gzip(content: bytes) -> bytes:
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP)
    return packer.compress(content) + packer.flush()


def _brotli(content: bytes) -> bytes:
    packed: bytes = brotli.compress(content, quality=BROTLI_QUALITY)
    return packed


FORMS: dict[str, Callable[[bytes], bytes]] = {".br": _brotli, ".gz": _gzip}
ENDINGS = tuple(FORMS)


def siblings(path: str) -> tuple[str, ...]:
    """The paths of the compressed forms of an output; none for most."""
    return tuple(path + ending for ending in ENDINGS) if LARGE.fullmatch(path) else ()


def is_sibling(path: str) -> bool:
    """Whether a path can only be that of a compressed form."""
    return path.endswith(ENDINGS)


def whole(path: str) -> str:
    """The path of the file whose compressed form this is; the path itself where it is none."""
    return path[: -len(ENDINGS[0])] if is_sibling(path) else path


def forms(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and its compressed siblings."""
    yield path, content
    for one in siblings(path):
        yield one, FORMS[one[len(path) :]](content)


def put(output: Path, path: str, content: bytes) -> list[Made]:
    """Put a file in place with its compressed siblings; what was made."""
    return placed(output, forms(path, content))


def placed(output: Path, files: Iterable[tuple[str, bytes]], fresh: bool = False) -> list[Made]:
    """Put files in place; what was made. `fresh`: see `tree.write`."""
    made: list[Made] = []
    for one, raw in files:
        written = tree.write(output, one, raw, fresh)
        made.append((one, hashlib.sha256(raw).hexdigest(), len(raw), written))
    return made
