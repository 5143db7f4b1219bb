"""Rows on their way into `rejects`: where much is wrong with a file they are as many as its rows."""

from __future__ import annotations

import json
import tempfile
import weakref
from typing import Any, Iterable, Iterator, List, Tuple

HELD = 8 << 20
"""Bytes that are held in memory; beyond, they go to a temporary file."""
BATCH = 10_000
COLUMNS = ("file", "row", "reason", "field", "record")
Row = Tuple[Any, ...]


class RejectRows:
    """Rows of `COLUMNS`, added at the end and read from the beginning, again and again."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=HELD)
        weakref.finalize(self, self._file.close)

    def extend(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        self._file.seek(0, 2)
        batch: List[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                self._write(batch)
                batch = []
        if batch:
            self._write(batch)

    def __iter__(self) -> Iterator[Row]:
        at = 0
        while True:
            self._file.seek(at)
            line = self._file.readline()
            if not line:
                return
            at = self._file.tell()
            yield from map(tuple, json.loads(line))

    def _write(self, batch: List[Row]) -> None:
        self._file.write(json.dumps(batch).encode("ascii") + b"\n")
