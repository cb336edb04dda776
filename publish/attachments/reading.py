"""What was found in one attachment: texts with their places, and what stands against publishing it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

MOST_BYTES = 20 * 1024 * 1024  # of a file (content-format.md)
MOST_TEXT = 1_000_000  # characters kept of a file
Part = tuple[str, str]  # where in the file (Chinese, as findings say it), text
Fault = tuple[str, str]  # code, words for staff

SIZE, TYPE = "load.size", "load.type"
TOO_LONG = (SIZE, "文字超过 100 万字，没有全部检查；不能公开。请拆成几个附件。")
TOO_SLOW = (SIZE, "8 秒内没有读完，没有检查；不能公开。请用“打印为 PDF”或“另存为”重新生成，或拆成几个附件。")
TOO_HEAVY = (SIZE, "展开后太大，没有检查；不能公开。请用“打印为 PDF”或“另存为”重新生成，或拆成几个附件。")
BROKEN = (TYPE, "读取时出错，文件可能已损坏，没有检查；不能公开。请用“打印为 PDF”或“另存为”重新生成。")
NOT_READ = (TYPE, "没有检查过；不能公开。请重新构建；仍然如此，请重新放入文件。")


class Refused(Exception):
    """A file that cannot be looked at; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault[1])
        self.fault = fault


@dataclass
class Reading:
    """The texts of a file in reading order, at most `MOST_TEXT` characters, and its faults, each once."""

    parts: list[Part] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    room: int = MOST_TEXT

    def add(self, where: str, text: str) -> None:
        """Keep a text that says something and was not said there before. Raises Refused where it is too much."""
        text = text.encode("utf-8", "replace").decode("utf-8").strip("\0\r\n\t ")
        if not text or (where, text) in self.parts[-8:]:
            return
        self.room -= len(text)
        if self.room < 0:
            raise Refused(TOO_LONG)
        self.parts.append((where, text))

    def fault(self, fault: Fault) -> None:
        """Note what stands against publishing the file."""
        if fault not in self.faults:
            self.faults.append(fault)

    def packed(self) -> str:
        """As JSON."""
        return json.dumps([self.parts, self.faults], ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> Reading:
        """The other way. Raises ValueError, TypeError where the text is none."""
        parts, faults = json.loads(text)
        return cls([(where, words) for where, words in parts], [(code, words) for code, words in faults])
