"""Numbers by hash, for as many as there are, in memory that does not grow with them."""

from __future__ import annotations

import tempfile
import weakref
from typing import IO, List, Optional, Tuple

import numpy as np

MOST = 1_000_000
"""Entries that are held in memory, 16 bytes each; beyond, they go to a file."""
PARTS = 16
BLOCK = 1 << 17
"""Entries of the file that are looked through at a time."""

Entries = Tuple[np.ndarray, np.ndarray]


class HashIndex:
    """Numbers by 64-bit hash, added and found in batches.

    What memory does not hold lies in sorted stretches of a temporary file. Hashes have no order in which they come, so
    a batch needs about every block of them: it is sought in one pass over the file.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._parts: List[Entries] = []
        self._file: Optional[IO[bytes]] = None
        self._blocks: List[Tuple[int, int, np.uint64, np.uint64]] = []

    def add(self, hashes: np.ndarray, numbers: np.ndarray) -> None:
        """Add distinct hashes, (n,) int64 or uint64, with numbers, (n,) int64; the number that came last holds."""
        if not len(hashes):
            return
        self._parts.append(_sorted(hashes.view(np.uint64), np.asarray(numbers, np.int64)))
        held = sum(len(part[0]) for part in self._parts)
        if len(self._parts) > PARTS or held > self._most:
            self._parts = [_merged(self._parts)]
        if held > self._most:
            self._write(*self._parts.pop())

    def find(self, hashes: np.ndarray) -> np.ndarray:
        """Return the number of each hash, -1 for one that was not added, (n,) int64."""
        order = np.argsort(hashes.view(np.uint64), kind="stable")
        wanted = hashes.view(np.uint64)[order]
        found = np.full(len(wanted), -1, np.int64)
        if self._file is not None:
            for start, count, low, high in self._blocks:
                span = slice(np.searchsorted(wanted, low), np.searchsorted(wanted, high, side="right"))
                if span.start < span.stop:
                    _look_up(wanted[span], _read(self._file, start, count), found[span])
        for part in self._parts:
            _look_up(wanted, part, found)
        out = np.empty_like(found)
        out[order] = found
        return out

    def _write(self, hashes: np.ndarray, numbers: np.ndarray) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()
            weakref.finalize(self, self._file.close)
        start = self._file.seek(0, 2)
        for at in range(0, len(hashes), BLOCK):
            block = hashes[at : at + BLOCK]
            self._blocks.append((start, len(block), block[0], block[-1]))
            start += self._file.write(block.tobytes())
            start += self._file.write(numbers[at : at + BLOCK].tobytes())


def _read(file: IO[bytes], start: int, count: int) -> Entries:
    file.seek(start)
    held = file.read(16 * count)
    return np.frombuffer(held, np.uint64, count), np.frombuffer(held, np.int64, count, 8 * count)


def _look_up(wanted: np.ndarray, entries: Entries, found: np.ndarray) -> None:
    hashes, numbers = entries
    at = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
    there = hashes[at] == wanted
    found[there] = numbers[at[there]]


def _sorted(hashes: np.ndarray, numbers: np.ndarray) -> Entries:
    order = np.argsort(hashes, kind="stable")
    return hashes[order], numbers[order]


def _merged(parts: List[Entries]) -> Entries:
    """Return entries as one, of each hash the last."""
    hashes, numbers = _sorted(*(np.concatenate(side) for side in zip(*parts)))
    last = np.append(hashes[1:] != hashes[:-1], True)
    return hashes[last], numbers[last]
