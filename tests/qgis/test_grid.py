"""igh:grid in QGIS: the cells, what they hold, what a reader sees, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import NULL, QgsGeometry, QgsRectangle

from igh_plugin.algorithms.hotspots.grid import Grid
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

SIDE = 2_000


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(Grid, tmp_path / "cells.gpkg")


def points(count=400, seed=1):
    random = np.random.default_rng(seed)
    x, y = random.uniform(0, SIDE, (2, count))
    kinds = [["waste", "noise", None][one] for one in random.integers(0, 3, count)]
    weights = [None if one == 0 else float(one) for one in random.integers(0, 5, count)]
    rows = [(point(*at), (kind, weight)) for *at, kind, weight in zip(x.tolist(), y.tolist(), kinds, weights)]
    return memory("Point", [("kind", "text"), ("n", "real")], rows), x, y, kinds, weights


def areas(*boxes):
    rows = [(QgsGeometry.fromRect(QgsRectangle(*box)), (name,)) for name, box in boxes]
    return memory("Polygon", [("name", "text")], rows)


@pytest.mark.parametrize(("shape", "corners"), [(0, 5), (1, 7)])
def test_each_cell_holds_the_points_in_it(run, shape, corners):
    layer, x, y, kinds, _ = points()
    found = run(INPUT=layer, CATEGORY="kind", SHAPE=shape, CELL_SIZE=250)
    cells = list(found["layer"].getFeatures())
    assert (found["EVENTS"], found["CELLS"], found["USED_SIZE"]) == (400, len(cells), 250)
    assert sum(cell["events"] for cell in cells) == 400
    for cell in cells:
        geometry = cell.geometry()
        assert sum(1 for _ in geometry.vertices()) == corners
        inside = [geometry.contains(point(*at)) for at in zip(x.tolist(), y.tolist())]
        assert cell["events"] == sum(inside)
        assert cell["density"] == pytest.approx(cell["events"] / geometry.area() * 1e6)
        for number, kind in enumerate((None, "noise", "waste"), 1):
            assert cell[f"n_{number}"] == sum(one and other == kind for one, other in zip(inside, kinds))
    events = [cell["events"] for cell in cells]
    assert events == sorted(events, reverse=True)
    fields = found["layer"].fields()
    assert [found["layer"].attributeAlias(fields.indexOf(f"n_{one}")) for one in (1, 2, 3)] == [
        "-",
        "noise",
        "waste",
    ]


def test_boundary_names_and_mask(run):
    layer, x, y, _, _ = points()
    districts = areas(("West", (0, 0, 1_000, 1_500)), ("East", (1_000, 0, 2_000, 1_500)))
    water = areas(("IJ", (0, 0, 2_000, 500)))
    found = run(INPUT=layer, CELL_SIZE=50, BOUNDARY=districts, BOUNDARY_NAME="name", WITHOUT=water)
    inside = y < 1_500
    assert found["EVENTS"] == inside.sum() and found["LEFT_OUT"] == 400 - inside.sum()
    wet = {(int(one // 50), int(other // 50)) for one, other in zip(x, y) if other < 500}
    assert found["CELLS"] == 40 * 20 + len(wet)
    assert f"{40 * 10 - len(wet)} without a point were left out by the mask" in found["told"]
    for cell in found["layer"].getFeatures():
        centre = cell.geometry().centroid().asPoint()
        assert cell["area_name"] == ("West" if centre.x() < 1_000 else "East")
    assert "Most events:" in found["told"] and ("West" in found["told"] or "East" in found["told"])


def test_weights_are_summed_and_an_empty_one_is_no_zero(run):
    layer, _, _, _, weights = points()
    found = run(INPUT=layer, WEIGHT="n", CELL_SIZE=500)
    known = [one for one in weights if one is not None]
    assert (found["EVENTS"], found["LEFT_OUT"]) == (len(known), 400 - len(known))
    assert sum(cell["value"] for cell in found["layer"].getFeatures()) == pytest.approx(sum(known))


def test_without_a_size_one_is_suggested_and_told(run):
    found = run(INPUT=points()[0], BOUNDARY=areas(("All", (0, 0, SIDE, SIDE))))
    assert found["USED_SIZE"] == 125 and "2A/n" in found["told"] and "125 m" in found["told"]
    assert run(INPUT=points()[0])["USED_SIZE"] in (125, 200)


def test_it_opens_styled_with_its_fields_named(run):
    layer = run(INPUT=points()[0], CELL_SIZE=250)["layer"]
    assert layer.renderer().type() == "RuleRenderer" and len(layer.renderer().rootRule().children()) >= 3
    assert layer.attributeAlias(layer.fields().indexOf("density")) == "Events per km²"
    assert "density" in layer.mapTipTemplate()


def test_what_cannot_be_is_refused_in_words(run):
    layer = points()[0]
    degrees = memory("Point", [("n", "real")], [(point(4, 52), (1,))], "EPSG:4326")
    assert "degrees" in run(fails=True, INPUT=degrees)
    assert "multiple of 25" in run(fails=True, INPUT=layer, CELL_SIZE=130)
    assert "No point is left" in run(fails=True, INPUT=memory("Point", [("n", "real")], []))
    assert "No point is left" in run(
        fails=True, INPUT=layer, BOUNDARY=areas(("Far", (9e5, 9e5, 9.1e5, 9.1e5)))
    )
    rows = [(point(n, n), (f"kind {n}",)) for n in range(60)]
    many = memory("Point", [("kind", "text")], rows)
    assert "60 different values" in run(fails=True, INPUT=many, CATEGORY="kind")
    wide = areas(("Wide", (0, 0, 3e5, 3e5)))
    assert "larger cell" in run(fails=True, INPUT=layer, CELL_SIZE=25, BOUNDARY=wide)


def test_a_point_without_a_place_is_told(run):
    rows = [(point(n, n), (1,)) for n in range(40)] + [(None, (1,))]
    found = run(INPUT=memory("Point", [("n", "real")], rows), CELL_SIZE=25)
    assert (found["EVENTS"], found["LEFT_OUT"]) == (40, 1) and "1 points are left out" in found["told"]
    assert all(cell["events"] != NULL for cell in found["layer"].getFeatures())


def test_what_a_shapefile_loses_is_told(run, tmp_path):
    layer = points()[0]
    assert "write a GeoPackage" in run(INPUT=layer, CELL_SIZE=250, OUTPUT=str(tmp_path / "cells.shp"))["told"]
    assert "write a GeoPackage" not in run(INPUT=layer, CELL_SIZE=250)["told"]
