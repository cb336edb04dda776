"""Compiled templates, kept while the process runs: the builds of a preview, or of a test run, compile each template once.

Jinja looks for them by a template's name and file, and takes none whose text is another (`jinja2.BytecodeCache`).
"""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

CODES: dict[str, bytes] = {}


class Compiled(BytecodeCache):
    """Keeps the code of templates in `CODES`, for Pelican reads its settings and makes environments anew for every build."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before it compiles."""
        if code := CODES.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja after it compiled."""
        CODES[bucket.key] = bucket.bytecode_to_string()
