"""A content whose agency needs signatures, and its trust folder beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.content import Content
from tests.signing import session_keys, trust

KEYS = session_keys()


class Signed(Content):
    """A content whose agency needs signatures: 张三 signs as legal, 李四 as publisher."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.lines = [KEYS.line("张三", "legal"), KEYS.line("李四", "publisher")]
        self.trust()

    def trust(self, revoked: str = "", **agencies: Any) -> Path:
        return trust(self.root / "content.trust", self.lines, revoked, agencies or {"jia": {}})

    def trusting(self, line: str) -> None:
        self.lines.append(line)
        self.trust()

    def sign(self, ident: str, legal: str = "张三", publisher: str = "李四") -> str:
        KEYS.sign(self.folder, ident, "legal", legal)
        KEYS.sign(self.folder, ident, "publisher", publisher)
        return ident

    def signed(self, **changes: Any) -> str:
        return self.sign(self.decision(revision=1, **changes))
