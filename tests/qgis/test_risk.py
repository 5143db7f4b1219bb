"""igh:risk in QGIS: the ratio of densities counted by hand, layers of every kind and CRS, what is told, drawn and refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from igh_plugin.algorithms.hotspots.risk import Risk
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

LEFT, LOW, SIDE, CELL = 120_000, 485_000, 4_000, 50


@pytest.fixture
def run(qgis_app, tmp_path):
    made = runner(Risk, tmp_path / "risk.gpkg")

    def call(**parameters):
        found = made(**parameters)
        if isinstance(found, str):
            return found
        return {**found, "rows": {row["layer"]: row for row in found["layer"].getFeatures()}}

    return call


def boundary():
    box = QgsRectangle(LEFT, LOW, LEFT + SIDE, LOW + SIDE)
    return memory("Polygon", [("name", "text")], [(QgsGeometry.fromRect(box), ("city",))])


@pytest.fixture(scope="module")
def city():
    """Twelve bars, each with many events around it, over a city with some everywhere; schools lie anywhere."""
    random = np.random.default_rng(6)
    bars, schools = (random.uniform(300, SIDE - 300, (count, 2)) + (LEFT, LOW) for count in (12, 15))
    anywhere = random.uniform(0, SIDE, (900, 2)) + (LEFT, LOW)
    around = np.repeat(bars, 40, 0) + random.uniform(-90, 90, (480, 2))
    return bars, schools, np.concatenate((anywhere, around))


def layer_of(xy, name, crs="EPSG:28992"):
    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:28992"), QgsCoordinateReferenceSystem(crs), QgsProject.instance()
    )
    rows = []
    for at in xy.tolist():
        geometry = point(*at)
        geometry.transform(transform)
        rows.append((geometry, (1,)))
    made = memory("Point", [("n", "whole")], rows, crs)
    made.setName(name)
    QgsProject.instance().addMapLayer(made)
    return made


@pytest.fixture(autouse=True)
def emptied(qgis_app):
    yield
    QgsProject.instance().clear()


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326"])
def test_it_is_the_ratio_of_the_densities(run, city, crs):
    bars, schools, xy = city
    layers = [layer_of(bars, "Bars", crs), layer_of(schools, "Schools", crs)]
    found = run(INPUT=layer_of(xy, "Events"), LAYERS=layers, BOUNDARY=boundary(), RADIUS=120)
    ix, iy = np.meshgrid(np.arange(SIDE // CELL), np.arange(SIDE // CELL))
    x, y = LEFT + (ix.ravel() + 0.5) * CELL, LOW + (iy.ravel() + 0.5) * CELL
    counts = np.zeros((SIDE // CELL, SIDE // CELL))
    np.add.at(counts, tuple(((xy - (LEFT, LOW)) // CELL).astype(int)[:, ::-1].T), 1)
    counts = counts.ravel()
    for name, places in (("Bars", bars), ("Schools", schools)):
        near = (np.hypot(x[:, None] - places[:, 0], y[:, None] - places[:, 1]) <= 120).any(1)
        row = found["rows"][name]
        assert row["events"] == pytest.approx(counts[near].sum(), abs=0 if crs == "EPSG:28992" else 40)
        if crs == "EPSG:28992":
            assert row["ratio"] == pytest.approx(counts[near].mean() / counts[~near].mean())
            assert row["near_share"] == pytest.approx(100 * near.mean())
            assert row["expected"] == pytest.approx(counts[~near].mean() * near.sum())
        assert row["objects"] == len(places)
    bars_row, schools_row = found["rows"]["Bars"], found["rows"]["Schools"]
    assert bars_row["lower"] > 5 and bars_row["p"] < 0.001 and bars_row["adj_ratio"] > 5
    assert schools_row["lower"] < 1 < schools_row["upper"]
    assert (found["EVENTS"], found["LEFT_OUT"]) == (len(xy), 0)
    assert (
        "Bars:" in found["told"]
        and "with the others held the same" in found["told"]
        and "need not cause them" in found["told"]
    )
    assert next(iter(found["rows"])) == "Bars", "the highest first"


def test_lines_and_polygons_are_surroundings_too_and_cells_say_what_is_near(run, city, tmp_path):
    bars, _, xy = city
    canal = memory(
        "LineString",
        [("n", "whole")],
        [(QgsGeometry.fromWkt(f"LINESTRING ({LEFT} {LOW + 2000}, {LEFT + SIDE} {LOW + 2000})"), (1,))],
    )
    square = memory(
        "Polygon",
        [("n", "whole")],
        [(QgsGeometry.fromRect(QgsRectangle(LEFT + 500, LOW + 500, LEFT + 1_000, LOW + 1_000)), (1,))],
    )
    canal.setName("Canal"), square.setName("Square")
    QgsProject.instance().addMapLayers([canal, square])
    layers = [layer_of(bars, "Bars"), canal, square]
    found = run(
        INPUT=layer_of(xy, "Events"),
        LAYERS=layers,
        BOUNDARY=boundary(),
        RADIUS=100,
        CELLS=str(tmp_path / "cells.gpkg"),
    )
    share = found["rows"]["Canal"]["near_share"]
    assert share == pytest.approx(100 * 4 / 80)
    assert found["rows"]["Square"]["near_share"] == pytest.approx(
        100 * (700**2 - 4 * 100**2 * (1 - np.pi / 4)) / SIDE**2, rel=0.05
    )
    cells = list(QgsVectorLayer(found["CELLS"], "cells", "ogr").getFeatures())
    assert len(cells) == (SIDE // CELL) ** 2 and sum(cell["events"] for cell in cells) == len(xy)
    assert "Bars" in cells[0]["near"] and cells[0]["risk"] > 4
    assert all(cell["risk"] == pytest.approx(1) for cell in cells if cell["near"] == NULL)


def test_it_opens_styled(run, city, tmp_path):
    bars, _, xy = city
    found = run(
        INPUT=layer_of(xy, "Events"),
        LAYERS=[layer_of(bars, "Bars")],
        BOUNDARY=boundary(),
        CELLS=str(tmp_path / "cells.gpkg"),
    )
    layer = QgsVectorLayer(found["CELLS"], "cells", "ogr")
    assert (
        layer.renderer().type() == "RuleRenderer"
        and layer.attributeAlias(layer.fields().indexOf("near")) == "Near"
    )
    assert "with the others" not in found["told"]


def test_what_cannot_be_told_or_is_wrong_is_said(run, city):
    bars, _, xy = city
    events = layer_of(xy, "Events")
    far = layer_of(np.array([[0.0, 0.0]]), "Far away")
    found = run(INPUT=events, LAYERS=[layer_of(bars, "Bars"), far], BOUNDARY=boundary())
    assert found["rows"]["Far away"]["ratio"] == NULL and "Far away: cannot be told" in found["told"]
    empty = memory("Point", [("n", "whole")], [])
    empty.setName("Nothing")
    QgsProject.instance().addMapLayer(empty)
    assert "“Nothing” has no features" in run(fails=True, INPUT=events, LAYERS=[empty])
    assert "degrees" in run(fails=True, INPUT=layer_of(xy, "Events", "EPSG:4326"), LAYERS=[far])
    assert "multiple of 25" in run(fails=True, INPUT=events, LAYERS=[far], CELL_SIZE=30)
    assert "No point is left" in run(fails=True, INPUT=memory("Point", [("n", "whole")], []), LAYERS=[far])
    gaps = memory(
        "Point", [("n", "whole")], [(point(LEFT + n, LOW + n), (1,)) for n in range(50)] + [(None, (1,))]
    )
    found = run(INPUT=gaps, LAYERS=[layer_of(bars, "Bars")], BOUNDARY=boundary())
    assert found["LEFT_OUT"] == 1 and "1 events are left out" in found["told"] and "rough" in found["told"]
