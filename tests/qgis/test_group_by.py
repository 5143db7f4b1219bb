"""*Group by* of the hot spot algorithms: each group as a layer of its events alone gives, the map group by group, pages and faults."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    NULL,
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from igh_plugin.algorithms.hotspots import grouping
from igh_plugin.algorithms.hotspots.emerging_hot_spots import EmergingHotSpots
from igh_plugin.algorithms.hotspots.event_clusters import EventClusters
from igh_plugin.algorithms.hotspots.getis_ord import GetisOrd
from igh_plugin.algorithms.hotspots.grouping import MOST_GROUPS
from igh_plugin.algorithms.hotspots.hot_segments import HotSegments
from igh_plugin.algorithms.hotspots.hot_times import HotTimes
from igh_plugin.algorithms.hotspots.kernel_density import KernelDensity
from igh_plugin.algorithms.hotspots.live_clusters import LiveClusters
from igh_plugin.algorithms.hotspots.local_moran import LocalMoran
from igh_plugin.algorithms.hotspots.near_repeat import NearRepeats
from igh_plugin.algorithms.hotspots.pareto import Pareto
from igh_plugin.algorithms.hotspots.percent_change import PercentChange
from igh_plugin.algorithms.hotspots.risk import Risk
from tests.qgis.test_getis_ord_algorithm import Feedback, memory, point

pytestmark = pytest.mark.one_qgis(2)

FIRST = np.datetime64("2025-01-01")
CATEGORIES = {"waste": 900, "noise": 500, NULL: 300}
SIDE, CELL = 8, 250


@pytest.fixture(scope="module")
def rows():
    """Events of three categories in a square of 2 km over 120 days, each with a place and a time where it is busy; all have the same span."""
    random = np.random.default_rng(11)
    made = []
    for number, (category, size) in enumerate(CATEGORIES.items()):
        xy = random.uniform(0, SIDE * CELL, (size, 2))
        busy = random.random(size) < 0.25
        xy[busy] = np.array([400.0, 600.0]) + 500 * number + random.normal(0, 60, (int(busy.sum()), 2))
        day = np.where(busy, random.integers(100, 120, size), random.integers(0, 120, size))
        day[:2] = 0, 119
        for (x, y), at, hour in zip(xy.tolist(), day.tolist(), random.integers(0, 24, size).tolist()):
            date = QDate.fromString(str(FIRST + at), "yyyy-MM-dd")
            made.append(
                (point(x, y), (category, QDateTime(date, QTime(hour, 7), Qt.TimeSpec.LocalTime), 1.0))
            )
    order = random.permutation(len(made))
    return [made[at] for at in order]


def layer_of(rows):
    return memory("Point", [("category", "text"), ("at", "time"), ("n", "real")], rows)


def lines():
    made = []
    for at in range(0, SIDE * CELL + 1, 250):
        for ends in (((at, 0), (at, 2000)), ((0, at), (2000, at))):
            (a, b), (c, d) = ends
            made.append((QgsGeometry.fromWkt(f"LineString ({a} {b}, {c} {d})"), ("street",)))
    return memory("LineString", [("name", "text")], made)


def objects():
    return memory("Point", [("n", "whole")], [(point(400, 600), (1,)), (point(1500, 300), (2,))])


CASES = {
    "getisord": (GetisOrd, {"CELL_SIZE": 250, "PERMUTATIONS": 99}),
    "localmoran": (LocalMoran, {"CELL_SIZE": 250, "PERMUTATIONS": 99}),
    "emerginghotspots": (EmergingHotSpots, {"TIME": "at", "STEP": 2, "PERMUTATIONS": 0}),
    "clusters": (EventClusters, {"TIME": "at", "REACH": 80, "SPAN": 10, "MINIMUM": 8}),
    "percentchange": (PercentChange, {"TIME": "at"}),
    "scan": (LiveClusters, {"TIME": "at", "SIMULATIONS": 99, "HIGHEST": 0.05}),
    "pareto": (Pareto, {}),
    "nearrepeat": (NearRepeats, {"TIME": "at", "PERMUTATIONS": 49}),
    "hottimes": (HotTimes, {"BEGIN": "at", "SEASON": True}),
    "hotsegments": (HotSegments, {"STREETS": "lines", "PERMUTATIONS": 99}),
    "risk": (Risk, {"LAYERS": "objects"}),
}  # fmt: skip
ALSO = {"clusters": "EVENTS", "scan": "EVENTS", "nearrepeat": "EVENTS", "risk": "CELLS", "emerginghotspots": "BINS", "getisord": "NEIGHBOURS"}  # fmt: skip


def run(make, folder, name, **parameters):
    algorithm, context, feedback = make().create(), QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    made = {"STREETS": lines, "LAYERS": lambda: [objects()]}
    given = {key: made[key]() if key in made else value for key, value in parameters.items()}
    given["OUTPUT"] = str(folder / f"{name}.gpkg")
    fine, why = algorithm.checkParameterValues(given, context)
    assert fine, why
    outputs, fine = algorithm.run(given, context, feedback)
    return outputs, fine, feedback


def contents(path):
    """Return the rows of a layer as geometry and attributes, without the key, in their order; and the names of the columns."""
    layer = QgsVectorLayer(path, "", "ogr")
    assert layer.isValid()
    names = [field.name() for field in layer.fields()][1:]
    found = [
        (one.geometry().asWkt(6), *(None if value == NULL else value for value in one.attributes()[1:]))
        for one in layer.getFeatures()
    ]
    return names, found


@pytest.mark.parametrize("name", CASES)
def test_each_group_is_what_a_layer_of_its_events_gives(qgis_app, tmp_path, rows, name):
    make, given = CASES[name]
    given = dict(given)
    also = ALSO.get(name)
    if also:
        given[also] = str(tmp_path / "also.gpkg")
    outputs, fine, feedback = run(make, tmp_path, "all", INPUT=layer_of(rows), GROUP_BY="category", **given)
    assert fine, feedback.errors
    targets = [outputs["OUTPUT"], *([outputs[also]] if also else [])]
    together = [contents(target) for target in targets]
    counted = 0
    for category in CATEGORIES:
        own = layer_of([row for row in rows if row[1][0] == category])
        if also:
            given[also] = str(tmp_path / f"also_{category or 'none'}.gpkg")
        alone, fine, feedback = run(make, tmp_path, f"alone_{category or 'none'}", INPUT=own, **given)
        assert fine, feedback.errors
        counted += alone["EVENTS"] if isinstance(alone.get("EVENTS"), int) else 0
        for (names, found), target in zip(together, [alone["OUTPUT"], *([alone[also]] if also else [])]):
            alone_names, wanted = contents(target)
            assert names == ["group", *alone_names]
            assert [(row[0], *row[2:]) for row in found if row[1] == (category or "-")] == wanted
            assert wanted
    assert not counted or outputs["EVENTS"] == counted


def test_the_map_shows_one_group_at_a_time(qgis_app, tmp_path, rows):
    outputs, fine, feedback = run(
        GetisOrd, tmp_path, "map", INPUT=layer_of(rows), GROUP_BY="category", CELL_SIZE=250
    )
    assert fine, feedback.errors
    layer = QgsVectorLayer(outputs["OUTPUT"], "", "ogr")
    groups = layer.renderer().rootRule().children()
    shown = [(rule.label(), rule.active()) for rule in groups]
    assert shown == [("waste", True), ("noise", False), ("-", False)]
    assert len({tuple(child.label() for child in rule.children()) for rule in groups}) == 1
    assert len(groups[0].children()) > 3


def test_the_layer_tells_its_groups(qgis_app, rows):
    algorithm, context, feedback = PercentChange().create(), QgsProcessingContext(), Feedback()
    project = QgsProject()
    context.setProject(project)
    target = QgsProcessingOutputLayerDefinition("memory:", project)
    parameters = {"INPUT": layer_of(rows), "GROUP_BY": "category", "TIME": "at", "OUTPUT": target}
    assert algorithm.prepare(parameters, context, feedback)
    results = algorithm.runPrepared(parameters, context, feedback)
    (details,) = context.layersToLoadOnCompletion().values()
    layer = context.takeResultLayer(results["OUTPUT"])
    details.postProcessor().postProcessLayer(layer, context, feedback)
    assert details.name == layer.name() == layer.metadata().title() == "Change in events: given, by category"
    assert "Each value of category by itself: waste, noise, -." in layer.metadata().abstract()
    assert layer.fields().at(0).alias() == "category"


def test_a_group_of_too_few_is_told_and_the_others_are_there(qgis_app, tmp_path, rows):
    rare = [*rows, (point(10, 10), ("fire", rows[0][1][1], 1.0))]
    outputs, fine, feedback = run(
        NearRepeats, tmp_path, "rare", INPUT=layer_of(rare), GROUP_BY="category", TIME="at", PERMUTATIONS=19
    )
    assert fine and {row[1] for row in contents(outputs["OUTPUT"])[1]} == {"waste", "noise", "-"}
    assert "fire is left out: " in " ".join(feedback.told)


def test_where_no_group_has_enough_the_reason_is_told(qgis_app, tmp_path, rows):
    given = {"GROUP_BY": "category", "TIME": "at"}
    waste, noise = ([row for row in rows if row[1][0] == category] for category in ("waste", "noise"))
    _, fine, feedback = run(NearRepeats, tmp_path, "few", INPUT=layer_of([*waste[:3], *noise[:3]]), **given)
    (told,) = feedback.errors
    assert not fine and "Only 3 events" in told and "waste" not in told
    _, fine, feedback = run(NearRepeats, tmp_path, "few", INPUT=layer_of([*waste[:3], *noise[:2]]), **given)
    (told,) = feedback.errors
    assert not fine and "waste is left out: Only 3 events" in told


def test_too_many_groups_are_refused(qgis_app, tmp_path, rows):
    many = [(geometry, (f"kind {at}", *rest)) for at, (geometry, (_, *rest)) in enumerate(rows)][
        : MOST_GROUPS + 1
    ]
    _, fine, feedback = run(Pareto, tmp_path, "many", INPUT=layer_of(many), GROUP_BY="category")
    assert not fine and f"{MOST_GROUPS + 1} different values" in " ".join(feedback.errors)


@pytest.mark.parametrize(("make", "given"), [(NearRepeats, {"TIME": "at", "PERMUTATIONS": 19}), (HotTimes, {"BEGIN": "at"}), (Pareto, {})])  # fmt: skip
def test_a_page_has_a_part_for_each_group(qgis_app, tmp_path, rows, make, given):
    page = tmp_path / "page.html"
    _, fine, feedback = run(
        make, tmp_path, "paged", INPUT=layer_of(rows), GROUP_BY="category", PAGE=str(page), **given
    )
    assert fine, feedback.errors
    html = page.read_text(encoding="utf-8")
    assert html.count("<h1>") == 3 and html.count("<html>") == 1
    assert all(f", {group}," in html for group in ("waste", "noise", "-"))


def test_areas_with_a_number_of_each_group(qgis_app, tmp_path):
    random = np.random.default_rng(3)
    made = []
    for category in ("noise", "waste"):
        for number in range(SIDE * SIDE):
            down, across = divmod(number, SIDE)
            box = QgsRectangle(across * CELL, down * CELL, (across + 1) * CELL, (down + 1) * CELL)
            made.append((QgsGeometry.fromRect(box), (category, float(random.poisson(5)))))
    layer = memory("Polygon", [("category", "text"), ("n", "real")], made)
    for make, field in ((GetisOrd, "FIELD"), (Pareto, "WEIGHT")):
        outputs, fine, feedback = run(
            make, tmp_path, "areas", INPUT=layer, GROUP_BY="category", **{field: "n"}
        )
        assert fine, feedback.errors
        names, found = contents(outputs["OUTPUT"])
        for category in ("noise", "waste"):
            own = memory(
                "Polygon",
                [("category", "text"), ("n", "real")],
                [row for row in made if row[1][0] == category],
            )
            alone, fine, _ = run(make, tmp_path, f"areas_{category}", INPUT=own, **{field: "n"})
            of_group = [(row[0], *row[2:]) for row in found if row[1] == category]
            number = contents(alone["OUTPUT"])[0].index("unit") + 1 if make is Pareto else None
            wanted = contents(alone["OUTPUT"])[1]
            if number:
                of_group, wanted = (
                    [(*row[:number], *row[number + 1 :]) for row in part] for part in (of_group, wanted)
                )
            assert of_group == wanted and len(wanted) == SIDE * SIDE


def test_the_periods_of_a_group_are_those_of_all_events(qgis_app, tmp_path, rows):
    """A category that ended weeks ago is compared over the same days as the others."""
    ended = [row for row in rows if row[1][0] != "noise" or row[1][1].date() < QDate(2025, 4, 1)]
    outputs, fine, feedback = run(
        PercentChange, tmp_path, "ended", INPUT=layer_of(ended), GROUP_BY="category", TIME="at"
    )
    assert fine, feedback.errors
    told = [one for one in feedback.told if "28 days" in one]
    assert len({one.split(": ", 1)[1] for one in told}) == 1 and len(told) == 3
    names, found = contents(outputs["OUTPUT"])
    assert sum(row[1 + names.index("events")] for row in found if row[1] == "noise") == 0
    assert sum(row[1 + names.index("events")] for row in found if row[1] == "waste") > 0


def test_a_density_has_a_band_for_each_group(qgis_app, tmp_path, rows):
    target = str(tmp_path / "density.tif")
    algorithm, context, feedback = KernelDensity().create(), QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    given = {"INPUT": layer_of(rows), "GROUP_BY": "category", "OUTPUT": target, "CONTOURS": str(tmp_path / "lines.gpkg")}  # fmt: skip
    outputs, fine = algorithm.run(given, context, feedback)
    assert fine, feedback.errors
    bandwidth = outputs["USED_BANDWIDTH"]
    names, lines = contents(outputs["CONTOURS"])
    assert names == ["group", "value"] and {row[1] for row in lines} == {"waste", "noise", "-"}
    groups = QgsVectorLayer(outputs["CONTOURS"], "", "ogr").renderer().rootRule().children()
    assert [rule.active() for rule in groups] == [True, False, False]
    raster = gdal.Open(target)
    assert [raster.GetRasterBand(band).GetDescription() for band in (1, 2, 3)] == ["waste", "noise", "-"]
    for band, (category, size) in enumerate(CATEGORIES.items(), 1):
        values = raster.GetRasterBand(band).ReadAsArray()
        assert abs(values.sum() * 0.05**2 - size) < 0.01 * size
        own = layer_of([row for row in rows if row[1][0] == category])
        alone, fine = (
            KernelDensity()
            .create()
            .run(
                {"INPUT": own, "BANDWIDTH": bandwidth, "OUTPUT": str(tmp_path / f"{band}.tif")},
                context,
                feedback,
            )
        )
        assert fine
        single = gdal.Open(alone["OUTPUT"])
        (left, size, _, top, _, _), (own_left, _, _, own_top, _, _) = (
            raster.GetGeoTransform(),
            single.GetGeoTransform(),
        )
        row, column = round((top - own_top) / size), round((own_left - left) / size)
        wanted = single.ReadAsArray()
        assert np.allclose(
            values[row : row + wanted.shape[0], column : column + wanted.shape[1]], wanted, rtol=1e-6
        )
    assert outputs["EVENTS"] == sum(CATEGORIES.values())


# ---------------------------------------------------------------- what goes wrong


def test_a_column_of_the_source_may_be_called_group(qgis_app, tmp_path, rows):
    """The rules name the column of each output: the hulls have `group`, their events `group_2`."""
    named = memory("Point", [("group", "text"), ("at", "time"), ("n", "real")], rows)
    given = {"TIME": "at", "REACH": 80, "SPAN": 10, "MINIMUM": 8, "EVENTS": str(tmp_path / "events.gpkg")}
    outputs, fine, feedback = run(EventClusters, tmp_path, "named", INPUT=named, GROUP_BY="group", **given)
    assert fine, feedback.errors
    for target, column in ((outputs["OUTPUT"], "group"), (outputs["EVENTS"], "group_2")):
        layer = QgsVectorLayer(target, "", "ogr")
        tests = [rule.filterExpression() for rule in layer.renderer().rootRule().children()]
        assert tests[0] == f"\"{column}\" = 'waste'" and layer.fields().lookupField(column) >= 0


def test_an_empty_text_is_no_value(qgis_app, tmp_path, rows):
    some = [
        (geometry, ("" if category == "noise" else category, *rest)) for geometry, (category, *rest) in rows
    ]
    outputs, fine, _ = run(Pareto, tmp_path, "empty", INPUT=layer_of(some), GROUP_BY="category")
    assert fine and {row[1] for row in contents(outputs["OUTPUT"])[1]} == {"waste", "-"}
    target = str(tmp_path / "empty.tif")
    outputs, fine = (
        KernelDensity()
        .create()
        .run(
            {"INPUT": layer_of(some), "GROUP_BY": "category", "OUTPUT": target},
            QgsProcessingContext(),
            Feedback(),
        )
    )
    raster = gdal.Open(target)
    assert fine and [raster.GetRasterBand(band).GetDescription() for band in (1, 2)] == ["waste", "-"]


@pytest.mark.parametrize("make", [GetisOrd, Pareto, NearRepeats, KernelDensity])
def test_a_layer_without_events_is_refused_as_without_groups(qgis_app, tmp_path, make):
    given = {"INPUT": layer_of([]), "TIME": "at"}
    told = []
    for more in ({}, {"GROUP_BY": "category"}):
        context, feedback = QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        target = str(tmp_path / ("none.tif" if make is KernelDensity else "none.gpkg"))
        _, fine = make().create().run({**given, **more, "OUTPUT": target}, context, feedback)
        assert not fine
        told.append(feedback.errors)
    assert told[0] == told[1]


def test_a_full_disk_ends_the_run_and_leaves_nothing(qgis_app, tmp_path, rows, monkeypatch):
    calls = []

    def add(self, features, flags, was=grouping.GroupSink.addFeatures):
        calls.append(1)
        return was(self, features, flags) if len(calls) < 2 else False

    monkeypatch.setattr(grouping.GroupSink, "addFeatures", add)
    _, fine, feedback = run(
        GetisOrd, tmp_path, "full", INPUT=layer_of(rows), GROUP_BY="category", CELL_SIZE=250
    )
    assert not fine and "could not be written" in " ".join(feedback.errors)
    assert contents(str(tmp_path / "full.gpkg"))[1] == []


def test_cancelling_in_a_later_group_leaves_nothing(qgis_app, tmp_path, rows, monkeypatch):
    def analyse(self, parameters, context, progress, was=GetisOrd.analyse):
        if self._groups.now == 1:
            self.feedback.cancel()
        return was(self, parameters, context, progress)

    algorithm, context, feedback = GetisOrd().create(), QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    monkeypatch.setattr(GetisOrd, "feedback", feedback, raising=False)
    monkeypatch.setattr(GetisOrd, "analyse", analyse)
    target = str(tmp_path / "cancelled.gpkg")
    given = {"INPUT": layer_of(rows), "GROUP_BY": "category", "CELL_SIZE": 250, "OUTPUT": target}
    outputs, _ = algorithm.run(given, context, feedback)
    assert outputs == {} and contents(target)[1] == []


def test_a_filter_of_areas_is_no_change_of_the_layer(qgis_app, tmp_path):
    made = []
    for category in ("noise", "waste"):
        for number in range(SIDE * SIDE):
            down, across = divmod(number, SIDE)
            box = QgsRectangle(across * CELL, down * CELL, (across + 1) * CELL, (down + 1) * CELL)
            made.append((QgsGeometry.fromRect(box), (category, float(number % 7))))
    layer = memory("Polygon", [("category", "text"), ("n", "real")], made)
    QgsProject.instance().addMapLayer(layer)
    try:
        source = QgsProcessingFeatureSourceDefinition(layer.id())
        if not hasattr(source, "filterExpression"):
            pytest.skip("this QGIS has no filter for inputs")
        source.filterExpression = '"n" >= 1'
        outputs, fine, feedback = run(
            GetisOrd, tmp_path, "filtered", INPUT=source, GROUP_BY="category", FIELD="n"
        )
        assert fine, feedback.errors
        assert len(contents(outputs["OUTPUT"])[1]) == sum(row[1][1] >= 1 for row in made)
    finally:
        QgsProject.instance().removeMapLayer(layer.id())


def test_a_page_may_be_a_temporary_file(qgis_app, tmp_path, rows):
    temporary = QgsProcessing.TEMPORARY_OUTPUT
    outputs, fine, feedback = run(
        Pareto, tmp_path, "temporary", INPUT=layer_of(rows), GROUP_BY="category", PAGE=temporary
    )
    assert fine, feedback.errors
    assert Path(outputs["PAGE"]).read_text(encoding="utf-8").count("<h1>") == 3


def test_what_holds_for_all_events_is_told_once_and_of_a_group_by_group(qgis_app, tmp_path, rows):
    late = QDateTime(QDate(2031, 1, 1), QTime(3, 0), Qt.TimeSpec.LocalTime)
    stray = [*rows, (point(10, 10), ("waste", late, 1.0)), (point(20, 20), ("waste", late, 1.0))]
    _, fine, feedback = run(
        LiveClusters, tmp_path, "strays", INPUT=layer_of(stray), GROUP_BY="category", TIME="at", HISTORY=60,
        SIMULATIONS=99, HIGHEST=0.05,
    )  # fmt: skip
    assert fine, feedback.errors
    strays = [told for told in feedback.told if "half a year" in told]
    assert len(strays) == 1 and strays[0].startswith("Caution")
    days = np.array([row[1][1].date().toJulianDay() for row in stray])
    groups = np.array([row[1][0] or "-" for row in stray], object)
    last = max(row[1][1].date().toJulianDay() for row in rows)
    for group in ("waste", "noise", "-"):
        own = days[groups == group]
        beyond = int(((own <= last - 60) | (own > last)).sum())
        assert any(told.startswith(f"{group}: {beyond} events are left out") for told in feedback.told)


def test_points_missed_in_the_second_layer_are_counted_once(qgis_app, tmp_path, rows):
    second = layer_of([*rows, *[(QgsGeometry(), ("waste", rows[0][1][1], 1.0))] * 5])
    outputs, fine = KernelDensity().create().run(
        {"INPUT": layer_of(rows), "GROUP_BY": "category", "SECOND": second, "OUTPUT": str(tmp_path / "s.tif")},
        QgsProcessingContext(), Feedback(),
    )  # fmt: skip
    assert fine and outputs["LEFT_OUT"] == 5


def test_a_layer_that_cannot_be_read_ends_the_run_at_once(qgis_app, tmp_path, rows):
    broken = memory("MultiPoint", [("category", "text"), ("at", "time"), ("n", "real")], [])
    made = []
    for number, (_, values) in enumerate(rows[:60]):
        feature = QgsFeature(broken.fields())
        feature.setGeometry(QgsGeometry.fromWkt("MultiPoint ((0 0), (1 1))"))
        feature.setAttributes([f"kind {number % 30}", *values[1:]])
        made.append(feature)
    broken.dataProvider().addFeatures(made)
    _, fine, feedback = run(Pareto, tmp_path, "broken", INPUT=broken, GROUP_BY="category")
    assert not fine and len(feedback.errors) == 1 and "points" in feedback.errors[0]
    assert not [told for told in feedback.told if "left out" in told]
