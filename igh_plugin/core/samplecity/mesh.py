"""A planar mesh of convex polygons that share their vertices, so that what is dissolved fits exactly.

Polygons are counter-clockwise rings of vertex numbers. Every directed edge has at most one owner; the owner
of the opposite direction is the neighbour. A vertex put into an edge is put into both neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import atan2, hypot, pi

import numpy as np


class Mesh:
    """Polygons by number, with shared vertices in metres (any plane) and a line number on every cut edge."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.rings: dict[int, list[int]] = {}
        self.owner: dict[tuple[int, int], int] = {}
        self.line: dict[tuple[int, int], int] = {}
        self._next = 0

    def add_point(self, x: float, y: float) -> int:
        self.points.append((x, y))
        return len(self.points) - 1

    def add_ring(self, ring: list[int]) -> int:
        """Add a counter-clockwise ring of vertex numbers; returns the number of the polygon."""
        number = self._next
        self._next += 1
        self.rings[number] = list(ring)
        for edge in _edges(ring):
            self.owner[edge] = number
        return number

    def split_edge(self, a: int, b: int, middle: int) -> None:
        """Put the vertex `middle` between a and b, on both sides of the edge."""
        for p, q in ((a, b), (b, a)):
            number = self.owner.pop((p, q), None)
            if number is None:
                continue
            ring = self.rings[number]
            ring.insert(ring.index(p) + 1, middle)
            self.owner[(p, middle)] = self.owner[(middle, q)] = number
        line = self.line.pop(_undirected(a, b), None)
        if line is not None:
            self.line[_undirected(a, middle)] = self.line[_undirected(middle, b)] = line

    def cut(
        self, number: int, origin: tuple[float, float], direction: tuple[float, float], snap: float, line: int
    ) -> int | None:
        """Cut a convex polygon along the line through `origin`; the part left of `direction` keeps its
        number.

        A cut that ends within `snap` metres of a vertex ends in that vertex. Returns the number of the new
        polygon (right of the line), or None where the line does not pass through the polygon.
        """
        ring = self.rings[number]
        side = [
            direction[0] * (self.points[i][1] - origin[1]) - direction[1] * (self.points[i][0] - origin[0])
            for i in ring
        ]
        if min(side) > -1e-6 or max(side) < 1e-6:
            return None
        enter = self._crossing(ring, side, snap, True)
        leave = self._crossing(ring, side, snap, False)
        ends = []
        for a, b, vertex in (enter, leave):
            if isinstance(vertex, tuple):
                point = self.add_point(*vertex)
                self.split_edge(a, b, point)
                vertex = point
            ends.append(vertex)
        first, last = ends
        ring = self.rings[number]
        i, j = ring.index(first), ring.index(last)
        left = _between(ring, i, j)
        right = _between(ring, j, i)
        if len(left) < 3 or len(right) < 3:
            return None
        self.rings[number] = left
        self.owner[(last, first)] = number
        self.line[_undirected(first, last)] = line
        return self.add_ring(right)

    def _crossing(
        self, ring: list[int], side: list[float], snap: float, upwards: bool
    ) -> tuple[int, int, int | tuple[float, float]]:
        """The edge where the ring passes the line (to its left side, or from it) and the vertex or new
        point.
        """
        count = len(ring)
        for k in range(count):
            s, t = side[k], side[(k + 1) % count]
            if not upwards:
                s, t = -s, -t
            if s < 0 <= t:
                a, b = ring[k], ring[(k + 1) % count]
                (ax, ay), (bx, by) = self.points[a], self.points[b]
                share = s / (s - t)
                point = (ax + share * (bx - ax), ay + share * (by - ay))
                length = hypot(bx - ax, by - ay)
                if share * length <= snap and share <= 0.5:
                    return a, b, a
                if (1 - share) * length <= snap:
                    return a, b, b
                return a, b, point
        raise ValueError("the ring does not pass the line")

    def area(self, number: int) -> float:
        return ring_area(self.coordinates(number))

    def coordinates(self, number: int) -> np.ndarray:
        """(n, 2) coordinates of the open ring."""
        return np.array([self.points[i] for i in self.rings[number]])

    def dissolve(self, label: dict[int, int], points: np.ndarray) -> dict[int, list[list[list[int]]]]:
        """Union of the polygons of each label, as {label: [[outer ring, hole, ...], ...]} of vertex numbers.

        label: polygon number -> label; polygons that are not named are left out. points: (n, 2) coordinates.
        """
        kept: dict[int, dict[int, list[int]]] = {}
        for number, own in label.items():
            for a, b in _edges(self.rings[number]):
                other = self.owner.get((b, a))
                if other is None or label.get(other) != own:
                    kept.setdefault(own, {}).setdefault(a, []).append(b)
        return {own: _polygons(_chain(outgoing, points), points) for own, outgoing in sorted(kept.items())}


def ring_area(ring: np.ndarray) -> float:
    """Signed area (m2) of an open ring (n, 2): positive when counter-clockwise."""
    x = ring[:, 0] - ring[0, 0]
    y = ring[:, 1] - ring[0, 1]
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def ring_contains(ring: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which points lie within the open ring (n, 2), by counting crossings."""
    inside = np.zeros(len(x), dtype=bool)
    ahead = np.roll(ring, -1, axis=0)
    for (ax, ay), (bx, by) in zip(ring, ahead):
        if ay == by:
            continue
        crosses = (ay > y) != (by > y)
        inside ^= crosses & (x < ax + (y - ay) / (by - ay) * (bx - ax))
    return inside


def _edges(ring: list[int]) -> Iterator[tuple[int, int]]:
    return zip(ring, ring[1:] + ring[:1])


def _undirected(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _between(ring: list[int], i: int, j: int) -> list[int]:
    return ring[i : j + 1] if i <= j else ring[i:] + ring[: j + 1]


def _chain(outgoing: dict[int, list[int]], points: np.ndarray) -> list[list[int]]:
    """Rings of directed edges; where a ring touches itself the sharpest turn to the left is taken."""
    rings = []
    for start in sorted(outgoing):
        while outgoing[start]:
            ring = [start]
            at = outgoing[start].pop()
            before = start
            while at != start:
                ring.append(at)
                ways = outgoing[at]
                pick = 0 if len(ways) == 1 else _leftmost(before, at, ways, points)
                before, at = at, ways.pop(pick)
            rings.append(ring)
    return rings


def _leftmost(before: int, at: int, ways: list[int], points: np.ndarray) -> int:
    back = atan2(points[before][1] - points[at][1], points[before][0] - points[at][0])
    turns = [
        (back - atan2(points[w][1] - points[at][1], points[w][0] - points[at][0])) % (2 * pi) for w in ways
    ]
    return min(range(len(ways)), key=turns.__getitem__)


def _polygons(rings: list[list[int]], points: np.ndarray) -> list[list[list[int]]]:
    outer = [ring for ring in rings if ring_area(points[ring]) > 0]
    polygons = [[ring] for ring in outer]
    for hole in rings:
        if ring_area(points[hole]) > 0:
            continue
        home = 0
        if len(outer) > 1:
            middle = points[hole].mean(axis=0, keepdims=True)
            within = [bool(ring_contains(points[r], middle[:, 0], middle[:, 1])[0]) for r in outer]
            home = within.index(True) if True in within else 0
        polygons[home].append(hole)
    return polygons
