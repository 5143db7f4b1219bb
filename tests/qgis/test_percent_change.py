"""igh:percentchange in QGIS: both periods counted anew by hand, what is sure, what is told, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import NULL, QgsGeometry, QgsRectangle
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from igh_plugin.algorithms.hotspots.percent_change import PercentChange
from igh_plugin.core.poisson_test import e_test
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

FIRST = np.datetime64("2023-01-01")
SIDE, CELL = 4, 500


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(PercentChange, tmp_path / "change.gpkg", TIME="at")


def moment(day):
    return QDateTime(QDate.fromString(str(day), "yyyy-MM-dd"), QTime(23, 30), Qt.TimeSpec.LocalTime)


@pytest.fixture(scope="module")
def city():
    """Two years of events in sixteen cells: the first empty until the last four weeks, the last four times as busy in these."""
    random = np.random.default_rng(5)
    expected = np.full((SIDE * SIDE, 730), 0.25)
    expected[0, :702], expected[15, 702:], expected[1] = 0.0, 1.5, 0.0
    counts = random.poisson(expected)
    counts[0, 702:705] = 1
    counts[2, 0] = counts[2, 729] = 1
    cell, day = (np.repeat(part.ravel(), counts.ravel()) for part in np.indices(counts.shape))
    x = (cell % SIDE + random.uniform(0.1, 0.9, len(cell))) * CELL
    y = (cell // SIDE + random.uniform(0.1, 0.9, len(cell))) * CELL
    rows = [(point(*at), (moment(FIRST + int(one)),)) for *at, one in zip(x.tolist(), y.tolist(), day)]
    return rows, counts


def layer_of(city, more=()):
    return memory("Point", [("at", "time")], [*city[0], *more])


def by_place(found):
    places = {}
    for place in found["layer"].getFeatures():
        middle = place.geometry().centroid().asPoint()
        places[int(middle.y() // CELL) * SIDE + int(middle.x() // CELL)] = place
    return places


def areas():
    rows = []
    for number in range(SIDE * SIDE):
        down, across = divmod(number, SIDE)
        box = QgsRectangle(across * CELL, down * CELL, (across + 1) * CELL, (down + 1) * CELL)
        rows.append((QgsGeometry.fromRect(box), (f"area {number}",)))
    return memory("Polygon", [("name", "text")], rows)


@pytest.mark.parametrize(
    ("given", "now", "before"),
    [
        ({}, (702, 730), (674, 702)),
        ({"COMPARE": 1}, (702, 730), (338, 366)),
        ({"SINCE": "2024-12-01", "UNTIL": "2024-12-10"}, (700, 710), (690, 700)),
        ({"COMPARE": 2, "BEFORE_SINCE": "2023-06-01", "BEFORE_UNTIL": "2023-08-31"}, (702, 730), (151, 243)),
    ],
)
def test_both_periods_are_counted_and_set_right_for_their_length(run, city, given, now, before):
    found = run(INPUT=layer_of(city), CELL_SIZE=CELL, BOUNDARY=areas(), FDR=False, **given)
    counts = city[1]
    events, earlier = counts[:, now[0] : now[1]].sum(1), counts[:, before[0] : before[1]].sum(1)
    assert (found["EVENTS"], found["BEFORE"]) == (events.sum(), earlier.sum())
    places = by_place(found)
    assert set(places) == set(np.flatnonzero(events + earlier))
    days, days_before = now[1] - now[0], before[1] - before[0]
    for number, place in places.items():
        assert (place["events"], place["before"]) == (events[number], earlier[number])
        expected = earlier[number] * days / days_before
        assert place["expected"] == pytest.approx(expected)
        p = e_test(earlier[number : number + 1], events[number : number + 1], days_before, days)[0]
        assert place["change_p"] == place["p_raw"] == pytest.approx(p, abs=1e-12)
        if earlier[number]:
            assert place["change"] == pytest.approx(100 * (events[number] / expected - 1))
        else:
            assert place["change"] == NULL
        assert place["sure"] == (np.sign(events[number] - expected) if p <= 0.05 else 0)


def test_what_is_sure_comes_first_and_is_told_with_its_area(run, city):
    found = run(INPUT=layer_of(city), SHAPE=2, BOUNDARY=areas(), BOUNDARY_NAME="name")
    places = list(found["layer"].getFeatures())
    assert len(places) == SIDE * SIDE, "every area is there, also one without events"
    assert (
        (places[0]["area_name"], places[0]["sure"]) == ("area 15", 1)
        and found["MORE"] == 2
        and found["LESS"] == 0
    )
    assert places[0]["change_p"] >= places[0]["p_raw"]
    p = [place["change_p"] for place in places]
    assert p == sorted(p)
    for sentence in (
        "2024-12-03 to 2024-12-30 (28 days) against 2024-11-05 to 2024-12-02 (28 days)", "Surest: area 15,",
        "1 had none before", "regression to the mean",
    ):  # fmt: skip
        assert sentence in found["told"], found["told"]


def test_it_opens_styled_with_a_class_for_what_had_none_before(run, city):
    layer = run(INPUT=layer_of(city), CELL_SIZE=CELL)["layer"]
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert "Within what chance explains" in labels and len(labels) > 5
    assert layer.attributeAlias(layer.fields().indexOf("expected")) == "Expected events"


def test_what_cannot_be_is_refused_in_words(run, city):
    layer = layer_of(city)
    assert "days that the data hold" in run(
        fails=True, INPUT=layer, COMPARE=1, SINCE="2023-06-01", UNTIL="2023-06-30"
    )
    assert "Give the first and the last day" in run(fails=True, INPUT=layer, COMPARE=2)
    assert "ends before it begins" in run(fails=True, INPUT=layer, SINCE="2024-06-01", UNTIL="2024-05-01")
    overlapping = {"BEFORE_SINCE": "2024-12-01", "BEFORE_UNTIL": "2024-12-10", "COMPARE": 2}
    assert "days in common" in run(fails=True, INPUT=layer, **overlapping)
    far = {"SINCE": "2030-01-01", "UNTIL": "2030-01-05"}
    assert "No event lies in either period" in run(fails=True, INPUT=layer, **far)
    assert "degrees" in run(fails=True, INPUT=memory("Point", [("at", "time")], [], "EPSG:4326"))
    assert "No event with a time" in run(
        fails=True, INPUT=memory("Point", [("at", "time")], [(point(1, 1), (None,))])
    )
    text = memory("Point", [("at", "text")], [(point(1, 1), ("yesterday",))])
    assert "no dates or times" in run(fails=True, INPUT=text)


def test_gaps_are_counted_and_early_data_are_a_caution(run, city):
    layer = layer_of(city, [(None, (moment(FIRST + 720),)), (point(1, 1), (None,))])
    own = {"COMPARE": 2, "BEFORE_SINCE": "2022-12-01", "BEFORE_UNTIL": "2023-01-31"}
    found = run(INPUT=layer, CELL_SIZE=CELL, **own)
    for sentence in (
        "1 events are left out: no time",
        "1 events are left out: no place",
        "Caution: the first event",
    ):
        assert sentence in found["told"]


def test_a_wrong_date_far_away_moves_no_period(run, city):
    for stray in ("1900-01-01", "9999-12-31"):
        layer = layer_of(city, [(point(1, 1), (moment(stray),))])
        found = run(INPUT=layer, CELL_SIZE=CELL)
        assert "2024-12-03 to 2024-12-30 (28 days)" in found["told"]
        assert "1 events are dated half a year or more from all others" in found["told"]
        assert "that the data hold" in run(
            fails=True, INPUT=layer, COMPARE=1, SINCE="2023-06-01", UNTIL="2023-06-30"
        )


def test_days_after_the_data_end_are_a_caution(run, city):
    found = run(INPUT=layer_of(city), CELL_SIZE=CELL, UNTIL="2025-01-15")
    assert "the last event of the layer is of 2024-12-30" in found["told"]
    assert "the last event of the layer" not in run(INPUT=layer_of(city), CELL_SIZE=CELL)["told"]


def test_areas_that_overlap_are_a_caution(run, city):
    layer = areas()
    whole = memory(
        "Polygon", [("name", "text")], [(QgsGeometry.fromRect(QgsRectangle(0, 0, 2_000, 2_000)), ("all",))]
    )
    layer.dataProvider().addFeatures(list(whole.getFeatures()))
    found = run(INPUT=layer_of(city), SHAPE=2, BOUNDARY=layer)
    assert "events lie in several areas of the boundary" in found["told"]
    assert "several areas" not in run(INPUT=layer_of(city), SHAPE=2, BOUNDARY=areas())["told"]


def test_a_boundary_with_curves_is_taken(run, city):
    curved = "CURVEPOLYGON (CIRCULARSTRING (0 0, 2000 2000, 0 0))"
    layer = memory("CurvePolygon", [("name", "text")], [(QgsGeometry.fromWkt(curved), ("round",))])
    found = run(INPUT=layer_of(city), SHAPE=2, BOUNDARY=layer, BOUNDARY_NAME="name")
    (place,) = found["layer"].getFeatures()
    assert place["area_name"] == "round" and 0 < place["events"] < city[1][:, 702:].sum() + 1
