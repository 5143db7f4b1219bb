"""What goes wrong with input, in every hot spot algorithm: told in a sentence, never by an exception, or taken as it should be."""

from __future__ import annotations

import gc
import re
import threading
import time
import weakref

import numpy as np
import pytest
from qgis.core import NULL, QgsGeometry, QgsProcessingContext, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from igh_plugin.algorithms.base import IghAlgorithm
from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled
from igh_plugin.provider import ALGORITHMS
from tests.qgis.test_getis_ord_algorithm import Feedback, memory, point
from tests.qgis.test_hot_segments import streets

pytestmark = pytest.mark.one_qgis(1)

HOT_SPOTS = {
    make.NAME: make for make in ALGORITHMS if make.GROUP == "hotspots" and issubclass(make, IghAlgorithm)
}
TIMES = {
    "emerginghotspots": {"TIME": "at"}, "percentchange": {"TIME": "at"}, "nearrepeat": {"TIME": "at"}, "hottimes": {"BEGIN": "at"},
    "clusters": {"TIME": "at"}, "scan": {"TIME": "at"},
}  # fmt: skip
NUMBERS = {
    "grid": {"WEIGHT": "n"}, "kerneldensity": {"WEIGHT": "n"}, "getisord": {"FIELD": "n"}, "localmoran": {"FIELD": "n"},
    "clusters": {"WEIGHT": "n"}, "pareto": {"WEIGHT": "n"}, "hotsegments": {"WEIGHT": "n"},
}  # fmt: skip
FIELDS = [("n", "real"), ("at", "time"), ("word", "text")]
RAW = re.compile(r"\w+Error\b|Traceback|ZeroDivision|\bnan\b|has no attribute|numpy")


def moment(day):
    return QDateTime(QDate(2024, 1, 1).addDays(day), QTime(13, 0), Qt.TimeSpec.LocalTime)


def points(count=60, n=1.0, crs="EPSG:28992", place=None):
    random = np.random.default_rng(1)
    rows = []
    for number in range(count):
        at = place or random.uniform(0, 3_000, 2).tolist()
        rows.append((point(*at), (n, moment(number), "word")))
    return memory("Point", FIELDS, rows, crs)


def with_nothing():
    layer = points()
    more = memory(
        "Point",
        FIELDS,
        [
            (None, (None, None, None)),
            (point(5, 5), (None, None, None)),
            (QgsGeometry.fromWkt("POINT EMPTY"), (1.0, moment(3), "x")),
        ],
    )
    layer.dataProvider().addFeatures(list(more.getFeatures()))
    return layer


def polygons(crossed=False):
    rows = []
    for number in range(49):
        x, y = number % 7 * 500, number // 7 * 500
        ring = f"{x} {y}, {x + 500} {y}, {x + 500} {y + 500}, {x} {y + 500}, {x} {y}"
        if crossed and number == 10:
            ring = f"{x} {y}, {x + 500} {y + 500}, {x + 500} {y}, {x} {y + 500}, {x} {y}"
        value = NULL if number == 3 else float("nan") if number == 4 else float(number % 5)
        rows.append((QgsGeometry.fromWkt(f"POLYGON (({ring}))"), (value, moment(number), "word")))
    rows.append((QgsGeometry.fromWkt(f"POLYGON (({ring}))"), (1.0, moment(1), "twice")))
    return memory("Polygon", FIELDS, rows)


INPUTS = {
    "degrees": lambda: points(crs="EPSG:4326"),
    "feet": lambda: points(crs="EPSG:2229"),
    "no features": lambda: points(0),
    "zeros": lambda: points(n=0.0),
    "one": lambda: points(1),
    "two": lambda: points(2),
    "one place": lambda: points(place=(100.0, 100.0)),
    "nothing in it": with_nothing,
    "not a number": lambda: points(n=float("nan")),
    "endless": lambda: points(n=float("inf")),
    "far away": lambda: points(place=(1e12, 1e12)),
    "crossed polygons": lambda: polygons(True),
}


@pytest.fixture
def run(qgis_app, tmp_path, monkeypatch):
    """Run an algorithm; what is neither a sentence for the user nor a cancelling is raised here."""
    unexpected, objects = [], []
    for make in HOT_SPOTS.values():
        compute = make.compute

        def watched(self, parameters, context, progress, compute=compute):
            try:
                return compute(self, parameters, context, progress)
            except (UserError, Cancelled):
                raise
            except Exception as error:  # noqa: BLE001
                unexpected.append(error)
                raise

        monkeypatch.setattr(make, "compute", watched)

    def call(name, **parameters):
        algorithm, context, feedback = HOT_SPOTS[name]().create(), QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        if name == "hotsegments":
            parameters.setdefault("STREETS", streets())
        if name == "risk":
            objects.append(points(3))
            QgsProject.instance().addMapLayer(objects[-1])
            parameters.setdefault("LAYERS", [objects[-1]])
        for definition in algorithm.parameterDefinitions():
            if definition.isDestination() and definition.name() in (
                "OUTPUT",
                "EVENTS",
                "BINS",
                "NEIGHBOURS",
                "CONTOURS",
            ):
                ending = "tif" if name == "kerneldensity" and definition.name() == "OUTPUT" else "gpkg"
                parameters.setdefault(
                    definition.name(), str(tmp_path / f"{name}_{definition.name()}.{ending}")
                )
        fine, why = algorithm.checkParameterValues(parameters, context)
        if not fine:
            return False, why, {}
        outputs, fine = algorithm.run(parameters, context, feedback)
        if unexpected:
            raise unexpected[0]
        return fine, " ".join(feedback.errors), outputs

    yield call
    QgsProject.instance().clear()


def refused_in_words(why):
    assert len(why.split()) >= 4 and why.strip()[-1] in ".:", why
    assert not RAW.search(why), why


@pytest.mark.parametrize("given", INPUTS)
@pytest.mark.parametrize("name", HOT_SPOTS)
def test_no_input_ends_in_an_exception(run, name, given):
    layer = INPUTS[given]()
    fine, why, outputs = run(name, INPUT=layer, **TIMES.get(name, {}), **(NUMBERS.get(name, {})))
    if fine:
        assert outputs
    else:
        refused_in_words(why)
    if given in ("degrees", "feet", "no features"):
        assert not fine or name == "hottimes", "there is nothing to compute, or no metres"
    if given == "endless" and name in NUMBERS:
        assert "infinite in 60 rows" in why
    if given == "degrees" and name != "hottimes":
        assert "degrees" in why


@pytest.mark.parametrize("name", sorted(set(NUMBERS) | set(TIMES)))
def test_a_field_of_text_is_no_number_and_no_time(run, name):
    for fields in (NUMBERS.get(name), TIMES.get(name)):
        if fields:
            fine, why, _ = run(
                name, INPUT=points(), **{**TIMES.get(name, {}), **dict.fromkeys(fields, "word")}
            )
            assert not fine
            refused_in_words(why)
            fine, why, _ = run(
                name, INPUT=points(), **{**TIMES.get(name, {}), **dict.fromkeys(fields, "absent")}
            )
            assert not fine
            refused_in_words(why)


@pytest.mark.parametrize("name", ["getisord", "localmoran"])
def test_nulls_and_polygons_that_cross_or_come_twice_are_taken(run, name):
    fine, why, outputs = run(name, INPUT=polygons(True), FIELD="n")
    assert fine, why
    layer = QgsVectorLayer(outputs["OUTPUT"], "result", "ogr")
    assert layer.featureCount() == 50
    first = "gi_z" if name == "getisord" else "lisa_z"
    empty = [feature["n"] for feature in layer.getFeatures() if feature[first] == NULL]
    assert len(empty) == 2, "what has no number has no result"


def test_six_hundred_thousand_polygons_tell_how_far_they_are_and_can_be_stopped(qgis_app, tmp_path):
    from osgeo import ogr, osr

    from igh_plugin.core import grid

    path = tmp_path / "cells.gpkg"
    side = 775
    ix, iy = (part.ravel() for part in np.meshgrid(np.arange(side), np.arange(side)))
    shapes = grid.square_wkb(grid.pack(ix, iy), 100)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    store = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    made = store.CreateLayer("cells", reference, ogr.wkbPolygon, ["SPATIAL_INDEX=NO"])
    made.CreateField(ogr.FieldDefn("n", ogr.OFTInteger))
    made.StartTransaction()
    for number, shape in enumerate(shapes):
        feature = ogr.Feature(made.GetLayerDefn())
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(shape.tobytes()))
        feature.SetField(0, number % 7)
        made.CreateFeature(feature)
    made.CommitTransaction()
    store = made = None
    layer = QgsVectorLayer(str(path), "cells", "ogr")
    assert layer.featureCount() == side**2 > 600_000

    class Watching(Feedback):
        def __init__(self):
            super().__init__()
            self.steps, self.asked = [], None

        def setProgress(self, value):  # noqa: N802
            self.steps.append((time.monotonic(), value))

    for after in (0.5, 2.0, 4.0, 6.0):
        algorithm, context, feedback = HOT_SPOTS["getisord"]().create(), QgsProcessingContext(), Watching()
        context.setProject(QgsProject.instance())

        def stop(feedback=feedback):
            feedback.asked = time.monotonic()
            feedback.cancel()

        timer = threading.Timer(after, stop)
        timer.start()
        algorithm.run({"INPUT": layer, "FIELD": "n", "OUTPUT": "memory:"}, context, feedback)
        timer.cancel()
        if feedback.asked is None:
            break
        took = time.monotonic() - feedback.asked
        print(f"asked to stop after {after} s: stopped {took:.2f} s later, {len(feedback.steps)} steps told")
        assert took < 2.0, "a second, and what a busy machine adds"
        assert len(feedback.steps) >= 2


def test_a_run_that_is_refused_holds_nothing_of_what_it_computed(qgis_app):
    class Kept:
        pass

    kept = []

    class Refusing(IghAlgorithm):
        NAME = TITLE = "refusing"
        GROUP = "hotspots"

        def initAlgorithm(self, config=None):  # noqa: N802
            pass

        def compute(self, parameters, context, progress):
            large = Kept()
            kept.append(weakref.ref(large))
            raise UserError("no")

    feedback = Feedback()
    assert Refusing().create().run({}, QgsProcessingContext(), feedback) == ({}, False)
    gc.collect()
    assert feedback.errors and kept[0]() is None, "QGIS holds what it raised, with its frames"
