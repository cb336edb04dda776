"""Handing pieces of work to a pool of processes, in this process where there is little of it.

The executor is handed in (`verbs.machine`, `verbs.cluster`); anything with the interface of `concurrent.futures.Executor` will do.
Workers may be elsewhere (`Far`), where none of this machine's files are: work that has something for them is `Apart`, of which they do
what needs no file; what is read is read here, and what is made comes back and is put in place here. All else is done on this machine.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, Generic, TypeVar

from publish.memory import give_back

Piece = TypeVar("Piece")
Item = TypeVar("Item")
Taken = TypeVar("Taken")
Made = TypeVar("Made")
Result = TypeVar("Result")
AHEAD = 8  # pieces that wait or run at a time: enough for the workers, few enough that memory does not grow with the site
HELD = 100_000  # records in all of them together, and one piece more
Weigh = Callable[[Any], int]  # how many records a piece holds
HEAVY = 10_000  # records of a piece that are worth giving back


def light(_: Any) -> int:
    """The weight of a piece that holds few records."""
    return 0


class Far(Executor):
    """An executor whose workers have none of this machine's files. What is submitted is done on this machine."""

    @property
    @abstractmethod
    def ahead(self) -> int:
        """How many pieces may wait or run at a time."""

    @abstractmethod
    def each(self, function: Callable[[Taken], Made], items: list[Taken]) -> Future[list[Made]]:
        """The function of each item, in order, elsewhere. It is sent once, with what `functools.partial` bound to it."""


@dataclass(frozen=True)
class Apart(Generic[Item, Taken, Made, Result]):
    """Work in three steps for each item of a piece.

    `take`: reads what the item names; `make`: touches no file of this machine; `put`: puts in place what was made.
    """

    take: Callable[[Item], Taken]
    make: Callable[[Taken], Made]
    put: Callable[[Made], Result]

    def __call__(self, items: list[Item]) -> list[Result]:
        """A piece where the files are; one item after the other, so that little is in memory."""
        return [self.put(self.make(self.take(one))) for one in items]

    def begun(self, items: list[Item], pool: Far) -> Callable[[], list[Result]]:
        """A piece whose middle step is done elsewhere."""
        made = pool.each(self.make, [self.take(one) for one in items])
        return lambda: [self.put(one) for one in made.result()]


def spread(
    function: Callable[[Piece], Result], pieces: Iterable[Piece], pool: Executor | None, few: int, weigh: Weigh = light
) -> Iterator[Result]:
    """`map`, in order: in the pool where there are more than `few` pieces, here otherwise. `weigh`: the records that a piece holds."""
    waiting_pieces = iter(pieces)
    first = list(islice(waiting_pieces, few + 1))
    every = chain(first, waiting_pieces)
    if pool is None or len(first) <= few:
        yield from map(function, every)
        return
    running: deque[tuple[int, Callable[[], Result]]] = deque()
    ahead, held = pool.ahead if isinstance(pool, Far) else AHEAD, 0
    for piece in every:
        weight = weigh(piece)
        running.append((weight, _begun(function, piece, weight > HEAVY, pool)))
        held += weight
        del piece  # what it holds may go while the next one is planned
        while len(running) >= ahead or held > HELD:
            weight, result = running.popleft()
            held -= weight
            yield result()
            give_back(weight > HEAVY)
    for _, result in running:
        yield result()


def _begun(function: Callable[[Piece], Result], piece: Piece, heavy: bool, pool: Executor) -> Callable[[], Result]:
    """Hand over a piece; what is returned waits for its result."""
    if isinstance(pool, Far) and isinstance(function, Apart):
        items: Any = piece  # a list, as `Apart` takes it
        waiting: Callable[[], Any] = function.begun(items, pool)
        return waiting
    return pool.submit(_done, function, piece, heavy).result


def _done(function: Callable[[Piece], Result], piece: Piece, heavy: bool) -> Result:
    """What a worker does with a piece."""
    result = function(piece)
    give_back(heavy)
    return result


def as_it_is(one: Item) -> Item:
    """A step where nothing is taken or put in place."""
    return one


def end_with_parent() -> None:
    """Make a worker end when the build that started it is killed: the pool's own would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
