"""Seed points of the neighbourhoods, and how neighbourhoods group into quarters and districts.

All in the plane of the plan: u along the river, v across it (metres), the river in v = 0.
"""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
from scipy.spatial import Voronoi, cKDTree

CENTRE = (0.0, 780.0)
HALF_LENGTH, HALF_WIDTH = 3900.0, 3350.0
MIDDLE_V = 250.0
RIVER_HALF = 52.0


class Outline:
    """The organic outline of the city: a wavy ellipse; `share` is 0 in its middle and 1 on its edge."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._phase = rng.uniform(0, 2 * np.pi, 4)

    def share(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        angle = np.arctan2((v - MIDDLE_V) / HALF_WIDTH, u / HALF_LENGTH)
        p = self._phase
        wave = 1 + 0.07 * np.sin(2 * angle + p[0]) + 0.06 * np.sin(3 * angle + p[1])
        wave += 0.04 * np.sin(5 * angle + p[2]) + 0.02 * np.sin(9 * angle + p[3])
        return np.hypot(u / HALF_LENGTH, (v - MIDDLE_V) / HALF_WIDTH) / wave


def spacing(u: Any, v: Any, unit: float) -> Any:
    """Wanted distance between seeds (m): small near the centre, large towards the edge."""
    distance = np.hypot(u - CENTRE[0], v - CENTRE[1])
    return unit * (0.55 + 0.75 * np.clip(distance / 3600.0, 0, 1.3))


def _unit(count: int) -> float:
    """The unit of `spacing` with which about `count` seeds fall within the city."""
    u, v = np.meshgrid(np.linspace(-1, 1, 101), np.linspace(-1, 1, 101))
    within = np.hypot(u, v) <= 1
    wanted = spacing(u[within] * HALF_LENGTH, v[within] * HALF_WIDTH + MIDDLE_V, 1.0)
    return float(np.sqrt(np.pi * HALF_LENGTH * HALF_WIDTH / count * np.mean(wanted**-2)))


def place_seeds(rng: np.random.Generator, count: int) -> np.ndarray:
    """(k, 2) seeds in and around the city, mirrored along the river so that areas end at its middle."""
    unit = _unit(count)
    row = []
    u = -1.75 * HALF_LENGTH
    while u < 1.75 * HALF_LENGTH:
        step = float(spacing(np.float64(u), np.float64(0.0), unit))
        row.append((u + rng.uniform(-0.12, 0.12) * step, max(0.42 * step, 2.0 * RIVER_HALF)))
        u += step
    fixed = np.array(row + [(u, -v) for u, v in row])
    reach = 1.6
    target = max(6000, 40 * count)
    sample = np.empty((0, 2))
    finest = spacing(np.float64(CENTRE[0]), np.float64(CENTRE[1]), unit)
    while len(sample) < target:
        points = rng.uniform(-reach, reach, (target, 2)) * (HALF_LENGTH, HALF_WIDTH) + (0, MIDDLE_V)
        chance = (finest / spacing(points[:, 0], points[:, 1], unit)) ** 2
        sample = np.vstack([sample, points[rng.random(target) < chance]])
    sample = sample[:target]
    box = 4 * reach**2 * HALF_LENGTH * HALF_WIDTH
    share_of_one = np.mean(spacing(sample[:, 0], sample[:, 1], unit) ** 2)
    free = int(round(box / share_of_one)) - len(fixed)
    clear = sample[np.abs(sample[:, 1]) > 0.9 * spacing(sample[:, 0], 0.0, unit)]
    moving = clear[rng.permutation(len(clear))[: max(free, 12)]].copy()
    for _ in range(14):
        nearest = cKDTree(np.vstack([fixed, moving])).query(sample)[1] - len(fixed)
        own = nearest >= 0
        size = np.bincount(nearest[own], minlength=len(moving))
        for axis in (0, 1):
            total = np.bincount(nearest[own], weights=sample[own, axis], minlength=len(moving))
            moving[size > 0, axis] = total[size > 0] / size[size > 0]
    return np.vstack([fixed, moving])


def tessellate(seeds: np.ndarray) -> tuple[np.ndarray, list[list[int]], list[set[int]]]:
    """Voronoi cells: vertices (m, 2), rings of vertex numbers (empty where unbounded), neighbours."""
    diagram = Voronoi(seeds)
    rings: list[list[int]] = []
    for number, region in enumerate(diagram.point_region):
        ring = diagram.regions[region]
        if not ring or -1 in ring:
            rings.append([])
            continue
        offset = diagram.vertices[ring] - seeds[number]
        order = np.argsort(np.arctan2(offset[:, 1], offset[:, 0]), kind="stable")
        rings.append([ring[i] for i in order])
    neighbours: list[set[int]] = [set() for _ in seeds]
    for a, b in diagram.ridge_points:
        neighbours[a].add(int(b))
        neighbours[b].add(int(a))
    return diagram.vertices, rings, neighbours


def choose(
    seeds: np.ndarray, rings: list[list[int]], neighbours: list[set[int]], outline: Outline, count: int
) -> list[int]:
    """Numbers of the `count` cells that make the city, grown from the middle so that they hang together."""
    share = outline.share(seeds[:, 0], seeds[:, 1])
    start = int(np.argmin(share))
    queue = [(float(share[start]), start)]
    seen = {start}
    chosen: list[int] = []
    while queue and len(chosen) < count:
        _, cell = heapq.heappop(queue)
        chosen.append(cell)
        for other in sorted(neighbours[cell]):
            if other not in seen and rings[other]:
                seen.add(other)
                heapq.heappush(queue, (float(share[other]), other))
    return sorted(chosen)


def grow(
    cells: list[int], neighbours: list[set[int]], places: np.ndarray, starts: list[int], head: list[float]
) -> dict[int, int]:
    """Share the cells among the starts by the shortest way over neighbours, so that every group hangs
    together.

    head: a distance (m) that a group starts behind. Returns {cell: group}; cells that cannot be reached go
    to the nearest start.
    """
    allowed = set(cells)
    queue = [(head[group], start, group) for group, start in enumerate(starts)]
    heapq.heapify(queue)
    group_of: dict[int, int] = {}
    while queue:
        distance, cell, group = heapq.heappop(queue)
        if cell in group_of:
            continue
        group_of[cell] = group
        for other in neighbours[cell] & allowed:
            if other not in group_of:
                step = float(np.hypot(*(places[other] - places[cell])))
                heapq.heappush(queue, (distance + step, other, group))
    for cell in cells:
        if cell not in group_of:
            gaps = np.hypot(*(places[starts] - places[cell]).T)
            group_of[cell] = int(np.argmin(gaps))
    return group_of


def split_group(
    cells: list[int], neighbours: list[set[int]], places: np.ndarray, parts: int
) -> dict[int, int]:
    """Divide cells into about equal, connected parts: far-apart starts, then moved to their middles."""
    parts = min(parts, len(cells))
    at = np.array(cells)
    middle = places[at].mean(axis=0)
    starts = [int(at[np.argmax(np.hypot(*(places[at] - middle).T))])]
    while len(starts) < parts:
        gaps = np.min([np.hypot(*(places[at] - places[s]).T) for s in starts], axis=0)
        starts.append(int(at[np.argmax(gaps)]))
    head = [0.0] * parts
    groups = grow(cells, neighbours, places, starts, head)
    for _ in range(8):
        fresh = []
        for number in range(parts):
            own = np.array([c for c in cells if groups[c] == number])
            mean = places[own].mean(axis=0)
            fresh.append(int(own[np.argmin(np.hypot(*(places[own] - mean).T))]))
        if fresh == starts:
            break
        starts = fresh
        groups = grow(cells, neighbours, places, starts, head)
    return groups
