"""Runs a piece of the program in a fork of its own and stops it at each operation on its files, to decide what becomes of it.

The kernel asks (seccomp's user notification, Linux 5.0, `seccomp_unotify(2)`): no library and no compiler is needed, nothing that
changes a file goes unseen, whoever calls it (SQLite, git, a library in Rust), and what is killed has not done the operation. To be
killed behind one operation is to be killed before the next, for between them no file changes.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from fcntl import ioctl
from pathlib import Path

from tests.faults.calls import CALLS, FILTER, Call

PASS, KILL, HALF = 0, -1, -2  # what becomes of an operation; a number of `errno` makes it fail
Decide = Callable[["Operation", int], int]
SET_SECCOMP, NO_NEW_PRIVILEGES, LISTENER = 317, 38, 8
GET_FD = 438
RECEIVE, SEND = 0xC0502100, 0xC0182101  # _IOWR('!', 0, 80 bytes), _IOWR('!', 1, 24 bytes)
GOES_ON = 1
AT_FDCWD = -100
LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Operation:
    """`name`: the system call; `path`: the file, relative to the root; `size`: bytes of a write, else 0."""

    name: str
    path: str
    size: int = 0

    def __str__(self) -> str:
        return f"{self.name} {self.path}"


@dataclass
class Ended:
    """`code`: the exit code, negative for a signal; `words`: what was printed; `operations`: below the root, in order."""

    code: int = 0
    words: str = ""
    operations: list[Operation] = field(default_factory=list)


def stopped(run: Callable[[], int], root: Path, decide: Decide, said: Path) -> Ended:
    """Run it to its end. `decide`: asked before each operation below the root, with its number; `said`: a file for what it prints."""
    here, there = socket.socketpair()
    pid = os.fork()
    if not pid:
        here.close()
        _child(run, there, said)
    there.close()
    with closing(here):
        ended = Ended()
        listener = _received(here)
        if listener is not None:
            with ExitStack() as open_files:
                open_files.callback(os.close, listener)
                for asked in _questions(listener):
                    _answer(listener, asked, pid, root, decide, ended)
        _, status = os.waitpid(pid, 0)
    ended.code = os.waitstatus_to_exitcode(status)
    ended.words = said.read_text("utf-8", "replace")
    return ended


def _child(run: Callable[[], int], link: socket.socket, said: Path) -> None:
    code = 70
    try:
        os.setsid()
        file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115 - no paths
        _send_listener(link)
        code = run()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _send_listener(link: socket.socket) -> None:
    """Put this process, and all that it starts, under the filter."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    code = ctypes.create_string_buffer(FILTER, len(FILTER))
    program = Program(len(FILTER) // 8, ctypes.addressof(code))
    LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    listener = LIBC.syscall(SET_SECCOMP, 1, LISTENER, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "the kernel does not let a process be stopped (seccomp)")
    socket.send_fds(link, [b"."], [listener])
    os.close(listener)
    link.close()


def _received(link: socket.socket) -> int | None:
    _, fds, _, _ = socket.recv_fds(link, 1, 1)
    return fds[0] if fds else None


@dataclass(frozen=True)
class Asked:
    """A question of the kernel: which call, of which process, with what."""

    token: int
    pid: int
    call: Call
    arguments: tuple[int, ...]

    def memory(self, address: int, size: int) -> bytes:
        """Bytes of the process; fewer where its memory ends. Raises OSError where it is gone."""
        file = os.open(f"/proc/{self.pid}/mem", os.O_RDONLY)
        try:
            return os.pread(file, size, address)
        finally:
            os.close(file)

    def path(self) -> str:
        """The file that is meant: of two, the one that comes into being."""
        if self.call.file is not None:
            return str(Path(f"/proc/{self.pid}/fd/{_signed(self.arguments[self.call.file])}").readlink())
        if self.call.name is None:
            return ""
        name = os.fsdecode(self.memory(self.arguments[self.call.name], 4096).partition(b"\0")[0])
        if name.startswith("/"):
            return name
        folder = AT_FDCWD if self.call.folder is None else _signed(self.arguments[self.call.folder])
        at = "cwd" if folder == AT_FDCWD else f"fd/{folder}"
        return str(Path(f"/proc/{self.pid}/{at}").readlink() / name)

    def file(self) -> int:
        """The same open file, in this process."""
        process = os.pidfd_open(self.pid)
        try:
            got = LIBC.syscall(GET_FD, process, _signed(self.arguments[0]), 0)
        finally:
            os.close(process)
        if got < 0:
            raise OSError(ctypes.get_errno(), "pidfd_getfd")
        return int(got)


def _signed(value: int) -> int:
    return (value & 0xFFFFFFFF) - (1 << 32 if value & 0x80000000 else 0)


def _questions(listener: int) -> Iterator[Asked]:
    """What the kernel asks, until all are gone that it asks for."""
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    while True:
        ((_, events),) = poll.poll()
        if not events & select.POLLIN:
            return
        question = bytearray(80)
        try:
            ioctl(listener, RECEIVE, question)
        except OSError:  # it was killed meanwhile
            continue
        token, pid, _, number, _, _, *arguments = struct.unpack("=QIIiIQ6Q", question)
        yield Asked(token, pid, CALLS[number], tuple(arguments))


def _answer(listener: int, asked: Asked, leader: int, root: Path, decide: Decide, ended: Ended) -> None:
    try:
        path = asked.path()
    except OSError:
        path = ""
    verdict, result = PASS, 0
    if path.startswith(f"{root}/") or (path == "" and asked.call.name is None and asked.call.file is None):
        size = asked.arguments[2] if asked.call.title in ("write", "pwrite64") else 0
        operation = Operation(asked.call.title, path[len(str(root)) + 1 :], size)
        ended.operations.append(operation)
        verdict = decide(operation, len(ended.operations))
    if verdict == KILL:
        os.killpg(leader, signal.SIGKILL)
        return
    if verdict == HALF:
        result = _half(asked)
    goes_on = GOES_ON if verdict == PASS or (verdict == HALF and not result) else 0
    try:
        ioctl(listener, SEND, struct.pack("=QqiI", asked.token, result, -max(verdict, 0), goes_on))
    except OSError:  # it was killed meanwhile
        return


def _half(asked: Asked) -> int:
    """Do half of a write in place of the process; how many bytes, 0 where it cannot be halved."""
    _, address, size, place, *_ = asked.arguments
    if asked.call.title not in ("write", "pwrite64") or size < 2:
        return 0
    content = asked.memory(address, size // 2)
    file = asked.file()
    try:
        return os.pwrite(file, content, place) if asked.call.title == "pwrite64" else os.write(file, content)
    finally:
        os.close(file)
