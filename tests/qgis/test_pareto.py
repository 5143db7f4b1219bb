"""igh:pareto in QGIS: the order of places, what they hold, the page, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsGeometry, QgsRectangle

from igh_plugin.algorithms.hotspots.pareto import Pareto
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

CELL = 500
COUNTS = (60, 20, 10, 4, 3, 2, 1, 0)


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(Pareto, tmp_path / "pareto.gpkg")


def layer_of(counts=COUNTS, weight=1.0):
    random = np.random.default_rng(2)
    rows = []
    for number, count in enumerate(counts):
        for _ in range(count):
            x, y = (number + random.uniform(0.1, 0.9)) * CELL, random.uniform(0.1, 0.9) * CELL
            rows.append((point(x, y), (weight if number == 0 else 1.0,)))
    return memory("Point", [("n", "real")], rows)


def areas():
    boxes = [QgsRectangle(number * CELL, 0, (number + 1) * CELL, CELL) for number in range(len(COUNTS))]
    return memory(
        "Polygon",
        [("name", "text")],
        [(QgsGeometry.fromRect(box), (f"<{n}>",)) for n, box in enumerate(boxes)],
    )


@pytest.mark.parametrize("shape", [0, 2])
def test_places_from_most_to_fewest(run, shape):
    found = run(INPUT=layer_of(), SHAPE=shape, CELL_SIZE=CELL, BOUNDARY=areas(), BOUNDARY_NAME="name")
    places = list(found["layer"].getFeatures())
    assert [place["events"] for place in places] == list(COUNTS)
    assert [place["rank"] for place in places] == list(range(1, 9))
    assert [place["area_name"] for place in places] == [f"<{n}>" for n in range(8)]
    assert [place["share"] for place in places] == pytest.approx(COUNTS)
    assert [place["cum_share"] for place in places] == pytest.approx(np.cumsum(COUNTS))
    assert [place["cum_places"] for place in places] == pytest.approx(100 * np.arange(1, 9) / 8)
    assert [place["part"] for place in places] == [1, 2, 3, 3, 3, 3, 3, 0]
    assert (found["HOLD"], found["PLACES"], found["EVENTS"]) == (2, 8, 100)
    assert "2 of 8 places, 25 % of all, hold 80 % of 100 events" in found["told"]
    assert "Most: <0> 60 %" in found["told"] and "Gini coefficient" in found["told"]


def test_weights_make_the_shares(run):
    found = run(INPUT=layer_of(weight=0.1), WEIGHT="n", CELL_SIZE=CELL, BOUNDARY=areas())
    first, second = list(found["layer"].getFeatures())[:2]
    assert (first["events"], first["weight"], second["weight"]) == (20, 20, 10)
    assert first["share"] == pytest.approx(100 * 6 / 46) or first["share"] == pytest.approx(100 * 20 / 46)
    assert "GINI_EVENTS" not in found and "of the sum of weights of 100 events" in found["told"]


def test_areas_share_out_a_number_of_theirs(run, tmp_path):
    rows = [
        (part.geometry(), (part["name"], float(count))) for part, count in zip(areas().getFeatures(), COUNTS)
    ]
    rows += [(rows[0][0], ("no number", None)), (None, ("nowhere", 5.0))]
    numbered = memory("Polygon", [("name", "text"), ("n", "real")], rows)
    page = tmp_path / "page.html"
    found = run(INPUT=numbered, WEIGHT="n", AREA_NAME="name", PAGE=str(page))
    places = list(found["layer"].getFeatures())
    counted = list(
        run(INPUT=layer_of(), SHAPE=2, BOUNDARY=areas(), BOUNDARY_NAME="name")["layer"].getFeatures()
    )
    for name in ("rank", "unit", "area_name", "share", "cum_share", "cum_places", "part"):
        assert [place[name] for place in places] == [place[name] for place in counted], name
    assert [place["weight"] for place in places] == list(COUNTS) and found[
        "layer"
    ].crs().authid() == "EPSG:28992"
    assert "hold 80 % of the sum of “n”, 100" in found["told"] and "1 areas are left out" in found["told"]
    assert "Most: <0> 60 %" in found["told"] and "60.0" in page.read_text(encoding="utf-8")
    assert (found["PLACES"], found["HOLD"]) == (8, 2) and "EVENTS" not in found


def test_few_events_are_told_to_be_few(run):
    found = run(INPUT=layer_of((2, 1, 0, 0, 0, 0, 0, 0)), CELL_SIZE=CELL, BOUNDARY=areas())
    assert found["GINI_EVENTS"] < found["GINI"] and "fewer events than places" in found["told"]


def test_the_page_has_the_curve_and_loads_nothing(run, tmp_path):
    path = tmp_path / "page.html"
    run(INPUT=layer_of(), SHAPE=2, BOUNDARY=areas(), BOUNDARY_NAME="name", PAGE=str(path))
    page = path.read_text(encoding="utf-8")
    assert "<polyline" in page and "&lt;0&gt;" in page and "<0>" not in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert "hold 80 %" in page and "Sum of weights" not in page
    run(INPUT=layer_of(weight=0.1), WEIGHT="n", SHAPE=2, BOUNDARY=areas(), PAGE=str(path))
    weighted = path.read_text(encoding="utf-8")
    assert (
        "<th>Sum of weights</th>" in weighted
        and "Share of the sum of weights (%)" in weighted
        and ">6.0<" in weighted
    )


def test_it_opens_styled_with_words(run):
    layer = run(INPUT=layer_of(), CELL_SIZE=CELL, PART=90)["layer"]
    labels = [category.label() for category in layer.renderer().categories()]
    assert labels == ["Hold the first half", "Hold the next, up to 90 %", "Hold the rest", "Hold nothing"]
    assert layer.attributeAlias(layer.fields().indexOf("cum_share")) == "Share with all before it (%)"


def test_what_cannot_be_is_refused_in_words(run):
    assert "degrees" in run(fails=True, INPUT=memory("Point", [("n", "real")], [], "EPSG:4326"))
    assert "No point is left" in run(fails=True, INPUT=memory("Point", [("n", "real")], []))
    assert "zero everywhere" in run(fails=True, INPUT=layer_of((3, 0, 0, 0, 0, 0, 0, 0), 0.0), WEIGHT="n")
    assert "below zero" in run(fails=True, INPUT=layer_of(weight=-1.0), WEIGHT="n")
    assert "Choose the weight" in run(fails=True, INPUT=areas())
    area = next(areas().getFeatures()).geometry()
    for number, why in ((-1.0, "below zero in 1 areas"), (0.0, "zero everywhere"), (None, "zero everywhere")):
        assert why in run(
            fails=True, INPUT=memory("Polygon", [("n", "real")], [(area, (number,))]), WEIGHT="n"
        )
    text = memory("Point", [("n", "text")], [(point(1, 1), ("many",))])
    assert "no numbers" in run(fails=True, INPUT=text, WEIGHT="n")
    gaps = memory("Point", [("n", "real")], [(point(1, 1), (1.0,)), (point(1, 1), (None,)), (None, (1.0,))])
    found = run(INPUT=gaps, WEIGHT="n")
    assert found["EVENTS"] == 1 and "empty weight" in found["told"] and "no place" in found["told"]
