"""igh:localmoran in QGIS: the values of the kernel, clusters drawn in words, two numbers, points, rates, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import NULL

from igh_plugin.algorithms.hotspots.local_moran import LocalMoran
from igh_plugin.core import grid
from igh_plugin.core.local_moran import local_moran
from igh_plugin.core.neighbours import of_cells
from igh_plugin.core.rates import empirical_bayes_standardised
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import SIDE, memory, point, squares

CODES = ["", "HH", "LL", "HL", "LH"]


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(LocalMoran, tmp_path / "clusters.gpkg")


@pytest.fixture
def values():
    drawn = np.random.default_rng(4).normal(10, 1, (SIDE, SIDE))
    drawn[1:4, 1:4] += 8
    drawn[2, 2] = 1
    return drawn.ravel()


def links():
    iy, ix = np.divmod(np.arange(SIDE * SIDE), SIDE)
    return of_cells(grid.pack(ix, iy))


def test_it_is_the_kernel_on_the_layer(run, values):
    found = run(INPUT=squares(values.tolist()), FIELD="n", PERMUTATIONS=999, FDR=False, SEED=3)
    expected = local_moran(values, links(), 999, False, 3)
    rows = sorted(found["layer"].getFeatures(), key=lambda row: row["number"])
    for name, column in (("lisa_i", expected.i), ("lisa_z", expected.z), ("lisa_p", expected.p)):
        assert np.allclose([row[name] for row in rows], column, rtol=0, atol=1e-10)
    told = [row["lisa_cluster"] if row["lisa_cluster"] != NULL else "" for row in rows]
    assert told == [CODES[kind] for kind in expected.cluster.tolist()]
    assert told[2 * SIDE + 2] == "LH" and "HH" in told
    assert found["MORAN"] == pytest.approx(expected.moran) and found["MORAN_P"] == pytest.approx(
        expected.moran_p
    )
    assert f"{told.count('HH')} high among high" in found["told"] and "Global Moran's I" in found["told"]


def test_it_is_drawn_by_cluster_with_a_legend_in_words(run, values):
    layer = run(INPUT=squares(values.tolist()), FIELD="n")["layer"]
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert (
        labels[0] == "High, neighbours high (cluster)"
        and labels[-1] == "Not significant"
        and len(labels) == 5
    )
    assert "lisa_cluster" in layer.mapTipTemplate()


def test_two_numbers_and_rates(run, values):
    base = np.random.default_rng(1).integers(20, 400, SIDE * SIDE).astype(float).tolist()
    layer = squares(np.rint(values).tolist(), base)
    found = run(INPUT=layer, FIELD="n", SECOND="base", PERMUTATIONS=0)
    rows = sorted(found["layer"].getFeatures(), key=lambda row: row["number"])
    expected = local_moran(np.rint(values), links(), 0, second=np.array(base))
    assert (
        np.allclose([row["lisa_i"] for row in rows], expected.i, rtol=0, atol=1e-10) and "MORAN" not in found
    )
    found = run(INPUT=layer, FIELD="n", DENOMINATOR="base", PERMUTATIONS=0)
    rows = sorted(found["layer"].getFeatures(), key=lambda row: row["number"])
    rates = empirical_bayes_standardised(np.rint(values), np.array(base))
    assert np.allclose([row["lisa_i"] for row in rows], local_moran(rates, links(), 0).i, rtol=0, atol=1e-10)


def test_points_are_counted_in_cells(run):
    random = np.random.default_rng(3)
    places = random.uniform(0, 2_000, (900, 2)).tolist() + random.normal(600, 60, (300, 2)).tolist()
    layer = memory("Point", [("n", "real")], [(point(*at), (1.0,)) for at in places])
    found = run(INPUT=layer, CELL_SIZE=100, PERMUTATIONS=999)
    rows = list(found["layer"].getFeatures())
    assert rows[0]["lisa_cluster"] == "HH" and sum(row["events"] for row in rows) == 1_200


def test_points_have_no_second_number(run):
    layer = memory("Point", [("n", "real")], [(point(25.0 * n, 40.0 * n), (1.0,)) for n in range(60)])
    assert "second number" in run(fails=True, INPUT=layer, SECOND="n").lower()


def test_what_cannot_be_is_refused_in_words(run, values):
    assert "same value" in run(fails=True, INPUT=squares([2.0] * SIDE * SIDE), FIELD="n")
    assert "Choose the field" in run(fails=True, INPUT=squares(values.tolist()))
    degrees = memory("Point", [], [(point(4, 52), ())], "EPSG:4326")
    assert "degrees" in run(fails=True, INPUT=degrees)


def test_an_empty_value_is_no_zero(run, values):
    given = values.tolist()
    given[0] = None
    found = run(INPUT=squares(given), FIELD="n", PERMUTATIONS=99, FDR=False)
    rows = {row["number"]: row for row in found["layer"].getFeatures()}
    assert rows[0]["lisa_i"] == NULL and rows[0]["lisa_cluster"] == NULL and rows[1]["neighbours"] == 4
    assert found["UNITS"] == SIDE * SIDE - 1
