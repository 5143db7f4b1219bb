"""igh:clusters in QGIS: what is planted is found and told, beside QGIS's own; what cannot be is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import NULL, QgsGeometry, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from igh_plugin.algorithms.hotspots.event_clusters import EventClusters
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

FIRST = np.datetime64("2024-01-01")


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(EventClusters, tmp_path / "clusters.gpkg")


def moment(days):
    whole = int(np.floor(days))
    seconds = int(round((days - whole) * 86_400))
    return QDateTime(
        QDate.fromString(str(FIRST + whole), "yyyy-MM-dd"),
        QTime(0, 0).addSecs(seconds),
        Qt.TimeSpec.LocalTime,
    )


def city(seed=3):
    """Noise over a year, a cluster of 40 events in spring, and one of 60 in the same place of which most are in the last weeks."""
    random = np.random.default_rng(seed)
    noise = np.column_stack((random.uniform(0, 8_000, (200, 2)), random.uniform(0, 360, 200)))
    spring = np.column_stack((random.normal(2_000, 40, (40, 2)), random.uniform(100, 120, 40)))
    days = np.concatenate((random.uniform(300, 332, 10), random.uniform(332, 360, 50)))
    late = np.column_stack((random.normal(6_000, 40, (60, 2)), days))
    return np.concatenate((noise, spring, late, [[0, 0, 0], [8_000, 8_000, 359.9]]))


def layer_of(xyt, weights=None):
    weights = np.ones(len(xyt)) if weights is None else weights
    rows = [
        (point(x, y), (f"event {number}", moment(t), float(weight)))
        for number, ((x, y, t), weight) in enumerate(zip(xyt.tolist(), weights))
    ]
    return memory("Point", [("id", "text"), ("at", "time"), ("n", "real")], rows)


def areas():
    boxes = [("South-west", (0, 0, 4_000, 4_000)), ("North-east", (4_000, 4_000, 8_000, 8_000))]
    return memory(
        "Polygon",
        [("name", "text")],
        [(QgsGeometry.fromRect(QgsRectangle(*box)), (name,)) for name, box in boxes],
    )


def test_what_is_planted_is_found_with_its_time_and_growth(run):
    found = run(
        INPUT=layer_of(city()), TIME="at", REACH=100, SPAN=10, MINIMUM=6, AREAS=areas(), AREA_NAME="name"
    )
    first, second = found["layer"].getFeatures()
    assert (found["CLUSTERS"], found["LEFT_OUT"]) == (2, 0)
    assert (first["rank"], second["rank"]) == (1, 2) and first["events"] >= 55 and second["events"] >= 36
    assert (first["area_name"], second["area_name"]) == ("North-east", "South-west")
    assert second["first_day"] >= "2024-04-10" and second["last_day"] <= "2024-04-30"
    assert (
        first["recent"] >= 45
        and first["before"] <= 12
        and first["growth"] > 100
        and first["growth_p"] < 0.001
    )
    assert (second["recent"], second["before"], second["growth"]) == (0, 0, NULL) and second["growth_p"] == 1
    for place in (first, second):
        assert place["area_km2"] == pytest.approx(place.geometry().area() / 1e6, rel=1e-6)
        assert place["density"] == pytest.approx(place["events"] / place["area_km2"])
    assert (
        "1 clusters grew from 2024-11-28 to 2024-12-25" in found["told"]
        and "events in North-east" in found["told"]
    )
    assert found["CLUSTERED"] == first["events"] + second["events"]


def test_events_come_with_their_attributes_and_lie_in_their_hull(run, tmp_path):
    xyt = city()
    found = run(INPUT=layer_of(xyt), REACH=100, MINIMUM=6, EVENTS=str(tmp_path / "events.gpkg"))
    events = list(QgsVectorLayer(found["EVENTS"], "events", "ogr").getFeatures())
    assert len(events) == found["CLUSTERED"]
    hulls = {one["rank"]: one for one in found["layer"].getFeatures()}
    for event in events:
        x, y, _ = xyt[int(event["id"].split()[1])]
        assert event.geometry().asPoint().x() == pytest.approx(x)
        assert hulls[event["cluster"]].geometry().contains(event.geometry())
        assert event["role"] in ("core", "edge")
    for rank, hull in hulls.items():
        assert hull["events"] == sum(event["cluster"] == rank for event in events)


@pytest.mark.parametrize("minimum", [4, 8])
def test_it_agrees_with_the_one_of_qgis(run, tmp_path, qgis_processing, minimum):
    import processing

    layer = layer_of(city(9))
    found = run(INPUT=layer, REACH=120, MINIMUM=minimum, EVENTS=str(tmp_path / "events.gpkg"))
    theirs = processing.run(
        "native:dbscanclustering",
        {"INPUT": layer, "EPS": 120, "MIN_SIZE": minimum, "DBSCAN*": False, "OUTPUT": "memory:"},
    )["OUTPUT"]
    ours = {
        event["id"]: event["cluster"]
        for event in QgsVectorLayer(found["EVENTS"], "events", "ogr").getFeatures()
    }
    other = {
        event["id"]: event["CLUSTER_ID"] for event in theirs.getFeatures() if event["CLUSTER_ID"] != NULL
    }
    assert set(ours) == set(other)
    assert len({(ours[name], other[name]) for name in ours}) == len(set(ours.values())) == found["CLUSTERS"]


def test_a_place_that_reports_again_and_again_is_told_and_can_count_once(run):
    random = np.random.default_rng(1)
    xyt = np.column_stack((np.repeat([[500.0, 500.0]], 30, 0), random.uniform(10.1, 10.9, 30)))
    many = np.concatenate((xyt, city()))
    found = run(INPUT=layer_of(many), TIME="at", MINIMUM=6, REACH=100)
    assert found["CLUSTERS"] == 3 and "1 clusters lie in one single place" in found["told"]
    once = run(INPUT=layer_of(many), TIME="at", MINIMUM=6, REACH=100, ONCE=True)
    assert once["CLUSTERS"] == 2 and "single place" not in once["told"]


def test_weight_makes_the_rank(run):
    xyt = city()
    weights = np.where(xyt[:, 0] < 3_000, 5.0, 1.0)
    found = run(INPUT=layer_of(xyt, weights), REACH=100, MINIMUM=6, WEIGHT="n")
    first, second = found["layer"].getFeatures()
    assert first["weight"] == 5 * first["events"] > second["weight"] == second["events"]


def test_it_opens_styled_and_nothing_is_said_to_be_nothing(run):
    layer = run(INPUT=layer_of(city()), TIME="at", REACH=100, MINIMUM=6)["layer"]
    assert layer.renderer().type() == "RuleRenderer" and layer.labelsEnabled()
    assert layer.attributeAlias(layer.fields().indexOf("growth_p")) == "Growth (p)"
    none = run(INPUT=layer_of(city()), REACH=1, MINIMUM=50)
    assert none["CLUSTERS"] == 0 and "No cluster" in none["told"] and none["layer"].featureCount() == 0


def test_what_cannot_be_is_refused_in_words(run):
    assert "degrees" in run(fails=True, INPUT=memory("Point", [("at", "time")], [], "EPSG:4326"))
    assert "No point is left" in run(fails=True, INPUT=memory("Point", [("at", "time")], []))
    text = memory("Point", [("at", "text")], [(point(1, 1), ("yesterday",))])
    assert "no dates or times" in run(fails=True, INPUT=text, TIME="at")
    gaps = memory(
        "Point",
        [("at", "time")],
        [(point(1, 1), (moment(1.5),)), (None, (moment(1),)), (point(1, 1), (None,))],
    )
    found = run(INPUT=gaps, TIME="at", MINIMUM=2)
    assert found["LEFT_OUT"] == 2 and "2 events are left out" in found["told"]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0)])
def test_counting_a_place_once_does_not_depend_on_the_order(run, order):
    xyt = np.array([[0.0, 0.0, 5.02], [0.0, 0.0, 5.9], [10.0, 0.0, 6.1]])[list(order)]
    found = run(INPUT=layer_of(xyt), TIME="at", REACH=50, SPAN=1, MINIMUM=2, ONCE=True)
    assert found["CLUSTERS"] == 0, "the place counts by its first event of the day"


def test_no_column_of_the_input_is_lost(run, tmp_path):
    rows = [(point(n, 0), ("boss", n, f"text {n}")) for n in range(6)]
    layer = memory("Point", [("Role", "text"), ("cluster", "whole"), ("note", "text")], rows)
    found = run(INPUT=layer, MINIMUM=3, REACH=10, EVENTS=str(tmp_path / "events.gpkg"))
    events = list(QgsVectorLayer(found["EVENTS"], "events", "ogr").getFeatures())
    assert [(event["Role"], event["cluster"], event["note"]) for event in events] == [
        ("boss", n, f"text {n}") for n in range(6)
    ]
    assert {event["cluster_2"] for event in events} == {1} and {event["role_2"] for event in events} == {
        "core"
    }


def test_a_wrong_date_far_away_hides_no_growth(run):
    xyt = np.concatenate((city(), [[10, 10, 3_000]]))
    found = run(INPUT=layer_of(xyt), TIME="at", REACH=100, SPAN=10, MINIMUM=6)
    assert (
        "1 clusters grew from 2024-11-" in found["told"] and "1 events are dated half a year" in found["told"]
    )
