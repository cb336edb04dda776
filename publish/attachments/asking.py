"""Asking the process that reads attachments (`child`): started when first needed, once for this process, again if it dies.

It is the one process that `publish` starts (docs/decisions/0007): a reading is a function of the file's bytes alone, whatever
the file does to the libraries that read it.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from publish.attachments.reading import BROKEN, Reading
from publish.errors import BuildFailed

PROGRAM = Path(__file__).resolve().parent.parent.parent
TRIES = 2


class Reader:
    """The reading process, and how to ask it."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, kind: str, data: bytes) -> str:
        """The packed reading of a file; `kind`: its ending without the dot. Raises BuildFailed where nothing can be read at all."""
        for _ in range(TRIES):
            started = self.process is None
            try:
                return self._asked(kind, data)
            except (OSError, ValueError, EOFError):
                code = self.close()
                if started and code == 1:
                    words = "读取附件的程序无法启动，可能没有装好 pypdfium2、pikepdf 或 Pillow；请重新运行 make site。"
                    raise BuildFailed(words) from None
        return Reading(faults=[BROKEN]).packed()

    def _asked(self, kind: str, data: bytes) -> str:
        if self.process is None:
            command = [sys.executable, "-m", "publish.attachments.child"]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(command, cwd=PROGRAM, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        files, readings = self.process.stdin, self.process.stdout
        if files is None or readings is None:
            raise EOFError
        files.write(f"{kind} {len(data)}\n".encode() + data)
        files.flush()
        size = int(readings.readline())
        answer = readings.read(size)
        if len(answer) < size:
            raise EOFError
        return Reading.unpacked(answer.decode()).packed()

    def close(self) -> int:
        """End the process, if it runs; its exit code."""
        process, self.process = self.process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was not yet written has nobody to read it
        try:
            return process.wait(timeout=1)  # it ends by itself when its input does
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader of this process; ends with it."""
    one = Reader()
    atexit.register(one.close)
    return one
