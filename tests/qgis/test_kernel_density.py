"""igh:kerneldensity in QGIS: the raster, its border, two sets compared, what a reader sees, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsColorRampShader,
    QgsGeometry,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from igh_plugin.algorithms.hotspots.kernel_density import KernelDensity
from igh_plugin.core.kernel_density import kernel_density, raster_around
from tests.qgis.test_getis_ord_algorithm import Feedback, memory, point

SIDE = 2_000


def points(count=400, seed=1, weights=None, crs="EPSG:28992"):
    x, y = np.random.default_rng(seed).uniform(0, SIDE, (2, count))
    given = np.ones(count) if weights is None else weights
    rows = [(point(*at), (value,)) for *at, value in zip(x.tolist(), y.tolist(), given.tolist())]
    return memory("Point", [("n", "real")], rows, crs), x, y


def square(low, high):
    return memory(
        "Polygon", [("n", "whole")], [(QgsGeometry.fromRect(QgsRectangle(low, low, high, high)), (1,))]
    )


@pytest.fixture
def run(qgis_app, tmp_path):
    def call(fails=False, cancelled=False, **parameters):
        algorithm, context, feedback = KernelDensity().create(), QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        parameters.setdefault("OUTPUT", str(tmp_path / "density.tif"))
        parameters.setdefault("BANDWIDTH", 300)
        fine, why = algorithm.checkParameterValues(parameters, context)
        if not fine:
            assert fails, why
            return why
        if cancelled:
            feedback.cancel()
        outputs, fine = algorithm.run(parameters, context, feedback)
        assert fine is not fails, feedback.errors
        return " ".join(feedback.errors) if fails else {**outputs, "told": feedback.told, "context": context}

    return call


def read(path):
    raster = gdal.Open(str(path))
    values = raster.ReadAsArray().astype(float)
    values[values == raster.GetRasterBand(1).GetNoDataValue()] = np.nan
    return values, raster


def test_the_raster_holds_the_density(run, tmp_path):
    layer, x, y = points()
    found = run(INPUT=layer, BANDWIDTH=310, PIXEL=40)
    values, raster = read(tmp_path / "density.tif")
    left, size, _, top, _, _ = raster.GetGeoTransform()
    ours = raster_around((x.min(), y.min()), (x.max(), y.max()), 40, 310)
    assert (left, top, size) == (ours.left, ours.top, 40) and left % 40 == top % 40 == 0
    expected = kernel_density(x, y, ours, 310).values
    assert np.allclose(values, expected, rtol=1e-6, atol=1e-6 * expected.max())
    assert values.sum() * 0.0016 == pytest.approx(400, rel=1e-6)
    assert (found["EVENTS"], found["LEFT_OUT"], found["USED_BANDWIDTH"]) == (pytest.approx(400), 0, 310)
    assert found["PEAK"] == pytest.approx(expected.max())
    told = raster.GetMetadata()
    assert "Quartic" in told["method"] and "310 m" in told["method"] and "chance" in told["caution"]
    assert any("Half of the events" in line for line in found["told"])
    assert 'PROJCS["Amersfoort' in raster.GetProjection()


@pytest.mark.parametrize("kernel", [0, 1, 2])
def test_within_a_boundary_every_event_of_it_is_in_the_raster(run, tmp_path, kernel):
    weights = np.arange(400) % 5
    layer, x, y = points(weights=weights)
    found = run(INPUT=layer, WEIGHT="n", BOUNDARY=square(500, 1_510), KERNEL=kernel)
    inside = (x > 500) & (x < 1_510) & (y > 500) & (y < 1_510)
    values, raster = read(tmp_path / "density.tif")
    assert found["EVENTS"] == pytest.approx(weights[inside].sum()) and found["LEFT_OUT"] == (~inside).sum()
    assert np.nansum(values) * 0.0025 == pytest.approx(weights[inside].sum(), rel=1e-6)
    assert np.isnan(values).any() or raster.RasterXSize == 21
    assert any("points are left out" in line for line in found["told"])
    assert "Diggle" in raster.GetMetadata()["method"]


def test_an_empty_weight_is_no_zero_and_a_point_without_place_is_told(run):
    rows = [(point(100 * n, 50), (None if n < 3 else 2,)) for n in range(40)] + [(None, (2,))]
    found = run(INPUT=memory("Point", [("n", "real")], rows), WEIGHT="n")
    assert (found["EVENTS"], found["LEFT_OUT"]) == (pytest.approx(74), 4)


def test_without_a_bandwidth_one_is_suggested_and_told(run):
    layer, x, y = points()
    found = run(INPUT=layer, BANDWIDTH=None)
    spread = np.sqrt((np.var(x) + np.var(y)) / 2) * 400 ** (-1 / 6) * np.sqrt(8)
    assert found["USED_BANDWIDTH"] == pytest.approx(spread, rel=0.06)
    assert any("Scott" in line and f"{found['USED_BANDWIDTH']:g} m" in line for line in found["told"])


def test_two_sets_are_compared_on_the_same_pixels(run, tmp_path):
    first, second = points(600, 1), points(200, 2)
    ours = raster_around(
        np.min([(one[1].min(), one[2].min()) for one in (first, second)], 0),
        np.max([(one[1].max(), one[2].max()) for one in (first, second)], 0), 50, 300,
    )  # fmt: skip
    one, other = (kernel_density(x, y, ours, 300).values for _, x, y in (first, second))
    run(INPUT=first[0], SECOND=second[0], TIMES=3, COMPARISON=0)
    values, _ = read(tmp_path / "density.tif")
    assert np.allclose(values, one - 3 * other, atol=1e-5 * one.max())
    run(INPUT=first[0], SECOND=second[0], TIMES=3, COMPARISON=1, OUTPUT=str(tmp_path / "ratio.tif"))
    values, _ = read(tmp_path / "ratio.tif")
    known = ~np.isnan(values)
    assert (known == (other > 0.01 * other.max())).all()
    assert np.allclose(values[known], one[known] / other[known] / 3, rtol=1e-5)


@pytest.mark.parametrize(("comparison", "classes"), [(None, 6), (0, 7), (1, 7)])
def test_it_opens_styled_with_a_legend_in_words(run, tmp_path, comparison, classes):
    second = {} if comparison is None else {"SECOND": points(200, 2)[0], "COMPARISON": comparison}
    found = run(INPUT=points()[0], CONTOURS=str(tmp_path / "lines.gpkg"), **second)
    layer = QgsRasterLayer(found["OUTPUT"])
    function = layer.renderer().shader().rasterShaderFunction()
    assert function.colorRampType() == QgsColorRampShader.Type.Discrete
    items = function.colorRampItemList()
    assert len(items) == classes and len({item.label for item in items}) == classes
    assert [item.value for item in items] == sorted(item.value for item in items) and items[
        -1
    ].value == np.inf
    assert all(item.label and "{" not in item.label for item in items)
    assert (items[0].color.alpha() == 0) == (comparison is None)
    lines = QgsVectorLayer(found["CONTOURS"], "lines", "ogr")
    assert lines.isValid() and lines.featureCount() > 3 and lines.labelsEnabled()
    limits = [item.value for item in items[:-1]]
    drawn = {feature["value"] for feature in lines.getFeatures()}
    assert drawn and drawn <= set(limits)


def test_classes_of_a_ratio_lie_around_that_of_the_whole(run):
    found = run(INPUT=points(600)[0], SECOND=points(600, 2)[0], TIMES=100, COMPARISON=1)
    layer = QgsRasterLayer(found["OUTPUT"])
    items = layer.renderer().shader().rasterShaderFunction().colorRampItemList()
    assert [item.value for item in items[:-1]] == [0.005, 0.0067, 0.009, 0.011, 0.015, 0.02]


def test_lines_run_where_the_density_passes_their_value(run, tmp_path):
    layer = memory("Point", [("n", "real")], [(point(0, 0), (100,))] * 40)
    found = run(INPUT=layer, WEIGHT="n", PIXEL=10, CONTOURS=str(tmp_path / "lines.gpkg"))
    lines = QgsVectorLayer(found["CONTOURS"], "lines", "ogr")
    height = 4_000 * 3 / np.pi / 0.09
    for feature in lines.getFeatures():
        radius = 300 * np.sqrt(1 - np.sqrt(feature["value"] / height))
        for vertex in feature.geometry().vertices():
            assert np.hypot(vertex.x(), vertex.y()) == pytest.approx(radius, abs=4)


def test_what_cannot_be_is_refused_in_words(run, tmp_path):
    layer = points()[0]
    assert "degrees" in run(fails=True, INPUT=points(crs="EPSG:4326")[0])
    assert "another CRS" in run(fails=True, INPUT=layer, SECOND=points(crs="EPSG:32631")[0])
    assert "No point is left" in run(fails=True, INPUT=memory("Point", [("n", "real")], []))
    assert "No point is left" in run(fails=True, INPUT=layer, BOUNDARY=square(9_000, 9_100))
    assert "smaller than a pixel" in run(fails=True, INPUT=layer, BANDWIDTH=30)
    assert "below zero" in run(fails=True, INPUT=points(weights=np.full(400, -1.0))[0], WEIGHT="n")
    assert "zero everywhere" in run(fails=True, INPUT=points(weights=np.zeros(400))[0], WEIGHT="n")
    texts = memory("Point", [("n", "text")], [(point(n, n), ("x",)) for n in range(9)])
    assert "holds no numbers" in run(fails=True, INPUT=texts, WEIGHT="n")
    assert "end in .tif" in run(fails=True, INPUT=layer, OUTPUT=str(tmp_path / "density.img"))
    assert "larger pixels" in run(fails=True, INPUT=layer, PIXEL=0.1)
    same = memory("Point", [("n", "real")], [(point(5, 5), (1,))] * 9)
    assert "one place" in run(fails=True, INPUT=same, BANDWIDTH=None)
    assert not list(tmp_path.iterdir())


def test_few_events_are_cautioned(run):
    found = run(INPUT=points(12)[0])
    assert any("Only 12 events" in line for line in found["told"])


def test_cancelling_leaves_no_file(run, tmp_path):
    run(INPUT=points()[0], cancelled=True)
    assert not list(tmp_path.iterdir())
