"""The body of an answer, read in a thread of its own, so that whoever waits for it can stop within a moment.

Bytes are counted, unpacked within limits, and an answer that ends before its end is an error, not an end.
"""

from __future__ import annotations

import queue
import threading
import time
import zlib
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Optional, Tuple

CHUNK = 1 << 16
_HELD = 16
_LOOK = 0.1
PACKED = ("gzip", "x-gzip", "deflate")


@dataclass(frozen=True)
class Limits:
    """How long and how much: seconds, bytes.

    `slowest` bytes per second are asked for over any `read` seconds; `ratio` is how far an answer may unpack once
    `free` bytes have come out of it; `tries` is how often one thing is asked for; `longest_wait` how long a server
    may ask to wait.
    """

    connect: float = 15.0
    read: float = 90.0
    slowest: float = 200.0
    bytes: int = 16 * 2**30
    ratio: float = 400.0
    free: int = 32 * 2**20
    tries: int = 5
    pause: float = 0.5
    longest_wait: float = 180.0
    redirects: int = 5
    whole: int = 128 * 2**20


class EndedEarly(Exception):
    """The connection ended before the answer did."""


class Damaged(Exception):
    """What came cannot be unpacked."""


class Swollen(Exception):
    """More comes out than is allowed."""


class Stalled(Exception):
    """Less than the slowest pace that is allowed."""


class Exchange(threading.Thread):
    """One request: sends it, and hands on the answer's head and then its body piece by piece.

    `over` is called once: when all of the answer has come, or nobody waits for the rest.
    """

    def __init__(self, send: Callable[[], Any], over: Callable[[], None]):
        super().__init__(name="igh-network", daemon=True)
        self._send = send
        self._over = over
        self._ended = threading.Lock()
        self._held: queue.Queue = queue.Queue(maxsize=_HELD)
        self._stopped = threading.Event()

    def run(self) -> None:
        response = None
        try:
            response = self._send()
            self._put(("head", response))
            for piece in response.raw.stream(CHUNK, decode_content=False):
                if not self._put(("piece", piece)):
                    return
            self._put(("end", None))
        except Exception as error:  # handed on to the thread that waits
            self._put(("error", error))
        finally:
            self._end()
            if response is not None and self._stopped.is_set():
                response.close()

    def stop(self) -> None:
        """Hand on nothing more."""
        self._stopped.set()
        self._end()

    def next(self, check: Callable[[], None], seconds: float) -> Tuple[str, Any]:
        """Return the next thing, `("none", None)` when nothing came for that long; calls `check` all the while."""
        until = time.monotonic() + seconds
        while True:
            check()
            try:
                return self._held.get(timeout=min(_LOOK, max(0.0, until - time.monotonic())))
            except queue.Empty:
                if time.monotonic() >= until:
                    return "none", None

    def _end(self) -> None:
        if self._ended.acquire(blocking=False):
            self._over()

    def _put(self, item: Tuple[str, Any]) -> bool:
        while not self._stopped.is_set():
            try:
                self._held.put(item, timeout=_LOOK)
                return True
            except queue.Full:
                continue
        return False


class Pace:
    """Watches that something comes: at least `slowest` bytes a second over every `read` seconds."""

    def __init__(self, limits: Limits):
        self._limits = limits
        self._since, self._bytes = time.monotonic(), 0

    def came(self, count: int) -> None:
        self._bytes += count
        passed = time.monotonic() - self._since
        if passed >= self._limits.read:
            if self._bytes < self._limits.slowest * passed:
                raise Stalled(round(self._bytes / passed, 1))
            self._since, self._bytes = time.monotonic(), 0


class Unpacker:
    """Undoes the packing of an answer (`Content-Encoding`) piece by piece."""

    def __init__(self, encoding: str, limits: Limits):
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", *PACKED):
            raise Damaged(encoding)
        self._limits = limits
        self._packed = encoding in PACKED
        self._gzip = encoding != "deflate"
        self._inflate: Any = self._new() if self._packed else None
        self._first = True
        self.taken = 0
        self.given = 0

    def _new(self, raw: bool = False) -> Any:
        return zlib.decompressobj(-zlib.MAX_WBITS if raw else 32 + zlib.MAX_WBITS)

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Give what a piece holds; `Swollen` when it is too much, `Damaged` when it cannot be unpacked."""
        self.taken += len(piece)
        if not self._packed:
            yield self._counted(piece)
            return
        while piece:
            if self._inflate.eof:
                self._inflate = self._new()
            try:
                out = self._inflate.decompress(piece, 16 * CHUNK)
            except zlib.error as error:
                if self._gzip or not self._first:
                    raise Damaged(str(error)) from error
                self._inflate = self._new(raw=True)
                self._first = False
                continue
            self._first = False
            piece = self._inflate.unconsumed_tail or (self._inflate.unused_data if self._inflate.eof else b"")
            if out:
                yield self._counted(out)

    def end(self) -> None:
        """Say that nothing more comes; `EndedEarly` when the packing is not at its end."""
        if self._packed and self.taken and not self._inflate.eof:
            raise EndedEarly

    def _counted(self, data: bytes) -> bytes:
        self.given += len(data)
        swollen = (
            self._packed and self.given > self._limits.free and self.given > self._limits.ratio * self.taken
        )
        if self.given > self._limits.bytes or swollen:
            raise Swollen(self.given)
        return data


def stated_length(headers: Any) -> Optional[int]:
    """Return the number of bytes an answer says it has, None when it does not."""
    text = headers.get("Content-Length", "")
    return (
        int(text)
        if text.isdigit() and "chunked" not in headers.get("Transfer-Encoding", "").lower()
        else None
    )
