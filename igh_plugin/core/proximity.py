"""Distance of points to the nearest of many objects, and how many objects lie within a radius: exact, on arrays.

Objects are points, lines and polygons. The distance is that to the geometry itself, 0 inside a polygon; holes are
outside. A radius includes its bound.

Points are put into a quadtree along a curve (Morton 1966). With q the middle of a node, h the half diagonal of the box
around its points, and D the distance from q to the nearest segment, no point of the node is nearest to a segment
farther than D + 2h from q: the triangle inequality twice (branch and bound; Hjaltason & Samet 1999, "Distance browsing
in spatial databases", ACM TODS 24). An object nearer to q than r - h is within r of all points of the node, one farther
than r + h of none. Only what is left at the leaves is measured point by point. A node keeps the numbers of its
candidates, nodes are worked through in parts of bounded size, so that memory does not grow with points times objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np

from .assignment import AreaIndex
from .progress import Part, Progress, Silent
from .shapes import boxes_around, shapes_of_wkb

_DEPTH = 16
_PAIRS = 100_000
_FEW_POINTS, _FEW_SEGMENTS = 4, 3
Pairs = Tuple[np.ndarray, np.ndarray]
_SLACK = 1e-6
"""Metres by which bounds are widened, so that rounding leaves out no candidate."""


@dataclass(frozen=True)
class Nodes:
    """Nodes of one level of the tree: `prefix` (n,) of the keys of their points, increasing, and their candidates:
    those of node i are `segment[start[i]:start[i + 1]]`, segments in increasing order."""

    level: int
    prefix: np.ndarray
    start: np.ndarray
    segment: np.ndarray

    def halves(self) -> Tuple[Nodes, Nodes]:
        """Return the nodes in two parts with about as many candidates each."""
        middle = int(np.searchsorted(self.start, self.start[-1] // 2))
        middle = min(max(middle, 1), len(self.prefix) - 1)
        cut = self.start[middle]
        return (
            Nodes(self.level, self.prefix[:middle], self.start[: middle + 1], self.segment[:cut]),
            Nodes(self.level, self.prefix[middle:], self.start[middle:] - cut, self.segment[cut:]),
        )


class ObjectIndex:
    """Objects prepared for measuring many points. `geometries` are WKB in a CRS in metres; `ValueError` for curves."""

    def __init__(self, geometries: Sequence[bytes]):
        shapes = shapes_of_wkb(geometries)
        self.count = shapes.count
        self._owner = shapes.owner
        along = shapes.end - shapes.start
        square = (along**2).sum(1)
        with np.errstate(divide="ignore"):
            inverse = np.where(square > 0, 1 / square, 0.0)
        self._segments = np.column_stack((shapes.start, along, inverse))
        self._surface_owner = shapes.surface_owner
        self._areas = AreaIndex(shapes.surfaces) if shapes.surfaces else None

    @property
    def has_polygons(self) -> bool:
        """Whether anything can lie inside an object."""
        return self._areas is not None

    def nearest(
        self, x: np.ndarray, y: np.ndarray, progress: Progress = Silent(), held: Optional[Pairs] = None
    ) -> Pairs:
        """Return the distance to the nearest object in metres, (n,) float64, and its number, (n,) int64.

        `x`, `y` (n,) in metres. NaN and -1 for a point without coordinates, and where there is no object. Of several
        that are equally near, the one that comes first. `held` is what `holding` gives, where that is known already.
        """
        x, y = np.asarray(x, float), np.asarray(y, float)
        distance, number = np.full(len(x), np.nan), np.full(len(x), -1, np.int64)
        rows = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if not len(rows) or not len(self._segments):
            return distance, number
        tree = _Tree(np.column_stack((x[rows], y[rows])), np.zeros(len(rows), np.int64))
        found = tree.nearest(self._segments, self._owner, Part(progress, 0.0, 0.9))
        distance[rows], number[rows] = found
        point, owner = self.holding(x, y) if held is None else held
        if len(point):
            first = np.flatnonzero(np.diff(point, prepend=-1))
            point, owner = point[first], owner[first]
            touched = distance[point] == 0
            number[point] = np.where(touched, np.minimum(number[point], owner), owner)
            distance[point] = 0.0
        progress.step(1.0)
        return distance, number

    def within(
        self,
        x: np.ndarray,
        y: np.ndarray,
        radius: float,
        progress: Progress = Silent(),
        held: Optional[Pairs] = None,
    ) -> np.ndarray:
        """Return how many objects lie within `radius` metres of each point, (n,) float64, NaN without coordinates.

        `held` as in `nearest`.
        """
        x, y = np.asarray(x, float), np.asarray(y, float)
        counts = np.full(len(x), np.nan)
        rows = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        counts[rows] = 0
        if not len(rows) or not len(self._segments):
            return counts
        tree = _Tree(np.column_stack((x[rows], y[rows])), np.zeros(len(rows), np.int64))
        root = np.zeros(len(self._owner), np.int64)
        counts[rows] = tree.within(self._segments, self._owner, root, radius, Part(progress, 0.0, 0.7))
        point, owner = self.holding(x, y) if held is None else held
        if len(point):
            # A polygon around a point counts, also where its edge is farther away than the radius.
            tree = _Tree(np.column_stack((x[point], y[point])), owner)
            near = tree.within(self._segments, self._owner, self._owner, radius, Part(progress, 0.7, 1.0))
            counts += np.bincount(point[near == 0], minlength=len(x))
        progress.step(1.0)
        return counts

    def holding(self, x: np.ndarray, y: np.ndarray) -> Pairs:
        """Return the pairs of a point and an object with a polygon around it, each once, in order, (p,) int64 each.

        Where a point lies on an edge, by the rule of `core.assignment`.
        """
        if self._areas is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        point, surface = self._areas.locate_all(x, y)
        owner = self._surface_owner[surface]
        new = np.ones(len(point), bool)
        new[1:] = (point[1:] != point[:-1]) | (owner[1:] != owner[:-1])
        return point[new], owner[new]


class _Tree:
    """Points along a curve. Points of one `root` are only measured to the segments of that root."""

    def __init__(self, points: np.ndarray, root: np.ndarray):
        low = points.min(0)
        size = max(float((points.max(0) - low).max()), 1e-9)
        place = np.minimum((points - low) * (2**_DEPTH / size), 2**_DEPTH - 1).astype(np.int64)
        key = (root << (2 * _DEPTH)) | _spread(place[:, 0]) | (_spread(place[:, 1]) << 1)
        self._order = np.argsort(key, kind="stable")
        self._keys, self._points = key[self._order], points[self._order]
        self._roots = np.unique(self._keys >> (2 * _DEPTH))

    def nearest(
        self, segments: np.ndarray, owner: np.ndarray, progress: Progress
    ) -> Tuple[np.ndarray, np.ndarray]:
        """Return distance and object of the nearest segment of each point; there is one root, and a segment."""
        distance, number = np.empty(len(self._keys)), np.empty(len(self._keys), np.int64)
        waiting = [self._top(np.array([0, len(segments)]), np.arange(len(segments)))]
        done = 0
        while waiting:
            nodes = waiting.pop()
            if len(nodes.segment) > _PAIRS and len(nodes.prefix) > 1:
                waiting += nodes.halves()
                continue
            first, last, middle, half = self._boxes(nodes)
            node = np.repeat(np.arange(len(first)), np.diff(nodes.start))
            away = _distances(middle.take(node, 0), segments.take(nodes.segment, 0))
            bound = np.minimum.reduceat(away, nodes.start[:-1]) + 2 * half + _SLACK
            nodes = _kept(nodes, away <= bound[node])
            leaf = self._is_leaf(nodes, first, last, half)
            for rows, start, segment in _expanded(nodes, leaf, first, last):
                progress.check()
                away = _distances(np.repeat(self._points[rows], np.diff(start), 0), segments.take(segment, 0))
                best = np.minimum.reduceat(away, start[:-1])
                who = np.where(
                    away == np.repeat(best, np.diff(start)), owner[segment], np.iinfo(np.int64).max
                )
                distance[rows], number[rows] = best, np.minimum.reduceat(who, start[:-1])
                done += len(rows)
                progress.step(done / len(distance))
            waiting += self._children(nodes, ~leaf)
        return self._as_given(distance), self._as_given(number)

    def within(
        self,
        segments: np.ndarray,
        owner: np.ndarray,
        root: np.ndarray,
        radius: float,
        progress: Progress,
    ) -> np.ndarray:
        """Return of how many objects a segment lies within `radius` of each point; `root` (s,) is that of the segments."""
        change = np.zeros(len(self._keys) + 1, np.int64)
        counts = np.zeros(len(self._keys), np.int64)
        order = np.argsort(root, kind="stable")
        begin, end = (np.searchsorted(root[order], self._roots, side) for side in ("left", "right"))
        start = np.concatenate(([0], np.cumsum(end - begin)))
        waiting = [self._top(start, order[_ranges(begin, end)])]
        settled = 0.0
        while waiting:
            nodes = waiting.pop()
            if len(nodes.segment) > _PAIRS and len(nodes.prefix) > 1:
                waiting += nodes.halves()
                continue
            progress.check()
            first, last, middle, half = self._boxes(nodes)
            node = np.repeat(np.arange(len(first)), np.diff(nodes.start))
            away = _distances(middle.take(node, 0), segments.take(nodes.segment, 0))
            run, runs = _runs(node, owner[nodes.segment])
            nearest = np.minimum.reduceat(away, runs)
            whole = nearest <= (radius - half - _SLACK)[node[runs]]
            inside = np.bincount(node[runs[whole]], minlength=len(first))
            change[first] += inside
            change[last] -= inside
            before = np.diff(nodes.start)
            nodes = _kept(nodes, (away <= (radius + half + _SLACK)[node]) & ~whole[run])
            some = np.diff(nodes.start) > 0
            settled += float((last - first)[~some & (before > 0)].sum())
            leaf = some & self._is_leaf(nodes, first, last, half)
            for rows, start, segment in _expanded(nodes, leaf, first, last):
                progress.check()
                row = np.repeat(np.arange(len(rows)), np.diff(start))
                away = _distances(self._points.take(rows[row], 0), segments.take(segment, 0))
                _, runs = _runs(row, owner[segment])
                close = np.minimum.reduceat(away, runs) <= radius
                counts[rows] += np.bincount(row[runs[close]], minlength=len(rows))
                settled += len(rows)
            progress.step(settled / len(counts))
            waiting += self._children(nodes, some & ~leaf)
        return self._as_given(counts + np.cumsum(change[:-1]))

    def _top(self, start: np.ndarray, segment: np.ndarray) -> Nodes:
        return Nodes(0, self._roots, start, segment)

    def _boxes(self, nodes: Nodes) -> Tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return where the points of nodes begin and end, (n,) each, the middle (n, 2) and half diagonal of their box."""
        shift = 2 * (_DEPTH - nodes.level)
        first = np.searchsorted(self._keys, nodes.prefix << shift)
        last = np.searchsorted(self._keys, (nodes.prefix + 1) << shift)
        low, high = boxes_around(self._points, first, last)
        return first, last, (low + high) / 2, np.hypot(*(high - low).T) / 2

    def _is_leaf(self, nodes: Nodes, first: np.ndarray, last: np.ndarray, half: np.ndarray) -> np.ndarray:
        few = (last - first <= _FEW_POINTS) | (np.diff(nodes.start) <= _FEW_SEGMENTS)
        return few | (half == 0) | (nodes.level == _DEPTH)

    def _children(self, nodes: Nodes, which: np.ndarray) -> List[Nodes]:
        """Return the quarters of some nodes that hold points, with the candidates of the whole."""
        parent = np.flatnonzero(which)
        if not len(parent):
            return []
        parent = np.repeat(parent, 4)
        prefix = nodes.prefix[parent] * 4 + np.tile(np.arange(4), len(parent) // 4)
        shift = 2 * (_DEPTH - nodes.level - 1)
        holds = np.searchsorted(self._keys, prefix << shift) < np.searchsorted(
            self._keys, (prefix + 1) << shift
        )
        parent, prefix = parent[holds], prefix[holds]
        begin, end = nodes.start[parent], nodes.start[parent + 1]
        start = np.concatenate(([0], np.cumsum(end - begin)))
        return [Nodes(nodes.level + 1, prefix, start, nodes.segment[_ranges(begin, end)])]

    def _as_given(self, values: np.ndarray) -> np.ndarray:
        given = np.empty_like(values)
        given[self._order] = values
        return given


def _distances(points: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Return the distance of each point, (m, 2), to its segment, (m, 5): start, vector, 1 / length squared (0 for none)."""
    away_x, away_y = points[:, 0] - segments[:, 0], points[:, 1] - segments[:, 1]
    along_x, along_y = segments[:, 2], segments[:, 3]
    share = away_x * along_x
    share += away_y * along_y
    share *= segments[:, 4]
    np.minimum(np.maximum(share, 0.0, out=share), 1.0, out=share)
    away_x -= share * along_x
    away_y -= share * along_y
    away_x *= away_x
    away_y *= away_y
    away_x += away_y
    return np.sqrt(away_x, out=away_x)


def _kept(nodes: Nodes, keep: np.ndarray) -> Nodes:
    """Return nodes with those of their candidates that are kept."""
    start = np.concatenate(([0], np.cumsum(keep)))[nodes.start]
    return Nodes(nodes.level, nodes.prefix, start, nodes.segment[keep])


def _expanded(
    nodes: Nodes, which: np.ndarray, first: np.ndarray, last: np.ndarray
) -> Iterator[Tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield points of some nodes, (r,), and the candidates of each: `start` (r + 1,) and `segment`, in parts that fit memory."""
    chosen = np.flatnonzero(which)
    if not len(chosen):
        return
    rows = _ranges(first[chosen], last[chosen])
    node = np.repeat(chosen, (last - first)[chosen])
    begin, end = nodes.start[node], nodes.start[node + 1]
    total = np.concatenate(([0], np.cumsum(end - begin)))
    at = 0
    while at < len(rows):
        stop = max(int(np.searchsorted(total, total[at] + _PAIRS, "right")) - 1, at + 1)
        yield (
            rows[at:stop],
            total[at : stop + 1] - total[at],
            nodes.segment[_ranges(begin[at:stop], end[at:stop])],
        )
        at = stop


def _runs(outer: np.ndarray, inner: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the number of the run of equal pairs each row lies in, and where the runs begin."""
    new = np.ones(len(outer), bool)
    new[1:] = (outer[1:] != outer[:-1]) | (inner[1:] != inner[:-1])
    return np.cumsum(new) - 1, np.flatnonzero(new)


def _ranges(begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the numbers from each `begin` up to its `end`, one range after the other."""
    length = end - begin
    before = np.cumsum(length) - length
    return np.arange(int(length.sum())) + np.repeat(begin - before, length)


def _spread(number: np.ndarray) -> np.ndarray:
    """Return 16 bits with a zero between each two."""
    number = (number | (number << 8)) & 0x00FF00FF
    number = (number | (number << 4)) & 0x0F0F0F0F
    number = (number | (number << 2)) & 0x33333333
    return (number | (number << 1)) & 0x55555555
