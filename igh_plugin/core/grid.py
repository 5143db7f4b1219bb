"""Square cells aligned to the origin of a projected CRS, as packed integers.

A cell of `size` metres with column `ix = floor(x / size)` and row `iy = floor(y / size)` is one signed 64-bit
integer, `(ix + OFFSET) * SPAN + (iy + OFFSET)`, so that databases can group by it. Events store their cell at
`BASE` metres, assigned once at ingest; a coarser cell follows by integer arithmetic from the stored one,
because `OFFSET` is a multiple of every allowed ratio. In SQL, with `r = size / BASE` and `c` the stored cell:
`(c / SPAN / r + SHIFT(r)) * SPAN + (c % SPAN) / r + SHIFT(r)` with `SHIFT(r) = OFFSET - OFFSET / r`.
"""

from __future__ import annotations

from typing import Tuple

import numpy as np

from .errors import UserError
from .text import QT_TRANSLATE_NOOP, Text

BASE = 25
OFFSET = 840_000_000
SPAN = 2**31


def ratio(size: float) -> int:
    """Return how many base cells make the side of a cell of `size` metres.

    Raises `UserError` for a size that is not a multiple of `BASE` that divides the offset evenly.
    """
    times = int(round(size / BASE))
    if times < 1 or times * BASE != size or OFFSET % times:
        raise UserError(
            Text(
                QT_TRANSLATE_NOOP(
                    "core",
                    "A cell of {size} m is not possible: choose a multiple of {base} m, such as 50, 100, 125, 250.",
                ),
                {"size": f"{size:g}", "base": BASE},
            )
        )
    return times


def pack(ix: np.ndarray, iy: np.ndarray) -> np.ndarray:
    """Pack columns and rows, (n,) integers, into (n,) int64."""
    return (np.asarray(ix, np.int64) + OFFSET) * SPAN + (np.asarray(iy, np.int64) + OFFSET)


def unpack(cells: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return columns and rows, (n,) int64 each."""
    cells = np.asarray(cells, np.int64)
    return cells // SPAN - OFFSET, cells % SPAN - OFFSET


def cell_of(x: np.ndarray, y: np.ndarray, size: float = BASE) -> np.ndarray:
    """Return the packed cells of points in metres; a point on a border belongs to the cell right of or above it."""
    return pack(
        np.floor(np.asarray(x) / size).astype(np.int64), np.floor(np.asarray(y) / size).astype(np.int64)
    )


def coarsen(cells: np.ndarray, size: float) -> np.ndarray:
    """Return the cells of `size` metres that hold the given cells of `BASE` metres."""
    times = ratio(size)
    ix, iy = unpack(cells)
    return pack(ix // times, iy // times)


def corners(cells: np.ndarray, size: float) -> Tuple[np.ndarray, np.ndarray]:
    """Return x and y of the lower left corners in metres."""
    ix, iy = unpack(cells)
    return ix * float(size), iy * float(size)


def centres(cells: np.ndarray, size: float) -> Tuple[np.ndarray, np.ndarray]:
    """Return x and y of the centres in metres."""
    ix, iy = unpack(cells)
    return (ix + 0.5) * size, (iy + 0.5) * size


def square_wkb(cells: np.ndarray, size: float) -> np.ndarray:
    """Return the cells as WKB polygons, an (n,) array of fixed-length bytes (`V93`), counter-clockwise."""
    x, y = corners(cells, size)
    dtype = np.dtype(
        [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"), ("xy", "<f8", (5, 2))]
    )
    out = np.zeros(len(x), dtype)
    out["order"], out["type"], out["rings"], out["points"] = 1, 3, 1, 5
    for corner, (dx, dy) in enumerate(((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))):
        out["xy"][:, corner, 0] = x + dx * size
        out["xy"][:, corner, 1] = y + dy * size
    return out.view(f"V{dtype.itemsize}")


def dilate(cells: np.ndarray) -> np.ndarray:
    """Return the cells and their eight neighbours, sorted and unique."""
    ix, iy = unpack(cells)
    steps = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return np.unique(np.concatenate([pack(ix + dx, iy + dy) for dx, dy in steps]))
