"""igh:hotsegments in QGIS: events on the nearest piece, what is planted along a street, what is told, drawn and refused."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import NULL, QgsGeometry, QgsWkbTypes

from igh_plugin.algorithms.hotspots import hot_segments
from igh_plugin.algorithms.hotspots.hot_segments import HotSegments
from tests.qgis.hot_spot_run import runner
from tests.qgis.test_getis_ord_algorithm import memory, point

pytestmark = pytest.mark.one_qgis(1)

SIDE, BLOCK = 10, 150


@pytest.fixture
def run(qgis_app, tmp_path):
    return runner(HotSegments, tmp_path / "segments.gpkg")


def streets(joined=True, kind="LineString"):
    """A grid of streets, block by block, or each from end to end."""
    rows = []
    for line in range(SIDE + 1):
        for across in (True, False):
            steps = range(SIDE) if joined else (0,)
            for step in steps:
                begin, end = step * BLOCK, (step + 1 if joined else SIDE) * BLOCK
                a, b = (
                    ((begin, line * BLOCK), (end, line * BLOCK))
                    if across
                    else ((line * BLOCK, begin), (line * BLOCK, end))
                )
                text = f"{a[0]} {a[1]}, {b[0]} {b[1]}"
                wkt = f"LINESTRING ({text})" if kind == "LineString" else f"MULTILINESTRING (({text}))"
                rows.append((QgsGeometry.fromWkt(wkt), (f"{'row' if across else 'column'} {line}",)))
    return memory(kind, [("name", "text")], rows)


def events(seed=3):
    """Events along all streets, and many along row 5 between 450 and 750 m; two far from any street, one nowhere."""
    random = np.random.default_rng(seed)
    line, along = random.integers(0, SIDE + 1, 400) * float(BLOCK), random.uniform(0, SIDE * BLOCK, 400)
    off, across = random.uniform(-8, 8, 400), random.random(400) < 0.5
    x, y = np.where(across, along, line + off), np.where(across, line + off, along)
    x, y = np.append(x, random.uniform(450, 750, 120)), np.append(y, 5 * BLOCK + random.uniform(-8, 8, 120))
    rows = [(point(*at), (2.0,)) for at in zip(x.tolist(), y.tolist())]
    return rows, x, y, [(point(75, 75), (2.0,)), (point(9e5, 9e5), (2.0,)), (None, (2.0,))]


@pytest.mark.parametrize("kind", ["LineString", "MultiLineString"])
def test_events_lie_on_the_nearest_piece_and_the_planted_street_is_hot(run, kind):
    rows, x, y, far = events()
    found = run(
        INPUT=memory("Point", [("n", "real")], [*rows, *far]), STREETS=streets(kind=kind), STREET_NAME="name"
    )
    pieces = list(found["layer"].getFeatures())
    assert (found["EVENTS"], found["LEFT_OUT"]) == (520, 3) and found["PIECES"] == len(pieces) == 2 * (
        SIDE + 1
    ) * SIDE * 3
    assert sum(piece["events"] for piece in pieces) == 520
    for piece in pieces[:20]:
        assert piece["length"] == pytest.approx(50) and piece.geometry().length() == pytest.approx(50)
        assert piece["per_km"] == pytest.approx(piece["events"] / 0.05)
    first = pieces[0]
    assert first["street"] == "row 5" and first["gi_bin"] == 3
    hot = {piece["street"] for piece in pieces if piece["gi_bin"] >= 2}
    assert "row 5" in hot and sum(piece["gi_bin"] > 0 for piece in pieces) == found["HOT"]
    densest = max(pieces, key=lambda piece: piece["density"])
    assert densest["street"] == "row 5" and 450 <= densest.geometry().centroid().asPoint().x() <= 750
    total = sum(piece["density"] * piece["length"] / 1000 for piece in pieces)
    assert 480 < total <= 520 * 1.001, "but for dead ends at the edge nothing is lost"
    for sentence in ("3 events are left out", "Strongest: row 5", "The hot pieces are"):
        assert sentence in found["told"], found["told"]
    assert "meet no other" not in found["told"]


def test_weights_and_streets_that_do_not_meet(run):
    rows, *_ = events()
    rows = [(geometry, (NULL if number == 0 else 2.0,)) for number, (geometry, _) in enumerate(rows)]
    found = run(
        INPUT=memory("Point", [("n", "real")], rows), STREETS=streets(joined=False), WEIGHT="n", PIECE=140
    )
    pieces = list(found["layer"].getFeatures())
    assert len(pieces) == 2 * (SIDE + 1) * 11 and found["EVENTS"] == 519
    assert sum(piece["weight"] for piece in pieces) == 2 * 519
    assert "% of the ends of streets meet no other" in found["told"]


def test_events_at_junctions_are_shared_and_a_street_that_lies_twice_counts_once(run):
    rows, *_ = events()
    crossing = [(point(600, 300), (2.0,))] * 8
    twice = streets()
    twice.dataProvider().addFeatures([next(twice.getFeatures())])
    plain = run(INPUT=memory("Point", [("n", "real")], [*rows, *crossing]), STREETS=streets())
    found = run(INPUT=memory("Point", [("n", "real")], [*rows, *crossing]), STREETS=twice)
    assert (
        "1 streets lie in the layer more than once" in found["told"] and "8 events lie where" in found["told"]
    )
    assert found["PIECES"] == plain["PIECES"] and found["EVENTS"] == 528
    meeting = [
        piece["events"] % 1
        for piece in found["layer"].getFeatures()
        if piece.geometry().touches(point(600, 300))
    ]
    assert len(meeting) == 4 and meeting == [0, 0, 0, 0], "eight over four pieces"
    assert sum(piece["events"] for piece in found["layer"].getFeatures()) == pytest.approx(528)


def test_it_opens_styled_as_lines(run):
    rows, *_ = events()
    layer = run(INPUT=memory("Point", [("n", "real")], rows), STREETS=streets())["layer"]
    assert layer.renderer().type() == "categorizedSymbol"
    assert {category.symbol().type() for category in layer.renderer().categories()} == {1}, "lines"
    assert layer.geometryType() == QgsWkbTypes.GeometryType.LineGeometry
    assert layer.attributeAlias(layer.fields().indexOf("density")) == "Events per km, smoothed"


def test_what_cannot_be_is_refused_in_words(run, monkeypatch):
    rows, *_ = events()
    layer = memory("Point", [("n", "real")], rows)
    assert "no streets" in run(fails=True, INPUT=layer, STREETS=memory("LineString", [("name", "text")], []))
    assert "No event lies within" in run(
        fails=True, INPUT=memory("Point", [("n", "real")], [(point(75, 75), (1.0,))]), STREETS=streets()
    )
    assert "degrees" in run(
        fails=True, INPUT=memory("Point", [("n", "real")], [], "EPSG:4326"), STREETS=streets()
    )
    assert "No point is left" in run(
        fails=True, INPUT=memory("Point", [("n", "real")], []), STREETS=streets()
    )
    monkeypatch.setattr(hot_segments, "MOST_PIECES", 100)
    assert "more than 100 pieces" in run(fails=True, INPUT=layer, STREETS=streets())
    monkeypatch.undo()
    below = memory("Point", [("n", "real")], [(point(75, 0), (-1.0,))])
    assert "below zero" in run(fails=True, INPUT=below, STREETS=streets(), WEIGHT="n")
