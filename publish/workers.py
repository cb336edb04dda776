"""Handing pieces of work to a pool of processes, in this process where there is little of it.

The executor is handed in (`verbs.machine`); anything with the interface of `concurrent.futures.Executor` will do.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import chain, islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")
AHEAD = 8  # pieces that wait or run at a time: enough for the workers, few enough that memory does not grow with the site


def spread(function: Callable[[Piece], Result], pieces: Iterable[Piece], pool: Executor | None, few: int) -> Iterator[Result]:
    """`map`, in order: in the pool where there are more than `few` pieces, here otherwise."""
    waiting_pieces = iter(pieces)
    first = list(islice(waiting_pieces, few + 1))
    every = chain(first, waiting_pieces)
    if pool is None or len(first) <= few:
        yield from map(function, every)
        return
    running: deque[Future[Result]] = deque()
    for piece in every:
        running.append(pool.submit(function, piece))
        if len(running) >= AHEAD:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


def end_with_parent() -> None:
    """Make a worker end when the build that started it is killed: the pool's own would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
