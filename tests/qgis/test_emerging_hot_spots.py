"""igh:emerginghotspots in QGIS: what is planted is found and told, on squares, hexagons and areas; what cannot be is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    NULL,
    QgsGeometry,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from igh_plugin.algorithms.hotspots.emerging_hot_spots import EmergingHotSpots
from igh_plugin.layers.wording import PATTERNS
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

pytestmark = pytest.mark.one_qgis(2)

CELL, SIDE, WEEKS = 250, 24, 26
MONDAY = np.datetime64("2024-01-01")
PLANTED = {(4, 4): "persistent hot", (4, 18): "consecutive hot", (18, 4): "new hot"}


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(EmergingHotSpots, tmp_path / "places.gpkg", TIME="at", BEFORE=0)


def moment(day, hour=12):
    return QDateTime(QDate.fromString(str(day), "yyyy-MM-dd"), QTime(hour, 0), Qt.TimeSpec.LocalTime)


@pytest.fixture(scope="module")
def city():
    """Events by week in a square city, busy in three places: always, for the last weeks, and in the last week alone."""
    random = np.random.default_rng(9)
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    expected = np.full((SIDE * SIDE, WEEKS), 0.6)
    for (down, across), kind in PLANTED.items():
        near = (abs(row - down) <= 1) & (abs(column - across) <= 1)
        weeks = {"persistent hot": 0, "consecutive hot": WEEKS - 6, "new hot": WEEKS - 1}[kind]
        expected[np.ix_(near, np.arange(WEEKS) >= weeks)] = 7.0
    counts = random.poisson(expected)
    cell, week = (part.ravel() for part in np.indices(counts.shape))
    cell, week = np.repeat(cell, counts.ravel()), np.repeat(week, counts.ravel())
    x = (column[cell] + random.uniform(0.01, 0.99, len(cell))) * CELL
    y = (row[cell] + random.uniform(0.01, 0.99, len(cell))) * CELL
    days = MONDAY + week * 7 + random.integers(0, 7, len(cell))
    return x, y, days, counts


def layer_of(city, more=()):
    x, y, days, _ = city
    rows = [(point(*at), (moment(day),)) for *at, day in zip(x.tolist(), y.tolist(), days)]
    return memory("Point", [("at", "time")], [*rows, *more])


def areas():
    """The city as rectangles of three by three cells, each with a name."""
    rows = []
    for down in range(0, SIDE, 3):
        for across in range(0, SIDE, 3):
            box = QgsRectangle(across * CELL, down * CELL, (across + 3) * CELL, (down + 3) * CELL)
            rows.append((QgsGeometry.fromRect(box), (f"{down} {across}",)))
    return memory("Polygon", [("name", "text")], rows)


WHOLE = {"SINCE": "2024-01-01", "UNTIL": "2024-06-30"}


def test_what_is_planted_is_found_by_squares(run, city):
    found = run(INPUT=layer_of(city), CELL_SIZE=CELL, BOUNDARY=areas(), BOUNDARY_NAME="name", **WHOLE)
    places = list(found["layer"].getFeatures())
    assert len(places) == SIDE * SIDE and found["STEPS"] == WEEKS and found["EVENTS"] == city[3].sum()
    by_cell = {}
    for place in places:
        middle = place.geometry().centroid().asPoint()
        down, across = int(middle.y() // CELL), int(middle.x() // CELL)
        by_cell[down, across] = place
        assert place["events"] == city[3][down * SIDE + across].sum()
        assert place["last_events"] == city[3][down * SIDE + across][-1]
        assert place["area_name"] == f"{down // 3 * 3} {across // 3 * 3}"
    assert {at: by_cell[at]["pattern"] for at in PLANTED} == PLANTED
    assert found["HOT"] == sum("hot" in (place["pattern"] or "") for place in places)
    codes = [place["pattern"] for place in places]
    assert codes[0] == "new hot" and all(code == NULL for code in codes[-50:]), "what matters comes first"
    assert (
        f"{city[3].sum()} events in 576 places and 26 steps of a week, from 2024-01-01 to 2024-06-30"
        in found["told"]
    )
    assert "suggested: the longest" in found["told"] and "Hot now:" in found["told"]
    assert f"{PATTERNS['new hot']}:" in found["told"] and "strongest in 18 3" in found["told"]


def test_hexagons_and_areas_are_places_too(run, city):
    found = run(INPUT=layer_of(city), SHAPE=1, CELL_SIZE=CELL, **WHOLE)
    there = {place["pattern"] for place in found["layer"].getFeatures()}
    assert {"persistent hot", "consecutive hot", "new hot"} <= there
    found = run(INPUT=layer_of(city), SHAPE=2, BOUNDARY=areas(), BOUNDARY_NAME="name", RULE=1, **WHOLE)
    assert found["layer"].wkbType() == QgsWkbTypes.Type.MultiPolygon
    places = {place["area_name"]: place for place in found["layer"].getFeatures()}
    assert len(places) == 64 and sum(place["events"] for place in places.values()) == city[3].sum()
    blocks = city[3].reshape(SIDE // 3, 3, SIDE // 3, 3, WEEKS).sum((1, 3, 4))
    for name, place in places.items():
        down, across = (int(part) // 3 for part in name.split())
        assert place["events"] == blocks[down, across]
    assert max(places, key=lambda name: places[name]["last_z"]) in ("3 3", "3 18", "18 3")


def test_steps_that_are_not_over_are_left_out_and_told(run, city):
    more = [
        (point(10, 10), (moment("2024-07-02"),)),
        (None, (moment("2024-02-02"),)),
        (point(10, 10), (None,)),
    ]
    found = run(INPUT=layer_of(city, more), CELL_SIZE=CELL, STEP=2)
    assert found["STEPS"] == WEEKS and found["EVENTS"] == city[3].sum()
    for sentence in (
        "1 events are left out: they lie in no complete step",
        "1 events are left out: no time",
        "no place",
    ):
        assert sentence in found["told"]


def test_the_table_of_bins_holds_every_event(run, city, tmp_path):
    found = run(INPUT=layer_of(city), CELL_SIZE=CELL, BINS=str(tmp_path / "bins.gpkg"), **WHOLE)
    bins = QgsVectorLayer(found["BINS"], "bins", "ogr")
    rows = list(bins.getFeatures())
    assert len(rows) == found["layer"].featureCount() * WEEKS
    assert sum(row["events"] for row in rows) == found["EVENTS"]
    assert {row["step"] for row in rows} == {str(MONDAY + 7 * week) for week in range(WEEKS)}
    last = {row["cell"]: row["gi_bin"] for row in rows if row["step"] == str(MONDAY + 7 * (WEEKS - 1))}
    assert all(last[place["cell"]] == place["last_bin"] for place in found["layer"].getFeatures())


def test_it_opens_styled_with_words(run, city):
    layer = run(INPUT=layer_of(city), CELL_SIZE=CELL, **WHOLE)["layer"]
    labels = [category.label() for category in layer.renderer().categories()]
    there = {place["pattern"] or "" for place in layer.getFeatures()}
    assert len(labels) == len(there) and PATTERNS["new hot"] in labels and PATTERNS[""] in labels
    assert layer.attributeAlias(layer.fields().indexOf("hot_steps")) == "Steps that were hot"
    assert "represent_value" in layer.mapTipTemplate()


def test_what_cannot_be_is_refused_in_words(run, city):
    layer = layer_of(city)
    assert "degrees" in run(fails=True, INPUT=memory("Point", [("at", "time")], [], "EPSG:4326"))
    assert "multiple of 25" in run(fails=True, INPUT=layer, CELL_SIZE=130)
    assert "Choose the boundary" in run(fails=True, INPUT=layer, SHAPE=2)
    assert "6 complete steps of a month" in run(fails=True, INPUT=layer, STEP=3, **WHOLE)
    assert "exchange them" in run(fails=True, INPUT=layer, SINCE="2024-05-01", UNTIL="2024-04-01")
    assert "No event with a time" in run(
        fails=True, INPUT=memory("Point", [("at", "time")], [(point(1, 1), (None,))])
    )
    nowhere = [(None, (moment(MONDAY + day),)) for day in range(40)]
    assert "No point is left" in run(fails=True, INPUT=memory("Point", [("at", "time")], nowhere))
    one = [(point(1, 1), (moment(MONDAY + day),)) for day in range(20)]
    text = memory("Point", [("at", "text")], [(point(1, 1), ("yesterday",))])
    assert "no dates or times" in run(fails=True, INPUT=text)
    found = run(INPUT=memory("Point", [("at", "time")], one), STEP=1)
    assert found["STEPS"] == 20 and found["EVENTS"] == 20


def test_without_a_pattern_that_is_said(run):
    random = np.random.default_rng(1)
    rows = [
        (point(*random.uniform(0, 2_500, 2)), (moment(MONDAY + int(day)),))
        for day in random.integers(0, 84, 500)
    ]
    found = run(INPUT=memory("Point", [("at", "time")], rows), SINCE="2024-01-01", UNTIL="2024-03-24")
    assert (found["HOT"], found["COLD"]) == (0, 0) and "No place has a pattern" in found["told"]


def test_a_wrong_date_far_away_makes_no_steps(run, city):
    for stray in ("1900-01-01", "2030-01-01", "9999-12-31"):
        found = run(INPUT=layer_of(city, [(point(10, 10), (moment(stray),))]), CELL_SIZE=CELL, STEP=2)
        assert (
            found["STEPS"] == WEEKS
            and "1 events are dated half a year or more from all others" in found["told"]
        )
    far = {"SINCE": "1900-01-01", "STEP": 1}
    assert "steps of a day are more than" in run(fails=True, INPUT=layer_of(city), **far)
    found = run(INPUT=layer_of(city), CELL_SIZE=CELL, STEP=2, UNTIL="2024-08-04")
    assert "the last event of the layer is of 2024-06-30" in found["told"]


def test_it_is_told_what_the_permutations_can_see(run, city):
    found = run(INPUT=layer_of(city), CELL_SIZE=CELL, PERMUTATIONS=99, FDR=False, **WHOLE)
    assert "99 permutations; the smallest p that can come out is 0.02." in found["told"]
