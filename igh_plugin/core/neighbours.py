"""Who is a neighbour of whom, as compressed sparse rows.

`Neighbours.indices[indptr[i]:indptr[i + 1]]` are the neighbours of unit `i`, without `i` itself, sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np

from . import grid, hexagons
from .progress import Progress, Silent

TIES = 8
"""How many neighbours more than wanted are looked at for being as near as the last."""


@dataclass(frozen=True)
class Neighbours:
    """Binary neighbours of n units: `indptr` (n + 1,) and `indices` (links,) int64; `rule` in words."""

    indptr: np.ndarray
    indices: np.ndarray
    rule: str

    @property
    def counts(self) -> np.ndarray:
        """Number of neighbours of each unit, (n,)."""
        return np.diff(self.indptr)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return for each unit the sum of `values`, (n,), over its neighbours."""
        cumulated = np.concatenate(([0], np.cumsum(np.asarray(values)[self.indices])))
        if np.issubdtype(cumulated.dtype, np.integer):
            return cumulated[self.indptr[1:]] - cumulated[self.indptr[:-1]]
        owner = np.repeat(np.arange(len(self.indptr) - 1), self.counts)
        return np.bincount(owner, np.asarray(values)[self.indices], len(self.indptr) - 1)


@dataclass(frozen=True)
class SpaceTimeNeighbours:
    """Neighbours of the bins of a cube, place after place and within it step after step: (places * steps,) in all.

    Those of a bin are the bins of its place in up to `before` steps earlier, and of the neighbours of its place in these steps
    and its own.
    """

    places: Neighbours
    steps: int
    before: int

    @property
    def counts(self) -> np.ndarray:
        """Number of neighbours of each bin, (places * steps,)."""
        span = np.minimum(np.arange(self.steps), self.before) + 1
        return ((self.places.counts[:, None] + 1) * span - 1).ravel()

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return for each bin the sum of `values`, (places * steps,), over its neighbours."""
        own = np.asarray(values, float).reshape(-1, self.steps)
        whole = np.empty_like(own)
        for step in range(self.steps):
            whole[:, step] = own[:, step] + self.places.sums(own[:, step])
        total = whole.copy()
        for earlier in range(1, min(self.before, self.steps - 1) + 1):
            total[:, earlier:] += whole[:, :-earlier]
        return (total - own).ravel()


def from_pairs(first: np.ndarray, second: np.ndarray, count: int, rule: str) -> Neighbours:
    """Build from undirected pairs of indices, each pair given once or more, self-pairs ignored."""
    first, second = np.asarray(first, np.int64), np.asarray(second, np.int64)
    keep = first != second
    keys = np.unique(np.concatenate((first[keep] * count + second[keep], second[keep] * count + first[keep])))
    owner = keys // max(count, 1)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count)))).astype(np.int64)
    return Neighbours(indptr, keys % max(count, 1), rule)


def of_cells(cells: np.ndarray, contiguity: str = "queen") -> Neighbours:
    """Neighbours of grid cells, (n,) packed and unique: `queen` shares a side or a corner, `rook` a side."""
    steps = [(1, 0), (0, 1)] + ([(1, 1), (1, -1)] if contiguity == "queen" else [])
    return _by_steps(cells, steps, contiguity)


def of_hexagons(cells: np.ndarray) -> Neighbours:
    """Neighbours of hexagonal cells, (n,) packed and unique: those that share a side."""
    return _by_steps(cells, hexagons.STEPS[:3], "hexagon")


def _by_steps(cells: np.ndarray, steps: Sequence[Tuple[int, int]], rule: str) -> Neighbours:
    """Neighbours that are a step of columns and rows apart; of two opposite steps one is given."""
    cells = np.asarray(cells, np.int64)
    order = np.argsort(cells, kind="stable")
    ranked = cells[order]
    ix, iy = grid.unpack(ranked)
    first: List[np.ndarray] = []
    second: List[np.ndarray] = []
    for dx, dy in steps:
        wanted = grid.pack(ix + dx, iy + dy)
        position = np.minimum(np.searchsorted(ranked, wanted), max(len(ranked) - 1, 0))
        found = ranked[position] == wanted if len(ranked) else np.zeros(0, bool)
        first.append(order[found])
        second.append(order[position[found]])
    return from_pairs(np.concatenate(first), np.concatenate(second), len(cells), rule)


def of_polygons(
    vertices: np.ndarray,
    owner: np.ndarray,
    count: int,
    contiguity: str = "queen",
    progress: Progress = Silent(),
) -> Neighbours:
    """Neighbours of polygons by shared vertices (`queen`) or shared edges (`rook`).

    `vertices` (m, 2) are the ring vertices in order, rings closed, `owner` (m, 2) the polygon and the ring
    of each. Borders must share their vertices exactly (rounded to a millimetre), as nested divisions do.
    """
    progress.check()
    key = _number_rows(np.round(vertices * 1000).astype(np.int64))
    polygon, ring = owner[:, 0], owner[:, 1]
    if contiguity == "rook":
        joined = (polygon[1:] == polygon[:-1]) & (ring[1:] == ring[:-1])
        low, high = np.minimum(key[1:], key[:-1])[joined], np.maximum(key[1:], key[:-1])[joined]
        edge, polygon = low * (int(key.max(initial=0)) + 1) + high, polygon[1:][joined]
        key = np.unique(edge, return_inverse=True)[1].reshape(-1).astype(np.int64)
    progress.check()
    both = np.unique(key * count + polygon)
    key, polygon = both // count, both % count
    first: List[np.ndarray] = []
    second: List[np.ndarray] = []
    step = 1
    while True:
        progress.check()
        same = key[step:] == key[:-step]
        if not same.any():
            break
        first.append(polygon[:-step][same])
        second.append(polygon[step:][same])
        step += 1
    empty = np.zeros(0, np.int64)
    return from_pairs(np.concatenate(first or [empty]), np.concatenate(second or [empty]), count, contiguity)


def within_distance(x: np.ndarray, y: np.ndarray, distance: float) -> Neighbours:
    """Neighbours of points within `distance`, the bound included, in the unit of the coordinates."""
    from scipy.spatial import cKDTree

    pairs = cKDTree(np.column_stack((x, y))).query_pairs(distance, output_type="ndarray")
    return from_pairs(pairs[:, 0], pairs[:, 1], len(x), f"distance {distance:g}")


def k_nearest(x: np.ndarray, y: np.ndarray, k: int) -> Neighbours:
    """Neighbours of points: the `k` nearest others, and all that are as near as the last of them.

    So they do not depend on the order of the points; fewer where there are no more. Who is among the nearest of another need
    not have that one among its own.
    """
    from scipy.spatial import cKDTree

    n, k = len(x), min(k, len(x) - 1)
    if k < 1:
        return Neighbours(np.zeros(n + 1, np.int64), np.zeros(0, np.int64), f"{k} nearest")
    points = np.column_stack((x, y))
    tree = cKDTree(points)
    asked = min(k + 1 + TIES, n)
    away, near = tree.query(points, asked)
    away, near = away.reshape(n, asked), near.reshape(n, asked)
    reach = away[:, k] * (1 + 1e-9)
    taken = (away <= reach[:, None]) & (near != np.arange(n)[:, None])
    owner, indices = np.nonzero(taken)[0], near[taken]
    crowded = np.flatnonzero((away[:, -1] <= reach) & (asked < n))
    if len(crowded):
        found = tree.query_ball_point(points[crowded], reach[crowded])
        keep = ~np.isin(owner, crowded)
        more = np.repeat(crowded, [len(part) for part in found])
        others = np.concatenate([np.asarray(part, np.int64) for part in found])
        owner = np.append(owner[keep], more[others != more])
        indices = np.append(indices[keep], others[others != more])
    order = np.lexsort((indices, owner))
    indptr = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=n)))).astype(np.int64)
    return Neighbours(indptr, indices[order].astype(np.int64), f"{k} nearest")


def expanded(part: Neighbours, there: np.ndarray) -> Neighbours:
    """Return the neighbours of units of which only some, `there` (n,) bool, have any: those in `part`, in their order."""
    counts = np.zeros(len(there), np.int64)
    counts[there] = part.counts
    indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return Neighbours(indptr, np.flatnonzero(there)[part.indices], part.rule)


def _number_rows(rows: np.ndarray) -> np.ndarray:
    """Return a number for each row of two integers, (n,) int64, the same for equal rows and less than n."""
    if not len(rows):
        return np.zeros(0, np.int64)
    low = rows.min(0)
    wide = rows.max(0) - low + 1
    if float(wide[0]) * float(wide[1]) < 2.0**62:
        packed = (rows[:, 0] - low[0]) * wide[1] + (rows[:, 1] - low[1])
        return np.unique(packed, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
