"""A process that has the program loaded and runs verbs in forks of itself: `python -m tests.warm NAME`, asked by `tests/offices.py`.

A fork is a process of its own with its own input, output, folder, environment and session, as one that a shell starts; what it
does not do is load Python, the libraries and the program again, which takes longer than most verbs do. A request is one message:
JSON (`call`, `words`, `folder`, `environment`) and three open files. `call` is `module:function` where no verb is meant. Answers
are the number of the process, and then its exit code.
"""

from __future__ import annotations

import array
import atexit
import gc
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from invoke.main import program

PROJECT = Path(__file__).parent.parent
ROOMS = ("verbs", "publish", "plugins")
APART = ("publish.attachments.", "publish.importing.child")  # processes of their own load these
MOST = 200_000  # bytes of a message


def load() -> None:
    """Everything that a verb could import."""
    for room in ROOMS:
        for module in pkgutil.walk_packages([str(PROJECT / room)], f"{room}."):
            if not module.name.startswith(APART) and not module.name.endswith("__main__"):
                import_module(module.name)
    gc.freeze()


def run(asked: dict[str, Any], files: list[int]) -> int:
    """Run a verb in this process, with the three files as its own; the exit code."""
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False, buffering=1 if os.isatty(1) else -1)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False, buffering=1, errors="backslashreplace")
    sys.argv = ["inv", *asked["words"]]
    try:
        if asked["call"]:
            module, _, name = asked["call"].partition(":")
            getattr(import_module(module), name)(*asked["words"])
        else:
            program.run(sys.argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def answer(connection: socket.socket) -> None:
    """One request: fork, tell which process it is, and how it ended."""
    files = array.array("i")
    message, about, _, _ = connection.recvmsg(MOST, socket.CMSG_SPACE(3 * files.itemsize))
    for _, _, data in about:
        files.frombytes(data)
    process = os.fork()
    if not process:
        connection.close()
        code = 1
        try:
            code = run(json.loads(message), list(files))
            sys.stdout.flush()
            atexit._run_exitfuncs()
        finally:
            os._exit(code)
    for file in files:
        os.close(file)
    connection.send(b"%d" % process)
    _, status = os.waitpid(process, 0)
    connection.send(b"%d" % os.waitstatus_to_exitcode(status))


def serve(name: str) -> None:
    """Answer, each request in a process of its own, until the input ends. `name`: of the socket, in Linux's own name space."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(f"\0{name}")
        listener.listen(16)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who answer
        print(flush=True)
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            if not os.fork():
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                listener.close()
                answer(connection)
                os._exit(0)
            connection.close()


if __name__ == "__main__":
    load()
    serve(sys.argv[1])
