"""The street net of the synthetic city: the edges between blocks, named, with main roads and bridges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from . import seeds as plan
from .geography import Geography
from .names import StreetNames

CLASSES = ("main", "collector", "quay", "residential", "path", "bridge")
_RADIALS = (
    ("Noorderweg", 90),
    ("Noordoosterlaan", 48),
    ("Oosterweg", 8),
    ("Zuidoosterdreef", -38),
    ("Zuiderweg", -90),
    ("Zuidwesterlaan", -142),
    ("Westerweg", 172),
    ("Noordwestersingel", 132),
)
_BRIDGES = (
    "Voorbrug",
    "Oude Brug",
    "Westerbrug",
    "Oosterbrug",
    "Havenbrug",
    "Lindenbrug",
    "Molenbrug",
    "Nieuwe Brug",
)

Stretch = Tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Streets:
    """Streets (a name within a neighbourhood) and their frontages: one side of one stretch of street.

    `lines[i]` are the polylines of street i as vertex numbers. Frontage arrays have one value per side:
    `a`, `b` (n, 2) ends and `inside` (n, 2) the middle of the block behind it, RD New metres; every point
    of the triangle they span lies on dry land in neighbourhood `area`.
    """

    names: list[str]
    classes: list[str]
    neighbourhood: np.ndarray
    lines: list[list[list[int]]]
    street: np.ndarray
    area: np.ndarray
    a: np.ndarray
    b: np.ndarray
    inside: np.ndarray
    block: np.ndarray
    length: np.ndarray
    block_m2: np.ndarray


def build_streets(city: Geography) -> Streets:
    """Name and class every stretch between two blocks; main roads run from the centre outwards and around
    it.
    """
    rng = np.random.default_rng([city.seed, 2])
    edges = _stretches(city)
    bridges = _bridges(city)
    main = _main_roads(city, edges, bridges)
    names = StreetNames(rng)
    keys: dict[tuple, int] = {}
    records: list[tuple[str, str, int]] = []
    members: list[list[tuple[int, int]]] = []
    given: dict[tuple, str] = {}
    street_of = np.empty(len(edges), dtype=np.int64)
    for number, (a, b, left, right, line) in enumerate(edges):
        kind, key, home = _identity(city, (a, b), left, right, line, main)
        if key not in given:
            quarter = int(city.quarter_of[home])
            if kind == "main":
                given[key] = names.claim(str(key[1]))
            elif kind == "quay":
                given[key] = names.claim(f"{city.areas['neighbourhoods'].names[home]}kade")
            else:
                given[key] = names.give(quarter, city.kinds[home])
        row = keys.setdefault((key, home), len(records))
        if row == len(records):
            records.append((given[key], kind, home))
            members.append([])
        members[row].append((a, b))
        street_of[number] = row
    for number, (a, b) in enumerate(bridges):
        home = city.block_area[_bank_block(city, a)]
        records.append((names.claim(_BRIDGES[number % len(_BRIDGES)]), "bridge", home))
        members.append([(a, b)])
    return _frontages(city, edges, street_of, records, members)


def _stretches(city: Geography) -> list[Stretch]:
    """(vertex, vertex, block left, block right, line of the cut) of every edge with dry land beside it."""
    mesh = city.mesh
    found = []
    for (a, b), left in mesh.owner.items():
        right = mesh.owner.get((b, a))
        if right is None or a > b or (city.block_water[left] and city.block_water[right]):
            continue
        found.append((a, b, left, right, mesh.line.get((a, b), -1)))
    found.sort()
    return found


def _identity(
    city: Geography, edge: tuple[int, int], left: int, right: int, line: int, main: dict[tuple[int, int], str]
) -> tuple[str, tuple, int]:
    """Class, naming key and home neighbourhood of a stretch."""
    areas = [city.block_area[n] for n in (left, right) if not city.block_water[n]]
    home = min(areas)
    if edge in main:
        return "main", ("main", main[edge]), home
    if len(areas) == 1:
        return "quay", ("quay", home), home
    if areas[0] != areas[1]:
        return "collector", ("border", home, max(areas)), home
    kind = "path" if city.kinds[home] in ("park", "polder") else "residential"
    return kind, ("line", line), home


def _bank_block(city: Geography, vertex: int) -> int:
    near = [n for (a, _), n in city.mesh.owner.items() if a == vertex and not city.block_water[n]]
    return min(near)


def _bridges(city: Geography) -> list[tuple[int, int]]:
    """Pairs of vertices on opposite banks where borders meet the river, most of them near the centre."""
    wet = np.array([abs(abs(v) - plan.RIVER_HALF) < 0.05 for _, v in city.plan_vertices])
    street_ends: dict[int, int] = {}
    for (a, b), left in city.mesh.owner.items():
        right = city.mesh.owner.get((b, a))
        if right is None or city.block_water[left] or city.block_water[right]:
            continue
        for end in (a, b):
            if wet[end]:
                street_ends[end] = street_ends.get(end, 0) + 1
    banks = sorted(street_ends, key=lambda i: (city.plan_vertices[i, 0], i))
    north = [i for i in banks if city.plan_vertices[i, 1] > 0]
    south = [i for i in banks if city.plan_vertices[i, 1] < 0]
    pairs = []
    if not south:
        return []
    places = city.plan_vertices[south, 0]
    for i in north:
        j = int(np.argmin(np.abs(places - city.plan_vertices[i, 0])))
        skew = abs(float(places[j] - city.plan_vertices[i, 0]))
        if skew < 60.0:
            pairs.append((abs(float(city.plan_vertices[i, 0])) + 4 * skew, i, south[j]))
    picked: list[tuple[int, int]] = []
    for _, i, j in sorted(pairs):
        at = city.plan_vertices[i, 0]
        gap = 420.0 + 0.16 * abs(at)
        if all(abs(at - city.plan_vertices[k, 0]) > gap for k, _ in picked) and len(picked) < len(_BRIDGES):
            picked.append((i, j))
    return picked


def _main_roads(
    city: Geography, edges: list[Stretch], bridges: list[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """{edge: name} of the shortest ways from the centre outwards and of a ring around it, mostly along
    borders.
    """
    ends = np.array([edge[:2] for edge in edges] + list(bridges), dtype=np.int64)
    gap = city.plan_vertices[ends[:, 0]] - city.plan_vertices[ends[:, 1]]
    cost = np.hypot(gap[:, 0], gap[:, 1])
    weight = np.ones(len(ends))
    for number, (_, _, left, right, line) in enumerate(edges):
        if city.block_water[left] or city.block_water[right]:
            weight[number] = 1.7
        elif line >= 0:
            weight[number] = 2.6
    size = len(city.plan_vertices)
    graph = coo_matrix((cost * weight, (ends[:, 0], ends[:, 1])), shape=(size, size)).tocsr()
    used = np.unique(ends[weight == 1.0])
    places = city.plan_vertices[used]

    def nearest(u: float, v: float) -> int:
        return int(used[np.argmin(np.hypot(places[:, 0] - u, places[:, 1] - v))])

    roads: dict[tuple[int, int], str] = {}

    def lay(start: int, end: int, name: str) -> None:
        _, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)
        at = end
        while at != start and before[at] >= 0:
            step = (min(at, int(before[at])), max(at, int(before[at])))
            roads.setdefault(step, name)
            at = int(before[at])

    hub = nearest(*plan.CENTRE)
    for name, degrees in _RADIALS:
        angle = np.deg2rad(degrees)
        lay(
            hub,
            nearest(1.25 * plan.HALF_LENGTH * np.cos(angle), 1.25 * plan.HALF_WIDTH * np.sin(angle)),
            name,
        )
    turns = np.deg2rad(np.arange(0, 360, 36))
    ring = [nearest(1750 * np.cos(t), plan.MIDDLE_V + 1650 * np.sin(t)) for t in turns]
    for start, end in zip(ring, ring[1:] + ring[:1]):
        lay(start, end, "Ringbaan")
    return {edge: name for edge, name in roads.items() if edge not in {tuple(sorted(b)) for b in bridges}}


def _frontages(
    city: Geography,
    edges: list[Stretch],
    street_of: np.ndarray,
    records: list[tuple[str, str, int]],
    members: list[list[tuple[int, int]]],
) -> Streets:
    middle = {n: city.vertices[ring].mean(axis=0) for n, ring in city.mesh.rings.items()}
    size = {n: city.mesh.area(n) for n in city.mesh.rings}
    rows = []
    for number, (a, b, left, right, _) in enumerate(edges):
        for block, (p, q) in ((left, (a, b)), (right, (b, a))):
            if not city.block_water[block]:
                rows.append((p, q, block, street_of[number]))
    table = np.array(rows, dtype=np.int64)
    a, b = city.vertices[table[:, 0]], city.vertices[table[:, 1]]
    return Streets(
        names=[record[0] for record in records],
        classes=[record[1] for record in records],
        neighbourhood=np.array([record[2] for record in records]),
        lines=[_polylines(stretch) for stretch in members],
        street=table[:, 3],
        area=np.array([city.block_area[n] for n in table[:, 2]]),
        a=a,
        b=b,
        inside=np.array([middle[n] for n in table[:, 2]]),
        block=table[:, 2],
        length=np.hypot(*(b - a).T),
        block_m2=np.array([size[n] for n in table[:, 2]]),
    )


def _polylines(stretches: list[tuple[int, int]]) -> list[list[int]]:
    """Chain stretches that meet end to end into polylines of vertex numbers."""
    ways: dict[int, list[int]] = {}
    for a, b in stretches:
        ways.setdefault(a, []).append(b)
        ways.setdefault(b, []).append(a)
    lines = []
    starts = sorted(v for v, out in ways.items() if len(out) % 2) + sorted(ways)
    for start in starts:
        while ways[start]:
            line = [start]
            while ways[line[-1]]:
                after = ways[line[-1]].pop(0)
                ways[after].remove(line[-1])
                line.append(after)
            lines.append(line)
    return lines
