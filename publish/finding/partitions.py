"""The parts of the index, a folder a month: of which records each is, and deleting those of others.

A part says in its file `key` of which records it was made, by which program. Whatever else lies in the folder is thrown away.
"""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from publish.search import folding

KEY = "key"


def key(digest: str) -> str:
    """What a part made of a month with this digest says of itself."""
    return hashlib.sha256(f"{digest} {_shape()}".encode()).hexdigest()


def said(part: Path) -> str:
    """What a part says of itself; "" where it says nothing."""
    try:
        return (part / KEY).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def fresh(folder: Path, digests: Mapping[str, str]) -> set[str]:
    """The months whose parts are there and are of these records. `digests`: month → digest of its records."""
    return {month for month, digest in digests.items() if said(folder / month) == key(digest)}


def clear(folder: Path, digest: Callable[[str], str | None]) -> list[str]:
    """Delete whatever is not a part of the records of now; what could not be deleted. `digest`: of a month's records."""
    left: list[str] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if said(path) != key(digest(path.name) or ""):
            _delete(path, left)
    return left


def _delete(path: Path, left: list[str]) -> None:
    """Delete a folder or a file; what a search that is at work deletes meanwhile is as well."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, onerror=lambda _, name, error: None if error[0] is FileNotFoundError else left.append(str(name)))
        else:
            path.unlink(missing_ok=True)
    except OSError:
        left.append(str(path))


@lru_cache(maxsize=1)
def _shape() -> str:
    """The digest of whatever shapes the index of given records: this room, the folding, the libraries."""
    total = hashlib.sha256(f"whoosh3 {version('whoosh3')} unicode {unicodedata.unidata_version}".encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), Path(folding.__file__)):
        total.update(path.read_bytes())
    return total.hexdigest()
