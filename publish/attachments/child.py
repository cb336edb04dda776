"""The process that reads attachments: `python -m publish.attachments.child`, started by `asking`.

It takes files on its input (`<kind> <bytes>` on a line, then the bytes) and gives for each a reading (`<bytes>` on a line, then
JSON). Each file is read in a fork of it, which has everything loaded already: little time, little memory, no file to write, and
nothing left behind. A file that breaks a library, or takes too long, ends its own fork alone.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from typing import BinaryIO

from publish.attachments import ofd, pdf, pictures
from publish.attachments.reading import BROKEN, TOO_HEAVY, TOO_SLOW, Reading, Refused

SECONDS = 8  # on the clock; of the processor's time a little less
MEMORY = 1024**3  # bytes of address space
MOST_ANSWER = 16 * 1024 * 1024  # bytes of a reading
OUT_OF_MEMORY = 3
# A page with a font that is not in the file: reading it once makes PDFium look for the fonts of the machine, before any fork.
WARM_UP = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 25>>stream
BT /F 9 Tf <4E00> Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[6 0 R]>>endobj
6 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
LATE = (signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU)


def read(kind: str, data: bytes) -> Reading:
    """The reading of a file, in this process. `kind`: pdf, ofd, png, jpg or jpeg."""
    reading = Reading()
    try:
        if kind == "pdf":
            reading = pdf.read(data)
        elif kind == "ofd":
            reading = ofd.read(data)
        else:
            reading = pictures.read(data, "png" if kind == "png" else "jpeg")
    except Refused as refused:
        reading.fault(refused.fault)
    return reading


def read_apart(kind: str, data: bytes) -> bytes:
    """The packed reading of a file, made in a fork with limits."""
    receiving, sending = os.pipe()
    fork = os.fork()
    if not fork:
        os.close(receiving)
        _fork(kind, data, sending)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        answer = pipe.read(MOST_ANSWER + 1)
    if len(answer) > MOST_ANSWER:
        os.kill(fork, signal.SIGKILL)
    _, status = os.waitpid(fork, 0)
    if status == 0 and 0 < len(answer) <= MOST_ANSWER:
        return answer
    slow = os.WIFSIGNALED(status) and os.WTERMSIG(status) in LATE
    heavy = len(answer) > MOST_ANSWER or (os.WIFEXITED(status) and os.WEXITSTATUS(status) == OUT_OF_MEMORY)
    fault = TOO_SLOW if slow else TOO_HEAVY if heavy else BROKEN
    return Reading(faults=[fault]).packed().encode()


def _fork(kind: str, data: bytes, sending: int) -> None:
    """Read, answer and end; never returns."""
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        with os.fdopen(sending, "wb") as pipe:
            pipe.write(read(kind, data).packed().encode())
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def serve(files: BinaryIO, readings: BinaryIO) -> None:
    """Answer until there is nothing more to read."""
    while header := files.readline():
        kind, size = header.split()
        answer = read_apart(kind.decode(), files.read(int(size)))
        readings.write(b"%d\n" % len(answer) + answer)
        readings.flush()


def main() -> None:
    """Set up a process that can do nothing but read what it is given and answer."""
    readings = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - what libraries print is no reading
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(limit, (0, 0))
    read("pdf", WARM_UP)
    serve(sys.stdin.buffer, readings)


if __name__ == "__main__":
    main()
