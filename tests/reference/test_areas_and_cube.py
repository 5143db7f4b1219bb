"""Assignment to the real areas of Amsterdam and the cube, point for point and cell for cell those of geopandas.

As many random points as `IGH_ORACLE_POINTS` says, a million without it; half as many more that lie on vertices and edges
or a single floating-point number beside them, 100,000 at most.
"""

import os
import subprocess
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from igh_plugin.core.assignment import AreaIndex
from igh_plugin.core.cube import count

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "build" / "oracles" / "bin" / "python"
AREAS, LAYER = "areas/amsterdam_gebieden_2022_rd.gpkg", "buurten"
POINTS = int(os.environ.get("IGH_ORACLE_POINTS", "1000000"))
HARD = min(POINTS // 2, 100_000)
MONTHS, CATEGORIES = 36, 12


def read_areas(path):
    ogr = pytest.importorskip("osgeo.ogr")
    ogr.UseExceptions()
    dataset = ogr.Open(str(path))
    return [
        bytes(item.GetGeometryRef().ExportToWkb(ogr.wkbNDR)) for item in dataset.GetLayerByName(LAYER)
    ]  # fmt: skip


def hard_points(vertices, size, seed):
    """Vertices, those where several rings touch first; middles and other parts of edges; one ulp beside each; and
    points at the height of a vertex."""
    rng = np.random.default_rng(seed)
    start, end, _ = vertices.segments()
    corners, rings = np.unique(start, axis=0, return_counts=True)
    corners = corners[np.argsort(-rings, kind="stable")]
    share = rng.uniform(0, 1, (len(start), 1))
    on = np.concatenate((corners, (start + end) / 2, start + (end - start) * share))
    kinds = [on]
    for axis in (0, 1):
        for towards in (-np.inf, np.inf):
            beside = on.copy()
            beside[:, axis] = np.nextafter(beside[:, axis], towards)
            kinds.append(beside)
    level = corners.copy()
    level[:, 0] = rng.uniform(corners[:, 0].min(), corners[:, 0].max(), len(corners))
    kinds.append(level)
    quota = -(-size // len(kinds))
    chosen = [part if len(part) <= quota else part[rng.permutation(len(part))[:quota]] for part in kinds]
    touching = corners[: quota // 4]
    return np.concatenate((touching, *chosen))[:size]


def holds(rings, x, y):
    """The rule of the edge in rational numbers: an odd number of edges is crossed by the ray to the right."""
    px, py = Fraction(x), Fraction(y)
    inside = False
    for ring in rings:
        low, high = np.minimum(ring[:-1, 1], ring[1:, 1]), np.maximum(ring[:-1, 1], ring[1:, 1])
        for at in np.flatnonzero((low <= y) & (y < high)):
            (ax, ay), (bx, by) = sorted(
                (tuple(map(Fraction, ring[at])), tuple(map(Fraction, ring[at + 1]))), key=lambda p: p[1]
            )
            inside ^= px < ax + (bx - ax) * (py - ay) / (by - ay)
    return inside


@pytest.fixture(scope="module")
def compared(tmp_path_factory, real_data):
    """The areas' index, the points, and what the oracle says of them."""
    if not ORACLES.exists():
        pytest.skip("build/oracles is absent: `make install` makes it")
    if not (real_data / AREAS).exists():
        pytest.skip(f"the areas of Amsterdam are absent: {AREAS}")
    index = AreaIndex(read_areas(real_data / AREAS))
    low, high = index.vertices.xy.min(0), index.vertices.xy.max(0)
    rng = np.random.default_rng(4)
    hard = hard_points(index.vertices, HARD, 5)
    points = {
        "x": rng.uniform(low[0], high[0], POINTS), "y": rng.uniform(low[1], high[1], POINTS),
        "month": rng.integers(600, 600 + MONTHS, POINTS), "category": rng.integers(0, CATEGORIES, POINTS),
        "amount": rng.integers(0, 9, POINTS), "hard_x": hard[:, 0], "hard_y": hard[:, 1],
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("areas")
    np.savez(folder / "points.npz", **points)
    script = Path(__file__).parent / "oracles" / "areas_and_cube.py"
    command = [str(ORACLES), str(script), str(real_data / AREAS), LAYER]
    subprocess.run(
        [*command, str(folder / "points.npz"), str(folder / "told.npz")], check=True, cwd=folder
    )  # fmt: skip
    return index, points, dict(np.load(folder / "told.npz"))


def test_random_points_and_their_cube_are_those_of_geopandas(compared):
    index, points, told = compared
    started = time.perf_counter()
    area = index.locate(points["x"], points["y"])
    located = time.perf_counter() - started
    names = np.array([f"{number:03d}" for number in range(index.count)], object)
    inside = area >= 0
    categories = points["category"].astype(str).astype(object)
    started = time.perf_counter()
    cube = count(
        names[area[inside]],
        points["month"][inside],
        categories[inside],
        {"amount": points["amount"][inside].astype(float)},
    )
    counted = time.perf_counter() - started
    ours = np.column_stack(
        (cube.place.astype(int), cube.period, cube.category.astype(int), *cube.values.values())
    )
    ours = ours[np.lexsort(ours.T[2::-1])]
    wrong = int((area != told["area"]).sum())
    print(
        f"{POINTS} random points: {wrong} lie elsewhere, located in {located:.2f} s; "
        f"{len(ours)} cells of {inside.sum()} events in {counted:.2f} s (geopandas both: {float(told['seconds']):.2f} s)"
    )
    assert wrong == 0
    assert ours.shape == told["cube"].shape and (ours == told["cube"]).all()


def test_points_on_edges_and_beside_them_lie_where_shapely_or_the_rule_of_the_edge_says(compared):
    index, points, told = compared
    x, y = points["hard_x"], points["hard_y"]
    area = index.locate(x, y)
    first = np.full(len(x), index.count)
    np.minimum.at(first, *told["within"])
    interior = first < index.count
    touched = np.zeros(len(x), int)
    np.add.at(touched, told["covered"][0], 1)
    edge = np.flatnonzero(~interior & (touched > 0))
    wrong_inside = int((area != first)[interior].sum())
    wrong_outside = int((area[~interior & (touched == 0)] != -1).sum())
    rings = [[] for _ in range(index.count)]
    starts = np.flatnonzero(np.diff(index.vertices.ring, prepend=-1))
    for begin, ring in zip(starts, np.split(index.vertices.xy, starts[1:])):
        rings[index.vertices.polygon[begin]].append(ring)
    touching = {number: [] for number in edge.tolist()}
    for point, polygon in told["covered"].T.tolist():
        if point in touching:
            touching[point].append(polygon)
    wrong_edge = 0
    for point, polygons in touching.items():
        allowed = [polygon for polygon in sorted(polygons) if holds(rings[polygon], x[point], y[point])]
        wrong_edge += area[point] != (allowed[0] if allowed else -1)
    right = np.full(len(x), index.count)
    np.minimum.at(right, *told["beside"])
    confirmed = np.mean(area[edge] == np.where(right == index.count, -1, right)[edge])
    print(
        f"{len(x)} hard points: of {interior.sum()} inside {wrong_inside} lie elsewhere, of {len(edge)} on an edge "
        f"{wrong_edge} lie elsewhere than the rule says ({confirmed:.3%} in the area shapely has right of them), of "
        f"{len(x) - interior.sum() - len(edge)} outside {wrong_outside} lie inside"
    )
    assert (wrong_inside, wrong_edge, wrong_outside) == (0, 0, 0)
    assert len(edge) > HARD / 20 and (touched[edge] > 2).any()
    assert confirmed > 0.99
