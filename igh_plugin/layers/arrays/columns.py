"""Columns of features as arrays, their kinds, and how they are gathered batch by batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from .points import is_empty, points_of_wkb

BOOLEAN, WHOLE, REAL, TEXT, DATE, TIME, MOMENT = "boolean", "whole", "real", "text", "date", "time", "moment"
KINDS = {
    1: BOOLEAN,
    2: WHOLE,
    3: WHOLE,
    4: WHOLE,
    6: REAL,
    10: TEXT,
    14: DATE,
    15: TIME,
    16: MOMENT,
    32: WHOLE,
    38: REAL,
}
DTYPES = {
    BOOLEAN: "?", WHOLE: "i8", REAL: "f8", TEXT: "O", TIME: "O", DATE: "datetime64[D]", MOMENT: "datetime64[ms]",
}  # fmt: skip
NONE, POINTS, WKB = "none", "points", "wkb"
ARROW, SQL, FEATURES = "arrow", "sql", "features"
MOST_ROWS, MOST_BYTES = 65_536, 32 * 2**20
ROW_BYTES = {NONE: 8, POINTS: 64, WKB: 2_048}


class Untrusted(Exception):
    """A way does not tell everything; the next one must."""


@dataclass(frozen=True)
class DirectAccess:
    """A file that holds exactly what a layer shows: its path, the layer in it, and its format."""

    path: str
    layer: str
    format: str


@dataclass(frozen=True)
class Columns:
    """Columns of n features.

    `ids` (n,) int64. `values` by name, (n,): bool, int64, float64, object (text; times of day as ISO text),
    `datetime64[D]`, or `datetime64[ms]` as written: the clock of where it happened, whatever offset from UTC follows. `missing` by name,
    (n,) bool: there a value is False, 0, NaN, None or NaT. `x`, `y` (n,) float64, NaN without geometry, or `wkb`,
    bytes or None, in the CRS of the layer. `way` tells how they were read.
    """

    ids: np.ndarray
    values: Dict[str, np.ndarray]
    missing: Dict[str, np.ndarray]
    x: Optional[np.ndarray] = None
    y: Optional[np.ndarray] = None
    wkb: Optional[List[Optional[bytes]]] = None
    way: str = FEATURES

    def __len__(self) -> int:
        return len(self.ids)

    def numbers(self, name: str) -> np.ndarray:
        """Return a numeric column as (n,) float64, NaN where missing."""
        numbers = self.values[name].astype(float)
        numbers[self.missing[name]] = np.nan
        return numbers

    def taken(self, rows: np.ndarray) -> Columns:
        """Return the rows at positions (k,)."""
        return Columns(
            self.ids[rows],
            {name: values[rows] for name, values in self.values.items()},
            {name: missing[rows] for name, missing in self.missing.items()},
            None if self.x is None else self.x[rows],
            None if self.y is None else self.y[rows],
            None if self.wkb is None else [self.wkb[row] for row in rows.tolist()],
            self.way,
        )


@dataclass
class Gathered:
    """Parts of columns, batch after batch."""

    kinds: Dict[str, str]
    geometry: str
    way: str
    ids: List[np.ndarray] = field(default_factory=list)
    parts: Dict[str, List[Tuple[np.ndarray, np.ndarray]]] = field(default_factory=dict)
    points: List[np.ndarray] = field(default_factory=list)
    wkb: List[Optional[bytes]] = field(default_factory=list)

    def add(self, ids: np.ndarray, columns: Dict[str, Tuple[np.ndarray, np.ndarray]], blobs: Any) -> None:
        """Add a batch; `columns` are values and masks by name, `blobs` WKB or None for each row."""
        self.ids.append(ids)
        for name, part in columns.items():
            self.parts.setdefault(name, []).append(part)
        if self.geometry == POINTS:
            self.points.append(points_of_wkb(blobs, ids))
        elif self.geometry == WKB:
            self.wkb += [None if blob is None or is_empty(blob) else bytes(blob) for blob in blobs]

    def columns(self) -> Columns:
        """Return all that was gathered."""
        empty = np.zeros(0, np.int64)
        values, missing = {}, {}
        for name, kind in self.kinds.items():
            parts = self.parts.get(name, [])
            values[name] = np.concatenate([np.zeros(0, DTYPES[kind]), *(part[0] for part in parts)])
            missing[name] = np.concatenate([np.zeros(0, bool), *(part[1] for part in parts)])
        points = np.concatenate([np.zeros((0, 2)), *self.points])
        x, y = (points[:, 0], points[:, 1]) if self.geometry == POINTS else (None, None)
        wkb = self.wkb if self.geometry == WKB else None
        return Columns(np.concatenate([empty, *self.ids]), values, missing, x, y, wkb, self.way)


def batch_size(column_bytes: int, columns: int, geometry: str) -> int:
    """Return how many rows a batch of so many columns may have, bounded in rows and bytes."""
    return max(1_000, min(MOST_ROWS, MOST_BYTES // (column_bytes * columns + ROW_BYTES[geometry])))


def objects(part: Sequence[Any]) -> np.ndarray:
    """Return values of any kind as (n,) object."""
    out = np.empty(len(part), object)
    out[:] = part
    return out
