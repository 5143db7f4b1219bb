"""Points counted in the cells of a grid, square or hexagonal: which cells there are, and what each holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, NamedTuple, Optional, Tuple

import numpy as np

from . import grid, hexagons
from .assignment import AreaIndex, cells_inside

SIZES = (50, 100, 125, 200, 250, 500, 1000)
"""Sides in metres among which one is suggested."""


class Kind(NamedTuple):
    """A kind of cell; `size` is its width in metres, cells are packed integers (`core.grid`, `core.hexagons`)."""

    check: Callable[[float], int]
    cell_of: Callable[[np.ndarray, np.ndarray, float], np.ndarray]
    centres: Callable
    wkb: Callable[[np.ndarray, float], np.ndarray]
    around: Callable[[np.ndarray], np.ndarray]
    area: Callable[[float], float]
    within: Callable[[AreaIndex, float], np.ndarray]


@dataclass(frozen=True)
class Counted:
    """Cells (n,) int64, sorted, with the number of `events` (n,) int64 in each and the sum of their weights, `value` (n,)
    float64. `categories` maps a category to its number of events, (n,) int64. `dropped` cells are left out.
    """

    cells: np.ndarray
    events: np.ndarray
    value: np.ndarray
    categories: Dict[str, np.ndarray]
    dropped: int


def suggested_size(area: float, events: int) -> int:
    """Return the width of a cell in metres that so many events in so many square metres suggest, one of `SIZES`.

    A cell of `2 A / n` holds two events on average: the rule of thumb for quadrats (Boots & Getis 1988, "Point Pattern
    Analysis").
    """
    side = np.sqrt(2 * area / max(events, 1))
    return int(min(SIZES, key=lambda size: abs(np.log(size / side))))


def place_in_cells(
    kind: Kind,
    size: float,
    x: np.ndarray,
    y: np.ndarray,
    inside: Optional[AreaIndex] = None,
    empty: bool = True,
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the cells there are, sorted, and in which of them each point lies, (n,) positions.

    These are the cells that hold a point, and the `empty` ones whose centre lies `inside`, or those around without a boundary.
    """
    occupied, owner = np.unique(kind.cell_of(x, y, size), return_inverse=True)
    cells, place, _ = _domain(kind, size, occupied, inside, None, empty)
    return cells, place[owner.reshape(-1)]


class Tally:
    """Counts points in squares of `size` metres, part after part; `cells` (n,) int64, sorted, and `events` (n,) int64.

    Raises `UserError` for a size that no square has.
    """

    def __init__(self, size: float):
        grid.ratio(size)
        self._size = size
        self._parts: List[Tuple[np.ndarray, np.ndarray]] = []

    def add(self, x: np.ndarray, y: np.ndarray) -> None:
        """Add points, (n,) metres each."""
        self._count(self._floor(x), self._floor(y))

    def add_boxes(self, left: np.ndarray, right: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Add the points, of which only a box in metres is known, whose box lies in one cell; return which do not, (n,) bool."""
        column, row = self._floor(left), self._floor(low)
        unsure = (column != self._floor(right)) | (row != self._floor(high))
        if unsure.any():
            column, row = column[~unsure], row[~unsure]
        self._count(column, row)
        return unsure

    def counts(self) -> Tuple[np.ndarray, np.ndarray]:
        """Return the cells that hold a point, sorted, and how many each holds."""
        if not self._parts:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        cells, events = (np.concatenate(part) for part in zip(*self._parts))
        order = np.argsort(cells, kind="stable")
        cells, events = cells[order], events[order]
        first = np.flatnonzero(np.append(True, cells[1:] != cells[:-1]))
        self._parts = [(cells[first], np.add.reduceat(events, first))]
        return self._parts[0]

    def _floor(self, metres: np.ndarray) -> np.ndarray:
        return np.floor(metres / self._size)

    def _count(self, column: np.ndarray, row: np.ndarray) -> None:
        if not len(column):
            return
        left, low = column.min(), row.min()
        high = int(row.max() - low) + 1
        window = (int(column.max() - left) + 1) * high
        if window > 8 * len(column) + 100_000:
            cells, events = np.unique(
                grid.pack(column.astype(np.int64), row.astype(np.int64)), return_counts=True
            )
        else:
            events = np.bincount(((column - left) * high + (row - low)).astype(np.int64))
            at = np.flatnonzero(events)
            cells, events = grid.pack(at // high + int(left), at % high + int(low)), events[at]
        self._parts.append((cells, events.astype(np.int64)))


def count_in_cells(
    kind: Kind,
    size: float,
    x: np.ndarray,
    y: np.ndarray,
    weights: Optional[np.ndarray] = None,
    categories: Optional[np.ndarray] = None,
    inside: Optional[AreaIndex] = None,
    without: Optional[AreaIndex] = None,
) -> Counted:
    """Count points at `x`, `y` (n,) metres, with a weight (n,) and a category (n,) of text each where given.

    There are the cells whose centre lies `inside`, and all that hold a point; without a boundary those that hold a point
    and the ones around them. Of cells that hold none, those with their centre in `without` are left out.
    """
    occupied, owner = np.unique(kind.cell_of(x, y, size), return_inverse=True)
    cells, place, dropped = _domain(kind, size, occupied, inside, without)
    at = place[owner.reshape(-1)]
    weights = np.ones(len(x)) if weights is None else weights
    parts = {}
    if categories is not None:
        for name in np.unique(categories.astype(str)):
            parts[str(name)] = np.bincount(at[categories == name], minlength=len(cells))
    return Counted(
        cells,
        np.bincount(at, minlength=len(cells)),
        np.bincount(at, weights, len(cells)),
        parts,
        dropped,
    )


def counted_squares(tally: Tally, size: float, without: Optional[AreaIndex] = None) -> Counted:
    """Return the points of a tally as `count_in_cells` counts them without weights, categories or boundary."""
    occupied, held = tally.counts()
    cells, place, dropped = _domain(KINDS["square"], size, occupied, None, without)
    events = np.zeros(len(cells), np.int64)
    events[place] = held
    return Counted(cells, events, events.astype(float), {}, dropped)


def _domain(
    kind: Kind,
    size: float,
    occupied: np.ndarray,
    inside: Optional[AreaIndex],
    without: Optional[AreaIndex],
    empty: bool = True,
) -> Tuple[np.ndarray, np.ndarray, int]:
    """Return the cells there are, the positions of the occupied ones among them, and how many are left out by `without`."""
    cells = occupied
    if empty:
        cells = kind.around(occupied) if inside is None else np.union1d(occupied, kind.within(inside, size))
    place = np.atleast_1d(np.searchsorted(cells, occupied))
    if without is None:
        return cells, place, 0
    gone = without.locate(*kind.centres(cells, size)) >= 0
    gone[place] = False
    return cells[~gone], (np.cumsum(~gone) - 1)[place], int(gone.sum())


def _hexagons_within(index: AreaIndex, size: float) -> np.ndarray:
    (left, low), (right, high) = index.vertices.xy.min(0), index.vertices.xy.max(0)
    row = np.arange(np.floor(low / (size * hexagons.ROW)) - 1, np.ceil(high / (size * hexagons.ROW)) + 2)
    first = np.floor(left / size - row / 2) - 1
    column = first[:, None] + np.arange(np.ceil((right - left) / size) + 4)
    cells = grid.pack(column.astype(np.int64), np.repeat(row.astype(np.int64)[:, None], column.shape[1], 1))
    cells = cells.ravel()
    return np.sort(cells[index.locate(*hexagons.centres(cells, size)) >= 0])


def _checked_square(size: float) -> int:
    return grid.ratio(size) * grid.BASE


KINDS = {
    "square": Kind(
        _checked_square,
        grid.cell_of,
        grid.centres,
        grid.square_wkb,
        grid.dilate,
        lambda size: float(size) ** 2,
        lambda index, size: cells_inside(index, int(size)),
    ),
    "hexagon": Kind(
        hexagons.check_size,
        hexagons.cell_of,
        hexagons.centres,
        hexagons.hexagon_wkb,
        lambda cells: np.unique(np.concatenate((cells, hexagons.neighbours(cells).ravel()))),
        hexagons.area,
        _hexagons_within,
    ),
}
