"""Assignment of points to polygons on arrays, exact to the edge.

A point lies in a polygon when a ray from it to the right crosses the polygon's edges an odd number of times
(holes and several parts count alike). An edge takes part when `y_low <= y < y_high`, and is always evaluated
from its lower to its upper end, so that two areas that share an edge see the same crossing: a point on a
shared edge belongs to exactly one of them, the area to its right or, on a horizontal edge, the area above. A corner
belongs to the area that begins right of it, just above its height. On the outer edge of all areas this means: a point
on a left or lower edge is inside, one on a right or upper edge is outside.

On which side of an edge a point lies is decided without rounding (Shewchuk 1997, "Adaptive precision floating-point
arithmetic"): where the floating-point value is too small to be trusted, in integers.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np

from . import grid
from .progress import Progress, Silent

AT_A_TIME = 10_000
"""Geometries that are read between two looks at whether to stop."""
_CHUNK = 4_000_000
_POINTS = 250_000
_UNSURE = (3 + 16 * 2.0**-53) * 2.0**-53
"""Part of the sum of both products below which the sign of their difference may be wrong by rounding."""


@dataclass(frozen=True)
class Vertices:
    """Rings of polygons: `xy` (m, 2) and, for each vertex, `polygon` (m,) and `ring` (m,) numbers."""

    xy: np.ndarray
    polygon: np.ndarray
    ring: np.ndarray

    def segments(self) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the ends of the edges, (e, 2) each, and their polygons, (e,)."""
        joined = self.ring[1:] == self.ring[:-1]
        return self.xy[:-1][joined], self.xy[1:][joined], self.polygon[1:][joined]

    def centroids(self, count: int) -> Tuple[np.ndarray, np.ndarray]:
        """Return x and y of the centroids of `count` polygons; of one without a surface the mean of its vertices."""
        number = np.maximum(np.bincount(self.polygon, minlength=count), 1)
        middle = np.stack([np.bincount(self.polygon, self.xy[:, axis], count) / number for axis in (0, 1)], 1)
        start, end, polygon = self.segments()
        start, end = start - middle[polygon], end - middle[polygon]
        cross = start[:, 0] * end[:, 1] - end[:, 0] * start[:, 1]
        area = np.bincount(polygon, cross, count)
        for axis in (0, 1):
            moment = np.bincount(polygon, (start[:, axis] + end[:, axis]) * cross, count)
            middle[:, axis] += np.divide(moment, 3 * area, out=np.zeros(count), where=area != 0)
        return middle[:, 0], middle[:, 1]


def vertices_of_wkb(geometries: Sequence[bytes], progress: Progress = Silent()) -> Vertices:
    """Read the rings of (multi)polygons in WKB, with or without Z and M; `ValueError` on another type."""
    points: List[np.ndarray] = []
    owners: List[int] = []
    for number, wkb in enumerate(geometries):
        if number % AT_A_TIME == 0:
            progress.check()
        rings: List[np.ndarray] = []
        _read_polygon(bytes(wkb), 0, rings)
        points += rings
        owners += [number] * len(rings)
    if not points:
        return Vertices(np.zeros((0, 2)), np.zeros(0, np.int64), np.zeros(0, np.int64))
    lengths = [len(ring) for ring in points]
    ring_number = np.repeat(np.arange(len(points)), lengths)
    return Vertices(np.concatenate(points), np.asarray(owners, np.int64)[ring_number], ring_number)


def _read_polygon(wkb: bytes, at: int, rings: List[np.ndarray]) -> int:
    order = "<" if wkb[at] else ">"
    kind, count = struct.unpack_from(order + "II", wkb, at + 1)
    flags, base = kind & 0xE0000000, (kind & 0x1FFFFFFF)
    dimensions = 2 + (
        bool(flags & 0x80000000) + bool(flags & 0x40000000) if flags else (0, 1, 1, 2)[base // 1000 % 4]
    )
    at += 9
    if base % 1000 == 6:
        for _ in range(count):
            at = _read_polygon(wkb, at, rings)
        return at
    if base % 1000 != 3:
        raise ValueError(f"geometry of type {base} is not a polygon")
    for _ in range(count):
        (length,) = struct.unpack_from(order + "I", wkb, at)
        values = np.frombuffer(wkb, order + "f8", length * dimensions, at + 4).reshape(length, dimensions)
        rings.append(values[:, :2].astype(float))
        at += 4 + 8 * length * dimensions
    return at


class AreaIndex:
    """Polygons prepared for locating many points.

    Points in raster cells that no edge touches take the area of the cell; only the others are tested edge by
    edge, against the edges of the polygons around them that reach their height.
    """

    def __init__(self, geometries: Sequence[bytes], resolution: int = 512):
        self.vertices = vertices_of_wkb(geometries)
        self.count = len(geometries)
        start, end, polygon = self.vertices.segments()
        swap = start[:, 1] > end[:, 1]
        low, high = np.where(swap[:, None], end, start), np.where(swap[:, None], start, end)
        self._boxes = _boxes(self.vertices, self.count)
        self._prepare_raster(low, high, resolution)
        slanted = low[:, 1] != high[:, 1]
        self._prepare_slabs(low[slanted], high[slanted], polygon[slanted], resolution)
        self._interior = np.full(resolution * resolution, -2, np.int64)

    def locate(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the number of the polygon each point lies in, (n,) int64; -1 for none.

        Where polygons overlap, the one that comes first.
        """
        x, y = np.asarray(x, float), np.asarray(y, float)
        found = np.full(len(x), -1, np.int64)
        if not self.count:
            return found
        candidates, cell, plain = self._cells(x, y)
        self._classify(np.unique(cell[plain]))
        found[candidates[plain]] = self._interior[cell[plain]]
        rest = candidates[~plain]
        for start in range(0, len(rest), _POINTS):
            part = rest[start : start + _POINTS]
            found[part] = self._exact(x[part], y[part])
        return found

    def locate_all(self, x: np.ndarray, y: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Return all pairs of a point and a polygon it lies in, (p,) int64 each, in order of point, then polygon.

        Where polygons overlap, a point has several.
        """
        x, y = np.asarray(x, float), np.asarray(y, float)
        points, polygons = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        if self.count:
            candidates, cell, plain = self._cells(x, y)
            unique, number = np.unique(cell[plain], return_inverse=True)
            held, polygon = self._pairs(*self._centres(unique))
            first = np.searchsorted(held, np.arange(len(unique) + 1))
            length = np.diff(first)[number]
            pair = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
            points.append(np.repeat(candidates[plain], length))
            polygons.append(polygon[pair + np.repeat(first[number], length)])
            rest = candidates[~plain]
            held, polygon = self._pairs(x[rest], y[rest])
            points.append(rest[held])
            polygons.append(polygon)
        point, polygon = np.concatenate(points), np.concatenate(polygons)
        order = np.lexsort((polygon, point))
        return point[order], polygon[order]

    def _cells(self, x: np.ndarray, y: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return which points lie in the raster, in which cell, and of which cells no edge touches."""
        column = np.floor((x - self._x0) / self._width)
        row = np.floor((y - self._y0) / self._height)
        with np.errstate(invalid="ignore"):
            inside = (column >= 0) & (column < self._n) & (row >= 0) & (row < self._n)
        candidates = np.flatnonzero(inside)
        cell = (row[candidates] * self._n + column[candidates]).astype(np.int64)
        return candidates, cell, ~self._touched[cell]

    def _centres(self, cells: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        return (
            self._x0 + (cells % self._n + 0.5) * self._width,
            self._y0 + (cells // self._n + 0.5) * self._height,
        )

    def _classify(self, cells: np.ndarray) -> None:
        unknown = cells[self._interior[cells] == -2]
        for start in range(0, len(unknown), _POINTS):
            part = unknown[start : start + _POINTS]
            self._interior[part] = self._exact(*self._centres(part))

    def _exact(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the first polygon each point lies in, -1 for none."""
        point, polygon = self._tested(x, y)
        found = np.full(len(x), self.count, np.int64)
        np.minimum.at(found, point, polygon)
        return np.where(found == self.count, -1, found)

    def _pairs(self, x: np.ndarray, y: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Return the pairs of a point and a polygon it lies in, in order of point."""
        points, polygons = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for start in range(0, len(x), _POINTS):
            point, polygon = self._tested(x[start : start + _POINTS], y[start : start + _POINTS])
            points.append(point + start)
            polygons.append(polygon)
        point, polygon = np.concatenate(points), np.concatenate(polygons)
        order = np.argsort(point, kind="stable")
        return point[order], polygon[order]

    def _tested(self, x: np.ndarray, y: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Test points against every polygon whose box holds them; return the pairs that lie inside."""
        point, polygon = self._box_pairs(x, y)
        inside = np.zeros(len(point), bool)
        slab = np.clip(((y - self._y0) / self._height).astype(np.int64), 0, self._n - 1)
        key = polygon * self._n + slab[point]
        first, last = self._slab_start[key], self._slab_start[key + 1]
        length = last - first
        begin = 0
        total = np.cumsum(length)
        while begin < len(point):
            stop = int(np.searchsorted(total, (total[begin - 1] if begin else 0) + _CHUNK, "right"))
            stop = max(stop, begin + 1)
            rows = slice(begin, stop)
            pair = np.repeat(np.arange(begin, stop), length[rows])
            offset = np.arange(len(pair)) - np.repeat(np.cumsum(length[rows]) - length[rows], length[rows])
            edge = self._slab_edges[first[pair] + offset]
            py = y[point[pair]]
            reach = np.flatnonzero((self._edges[edge, 1] <= py) & (py < self._edges[edge, 3]))
            pair = pair[reach]
            crossed = _is_left(self._edges[edge[reach]], x[point[pair]], py[reach])
            inside[rows] = np.bincount(pair[crossed] - begin, minlength=stop - begin) % 2 == 1
            begin = stop
        return point[inside], polygon[inside]

    def _box_pairs(self, x: np.ndarray, y: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        order = np.argsort(x, kind="stable")
        ranked = x[order]
        left, bottom, right, top = self._boxes.T
        first = np.searchsorted(ranked, left, "left").tolist()
        last = np.searchsorted(ranked, right, "right").tolist()
        points, polygons = [np.zeros(0, np.int64)], np.flatnonzero(np.less(first, last))
        for number in polygons.tolist():
            part = order[first[number] : last[number]]
            rows = y[part]
            points.append(part[(rows >= bottom[number]) & (rows <= top[number])])
        return np.concatenate(points), np.repeat(polygons, list(map(len, points[1:])))

    def _prepare_raster(self, low: np.ndarray, high: np.ndarray, resolution: int) -> None:
        """Mark every raster cell that an edge may touch; a margin covers rounding."""
        self._n = resolution
        if len(low):
            corner = np.minimum(low.min(0), high.min(0))
            extent = np.maximum(np.maximum(low.max(0), high.max(0)) - corner, 1e-9)
        else:
            corner, extent = np.zeros(2), np.ones(2)
        self._width, self._height = extent * (1 + 1e-9) / resolution
        self._x0, self._y0 = corner
        touched = np.zeros((resolution, resolution), bool)
        steps = np.maximum(np.ceil(np.abs(high - low) / (self._width, self._height)).max(1), 1).astype(
            np.int64
        )
        edge = np.repeat(np.arange(len(low)), steps + 1)
        share = (np.arange(len(edge)) - np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)) / steps[
            edge
        ]
        at = low[edge] + (high - low)[edge] * share[:, None]
        column = np.clip(((at[:, 0] - corner[0]) / self._width).astype(np.int64), 0, resolution - 1)
        row = np.clip(((at[:, 1] - corner[1]) / self._height).astype(np.int64), 0, resolution - 1)
        touched[row, column] = True
        wide = touched.copy()
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                wide |= _shifted(touched, dy, dx)
        self._touched = wide.ravel()

    def _prepare_slabs(self, low: np.ndarray, high: np.ndarray, polygon: np.ndarray, resolution: int) -> None:
        """List for each polygon and horizontal slab the edges that reach into it."""
        self._edges = np.concatenate((low, high), 1)
        first = np.clip(((low[:, 1] - self._y0) / self._height).astype(np.int64), 0, resolution - 1)
        last = np.clip(((high[:, 1] - self._y0) / self._height).astype(np.int64), 0, resolution - 1)
        length = last - first + 1
        edge = np.repeat(np.arange(len(low)), length)
        slab = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(length) - length, length)
        key = polygon[edge] * resolution + slab
        order = np.argsort(key, kind="stable")
        self._slab_edges = edge[order]
        self._slab_start = np.concatenate(
            ([0], np.cumsum(np.bincount(key, minlength=self.count * resolution)))
        ).astype(np.int64)


def _is_left(edges: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell whether each point lies strictly left of its edge, a row of (low x, low y, high x, high y)."""
    low_x, low_y, high_x, high_y = edges.T
    across, along = (high_x - low_x) * (y - low_y), (x - low_x) * (high_y - low_y)
    side = across - along
    bound = _UNSURE * (np.abs(across) + np.abs(along))
    left = side > 0
    for row in np.flatnonzero((np.abs(side) <= bound) & (bound > 0)):
        ax, ay, bx, by, px, py = _as_integers((*edges[row], x[row], y[row]))
        left[row] = (bx - ax) * (py - ay) > (px - ax) * (by - ay)
    return left


def _as_integers(numbers: Sequence[float]) -> List[int]:
    """Return numbers times the same power of two, so that all are whole and none is rounded."""
    ratios = [float(number).as_integer_ratio() for number in numbers]
    common = max(below for _, below in ratios)
    return [above * (common // below) for above, below in ratios]


def _boxes(vertices: Vertices, count: int) -> np.ndarray:
    boxes = np.tile([np.inf, np.inf, -np.inf, -np.inf], (count, 1))
    np.minimum.at(boxes[:, 0], vertices.polygon, vertices.xy[:, 0])
    np.minimum.at(boxes[:, 1], vertices.polygon, vertices.xy[:, 1])
    np.maximum.at(boxes[:, 2], vertices.polygon, vertices.xy[:, 0])
    np.maximum.at(boxes[:, 3], vertices.polygon, vertices.xy[:, 1])
    return boxes


def _shifted(mask: np.ndarray, dy: int, dx: int) -> np.ndarray:
    out = np.zeros_like(mask)
    rows, columns = mask.shape
    out[max(dy, 0) : rows + min(dy, 0), max(dx, 0) : columns + min(dx, 0)] = mask[
        max(-dy, 0) : rows + min(-dy, 0), max(-dx, 0) : columns + min(-dx, 0)
    ]
    return out


def cells_inside(index: AreaIndex, size: int) -> np.ndarray:
    """Return the cells of `size` metres whose centre lies in one of the areas, sorted."""
    xy = index.vertices.xy
    low, high = np.floor(xy.min(0) / size).astype(np.int64), np.floor(xy.max(0) / size).astype(np.int64)
    ix, iy = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
    cells = grid.pack(ix.ravel(), iy.ravel())
    return np.sort(cells[index.locate(*grid.centres(cells, size)) >= 0])
