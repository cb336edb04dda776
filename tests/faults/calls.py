"""The system calls that change files (Linux, x86-64), and the filter by which the kernel asks about them.

Numbers are those of the kernel's `arch/x86/entry/syscalls/syscall_64.tbl`; the filter is classic BPF (`seccomp(2)`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """Which argument is the open file, the name of the file, the folder that the name is relative to; `flags`: how it is opened."""

    title: str
    file: int | None = None
    name: int | None = None
    folder: int | None = None
    flags: int | None = None


CALLS = {
    1: Call("write", file=0), 18: Call("pwrite64", file=0), 20: Call("writev", file=0), 296: Call("pwritev", file=0),
    40: Call("sendfile", file=0), 326: Call("copy_file_range", file=2),
    2: Call("open", name=0, flags=1), 257: Call("openat", name=1, folder=0, flags=2), 85: Call("creat", name=0),
    437: Call("openat2", name=1, folder=0),
    82: Call("rename", name=1), 264: Call("renameat", name=3, folder=2), 316: Call("renameat2", name=3, folder=2),
    86: Call("link", name=1), 265: Call("linkat", name=3, folder=2),
    88: Call("symlink", name=1), 266: Call("symlinkat", name=2, folder=1),
    87: Call("unlink", name=0), 263: Call("unlinkat", name=1, folder=0),
    83: Call("mkdir", name=0), 258: Call("mkdirat", name=1, folder=0), 84: Call("rmdir", name=0),
    76: Call("truncate", name=0), 77: Call("ftruncate", file=0), 285: Call("fallocate", file=0),
    74: Call("fsync", file=0), 75: Call("fdatasync", file=0), 306: Call("syncfs", file=0), 162: Call("sync"),
    90: Call("chmod", name=0), 91: Call("fchmod", file=0), 268: Call("fchmodat", name=1, folder=0),
    92: Call("chown", name=0), 93: Call("fchown", file=0), 94: Call("lchown", name=0), 260: Call("fchownat", name=1, folder=0),
    280: Call("utimensat", name=1, folder=0),
}  # fmt: skip
OPENED_FOR_WRITING = 0o1 | 0o2 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
LOAD, EQUAL, HAS, RETURN = 0x20, 0x15, 0x45, 0x06
ASK, ALLOW = 0x7FC00000, 0x7FFF0000
ARGUMENTS = 16  # where they begin in what the filter sees


def _instruction(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """`then`, `otherwise`: how many instructions are passed over."""
    return struct.pack("=HBBI", code, then, otherwise, value)


def _asking(number: int, call: Call) -> bytes:
    if call.flags is None:
        return _instruction(EQUAL, number, 0, 1) + _instruction(RETURN, ASK)
    flags = _instruction(LOAD, ARGUMENTS + 8 * call.flags) + _instruction(HAS, OPENED_FOR_WRITING, 0, 1)
    return _instruction(EQUAL, number, 0, 4) + flags + _instruction(RETURN, ASK) + _instruction(RETURN, ALLOW)


FILTER = _instruction(LOAD, 0) + b"".join(_asking(number, call) for number, call in CALLS.items()) + _instruction(RETURN, ALLOW)
