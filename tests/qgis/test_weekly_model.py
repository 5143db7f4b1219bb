"""The shipped model: it runs from the toolbox's door, in both its steps, and opens in the Model Designer."""

from __future__ import annotations

import time

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingModelAlgorithm,
    QgsProject,
    QgsVectorLayer,
)

from igh_plugin.algorithms.hotspots.weekly import MODEL
from tests.qgis.test_emerging_hot_spots import areas, moment
from tests.qgis.test_getis_ord_algorithm import memory, point

DAY = np.datetime64("2024-03-11")


@pytest.fixture
def events(qgis_app, qgis_processing, provider):
    """Two weeks of events over the city, of which those of the last week are busy in one place."""
    random = np.random.default_rng(2)
    rows = []
    for week in range(2):
        for x, y in random.uniform(0, 6_000, (300, 2)).tolist():
            rows.append((point(x, y), (moment(DAY - 7 * week - int(random.integers(0, 7))),)))
    for x, y in random.normal(3_000, 300, (200, 2)).tolist():
        rows.append((point(x, y), (moment(DAY - int(random.integers(0, 3))),)))
    rows.append((point(10, 10), (moment(DAY),)))
    layer = memory("Point", [("at", "time")], rows)
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().clear()


def days_in(processing_run, layer, folder, **given):
    """The number of events the model takes of a layer."""
    target = str(folder / "hot.gpkg")
    targets = {
        "hot_spots:Hot spots of the week": target,
        "clusters:Clusters of the week": str(folder / "clusters.gpkg"),
    }
    processing_run("igh:weeklyhotspots", {"events": layer, "time": "at", **targets, **given})
    hot = QgsVectorLayer(target, "hot", "ogr")
    return sum(cell["events"] for cell in hot.getFeatures())


@pytest.fixture
def amsterdam(monkeypatch):
    """Clocks of Amsterdam, which go forward on 31 March 2024."""
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("last", ["2024-03-11", "2024-04-02", "2024-11-01"])
def test_seven_days_are_seven_days_when_clocks_change_too(
    qgis_app, qgis_processing, provider, amsterdam, tmp_path, last
):
    import processing

    rows = [
        (point(100 * number, 70 * day), (moment(np.datetime64(last) - day, hour),))
        for day in range(12)
        for number, hour in enumerate([0, 9, 12, 23] * 2)
    ]
    rows.append((point(1, 1), (moment("2999-01-01"),)))
    rows.append((point(1, 1), (None,)))
    layer = memory("Point", [("at", "time")], rows)
    QgsProject.instance().addMapLayer(layer)
    assert days_in(processing.run, layer, tmp_path) == 7 * 8, "without a number of days"
    assert days_in(processing.run, layer, tmp_path, days=3) == 3 * 8
    layer.selectByIds([one.id() for one in layer.getFeatures() if one.geometry().asPoint().y() >= 280])
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    assert days_in(processing.run, chosen, tmp_path, days=3) == 3 * 8, "the last event of the selection"
    QgsProject.instance().clear()


def test_it_runs_and_takes_only_the_last_days(events, tmp_path):
    import processing

    boundary = areas()
    QgsProject.instance().addMapLayer(boundary)
    targets = {
        "hot_spots:Hot spots of the week": str(tmp_path / "hot.gpkg"),
        "clusters:Clusters of the week": str(tmp_path / "clusters.gpkg"),
    }
    given = {
        "events": events,
        "time": "at",
        "boundary": boundary,
        "boundary_name": "name",
        "days": 7,
        "cell_size": 250,
    }
    outputs = processing.run("igh:weeklyhotspots", {**given, **targets})
    assert {outputs[name] for name in targets} == set(targets.values())
    hot = QgsVectorLayer(targets["hot_spots:Hot spots of the week"], "hot", "ogr")
    assert sum(cell["events"] for cell in hot.getFeatures()) == 501, "the week before is left out"
    assert any(cell["gi_bin"] == 3 for cell in hot.getFeatures())
    clusters = QgsVectorLayer(targets["clusters:Clusters of the week"], "clusters", "ogr")
    first = next(clusters.getFeatures())
    assert first["events"] >= 100 and first["area_name"] and hot.renderer().type() == "categorizedSymbol"


def test_it_is_a_model_that_others_can_open(qgis_app, provider):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(MODEL)) and model.validate()[0]
    assert {child.algorithmId() for child in model.childAlgorithms().values()} == {
        "native:extractbyexpression", "igh:getisord", "igh:clusters",
    }  # fmt: skip
    shown = QgsApplication.processingRegistry().algorithmById("igh:weeklyhotspots")
    assert (
        shown.displayName() == "Hot spots of the week (model)"
        and shown.create().displayName() == shown.displayName()
    )
