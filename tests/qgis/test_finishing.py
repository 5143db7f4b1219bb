"""Layers that come into a project as outputs of algorithms are named, styled and described, whoever ran them."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from qgis.core import QgsProject

from tests.qgis.test_getis_ord_algorithm import memory, point


@pytest.fixture
def layer(qgis_app, qgis_processing, provider):
    QgsProject.instance().clear()
    random = np.random.default_rng(1)
    rows = [(point(*at), (1,)) for at in random.uniform(0, 2_000, (400, 2)).tolist()]
    made = memory("Point", [("n", "whole")], rows)
    QgsProject.instance().addMapLayer(made)
    yield made
    QgsProject.instance().clear()


@pytest.mark.parametrize("target", ["TEMPORARY_OUTPUT", "result.gpkg"])
def test_hot_spots_run_from_code(layer, tmp_path, target):
    import processing

    gc.collect()
    target = target if target.isupper() else str(tmp_path / target)
    processing.runAndLoadResults("igh:getisord", {"INPUT": layer, "CELL_SIZE": 100, "OUTPUT": target})
    (found,) = QgsProject.instance().mapLayersByName("Hot spots (Gi*): given")
    assert "400" not in found.name() and "places" in found.metadata().abstract()
    assert found.renderer().type() == "categorizedSymbol"
    assert found.attributeAlias(found.fields().indexOf("gi_z")) == "Gi* (z)"


@pytest.mark.parametrize("target", ["TEMPORARY_OUTPUT", "density.tif"])
def test_a_density_run_from_code(layer, tmp_path, target):
    import processing

    target = target if target.isupper() else str(tmp_path / target)
    processing.runAndLoadResults(
        "igh:kerneldensity",
        {"INPUT": layer, "BANDWIDTH": 300, "OUTPUT": target, "CONTOURS": "TEMPORARY_OUTPUT"},
    )
    (surface,) = QgsProject.instance().mapLayersByName("Density of events: given")
    (lines,) = QgsProject.instance().mapLayersByName("Lines of equal density: given")
    for found in (surface, lines):
        assert "400 events" in found.metadata().abstract() and "Silverman" in found.metadata().abstract()
    assert surface.renderer().type() == "singlebandpseudocolor" and lines.labelsEnabled()


def test_a_grid_run_from_code(layer):
    import processing

    processing.runAndLoadResults("igh:grid", {"INPUT": layer, "CELL_SIZE": 250, "OUTPUT": "TEMPORARY_OUTPUT"})
    (found,) = QgsProject.instance().mapLayersByName("Events by cell: given")
    assert "400 events" in found.metadata().abstract() and "Squares of 250 m" in found.metadata().abstract()
    assert found.renderer().type() == "RuleRenderer" and "density" in found.mapTipTemplate()
