"""Records that are not to be kept, whatever they say: erased ones, and those past the retention of their source."""

from __future__ import annotations

from typing import Callable, Optional, Sequence, Tuple

import numpy as np

from .columns import Reader
from .habits import Habits
from .model import EventMapping
from .records import RawBatch

Among = Callable[[Sequence[str]], np.ndarray]
"""Which of some ids of events were erased, (n,) bool."""


class Forgotten:
    """Looks at records before anything is kept of them, with a reader of its own: what it decides is told once.

    `oldest` is the first moment (UTC) whose events are kept.
    """

    def __init__(
        self,
        mapping: EventMapping,
        among: Optional[Among],
        oldest: Optional[np.datetime64],
        habits: Habits,
    ):
        self._mapping, self._among, self._oldest = mapping, among, oldest
        self._reader = Reader(mapping, habits=habits)

    def erased(
        self, batch: RawBatch, hashes_of: Callable[[RawBatch], Tuple[np.ndarray, np.ndarray]]
    ) -> np.ndarray:
        """Return which records are of erased events, (n,) bool.

        `hashes_of` gives the hash of the content of those records of a batch that can become events, and their rows: it
        stands for the id where a record has none.
        """
        gone = np.zeros(len(batch), bool)
        if self._among is None or not len(batch):
            return gone
        own = self._reader.ids(batch) or [""] * len(batch)
        named = np.array([bool(one) for one in own])
        gone[named] = self._among([f"{self._mapping.source}:{one}" for one in own if one])
        nameless = np.flatnonzero(~named)
        if len(nameless):
            hashes, rows = hashes_of(batch.take(nameless))
            ids = [f"{self._mapping.source}:{one:016x}" for one in hashes.view(np.uint64).tolist()]
            gone[nameless[rows]] = self._among(ids)
        return gone

    def past(self, batch: RawBatch) -> np.ndarray:
        """Return which records are of events before `oldest`, (n,) bool; one without a date is not."""
        moments = None if self._oldest is None else self._reader.moments(batch, "occurred_from")
        if moments is None:
            return np.zeros(len(batch), bool)
        return ~np.isnat(moments.utc) & (moments.utc < self._oldest)
