"""Work that cannot be interrupted, done in a thread of its own, so that whoever waits for it can stop within a moment."""

from __future__ import annotations

import queue
import threading
from contextlib import closing
from typing import Callable, Generator, Iterator, Tuple, TypeVar

T = TypeVar("T")
Stopped = Callable[[], bool]
_HELD = 1
_LOOK = 0.1
_GRACE = 0.5


def from_thread(
    make: Callable[[Stopped], Generator[T, None, None]], check: Callable[[], None]
) -> Iterator[T]:
    """Give what `make` gives, made in another thread; `check` is called all the while and may raise.

    `make` is told whether it should stop. A call of it that hangs is left to end by itself, at most `_GRACE` seconds are
    waited for it; nothing of it is handed on.
    """
    held: queue.Queue = queue.Queue(maxsize=_HELD)
    stop = threading.Event()

    def put(item: Tuple[str, object]) -> bool:
        while not stop.is_set():
            try:
                held.put(item, timeout=_LOOK)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            with closing(make(stop.is_set)) as made:
                for one in made:
                    if not put(("one", one)):
                        return
            put(("end", None))
        except Exception as error:  # handed on to the thread that waits
            put(("error", error))

    worker = threading.Thread(target=work, name="igh-database", daemon=True)
    worker.start()
    try:
        while True:
            check()
            try:
                kind, what = held.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if kind == "end":
                return
            if kind == "error":
                raise what
            yield what
    finally:
        stop.set()
        worker.join(_GRACE)
