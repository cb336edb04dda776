"""Workers on other machines: a pool behind a Dask scheduler (`--executor dask://HOST:PORT`; docs/scale.md).

1. Bytes travel. What a piece needs goes with it, what is made of it comes back and is put in place here; workers write no file.
2. The same program runs everywhere, or nothing does: a worker compares its own with this one's before it does anything.
3. A worker may die at any time; its pieces are then given to others. Where the scheduler goes, the build fails, and the next one mends.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import re
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from publish.errors import BadUsage, BuildFailed, why
from publish.theme import program_digest
from publish.workers import Far
from verbs.machine import PROJECT, workers

Item = TypeVar("Item")
Result = TypeVar("Result")
ADDRESS = re.compile(r"dask(\+tls)?://(\[[0-9a-fA-F:]+\]|[^\s/:@\[\]]+):(\d{1,5})")
CONNECTING, CLOSING = 10, 5  # seconds
EVERY, PATIENCE = 2.0, 30  # seconds between two looks at whether there are workers, and how many times there may be none
AHEAD = 2  # pieces that a worker has at a time: one that it does, one that waits
MISSING = "在集群上构建要用 distributed，还没有安装。请运行 .venv/bin/pip install 'distributed>=2026.1'，再构建一次。"
MISTYPED = "--executor 应写作 dask://机器:端口，如 dask://10.0.0.5:8786；用 TLS 的写作 dask+tls://机器:端口。"
UNREACHABLE = "连不上 Dask 调度器 {}（{}）。请核对 --executor 的地址，看那里的 dask scheduler 是否在运行；要在本机构建，就不写 --executor。"
ENCRYPTED = "这里的 Dask 设置要求加密（distributed.comm.require-encryption）。请把 --executor 写作 dask+tls://机器:端口。"
UNCERTIFIED = "用 dask+tls:// 连接，要在 Dask 的设置里写明 distributed.comm.tls 的 ca-file 和 client 的 key、cert（docs/scale.md）。"
NOBODY = "Dask 调度器 {} 那里没有 worker。请在各台机器上启动 dask worker（docs/scale.md），再构建一次。"
ALL_GONE = "集群里的 worker 都没有了，等了 {} 秒也没有新的。请重新启动 dask worker，再构建一次，会接着补齐。"
GONE = "与 Dask 调度器 {} 的连接断了，构建没有做完。请看那里的 dask scheduler 是否还在运行，再构建一次，会接着补齐。"
KILLED = "同一份工作换了几个 worker，都没有做完就退出了（多半是内存不够）。请看 dask worker 的日志，再构建一次，会接着补齐。"
OTHERS = "{} 上的程序与本机的不同，做出来的网站会不一样。应是同一个版本的程序、Python 和依赖；请更新，再重新启动那里的 dask worker。"
_alone = Lock()


@lru_cache(maxsize=1)
def program() -> str:
    """What this process runs: the program with its libraries, this module, Python. Looked up once, for what is loaded stays."""
    import plugins.rendering  # noqa: F401, PLC0415 - all that a worker may be asked for is loaded now, before files can change
    import publish.judging  # noqa: PLC0415
    import publish.scan  # noqa: PLC0415
    import publish.search.whole  # noqa: F401, PLC0415

    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{program_digest(PROJECT)} {own} {sys.version}"


def _each(asked_by: str, function: Callable[[Item], Result], items: bytes) -> bytes | str:
    """Run in a worker: the function of each item, or in words why there is none: not all errors can be sent, and Dask then waits on.

    Items and results are pickled lists: Dask would go through what is in them.
    """
    if program() != asked_by:
        return OTHERS.format(socket.gethostname())
    try:
        with _alone:  # a worker with several threads does one piece at a time: what reads attachments is one for a process
            return pickle.dumps([function(one) for one in pickle.loads(items)], pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return why(error)


def _sent(function: Callable[..., Result]) -> Callable[..., Result]:
    """Run in a worker: keeps a function there; lost with its worker, it is sent again."""
    return function


class Answer(Future[list[Result]]):
    """What a worker is asked for; `result` says in plain words why there is none."""

    def __init__(self, asked: Any, cluster: Cluster) -> None:
        super().__init__()
        self.asked, self.cluster = asked, cluster

    def result(self, timeout: float | None = None) -> list[Result]:
        """Raises BuildFailed where the cluster is lost, or the function failed there."""
        del timeout  # pieces are waited for
        from distributed import KilledWorker  # noqa: PLC0415 - a second, only where there is a cluster

        alone = 0
        try:
            while True:
                try:
                    found = self.asked.result(EVERY)
                except TimeoutError:
                    alone = 0 if self.cluster.count() else alone + 1
                    if alone >= PATIENCE:
                        raise BuildFailed(ALL_GONE.format(round(EVERY * PATIENCE))) from None
                else:
                    if isinstance(found, str):
                        raise BuildFailed(found)
                    answer: list[Result] = pickle.loads(found)
                    return answer
        except (CancelledError, OSError):
            raise BuildFailed(GONE.format(self.cluster.address)) from None
        except KilledWorker:
            raise BuildFailed(KILLED) from None


class Cluster(Far):
    """The workers behind a scheduler."""

    def __init__(self, client: Any, address: str, near: Executor | None) -> None:
        self.client, self.address, self.near = client, address, near
        self.kept: dict[int, tuple[object, Any]] = {}  # functions that were sent, each with what stands for it

    def count(self) -> int:
        """How many workers there are now. Raises BuildFailed where the scheduler does not answer."""
        try:
            return len(self.client.scheduler_info(n_workers=-1)["workers"])
        except OSError:
            raise BuildFailed(GONE.format(self.address)) from None

    @property
    def ahead(self) -> int:
        """Some for each worker; also for those that come later."""
        return AHEAD * self.count() + AHEAD

    def submit(self, function: Callable[..., Result], /, *args: Any, **named: Any) -> Future[Result]:
        """On this machine."""
        if self.near:
            return self.near.submit(function, *args, **named)
        done: Future[Result] = Future()
        done.set_result(function(*args, **named))
        return done

    def each(self, function: Callable[[Item], Result], items: list[Item]) -> Future[list[Result]]:
        """By a worker. `Client.get_executor` would do, but takes a result whose worker leaves at once for an error."""
        if id(function) not in self.kept:
            self.kept[id(function)] = function, self.client.submit(_sent, function, pure=False)
        packed = pickle.dumps(items, pickle.HIGHEST_PROTOCOL)
        asked = self.client.submit(_each, program(), self.kept[id(function)][1], packed, pure=False)  # equal pieces are two
        return Answer(asked, self)

    def refuse_others(self) -> None:
        """Raises BadUsage where there are no workers, or some have another program."""
        found: dict[str, Any] = self.client.run(program, on_error="return")
        if not found:
            raise BadUsage(NOBODY.format(self.address))
        if others := sorted(where for where, one in found.items() if one != program()):
            raise BadUsage(OTHERS.format("、".join(others[:3])))


@contextmanager
def pool_of(jobs: int, executor: str = "") -> Iterator[Executor | None]:
    """The pool for a build: processes of this machine, and with `executor` the workers of a cluster. Raises BadUsage."""
    with workers(jobs) as near:
        if not executor:
            yield near
            return
        client, address = _connected(executor)
        try:
            cluster = Cluster(client, address, near)
            cluster.refuse_others()
            yield cluster
        finally:
            with suppress(OSError):  # nobody there, or in time (TimeoutError)
                client.close(timeout=CLOSING)


def _connected(executor: str) -> tuple[Any, str]:
    """The connection to a scheduler, and its address. Raises BadUsage."""
    typed = ADDRESS.fullmatch(executor)
    if typed is None or not 0 < int(typed[3]) < 65536:
        raise BadUsage(MISTYPED)
    address = f"{'tls' if typed[1] else 'tcp'}://{typed[2]}:{typed[3]}"
    try:
        from distributed import Client, Security  # noqa: PLC0415 - a second, only where there is a cluster
    except ImportError:
        raise BadUsage(MISSING) from None
    connect: Any = Client  # which are not typed
    settings: Any = Security
    if bool(typed[1]) != bool(settings().tls_client_cert if typed[1] else settings().require_encryption):
        raise BadUsage(UNCERTIFIED if typed[1] else ENCRYPTED)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("distributed"):  # what happens is told once, in our words
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        socket.create_connection((typed[2].strip("[]"), int(typed[3])), CONNECTING).close()  # Dask tries for ever where nobody listens
        return connect(address, timeout=CONNECTING, set_as_default=False), address
    except (OSError, ValueError) as error:
        raise BadUsage(UNREACHABLE.format(address, error or type(error).__name__)) from None
