"""Records sorted into buckets on disk: what is too much to be sorted in memory is sorted bucket after bucket."""

from __future__ import annotations

from typing import Iterator, List, Optional

import numpy as np

from ..core.scratch import Scratch

BLOCK = 200_000
MOST_BUCKETS = 60
"""Files of one object; a program may open some hundreds."""


class Buckets:
    """Records of a numpy type in a number of temporary files, which go with the object."""

    def __init__(self, dtype: np.dtype, count: int = 1):
        self.count = min(max(count, 1), MOST_BUCKETS)
        self.records = 0
        self._dtype = dtype
        self._files = [Scratch() for _ in range(self.count)]

    def add(self, records: np.ndarray, numbers: Optional[np.ndarray] = None) -> None:
        """Add records, each to the bucket of a number, (n,) integers from 0 and below `count`; without, to the first."""
        self.records += len(records)
        if numbers is None:
            self._files[0].add(records.tobytes())
            return
        order = np.argsort(numbers, kind="stable")
        ends = np.searchsorted(numbers[order], np.arange(self.count), side="right").tolist()
        for number, (start, stop) in enumerate(zip([0, *ends], ends)):
            if start < stop:
                self._files[number].add(records[order[start:stop]].tobytes())

    def blocks(self, number: int = 0) -> Iterator[np.ndarray]:
        """Give the records of a bucket in the order in which they came, part after part."""
        file, size = self._files[number], BLOCK * self._dtype.itemsize
        for begin in range(0, file.size, size):
            yield np.frombuffer(file.read(begin, size), self._dtype)

    def __iter__(self) -> Iterator[np.ndarray]:
        """Give all records of one bucket after another."""
        for number in range(self.count):
            parts: List[np.ndarray] = list(self.blocks(number))
            yield np.concatenate(parts) if parts else np.empty(0, self._dtype)
