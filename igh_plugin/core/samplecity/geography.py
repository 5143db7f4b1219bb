"""The ground of the synthetic city: neighbourhoods, quarters, districts, blocks and the river.

Neighbourhoods are cells of a Voronoi diagram in a plane of the plan, cut into blocks by a planar mesh, and
bent by a smooth map to RD New (EPSG:28992, metres). Because everything shares its vertices, quarters are
exactly the union of their neighbourhoods and districts of their quarters. Areas meet in the middle of the
river, as they do in the Netherlands; the river is a polygon of its own, of blocks that are water.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

import numpy as np

from ..errors import UserError
from ..text import QT_TRANSLATE_NOOP, Text
from . import seeds as plan
from .mesh import Mesh, ring_area
from .names import DISTRICTS, area_names

ORIGIN = (155000.0, 463000.0)
KINDS = ("centre", "old", "flats", "suburb", "villa", "industry", "park", "polder")
_BLOCK = {
    "centre": 8000.0,
    "old": 12000.0,
    "flats": 24000.0,
    "suburb": 16000.0,
    "villa": 24000.0,
    "industry": 60000.0,
    "park": 110000.0,
    "polder": 330000.0,
}
LEVELS = ("neighbourhoods", "quarters", "districts")


@dataclass(frozen=True)
class AreaTable:
    """Areas of one level; `polygons[i]` is [[outer ring, hole, ...], ...] of vertex numbers (open rings)."""

    level: str
    codes: list[str]
    names: list[str]
    parents: list[str]
    km2: np.ndarray
    polygons: list[list[list[list[int]]]]


@dataclass(frozen=True)
class Geography:
    """The city without streets and people. Vertices are RD New metres, rounded to millimetres."""

    seed: int
    vertices: np.ndarray
    areas: dict[str, AreaTable]
    kinds: list[str]
    quarter_of: np.ndarray
    district_of: np.ndarray
    centres: np.ndarray
    plan_centres: np.ndarray
    centre: tuple[float, float]
    water: list[list[list[int]]]
    mesh: Mesh = field(repr=False)
    block_area: dict[int, int] = field(repr=False)
    block_water: dict[int, bool] = field(repr=False)
    plan_vertices: np.ndarray = field(repr=False)


def build_geography(seed: int, neighbourhoods: int = 120) -> Geography:
    """Lay out a city of so many neighbourhoods (30 to 2,000); the same seed gives the same city.

    Raises UserError for a number of neighbourhoods out of range.
    """
    if not 30 <= neighbourhoods <= 2000:
        template = QT_TRANSLATE_NOOP(
            "core",
            "The sample city can have 30 to 2,000 neighbourhoods, not {number}: choose a number in between.",
        )
        raise UserError(Text(template, {"number": neighbourhoods}))
    rng = np.random.default_rng([seed, 1])
    points = plan.place_seeds(rng, neighbourhoods)
    corners, rings, neighbours = plan.tessellate(points)
    chosen = plan.choose(points, rings, neighbours, plan.Outline(rng), neighbourhoods)
    order, quarter_of, district_of = _group(points, neighbours, chosen)
    places = points[order]
    kinds = _kinds(rng, places, district_of)
    mesh, block_area = _mesh(corners, [rings[c] for c in order])
    block_water = _cut_river(mesh, block_area)
    _cut_blocks(rng, mesh, block_area, block_water, kinds)
    plan_vertices = np.array(mesh.points)
    vertices, bend = _bend(rng, mesh, plan_vertices)
    tables = _tables(rng, mesh, vertices, block_area, kinds, quarter_of, district_of)
    river = {number: 0 for number, wet in block_water.items() if wet}
    centre = bend(np.array([plan.CENTRE]))[0]
    return Geography(
        seed=seed,
        vertices=vertices,
        areas=tables,
        kinds=kinds,
        quarter_of=quarter_of,
        district_of=district_of,
        centres=bend(places),
        plan_centres=places,
        centre=(float(centre[0]), float(centre[1])),
        water=mesh.dissolve(river, vertices).get(0, []),
        mesh=mesh,
        block_area=block_area,
        block_water=block_water,
        plan_vertices=plan_vertices,
    )


def _group(
    points: np.ndarray, neighbours: list[set[int]], chosen: list[int]
) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Order the cells by district and quarter; returns order and, in that order, quarter and district
    numbers.
    """
    north = [c for c in chosen if points[c, 1] > 0]
    south = [c for c in chosen if points[c, 1] <= 0]
    unit = float(np.sqrt(np.pi * plan.HALF_LENGTH * plan.HALF_WIDTH))
    goals_north = np.array([plan.CENTRE, (-0.40, 0.15), (0.0, 0.45), (0.40, 0.15)])
    goals_north[1:] = goals_north[1:] * unit + (0.0, 0.06 * unit)
    goals_south = np.array([(-0.36, -0.18), (0.0, -0.25), (0.36, -0.18)]) * unit
    district: dict[int, int] = {}
    for cells, goals, first in ((north, goals_north, 0), (south, goals_south, 4)):
        starts: list[int] = []
        for goal in goals:
            gap = np.hypot(*(points[cells] - goal).T)
            gap[[cells.index(s) for s in starts]] = np.inf
            starts.append(cells[int(np.argmin(gap))])
        head = [0.06 * unit] + [0.0] * 3 if first == 0 else [0.0] * 3
        grown = plan.grow(cells, neighbours, points, starts, head)
        district.update({cell: first + group for cell, group in grown.items()})
    total = max(7, min(140, int(round(len(chosen) / 4))))
    sizes = np.bincount([district[c] for c in chosen], minlength=7)
    parts = _apportion(sizes, total)
    rows = []
    for number in range(7):
        cells = [c for c in chosen if district[c] == number]
        if not cells:
            continue
        groups = plan.split_group(cells, neighbours, points, int(parts[number]))
        middle = {g: points[[c for c in cells if groups[c] == g]].mean(axis=0) for g in set(groups.values())}
        rank = sorted(middle, key=lambda g: (-middle[g][1], middle[g][0]))
        rows += [(number, rank.index(groups[c]), -points[c, 1], points[c, 0], c) for c in cells]
    rows.sort()
    quarters = {key: i for i, key in enumerate(sorted({row[:2] for row in rows}))}
    order = [row[4] for row in rows]
    return order, np.array([quarters[row[:2]] for row in rows]), np.array([row[0] for row in rows])


def _apportion(sizes: np.ndarray, total: int) -> np.ndarray:
    """Quarters per district: by size, at least one, at most 26 (one letter)."""
    parts = np.minimum(np.ones(len(sizes), dtype=int), sizes)
    while parts.sum() < total:
        room = np.where((parts < sizes) & (parts < 26), sizes / np.maximum(parts, 1), -1.0)
        if room.max() < 0:
            break
        parts[int(np.argmax(room))] += 1
    return parts


def _kinds(rng: np.random.Generator, places: np.ndarray, district_of: np.ndarray) -> list[str]:
    """What each neighbourhood is like: the centre, old quarters around it, suburbs, docks, parks."""
    far = np.hypot(places[:, 0] - plan.CENTRE[0], places[:, 1] - plan.CENTRE[1]) / 3600.0
    docks = (places[:, 0] > 1500) & (np.abs(places[:, 1]) < 900)
    draw = rng.random(len(places))
    kinds = []
    for i in range(len(places)):
        if district_of[i] == 0 and far[i] < 0.33:
            kinds.append("centre")
        elif docks[i] and draw[i] < 0.85:
            kinds.append("industry")
        elif far[i] < 0.5:
            kinds.append("park" if draw[i] < 0.05 else "flats" if draw[i] > 0.9 else "old")
        elif far[i] < 0.85:
            kinds.append(_pick(draw[i], (("park", 0.06), ("flats", 0.36), ("villa", 0.46), ("suburb", 1.0))))
        else:
            kinds.append(
                _pick(
                    draw[i],
                    (("polder", 0.24), ("industry", 0.32), ("villa", 0.46), ("park", 0.5), ("suburb", 1.0)),
                )
            )
    return kinds


def _pick(draw: float, steps: tuple[tuple[str, float], ...]) -> str:
    for name, upto in steps:
        if draw < upto:
            return name
    return steps[-1][0]


def _mesh(corners: np.ndarray, rings: list[list[int]]) -> tuple[Mesh, dict[int, int]]:
    """The mesh of the cells, and {polygon: area number}."""
    mesh = Mesh()
    number: dict[int, int] = {}
    block_area: dict[int, int] = {}
    for area, ring in enumerate(rings):
        for corner in ring:
            if corner not in number:
                number[corner] = mesh.add_point(float(corners[corner][0]), float(corners[corner][1]))
        block_area[mesh.add_ring([number[c] for c in ring])] = area
    return mesh, block_area


def _cut_river(mesh: Mesh, block_area: dict[int, int]) -> dict[int, bool]:
    """Cut the strip of the river out of the cells; returns {polygon: is water}."""
    for offset in (-plan.RIVER_HALF, plan.RIVER_HALF):
        for number in sorted(mesh.rings):
            fresh = mesh.cut(number, (0.0, offset), (1.0, 0.0), 0.01, -1)
            if fresh is not None:
                block_area[fresh] = block_area[number]
    water = {n: bool(np.abs(mesh.coordinates(n)[:, 1]).max() <= plan.RIVER_HALF + 0.1) for n in mesh.rings}
    for number in [n for n, wet in water.items() if wet]:
        queue = [number]
        while queue:
            piece = queue.pop()
            ring = mesh.coordinates(piece)
            low, high = ring[:, 0].min(), ring[:, 0].max()
            if high - low < 150.0:
                continue
            fresh = mesh.cut(piece, (0.5 * (low + high), 0.0), (0.0, 1.0), 10.0, -1)
            if fresh is None:
                continue
            block_area[fresh] = block_area[number]
            water[fresh] = True
            queue += [piece, fresh]
    return water


def _cut_blocks(
    rng: np.random.Generator,
    mesh: Mesh,
    block_area: dict[int, int],
    block_water: dict[int, bool],
    kinds: list[str],
) -> None:
    """Halve the land of each neighbourhood until blocks have the size that fits its kind; each cut is a
    street.
    """
    line = 0
    for number in [n for n in sorted(mesh.rings) if not block_water[n]]:
        area = block_area[number]
        largest = _BLOCK[kinds[area]]
        queue = [number]
        while queue:
            piece = queue.pop()
            ring = mesh.coordinates(piece)
            size = ring_area(ring)
            if size < largest * (1 + rng.uniform(-0.25, 0.35)):
                continue
            axis, middle = _axes(ring)
            along = ring @ axis
            position = middle @ axis + rng.uniform(-0.09, 0.09) * (along.max() - along.min())
            origin = middle + (position - middle @ axis) * axis
            fresh = mesh.cut(piece, tuple(origin), (-axis[1], axis[0]), 22.0, line)
            if fresh is None:
                continue
            line += 1
            block_area[fresh] = area
            block_water[fresh] = False
            queue += [piece, fresh]


def _axes(ring: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Direction of the long side of the smallest rectangle around a convex ring, and its middle."""
    edge = np.roll(ring, -1, axis=0) - ring
    length = np.hypot(edge[:, 0], edge[:, 1])
    keep = length > 1.0
    unit = edge[keep] / length[keep, None]
    along = ring @ unit.T
    across = ring @ np.column_stack([-unit[:, 1], unit[:, 0]]).T
    long_side, short_side = np.ptp(along, axis=0), np.ptp(across, axis=0)
    best = int(np.argmin(long_side * short_side))
    axis = unit[best]
    if short_side[best] > long_side[best]:
        axis = np.array([-axis[1], axis[0]])
    return axis, ring.mean(axis=0)


def _bend(
    rng: np.random.Generator, mesh: Mesh, points: np.ndarray
) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
    """Bend the plan to RD New, gently enough that every block can be seen whole from its middle.

    Returns vertices (n, 2) in metres, rounded to millimetres, and the map itself.
    """
    phase = rng.uniform(0, 2 * np.pi, 6)
    turn = np.deg2rad(rng.uniform(8, 20))
    strength = 1.0

    def bend(place: np.ndarray) -> np.ndarray:
        u, v = place[:, 0], place[:, 1]
        wide = 330 * np.sin(2 * np.pi * u / 5600 + phase[0]) + 110 * np.sin(2 * np.pi * u / 2300 + phase[1])
        y = v + strength * (wide + 13 * np.sin(2 * np.pi * u / 640 + phase[2]))
        x = u + strength * (
            170 * np.sin(2 * np.pi * y / 4300 + phase[3]) + 14 * np.sin(2 * np.pi * y / 560 + phase[4])
        )
        return np.column_stack(
            [
                ORIGIN[0] + x * np.cos(turn) - y * np.sin(turn),
                ORIGIN[1] + x * np.sin(turn) + y * np.cos(turn),
            ]
        )

    for _ in range(8):
        bent = np.round(bend(points), 3)
        if _star_shaped(mesh, bent):
            break
        strength *= 0.8
    return bent, bend


def _star_shaped(mesh: Mesh, vertices: np.ndarray) -> bool:
    for ring in mesh.rings.values():
        corner = vertices[ring]
        rest = corner - corner.mean(axis=0)
        ahead = np.roll(rest, -1, axis=0)
        if np.any(rest[:, 0] * ahead[:, 1] - rest[:, 1] * ahead[:, 0] < -1e-6):
            return False
    return True


def _tables(
    rng: np.random.Generator,
    mesh: Mesh,
    vertices: np.ndarray,
    block_area: dict[int, int],
    kinds: list[str],
    quarter_of: np.ndarray,
    district_of: np.ndarray,
) -> dict[str, AreaTable]:
    """Area tables of the three levels with nested codes in the style A, AA, AA01."""
    quarter_district = np.array([district_of[quarter_of == q][0] for q in range(quarter_of.max() + 1)])
    letters = [int(np.sum(quarter_district[:q] == quarter_district[q])) for q in range(len(quarter_district))]
    present = sorted(set(district_of.tolist()))
    district_codes = {d: DISTRICTS[d][0] for d in present}
    quarter_codes = [district_codes[d] + chr(65 + letter) for d, letter in zip(quarter_district, letters)]
    within = [int(np.sum(quarter_of[:i] == quarter_of[i])) + 1 for i in range(len(quarter_of))]
    codes = [f"{quarter_codes[q]}{n:02d}" for q, n in zip(quarter_of, within)]
    taken = {name for _, name in DISTRICTS}
    quarter_kinds = [
        max(sorted(set(k)), key=k.count)
        for k in ([kinds[i] for i in np.flatnonzero(quarter_of == q)] for q in range(len(quarter_codes)))
    ]
    quarter_names = area_names(rng, quarter_kinds, taken)
    names = area_names(rng, kinds, taken)
    labels = {
        "neighbourhoods": dict(block_area),
        "quarters": {b: int(quarter_of[a]) for b, a in block_area.items()},
        "districts": {b: present.index(int(district_of[a])) for b, a in block_area.items()},
    }
    columns = {
        "neighbourhoods": (codes, names, [quarter_codes[q] for q in quarter_of]),
        "quarters": (quarter_codes, quarter_names, [district_codes[d] for d in quarter_district]),
        "districts": (
            [district_codes[d] for d in present],
            [DISTRICTS[d][1] for d in present],
            [""] * len(present),
        ),
    }
    tables = {}
    for level in LEVELS:
        shapes = mesh.dissolve(labels[level], vertices)
        polygons = [shapes[i] for i in range(len(shapes))]
        km2 = np.array(
            [sum(ring_area(vertices[r]) for p in polygon for r in p) / 1e6 for polygon in polygons]
        )
        level_codes, level_names, parents = columns[level]
        tables[level] = AreaTable(level, level_codes, level_names, parents, km2, polygons)
    return tables
