"""Numbers by hash, for as many as there are: what is not held in memory lies sorted in a temporary file."""

from __future__ import annotations

from typing import List, Optional, Tuple

import numpy as np

from .scratch import Scratch

MOST = 16 << 20
"""Bytes of entries that are held in memory; beyond, they go to the file."""
PARTS = 16
BLOCK = 1 << 17
"""Entries of the file that are looked through at a time."""

Entries = Tuple[np.ndarray, np.ndarray]


class HashIndex:
    """Whole numbers, `width` of them, by 64-bit hash; added and found in batches.

    Hashes come in no order, so a batch needs about every block of the file: it is sought in one pass over it.
    """

    def __init__(self, width: int = 1, most: Optional[int] = None) -> None:
        self._width = width
        self._most = (MOST if most is None else most) // (8 + 8 * width)
        self._parts: List[Entries] = []
        self._file: Optional[Scratch] = None
        self._blocks: List[Tuple[int, int, np.uint64, np.uint64]] = []

    def add(self, hashes: np.ndarray, numbers: np.ndarray) -> None:
        """Add distinct hashes, (n,) int64 or uint64, with numbers, (n,) or (n, width) int64; those that came last hold."""
        if not len(hashes):
            return
        rows = np.asarray(numbers, np.int64).reshape(len(hashes), self._width)
        self._parts.append(_sorted(hashes.view(np.uint64), rows))
        held = sum(len(part[0]) for part in self._parts)
        if len(self._parts) > PARTS or held > self._most:
            self._parts = [_merged(self._parts)]
        if held > self._most:
            self._write(*self._parts.pop())

    def find(self, hashes: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Return which hashes were added, (n,) bool, and their numbers, (n, width) int64, -1 where not."""
        order = np.argsort(hashes.view(np.uint64), kind="stable")
        wanted = hashes.view(np.uint64)[order]
        there, found = np.zeros(len(wanted), bool), np.full((len(wanted), self._width), -1, np.int64)
        if self._file is not None:
            for begin, count, low, high in self._blocks:
                span = slice(np.searchsorted(wanted, low), np.searchsorted(wanted, high, side="right"))
                if span.start < span.stop:
                    entries = self._read(self._file, begin, count)
                    _look_up(wanted[span], entries, there[span], found[span])
        for part in self._parts:
            _look_up(wanted, part, there, found)
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        return there[back], found[back]

    def _write(self, hashes: np.ndarray, numbers: np.ndarray) -> None:
        self._file = self._file or Scratch()
        for at in range(0, len(hashes), BLOCK):
            block = hashes[at : at + BLOCK]
            begin = self._file.add(block.tobytes() + numbers[at : at + BLOCK].tobytes())
            self._blocks.append((begin, len(block), block[0], block[-1]))

    def _read(self, file: Scratch, begin: int, count: int) -> Entries:
        held = file.read(begin, 8 * count * (1 + self._width))
        numbers = np.frombuffer(held, np.int64, count * self._width, 8 * count)
        return np.frombuffer(held, np.uint64, count), numbers.reshape(count, self._width)


def _look_up(wanted: np.ndarray, entries: Entries, there: np.ndarray, found: np.ndarray) -> None:
    hashes, numbers = entries
    at = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
    hit = hashes[at] == wanted
    there |= hit
    found[hit] = numbers[at[hit]]


def _sorted(hashes: np.ndarray, numbers: np.ndarray) -> Entries:
    order = np.argsort(hashes, kind="stable")
    return hashes[order], numbers[order]


def _merged(parts: List[Entries]) -> Entries:
    """Return entries as one, of each hash the last."""
    hashes, numbers = _sorted(*(np.concatenate(side) for side in zip(*parts)))
    last = np.append(hashes[1:] != hashes[:-1], True)
    return hashes[last], numbers[last]
