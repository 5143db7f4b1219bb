"""igh:correspondence: what two divisions share, in millionths that add up, and series that keep their totals."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    NULL,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.correspondence import OLD, Division
from tests.qgis.conftest import Feedback

ogr.UseExceptions()
SIDE = 400.0


def layer_of(kind, fields, rows, crs="EPSG:28992"):
    """A layer in memory; rows are (geometry or None, attributes)."""
    layer = QgsVectorLayer(f"{kind}?crs={crs}{''.join(f'&field={name}' for name in fields)}", "x", "memory")
    features = []
    for geometry, attributes in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(attributes))
        if geometry is not None:
            feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def squares(letter, shift=0.0, count=3):
    """Squares in rows: A0 to A8, of 400 m, from (120000, 487000)."""
    for number in range(count * count):
        left, low = 120_000 + shift + number % count * SIDE, 487_000 + number // count * SIDE
        yield QgsGeometry.fromRect(QgsRectangle(left, low, left + SIDE, low + SIDE)), [f"{letter}{number}"]


@pytest.fixture
def divisions(qgis_app):
    """Old squares, and new ones a quarter of a side to the left, so that the last quarter of each row has no new area."""
    return layer_of("Polygon", ["code:string"], squares("A")), layer_of(
        "Polygon", ["buurt:string"], squares("N", -100.0)
    )


def both(divisions, **more):
    return {
        "OLD": divisions[0],
        "OLD_CODE": "code",
        "NEW": divisions[1],
        "NEW_CODE": "buurt",
        "OUTPUT": "memory:",
        **more,
    }


@pytest.fixture
def call(provider):
    """Run it and give the rows of its tables and what was said."""

    def run(fails=False, **parameters):
        algorithm = provider.algorithm("correspondence").create()
        context, feedback = QgsProcessingContext(), Feedback()
        context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
        right, message = algorithm.checkParameterValues(parameters, context)
        if not right:
            return message
        results, fine = algorithm.run(parameters, context, feedback)
        assert fine is not fails, feedback.said
        if fails:
            return "\n".join(feedback.said)
        rows = {}
        for name in ("OUTPUT", "CARRIED"):
            if name in results:
                layer = context.takeResultLayer(results[name])
                rows[name] = (
                    [one.name() for one in layer.fields()],
                    [one.attributes() for one in layer.getFeatures()],
                )
        return {**results, "rows": rows, "said": "\n".join(feedback.said)}

    return run


def test_weights_are_the_parts_of_the_surface(call, divisions):
    result = call(**both(divisions))
    names, rows = result["rows"]["OUTPUT"]
    assert names == ["old", "new", "weight", "share", "km2"]
    found = {(old, new): (weight, share, size) for old, new, weight, share, size in rows}
    assert found["A0", "N0"] == (750_000, 75.0, pytest.approx(0.12))
    assert found["A0", "N1"] == (250_000, 25.0, pytest.approx(0.04))
    assert found["A2", "N2"][0] == 750_000 and ("A2", "N3") not in found
    assert (result["PAIRS"], result["WHOLE"], result["SLIVERS"]) == (15, 6, 0)
    assert "9 old areas lie in 9 new ones: 0 as a whole in one, 6 are divided over several." in result["said"]
    assert (
        "3 old areas do not lie in new ones as a whole" in result["said"] and "A2, A5, A8." in result["said"]
    )


def test_points_weigh_where_they_lie(call, divisions):
    spots = [(120_010, 487_010)] * 3 + [(120_390, 487_010)] + [(119_950, 487_010)]
    rows = [(QgsGeometry.fromPointXY(QgsPointXY(*spot)), [n]) for n, spot in enumerate(spots)]
    result = call(**both(divisions, POINTS=layer_of("Point", ["n:integer"], rows)))
    names, rows = result["rows"]["OUTPUT"]
    assert names[-1] == "points"
    assert rows == [["A0", "N0", 750_000, 75.0, 3.0], ["A0", "N1", 250_000, 25.0, 1.0]]
    assert "1 of 5 points lie in no old area." in result["said"]
    assert (
        "8 old areas hold no point to weigh by and have no weights: A1, A2, A3, A4, A5 …." in result["said"]
    )


def test_a_series_keeps_its_total_by_year(call, divisions):
    fields = ["wijkcode:string", "jaar:integer", "aantal:integer"]
    counts = [
        ("A0", 2020, 3),
        ("A1", 2020, 7),
        ("A0", 2021, 100),
        ("X9", 2021, 5),
        ("A2", 2021, 8),
        ("A0", 2022, None),
        (None, 2022, 4),
    ]
    series = layer_of("NoGeometry", fields, [(None, one) for one in counts])
    result = call(
        **both(
            divisions,
            SERIES=series,
            SERIES_CODE="wijkcode",
            SERIES_VALUE="aantal",
            SERIES_BY=["jaar"],
            CARRIED="memory:",
        )
    )
    names, rows = result["rows"]["CARRIED"]
    assert names == ["jaar", "code", "value"]
    assert rows == [["2020", "N0", 2.25], ["2020", "N1", 6.0], ["2020", "N2", 1.75], ["2021", "N0", 75.0], ["2021", "N1", 25.0],
                    ["2021", "N2", 6.0]]  # fmt: skip
    said = result["said"]
    assert "Of 123 in the series, 116 have a place in the new areas and 7 have none." in said
    assert "1 codes of the series are no old areas: X9." in said
    assert "2 rows of the series have no code or no number and are left out; they are no zeros." in said


def test_slivers_are_left_out_and_told(call, qgis_app):
    old = layer_of("Polygon", ["code:string"], squares("A"))
    new = layer_of("Polygon", ["buurt:string"], squares("N", 0.2))
    result = call(**both((old, new)))
    assert result["PAIRS"] == 9 and result["SLIVERS"] == 6 and result["WHOLE"] == 9
    assert "6 overlaps of less than 0.1 % of both areas are left out, such as A1–N0" in result["said"]
    assert call(**both((old, new), SLIVER=0.0))["PAIRS"] == 15


def test_parts_of_one_code_and_another_crs(call, divisions):
    way = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:28992"),
        QgsCoordinateReferenceSystem("EPSG:4258"),
        QgsProject.instance(),
    )
    rows = []
    for geometry, (code,) in squares("N"):
        geometry = geometry.densifyByCount(50)
        geometry.transform(way)
        rows.append((geometry, ["west" if code in ("N0", "N3", "N6") else "east"]))
    result = call(**both((divisions[0], layer_of("Polygon", ["buurt:string"], rows, "EPSG:4258"))))
    found = {(row[0], row[1]): row[2] for row in result["rows"]["OUTPUT"][1]}
    assert found["A0", "west"] == found["A4", "east"] == 1_000_000 and len(found) == 9


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"OLD": "degrees"}, "The layer with the old areas is in degrees"),
        ({"SERIES": "series"}, "Name the columns with code and number of the series."),
        ({"NEW": "empty"}, "The layer with the new areas has no area with a code and a polygon."),
        ({"SERIES": "series", "SERIES_CODE": "code", "SERIES_VALUE": "n"}, "The series has 2.5 in “n”, which is no whole number"),
        ({"SERIES": "series", "SERIES_CODE": "code", "SERIES_VALUE": "code"}, "The series has A0 in “code”"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(call, divisions, change, sentence):
    layers = {
        "degrees": layer_of("Polygon", ["code:string"], [], "EPSG:4326"),
        "empty": layer_of("Polygon", ["buurt:string"], [(None, ["N0"]), (next(squares("N"))[0], [NULL])]),
        "series": layer_of("NoGeometry", ["code:string", "n:double"], [(None, ["A0", 2.5])]),
    }
    parameters = both(divisions, **{key: layers.get(value, value) for key, value in change.items()})
    wrong = call(fails=True, **parameters)
    assert sentence in wrong


def test_areas_that_cross_themselves_are_put_in_order(qgis_app):
    bow = ogr.CreateGeometryFromWkt("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")
    found = Division.of(["a", "a", "b"], [bytes(bow.ExportToWkb()), b"", b""], OLD)
    assert found.codes == ["a"]
    assert ogr.CreateGeometryFromWkb(found.wkbs[0]).Area() == pytest.approx(50)
    with pytest.raises(UserError, match="The layer with the old areas has no area"):
        Division.of([""], [bytes(bow.ExportToWkb())], OLD)


def test_an_area_that_crosses_itself_stops_nothing(call, divisions):
    rows = [
        *squares("A"),
        (
            QgsGeometry.fromWkt(
                "POLYGON ((120000 480000, 120010 480010, 120010 480000, 120000 480010, 120000 480000))"
            ),
            ["B"],
        ),
    ]
    result = call(**both((layer_of("Polygon", ["code:string"], rows), divisions[1])))
    assert result["PAIRS"] == 15 and "4 old areas do not lie in new ones as a whole" in result["said"]


def test_divisions_of_a_town_share_all_of_their_surface(call, qgis_app):
    """Fans around two centres on the same square: every weight is a whole, and the sizes add up to the square."""

    def fan(letter, centre):
        random = np.random.default_rng(ord(letter))
        corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
        corners += [(float(v), 0.0) for v in random.uniform(1, 999, 3)] + [
            (1000.0, float(v)) for v in random.uniform(1, 999, 3)
        ]
        corners.sort(key=lambda at: np.arctan2(at[1] - centre[1], at[0] - centre[0]))
        for number, (a, b) in enumerate(zip(corners, corners[1:] + corners[:1])):
            points = [QgsPointXY(121_000 + x, 487_000 + y) for x, y in (centre, a, b, centre)]
            yield QgsGeometry.fromPolygonXY([points]), [f"{letter}{number}"]

    old = layer_of("Polygon", ["code:string"], fan("A", (413.0, 529.0)))
    new = layer_of("Polygon", ["buurt:string"], fan("N", (611.0, 244.0)))
    result = call(**both((old, new), SLIVER=0.0))
    rows = result["rows"]["OUTPUT"][1]
    sums = {code: sum(row[2] for row in rows if row[0] == code) for code in {row[0] for row in rows}}
    assert len(sums) == 10 and set(sums.values()) == {1_000_000}
    assert sum(row[4] for row in rows) == pytest.approx(1.0)
