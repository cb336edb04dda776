"""Compiled templates: kept while the process runs, and from build to build in a folder of the state.

A template's code is taken where its text, the compiler (`plugins.templates`, Jinja, Python) and the file it came from are the same
ones; like Python's own `__pycache__`, the folder is as much to be trusted as the program, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from plugins import templates

CODES: dict[str, bytes] = {}
COMPILER = hashlib.sha256(f"{sys.version} {version('jinja2')} {Path(templates.__file__).read_text('utf-8')}".encode()).hexdigest()


class Compiled(BytecodeCache):
    """Keeps the code of templates in `CODES`, for Pelican reads its settings and makes environments anew for every build.

    `folder`: where it is kept for the next process, "" for nowhere.
    """

    folder = ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before it compiles."""
        mark = _mark(bucket)
        for kept in (CODES.get(bucket.key, b""), self._file(bucket.key)):
            if kept.startswith(mark):
                with suppress(ValueError, EOFError, TypeError):  # what marshal raises where a file was cut short
                    code = marshal.loads(kept[len(mark) :])
                    if isinstance(code, CodeType):
                        bucket.code, CODES[bucket.key] = code, kept
                        return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja after it compiled."""
        CODES[bucket.key] = _mark(bucket) + marshal.dumps(bucket.code)
        if self.folder:
            with suppress(OSError):  # it will be compiled again
                Path(self.folder).mkdir(exist_ok=True)
                file, draft = tempfile.mkstemp(dir=self.folder)  # two workers may compile the same one
                with os.fdopen(file, "wb") as raw:
                    raw.write(CODES[bucket.key])
                Path(draft).replace(Path(self.folder) / bucket.key)

    def _file(self, key: str) -> bytes:
        if self.folder:
            with suppress(OSError):
                return (Path(self.folder) / key).read_bytes()
        return b""


def _mark(bucket: Bucket) -> bytes:
    return f"{COMPILER} {bucket.checksum}\n".encode()
