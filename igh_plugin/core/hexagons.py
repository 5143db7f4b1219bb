"""Hexagonal cells aligned to the origin of a projected CRS, as packed integers.

The cells are pointy-topped: two of the six sides run north to south. `size` is the distance in metres between opposite
sides, so that it compares with the side of a square cell; the area is `sqrt(3) / 2 * size ** 2`. A cell has a column `q`
along the x axis and a row `r`, and its centre at `x = size * (q + r / 2)`, `y = sqrt(3) / 2 * size * r`: the cell (0, 0)
lies around the origin. Both are packed into one signed 64-bit integer as those of square cells (`core.grid.pack`).

Points are rounded to the nearest centre in cube coordinates (Red Blob Games, "Hexagonal grids"), which is the cell they
lie in; a point on a border, to the precision of its coordinates, belongs to one of the cells that meet there.
"""

from __future__ import annotations

from typing import Tuple

import numpy as np

from .errors import UserError
from .grid import pack, unpack
from .text import QT_TRANSLATE_NOOP, Text

LEAST, MOST = 10, 100_000
ROW = 3**0.5 / 2
"""Distance of two rows of centres, for cells of size 1."""
STEPS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
"""From a cell to the six that share a side with it, counter-clockwise from the right one, in columns and rows."""
_CORNERS = ((1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2))
"""Corners around a centre, counter-clockwise, in halves of the size and thirds of a row."""


def check_size(size: float) -> int:
    """Return a size in whole metres; raises `UserError` for one that no cell can have."""
    if not LEAST <= size <= MOST or size != int(size):
        raise UserError(
            Text(
                QT_TRANSLATE_NOOP(
                    "core",
                    "A hexagon of {size} m is not possible: choose a whole number of metres from {least} to {most}.",
                ),
                {"size": f"{size:g}", "least": LEAST, "most": MOST},
            )
        )
    return int(size)


def cell_of(x: np.ndarray, y: np.ndarray, size: float) -> np.ndarray:
    """Return the packed cells of points in metres, (n,) int64."""
    row = np.asarray(y, float) / (size * ROW)
    column = np.asarray(x, float) / size - row / 2
    third = -column - row
    q, r, s = np.floor(column + 0.5), np.floor(row + 0.5), np.floor(third + 0.5)
    off_q, off_r, off_s = np.abs(q - column), np.abs(r - row), np.abs(s - third)
    wide_q = (off_q > off_r) & (off_q > off_s)
    wide_r = ~wide_q & (off_r > off_s)
    return pack(np.where(wide_q, -r - s, q).astype(np.int64), np.where(wide_r, -q - s, r).astype(np.int64))


def centres(cells: np.ndarray, size: float) -> Tuple[np.ndarray, np.ndarray]:
    """Return x and y of the centres in metres."""
    q, r = unpack(cells)
    return (2 * q + r) * (size / 2), 3 * r * (size * ROW / 3)


def neighbours(cells: np.ndarray) -> np.ndarray:
    """Return the six cells that share a side with each, (n, 6) int64, counter-clockwise from the right one."""
    q, r = unpack(cells)
    return np.stack([pack(q + dq, r + dr) for dq, dr in STEPS], 1)


def area(size: float) -> float:
    """Return the area of a cell in square metres."""
    return ROW * size * size


def hexagon_wkb(cells: np.ndarray, size: float) -> np.ndarray:
    """Return the cells as WKB polygons, an (n,) array of fixed-length bytes (`V125`), counter-clockwise.

    Cells that share a corner have it with the same coordinates to the last digit.
    """
    q, r = unpack(cells)
    dtype = np.dtype(
        [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"), ("xy", "<f8", (7, 2))]
    )
    out = np.zeros(len(q), dtype)
    out["order"], out["type"], out["rings"], out["points"] = 1, 3, 1, 7
    for number, (halves, thirds) in enumerate((*_CORNERS, _CORNERS[0])):
        out["xy"][:, number, 0] = (2 * q + r + halves) * (size / 2)
        out["xy"][:, number, 1] = (3 * r + thirds) * (size * ROW / 3)
    return out.view(f"V{dtype.itemsize}")
