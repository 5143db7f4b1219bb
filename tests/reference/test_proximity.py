"""Distances, numbers within a radius and polygons around points are those of shapely: on made-up objects, and on the
neighbourhoods of Amsterdam, as polygons and as their borders alone."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from igh_plugin.core.proximity import ObjectIndex
from igh_plugin.core.shapes import shapes_of_wkb
from tests.unit.shapes_data import box, collection, line, point, polygon

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "build" / "oracles" / "bin" / "python"
AREAS, LAYER = "areas/amsterdam_gebieden_2022_rd.gpkg", "buurten"
POINTS, RADIUS = 30_000, 250.0


def made_up():
    """Points, lines, boxes with holes and collections of them over 10 km, many of them over each other."""
    random = np.random.default_rng(12)
    objects = []
    for number, (x, y) in enumerate(random.uniform(0, 10_000, (900, 2)).tolist()):
        far = random.normal(0, 120, (5, 2)) + (x, y)
        parts = (
            point(x, y), line(*far.tolist()),
            polygon(box(x - 150, y - 80, x + 150, y + 80), box(x - 50, y - 30, x + 60, y + 40)),
        )  # fmt: skip
        objects.append(parts[number % 3] if number % 4 else collection(7, *parts))
    return objects


def neighbourhoods(path):
    ogr = pytest.importorskip("osgeo.ogr")
    ogr.UseExceptions()
    dataset = ogr.Open(str(path))
    return [
        bytes(item.GetGeometryRef().ExportToWkb(ogr.wkbNDR)) for item in dataset.GetLayerByName(LAYER)
    ]  # fmt: skip


def borders(path):
    ogr = pytest.importorskip("osgeo.ogr")
    return [
        bytes(ogr.CreateGeometryFromWkb(one).Boundary().ExportToWkb(ogr.wkbNDR))
        for one in neighbourhoods(path)
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["made up", "neighbourhoods", "borders"])
def test_it_is_what_shapely_says(what, tmp_path, request):
    if not ORACLES.exists():
        pytest.skip("build/oracles is absent: `make install` makes it")
    if what == "made up":
        objects = made_up()
    else:
        path = request.getfixturevalue("real_data") / AREAS
        if not path.exists():
            pytest.skip(f"the areas of Amsterdam are absent: {AREAS}")
        objects = neighbourhoods(path) if what == "neighbourhoods" else borders(path)
    ends = shapes_of_wkb(objects).start
    low, high = ends.min(0), ends.max(0)
    margin = 0.05 * (high - low)
    x, y = np.random.default_rng(6).uniform(low - margin, high + margin, (POINTS, 2)).T
    (tmp_path / "objects.txt").write_text("\n".join(one.hex() for one in objects), encoding="ascii")
    np.savez(tmp_path / "points.npz", x=x, y=y, radius=RADIUS)
    script = Path(__file__).parent / "oracles" / "proximity.py"
    names = [str(tmp_path / name) for name in ("objects.txt", "points.npz", "told.npz")]
    subprocess.run([str(ORACLES), str(script), *names], check=True, cwd=tmp_path)
    told = np.load(tmp_path / "told.npz")
    index = ObjectIndex(objects)
    distance, _ = index.nearest(x, y)
    counts = index.within(x, y, RADIUS)
    event, owner = index.holding(x, y)
    apart = np.abs(distance - told["nearest"]).max()
    wrong = int((counts != told["counts"]).sum())
    ours, theirs = set(zip(event.tolist(), owner.tolist())), set(map(tuple, told["within"].T.tolist()))
    print(
        f"{what}: {len(objects)} objects, {POINTS} points: distances at most {apart:.1e} m apart, {wrong} other numbers within "
        f"{RADIUS:g} m, {len(ours ^ theirs)} of {len(theirs)} pairs of point and polygon differ"
    )
    assert apart < 1e-6 and wrong == 0 and ours == theirs
    assert counts.max() > 3 and ((distance == 0).any() or what == "borders")
