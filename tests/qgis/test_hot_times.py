"""igh:hottimes in QGIS: the right hours, areas against the whole, other events to compare with, the page, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import NULL, QgsGeometry, QgsProcessingContext, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from igh_plugin.algorithms.hotspots.hot_times import HotTimes
from tests.qgis.test_getis_ord_algorithm import Feedback, memory, point

MONDAY = QDate(2024, 1, 1)


def at(day, hour, minute=0):
    return QDateTime(MONDAY.addDays(day), QTime(hour, minute))


@pytest.fixture
def run(qgis_app, tmp_path):
    def call(fails=False, **parameters):
        algorithm, context, feedback = HotTimes().create(), QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        parameters.setdefault("OUTPUT", str(tmp_path / "hours.gpkg"))
        parameters.setdefault("BEGIN", "time")
        fine, why = algorithm.checkParameterValues(parameters, context)
        assert fine, why
        outputs, fine = algorithm.run(parameters, context, feedback)
        assert fine is not fails, feedback.errors
        if fails:
            return " ".join(feedback.errors)
        layer = QgsVectorLayer(outputs["OUTPUT"], "hours", "ogr")
        rows = {(row["part"], row["season"], row["weekday"], row["hour"]): row for row in layer.getFeatures()}
        return {**outputs, "rows": rows, "told": " ".join(feedback.told)}

    return call


def events(times, places=None):
    """A layer of events with a begin and an end."""
    places = places or [(0, 0)] * len(times)
    rows = [(point(*place), one) for place, one in zip(places, times)]
    return memory("Point", [("time", "time"), ("until", "time")], rows)


def test_times_intervals_and_what_is_left_out(run):
    layer = events(
        [
            (at(0, 13, 59), None),
            (at(6, 23), None),
            (at(1, 10, 30), at(1, 12)),
            (at(2, 10), at(2, 9)),
            (at(2, 10), at(9, 10)),
            (None, at(1, 1)),
        ]
    )
    found = run(INPUT=layer, END="until")
    counts = {key[2:]: row["events"] for key, row in found["rows"].items() if row["events"]}
    assert counts == {
        (1, 13): 1, (7, 23): 1, (2, 10): pytest.approx(1 / 3, abs=1e-5), (2, 11): pytest.approx(2 / 3, abs=1e-5),
    }  # fmt: skip
    assert len(found["rows"]) == 168 and (found["EVENTS"], found["LEFT_OUT"]) == (3, 3)
    assert "3 events are left out" in found["told"] and "Busiest: Monday from 13:00" in found["told"]
    assert all(row["p"] == NULL and row["peak"] == NULL for row in found["rows"].values())


def board(seed=1):
    """Events in two areas at the same hours, and in the East many more on Saturday night."""
    random = np.random.default_rng(seed)
    times, places = [], []
    for _ in range(3_000):
        times.append(
            (at(int(random.integers(0, 364)), int(random.integers(8, 20)), int(random.integers(0, 60))), None)
        )
        places.append((float(random.uniform(0, 2_000)), float(random.uniform(0, 1_000))))
    for week in range(50):
        times.append((at(7 * week + 5, 23, 15), None))
        places.append((1_500.0, 500.0))
    halves = [
        (QgsGeometry.fromRect(QgsRectangle(left, 0, left + 1_000, 1_000)), (name,))
        for left, name in ((0, "West"), (1_000, "East"))
    ]
    return events(times, places), memory("Polygon", [("name", "text")], halves)


def test_an_area_is_compared_with_the_whole(run, tmp_path):
    layer, areas = board()
    found = run(INPUT=layer, AREAS=areas, AREA_NAME="name", PAGE=str(tmp_path / "page.html"))
    east = found["rows"]["East", "all year", 6, 23]
    west = found["rows"]["West", "all year", 6, 23]
    assert (east["events"], east["peak"], west["events"], west["peak"]) == (50, 1, 0, -1)
    assert east["expected"] == pytest.approx(50 * (east["events"] + sum(
        row["events"] for key, row in found["rows"].items() if key[0] == "East") - 50) / 3_050, rel=1e-6)  # fmt: skip
    assert east["ratio"] == pytest.approx(50 / east["expected"]) and east["p"] < 1e-6
    assert found["PEAKS"] == sum(row["peak"] == 1 for row in found["rows"].values()) <= 2
    assert "East, all year: Saturday from 23:00, 50 events" in found["told"]
    page = (tmp_path / "page.html").read_text()
    assert "East" in page and "50▲" in page and "<script" not in page and page.count("<table>") == 2


def test_seasons_add_up(run):
    layer, _ = board()
    found = run(INPUT=layer, SEASON=True)
    totals = {}
    for key, row in found["rows"].items():
        totals[key[1]] = totals.get(key[1], 0) + row["events"]
    assert set(totals) == {"winter", "spring", "summer", "autumn"} and sum(totals.values()) == 3_050
    months = [feature["time"].date().month() for feature in layer.getFeatures()]
    assert totals["winter"] == sum(month in (12, 1, 2) for month in months)


def test_other_events_to_compare_with(run):
    layer, _ = board()
    plain, _ = board(2)
    plain.dataProvider().deleteFeatures([one.id() for one in plain.getFeatures()][3_000:])
    found = run(INPUT=layer, COMPARE=plain)
    night = found["rows"]["All events", "all year", 6, 23]
    assert night["peak"] == 1 and night["expected"] == pytest.approx(50 * 3_050 / 6_050, rel=1e-6)
    assert "column" in run(fails=True, INPUT=layer, COMPARE=memory("Point", [("when", "time")], []))


def test_midnights_are_told_and_can_be_spread(run):
    layer = events([(at(0, 0), None)] * 40 + [(at(1, 9), None)] * 60)
    found = run(INPUT=layer)
    assert "40 % of the times are midnight" in found["told"]
    assert found["rows"]["All events", "all year", 1, 0]["events"] == 40
    spread = run(INPUT=layer, MIDNIGHT=True)
    assert spread["rows"]["All events", "all year", 1, 5]["events"] == pytest.approx(40 / 24, abs=1e-4)
    assert spread["EVENTS"] == 100 and "midnight" not in spread["told"]


def test_the_longest_interval_is_kept_to_and_an_end_at_midnight_is_a_time(run):
    layer = events([(at(4, 22), at(5, 0))] * 3 + [(at(1, 2), at(1, 22))] * 4 + [(at(2, 0), None)] * 2)
    for longest, count in ((0.05, 2), (0.25, 5), (1.0, 9)):
        found = run(INPUT=layer, END="until", LONGEST=longest, MIDNIGHT=True)
        assert found["EVENTS"] == count
    assert found["rows"]["All events", "all year", 5, 23]["events"] == pytest.approx(1.5, abs=1e-5)
    assert found["rows"]["All events", "all year", 6, 0]["events"] == 0


def test_areas_of_one_name_are_one_part(run):
    layer, areas = board()
    areas.startEditing()
    for feature in areas.getFeatures():
        areas.changeAttributeValue(feature.id(), 0, "Centre")
    areas.commitChanges()
    found = run(INPUT=layer, AREAS=areas, AREA_NAME="name")
    assert {key[0] for key in found["rows"]} == {"Centre"} and found["EVENTS"] == 3_050


def test_what_cannot_be_is_refused_in_words(run):
    table = memory("NoGeometry", [("time", "time")], [(None, (at(0, 1),))])
    fine, why = (
        HotTimes()
        .create()
        .checkParameterValues(
            {"INPUT": table, "BEGIN": "time", "AREAS": board()[1], "OUTPUT": "memory:"},
            QgsProcessingContext(),
        )
    )
    assert not fine and "no places" in why
    assert "No event with a time" in run(fails=True, INPUT=events([]))
    far = memory(
        "Polygon", [("name", "text")], [(QgsGeometry.fromRect(QgsRectangle(9e5, 9e5, 9.1e5, 9.1e5)), ("x",))]
    )
    assert "No event with a time" in run(fails=True, INPUT=events([(at(0, 1), None)]), AREAS=far)
    texts = memory("Point", [("time", "text")], [(point(0, 0), ("noon",))])
    assert "holds no dates or times" in run(fails=True, INPUT=texts)
