"""igh:nearrepeat in QGIS: the table, the events that took part, the page, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from igh_plugin.algorithms.hotspots.near_repeat import NearRepeats
from igh_plugin.core.near_repeat import near_repeat
from tests.qgis.test_getis_ord_algorithm import Feedback, memory, point

BEGIN = QDateTime(QDate(2025, 1, 1), QTime(0, 0), Qt.TimeSpec.UTC)


@pytest.fixture
def run(qgis_app, tmp_path):
    def call(fails=False, cancelled=False, **parameters):
        algorithm, context, feedback = NearRepeats().create(), QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        parameters.setdefault("OUTPUT", str(tmp_path / "bands.gpkg"))
        parameters.setdefault("TIME", "time")
        fine, why = algorithm.checkParameterValues(parameters, context)
        if not fine:
            assert fails, why
            return why
        if cancelled:
            feedback.cancel()
        outputs, fine = algorithm.run(parameters, context, feedback)
        assert fine is not fails, feedback.errors
        return " ".join(feedback.errors) if fails else {**outputs, "told": " ".join(feedback.told)}

    return call


def board():
    """Events at random, of which a hundred are repeated nearby and soon."""
    random = np.random.default_rng(4)
    x, y = random.uniform(0, 8_000, (2, 900))
    seconds = random.integers(0, 300 * 86_400, 900)
    again = np.arange(100)
    x, y = (
        np.append(x, x[again] + random.uniform(5, 30, 100)),
        np.append(y, y[again] + random.uniform(5, 30, 100)),
    )
    seconds = np.append(seconds, seconds[again] + random.integers(3_600, 4 * 86_400, 100))
    return x, y, seconds


def layer_of(x, y, seconds, crs="EPSG:28992"):
    rows = [(point(*at), (number, BEGIN.addSecs(moment))) for number, (*at, moment) in enumerate(zip(x.tolist(), y.tolist(), seconds.tolist()))]  # fmt: skip
    return memory("Point", [("number", "whole"), ("time", "time")], rows, crs)


def test_the_table_is_that_of_the_kernel(run, tmp_path):
    x, y, seconds = board()
    found = run(INPUT=layer_of(x, y, seconds), SEED=5, PAGE=str(tmp_path / "page.html"))
    expected = near_repeat(
        x, y, seconds / 86_400, (100, 200, 300, 400, 500), (7, 14, 21, 28), 999, 5, same_place=1.0
    )
    rows = list(QgsVectorLayer(found["OUTPUT"], "bands", "ogr").getFeatures())
    assert [row["observed"] for row in rows] == expected.observed.ravel().tolist()
    assert [row["p"] for row in rows] == pytest.approx(expected.p.ravel().tolist())
    assert [row["expected"] for row in rows] == pytest.approx(expected.expected.ravel().tolist())
    assert (rows[0]["distance"], rows[0]["time"]) == ("same place", "0 to 7 days")
    assert (rows[4]["distance"], rows[4]["near_repeat"]) == ("0 to 100 m", 1)
    assert found["PAIRS"] == len(expected.pairs) and found["BANDS"] == sum(row["near_repeat"] for row in rows)
    assert "0 to 100 m and 0 to 7 days" in found["told"] and "tests are made at once" in found["told"]
    page = (tmp_path / "page.html").read_text()
    assert "same place" in page and page.count("<td") == 24 and "<script" not in page


def test_the_events_of_the_near_repeats_are_kept_with_their_role(run, tmp_path):
    x, y, seconds = board()
    found = run(INPUT=layer_of(x, y, seconds), DISTANCES=2, TIMES=2, EVENTS=str(tmp_path / "events.gpkg"))
    events = QgsVectorLayer(found["EVENTS"], "events", "ogr")
    roles = {row["number"]: (row["near_role"], row["near_pairs"]) for row in events.getFeatures()}
    for first in range(100):
        assert roles[first][0] in ("first", "both") and roles[900 + first][0] in ("repeat", "both")
        assert roles[first][1] >= 1
    assert len(roles) < 400 and events.renderer().type() == "categorizedSymbol"


def test_its_own_layer_of_events_can_be_taken_again(run, tmp_path):
    x, y, seconds = board()
    wide = run(
        INPUT=layer_of(x, y, seconds),
        DISTANCE=100,
        DISTANCES=1,
        DAYS=7,
        TIMES=1,
        EVENTS=str(tmp_path / "a.gpkg"),
    )
    again = QgsVectorLayer(wide["EVENTS"], "events", "ogr")
    narrow = run(
        INPUT=again,
        DISTANCE=25,
        DISTANCES=1,
        DAYS=2,
        TIMES=1,
        EVENTS=str(tmp_path / "b.gpkg"),
        OUTPUT=str(tmp_path / "c.gpkg"),
    )
    rows = list(QgsVectorLayer(narrow["EVENTS"], "events", "ogr").getFeatures())
    before = {row["number"]: row["near_pairs"] for row in again.getFeatures()}
    assert sum(row["near_pairs"] for row in rows) < sum(before.values())
    assert len(rows[0].fields()) == len(again.fields())


def test_without_interaction_nothing_is_claimed(run):
    random = np.random.default_rng(8)
    x, y = random.uniform(0, 5_000, (2, 400))
    found = run(INPUT=layer_of(x, y, random.integers(0, 10**7, 400)), DISTANCES=1, TIMES=1, SAME_PLACE=0)
    assert found["BANDS"] == 0 and "In no band" in found["told"]


def test_what_cannot_be_is_refused_in_words(run):
    x, y, seconds = board()
    layer = layer_of(x, y, seconds)
    assert "must be smaller than a band" in run(fails=True, INPUT=layer, SAME_PLACE=150)
    assert "degrees" in run(fails=True, INPUT=layer_of(x[:40] / 1e5, y[:40] / 1e5, seconds[:40], "EPSG:4326"))
    assert "Only 12 events" in run(fails=True, INPUT=layer_of(x[:12], y[:12], seconds[:12]))
    texts = memory("Point", [("time", "text")], [(point(n, n), ("noon",)) for n in range(40)])
    assert "holds no dates or times" in run(fails=True, INPUT=texts)


def test_what_has_no_place_or_time_is_told_and_cancelling_leaves_nothing(run, tmp_path):
    x, y, seconds = board()
    layer = layer_of(x[:60], y[:60], seconds[:60])
    provider = layer.dataProvider()
    provider.changeAttributeValues({1: {1: None}})
    found = run(INPUT=layer)
    assert found["LEFT_OUT"] == 1 and "1 events are left out" in found["told"]
    (tmp_path / "bands.gpkg").unlink()
    run(INPUT=layer, cancelled=True)
    assert not list(tmp_path.glob("*.gpkg"))
