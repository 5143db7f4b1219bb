"""igh:scan in QGIS: a planted cluster is found while it is alive, told and drawn; what cannot be is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsGeometry, QgsRectangle, QgsVectorLayer, edit
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from igh_plugin.algorithms.hotspots import live_clusters
from igh_plugin.algorithms.hotspots.live_clusters import LiveClusters
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

SIDE, CELL, DAYS = 16, 250, 90
FIRST = np.datetime64("2024-01-01")


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(LiveClusters, tmp_path / "live.gpkg", TIME="at", SIMULATIONS=199)


def moment(day):
    return QDateTime(
        QDate.fromString(str(FIRST + int(day)), "yyyy-MM-dd"), QTime(23, 45), Qt.TimeSpec.LocalTime
    )


@pytest.fixture(scope="module")
def city():
    """A city that is busier in one corner all the time, and in four cells in the middle for the last four days."""
    random = np.random.default_rng(4)
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    expected = np.full((SIDE * SIDE, DAYS), 0.03)
    expected[(row < 4) & (column < 4)] = 0.3
    near = (abs(row - 8) <= 1) & (abs(column - 8) <= 1)
    expected[np.ix_(near, np.arange(DAYS) >= DAYS - 4)] = 0.7
    counts = random.poisson(expected)
    counts[0, DAYS - 1] += 1
    cell, day = (np.repeat(part.ravel(), counts.ravel()) for part in np.indices(counts.shape))
    x = (column[cell] + random.uniform(0.1, 0.9, len(cell))) * CELL
    y = (row[cell] + random.uniform(0.1, 0.9, len(cell))) * CELL
    rows = [
        (point(*at), (moment(one), f"event {n}"))
        for n, (*at, one) in enumerate(zip(x.tolist(), y.tolist(), day))
    ]
    return rows, counts, near


def layer_of(city, more=()):
    return memory("Point", [("at", "time"), ("id", "text")], [*city[0], *more])


def areas(people=10.0):
    rows = []
    for number in range(SIDE * SIDE):
        down, across = divmod(number, SIDE)
        box = QgsRectangle(across * CELL, down * CELL, (across + 1) * CELL, (down + 1) * CELL)
        rows.append(
            (
                QgsGeometry.fromRect(box),
                (f"area {number}", people if number else None if people is None else people),
            )
        )
    return memory("Polygon", [("name", "text"), ("people", "real")], rows)


@pytest.mark.parametrize("shape", [0, 1])
def test_what_is_alive_is_found_and_what_is_always_busy_is_not(run, city, tmp_path, shape):
    found = run(INPUT=layer_of(city), SHAPE=shape, CELL_SIZE=CELL, EVENTS=str(tmp_path / "events.gpkg"))
    assert found["CLUSTERS"] == 1 and found["STRONGEST_P"] == 1 / 200
    (cluster,) = found["layer"].getFeatures()
    middle = QgsGeometry.fromWkt(f"POINT ({8.5 * CELL} {8.5 * CELL})")
    assert (
        cluster.geometry().contains(middle) and cluster["days"] <= 6 and cluster["last_day"] == "2024-03-30"
    )
    assert cluster["ratio"] == pytest.approx(cluster["events"] / cluster["expected"]) and cluster["ratio"] > 3
    assert cluster["recurrence"] == pytest.approx(200) and cluster["p"] == pytest.approx(1 / 200)
    assert cluster["first_day"] == str(FIRST + DAYS - cluster["days"])
    members = list(QgsVectorLayer(found["EVENTS"], "events", "ogr").getFeatures())
    assert len(members) == cluster["events"]
    for event in members:
        assert event["cluster"] == 1 and cluster.geometry().contains(event.geometry())
    assert "1 clusters are alive on 2024-03-30" in found["told"] and "once in 200 days" in found["told"]


def test_areas_with_their_names_and_a_population(run, city):
    poisson = {"MODEL": 1, "POPULATION": "people", "SHAPE": 2, "BOUNDARY": areas(), "BOUNDARY_NAME": "name"}
    found = run(INPUT=layer_of(city), RADIUS=600, **poisson)
    first = next(found["layer"].getFeatures())
    assert first["area_name"].startswith("area ") and first["events"] > first["expected"]
    corner = QgsGeometry.fromWkt(f"POINT ({2 * CELL} {2 * CELL})")
    assert any(one.geometry().intersects(corner) for one in found["layer"].getFeatures()), (
        "for its population it is busy"
    )
    assert " in area " in found["told"]


def test_a_day_on_which_nothing_is_alive(run, city):
    found = run(INPUT=layer_of(city), CELL_SIZE=CELL, UNTIL="2024-03-10")
    assert found["CLUSTERS"] == 0 and found["layer"].featureCount() == 0
    assert "No cluster is alive on 2024-03-10" in found["told"] and "The strongest:" in found["told"]
    assert "are left out: before 2024-01-01 or after 2024-03-10" in found["told"]


def test_it_opens_styled(run, city):
    layer = run(INPUT=layer_of(city), CELL_SIZE=CELL, HIGHEST=1.0)["layer"]
    assert layer.renderer().type() == "RuleRenderer" and layer.labelsEnabled()
    assert layer.attributeAlias(layer.fields().indexOf("recurrence")) == "By chance once in so many days"


def test_a_column_of_the_same_name_keeps_its_own_title(run, city, tmp_path):
    rows = [(geometry, (*values, "mine")) for geometry, values in city[0]]
    layer = memory("Point", [("at", "time"), ("id", "text"), ("cluster", "text")], rows)
    found = run(INPUT=layer, CELL_SIZE=CELL, EVENTS=str(tmp_path / "events.gpkg"))
    events = QgsVectorLayer(found["EVENTS"], "events", "ogr")
    titles = {field.name(): field.alias() for field in events.fields()}
    assert titles["cluster"] == "" and titles["cluster_2"] == "Rank of the cluster"
    assert {(one["cluster"], one["cluster_2"]) for one in events.getFeatures()} == {("mine", 1)}


def test_a_cluster_of_areas_that_are_drawn_wrongly_has_a_shape(run, city):
    wrong = areas()
    with edit(wrong):
        for area in wrong.getFeatures():
            box = area.geometry().boundingBox()
            left, low, right, top = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
            bow = f"POLYGON (({left} {low}, {right} {low}, {right} {top}, {left} {top}, {right} {low}, {left} {low}))"
            wrong.changeGeometry(area.id(), QgsGeometry.fromWkt(bow))
    found = run(INPUT=layer_of(city), SHAPE=2, BOUNDARY=wrong, RADIUS=600)
    assert found["CLUSTERS"] >= 1
    assert all(one.geometry().area() > CELL * CELL / 4 for one in found["layer"].getFeatures())


def test_what_cannot_be_is_refused_in_words(run, city, monkeypatch):
    layer = layer_of(city)
    assert "ask for 1999 simulations" in run(fails=True, INPUT=layer, HIGHEST=0.0005)
    assert "needs a population" in run(fails=True, INPUT=layer, MODEL=1)
    nobody = {"MODEL": 1, "POPULATION": "people", "SHAPE": 2}
    assert "of 256 areas is empty" in run(fails=True, INPUT=layer, BOUNDARY=areas(None), **nobody)
    assert "span 5 days" in run(fails=True, INPUT=layer, UNTIL="2024-01-05")
    assert "degrees" in run(fails=True, INPUT=memory("Point", [("at", "time")], [], "EPSG:4326"))
    assert "No event with a time" in run(
        fails=True, INPUT=memory("Point", [("at", "time")], [(point(1, 1), (None,))])
    )
    gaps = layer_of(city, [(None, (moment(80), "nowhere")), (point(1, 1), (None, "never"))])
    found = run(INPUT=gaps, CELL_SIZE=CELL)
    assert (
        "1 events are left out: no time" in found["told"]
        and "1 events are left out: no place" in found["told"]
    )
    monkeypatch.setattr(live_clusters, "MOST_CYLINDERS", 1_000)
    assert "too many" in run(fails=True, INPUT=layer, CELL_SIZE=CELL)
