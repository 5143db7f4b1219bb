"""Columns of layers as arrays: Arrow and SQL tell what the loop over features tells, and give way where they cannot."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr, osr
from qgis.core import QgsFeature, QgsField, QgsGeometry, QgsPointXY, QgsVectorLayer, QgsVectorLayerJoinInfo

from igh_plugin.algorithms.base import new_field
from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.layers.arrays import columns as array_columns
from igh_plugin.layers.arrays import reading
from igh_plugin.layers.arrays.columns import ARROW, FEATURES, NONE, POINTS, SQL, WKB, DirectAccess
from igh_plugin.layers.arrays.reading import direct_access, read_columns

HAS_ARROW = hasattr(ogr.Layer, "GetArrowStreamAsNumPy")
FIELDS = (
    ("small", ogr.OFTInteger, ogr.OFSTNone),
    ("short", ogr.OFTInteger, ogr.OFSTInt16),
    ("big", ogr.OFTInteger64, ogr.OFSTNone),
    ("real", ogr.OFTReal, ogr.OFSTNone),
    ("flag", ogr.OFTInteger, ogr.OFSTBoolean),
    ("text", ogr.OFTString, ogr.OFSTNone),
    ("day", ogr.OFTDate, ogr.OFSTNone),
    ("moment", ogr.OFTDateTime, ogr.OFSTNone),
)
ROWS = [
    {"small": -5, "short": 7, "big": 2**62 + 1, "real": 0.1, "flag": 1, "text": "één ✓", "day": "1969-12-31"},
    {"small": 2**31 - 1, "big": -(2**63), "real": -1e300, "flag": 0, "text": "", "moment": "2024-07-01T23:30:15.250Z"},
    {},
    {"small": 0, "short": 0, "big": 0, "real": 0.0, "flag": 0, "text": "x" * 70_000, "moment": "2024-07-02T00:30:00+02:00"},
    {"flag": 1, "text": "NULL", "day": "2024-02-29", "moment": "1950-01-01T00:00:00Z"},
    {"small": 1, "flag": 1, "text": "a'\"b;--", "moment": "2024-07-02T00:30:00.5-05:30"},
]  # fmt: skip
SHAPES = ["POINT(1.5 2.5)", None, "POINT(-3 4)", "POINT EMPTY", "POINT(5 6)", "POINT(155000 463000.125)"]


def write(path, rows, shapes, geometry=ogr.wkbPoint, form="GPKG", fields=FIELDS, name="data"):
    """Write rows with OGR; times are put in afterwards as they are written, offsets too."""
    source = ogr.GetDriverByName(form).CreateDataSource(str(path))
    system = osr.SpatialReference()
    system.ImportFromEPSG(28992)
    layer = source.CreateLayer(name, system, geometry)
    for field_name, kind, subtype in fields:
        field = ogr.FieldDefn(field_name, kind)
        field.SetSubType(subtype)
        layer.CreateField(field)
    known = {field_name for field_name, _, _ in fields}
    for row, shape in zip(rows, shapes):
        feature = ogr.Feature(layer.GetLayerDefn())
        for key, value in row.items():
            if key in known and key != "moment":
                feature.SetField(key, value)
        if shape is not None:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(shape))
        layer.CreateFeature(feature)
    source = None
    if form == "GPKG" and "moment" in known:
        set_sql(path, "moment", [row.get("moment") for row in rows], name)
    return str(path)


def set_sql(path, column, values, table="data"):
    connection = sqlite3.connect(str(path))
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.executemany(
        f'UPDATE "{table}" SET "{column}" = ? WHERE fid = ?',
        [(value, at) for at, value in enumerate(values, 1)],
    )
    connection.commit()
    connection.close()


def opened(path, name="data"):
    layer = QgsVectorLayer(
        f"{path}|layername={name}" if str(path).endswith("gpkg") else str(path), "x", "ogr"
    )
    assert layer.isValid()
    return layer


def assert_same(found, expected):
    assert found.ids.tolist() == expected.ids.tolist()
    for name, values in expected.values.items():
        assert found.values[name].dtype == values.dtype, name
        assert found.missing[name].tolist() == expected.missing[name].tolist(), name
        if values.dtype.kind == "M" and name == "moment":
            assert_same_moments(found.values[name], values)
            continue
        assert [str(one) for one in found.values[name]] == [str(one) for one in values], name
    for axis in ("x", "y"):
        one, other = getattr(found, axis), getattr(expected, axis)
        assert (one is None) == (other is None)
        assert one is None or np.array_equal(one, other, equal_nan=True)
    assert found.wkb == expected.wkb


def assert_same_moments(found, expected):
    """Times are taken as they are written, by every way alike; QGIS cuts milliseconds."""
    assert np.isnat(found).tolist() == np.isnat(expected).tolist()
    there = ~np.isnat(found)
    off = np.abs((found - expected)[there].astype(np.int64))
    assert (off <= 1).all()


def both(layer, columns, geometry, way):
    found = read_columns(layer, columns, geometry, direct_access(layer))
    assert found.way == way
    assert_same(found, read_columns(layer, columns, geometry))
    return found


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return write(tmp_path_factory.mktemp("arrays") / "all.gpkg", ROWS, SHAPES)


@pytest.mark.skipif(not HAS_ARROW, reason="GDAL before 3.6 has no Arrow stream")
def test_arrow_reads_numbers_dates_and_points(package):
    found = both(opened(package), ["small", "short", "big", "real", "day"], POINTS, ARROW)
    assert found.values["big"][:2].tolist() == [2**62 + 1, -(2**63)]
    assert found.values["day"][0] == np.datetime64("1969-12-31")
    assert found.missing["small"].tolist() == [False, False, True, False, True, False]
    assert np.isnan(found.x).tolist() == [False, True, False, True, False, False]
    assert found.y[5] == 463000.125


@pytest.mark.skipif(not HAS_ARROW, reason="GDAL before 3.6 has no Arrow stream")
@pytest.mark.parametrize("columns", [["small"], ["fid", "real"], []])
def test_arrow_selects_columns(package, columns):
    both(opened(package), columns, WKB, ARROW)
    both(opened(package), columns, NONE, ARROW)


@pytest.mark.parametrize("column", ["flag", "text", "moment"])
def test_what_arrow_gets_wrong_goes_through_sql(package, column):
    both(opened(package), [column, "big"], WKB, SQL)


def test_every_column_at_once(package):
    found = both(opened(package), [name for name, _, _ in FIELDS], POINTS, SQL)
    assert found.values["flag"].tolist() == [True, False, False, False, True, True]
    assert len(found.values["text"][3]) == 70_000
    expected = np.array(
        [
            "NaT",
            "2024-07-01T23:30:15.250",
            "NaT",
            "2024-07-02T00:30:00",
            "1950-01-01T00:00",
            "2024-07-02T00:30:00.5",
        ],
        "datetime64[ms]",
    )
    assert [str(one) for one in found.values["moment"]] == [str(one) for one in expected]
    assert found.missing["text"].tolist() == [False, False, True, False, False, False]


def test_batches_are_bounded_and_join(package, monkeypatch, tmp_path):
    rows = [{"small": number, "text": str(number)} for number in range(2_500)]
    path = write(tmp_path / "many.gpkg", rows, [f"POINT({number} 0)" for number in range(2_500)])
    monkeypatch.setattr(array_columns, "MOST_BYTES", 1)
    for columns, way in ((["small"], ARROW if HAS_ARROW else SQL), (["text"], SQL)):
        found = both(opened(path), columns, POINTS, way)
        assert len(found) == 2_500 and found.x.tolist() == list(range(2_500))


def test_shapes_of_every_kind_come_as_wkb(tmp_path):
    shapes = ["POLYGON((0 0,1 0,1 1,0 0))", "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,2 1,2 2,1 1))", None]
    path = write(tmp_path / "areas.gpkg", [{"real": 1.0}, {"real": 2.0}, {}], shapes, ogr.wkbPolygon)
    found = both(opened(path), ["real"], WKB, ARROW if HAS_ARROW else SQL)
    assert QgsGeometry().isNull() and found.wkb[2] is None
    height = ["POINT Z (1 2 3)", "POINT Z (4 5 6)"]
    path = write(tmp_path / "height.gpkg", [{"real": 1.0}, {"real": 2.0}], height, ogr.wkbPoint25D)
    for columns, way in ((["real"], ARROW if HAS_ARROW else SQL), (["text"], SQL)):
        assert both(opened(path), columns, POINTS, way).y.tolist() == [2.0, 5.0]


def test_multipoints_are_points_when_they_are_single(tmp_path):
    shapes = ["MULTIPOINT((1 2))", "MULTIPOINT EMPTY", None]
    path = write(tmp_path / "single.gpkg", [{}, {}, {}], shapes, ogr.wkbMultiPoint)
    found = both(opened(path), ["small"], POINTS, ARROW if HAS_ARROW else SQL)
    assert found.x[0] == 1.0 and np.isnan(found.x[1:]).all()
    path = write(
        tmp_path / "several.gpkg",
        [{}, {}],
        ["MULTIPOINT((1 2))", "MULTIPOINT((1 2),(3 4))"],
        ogr.wkbMultiPoint,
    )
    with pytest.raises(UserError, match="id 2 has 2 points"):
        read_columns(opened(path), [], POINTS, direct_access(opened(path)))
    path = write(tmp_path / "line.gpkg", [{}], ["LINESTRING(0 0,1 1)"], ogr.wkbLineString)
    with pytest.raises(UserError, match="id 1 is no point"):
        read_columns(opened(path), [], POINTS)


def test_shapefiles_through_arrow(tmp_path):
    fields = tuple(field for field in FIELDS if field[0] in ("small", "real", "text", "day"))
    path = write(
        tmp_path / "old.shp",
        ROWS[:2] + [{}],
        ["POINT(1 2)", "POINT(3 4)", None],
        form="ESRI Shapefile",
        fields=fields,
    )
    both(opened(path), ["small", "real"], POINTS, ARROW if HAS_ARROW else FEATURES)
    found = both(opened(path), ["text", "day"], POINTS, FEATURES)
    assert found.values["day"][0] == np.datetime64("1969-12-31"), "through Arrow this is a day late"


def test_an_empty_layer(tmp_path):
    path = write(tmp_path / "empty.gpkg", [], [])
    for columns, way in ((["small", "day"], ARROW if HAS_ARROW else SQL), (["text", "moment", "flag"], SQL)):
        found = both(opened(path), columns, POINTS, way)
        assert len(found) == 0 and len(found.x) == 0


def test_the_layer_is_asked_when_the_file_does_not_tell_all(package):
    layer = opened(package)
    assert direct_access(layer) is not None
    layer.setSubsetString("small > -1")
    assert direct_access(layer) is None
    assert len(read_columns(layer, ["small"], POINTS, direct_access(layer))) == 3
    layer = opened(package)
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("small"), 99)
    assert direct_access(layer) is None
    assert read_columns(layer, ["small"], direct=direct_access(layer)).values["small"][0] == 99
    layer.rollBack()
    layer = opened(package)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(opened(package))
    layer.addJoin(join)
    assert direct_access(layer) is None
    assert direct_access(None) is None
    assert direct_access(QgsVectorLayer("Point?crs=EPSG:28992", "m", "memory")) is None
    assert direct_access(QgsVectorLayer(f"{package}|layername=data|geometrytype=Point", "x", "ogr")) is None


def test_a_virtual_field_is_read_from_the_layer(package):
    layer = opened(package)
    layer.addExpressionField('coalesce("small", 0) * 2', new_field("twice", "real"))
    found = read_columns(layer, ["twice"], POINTS, direct_access(layer))
    assert found.way == FEATURES
    assert found.values["twice"].tolist() == [-10.0, 2.0 * (2**31 - 1), 0.0, 0.0, 0.0, 2.0]


def test_values_that_are_not_what_the_column_says(tmp_path):
    path = write(
        tmp_path / "odd.gpkg", [{"small": 1, "text": "a"}, {"small": 2, "text": "b"}], ["POINT(0 0)"] * 2
    )
    set_sql(path, "moment", ["yesterday", None])
    found = read_columns(opened(path), ["moment", "text"], direct=direct_access(opened(path)))
    assert (
        found.way == FEATURES
        and found.missing["moment"].all()
        and found.values["text"].tolist() == ["a", "b"]
    )
    set_sql(path, "moment", ["2024-07-02T00:30:00+0200", None])
    odd = read_columns(opened(path), ["moment"], direct=direct_access(opened(path)))
    assert odd.way == FEATURES, "an offset without a colon is for GDAL to read"
    set_sql(path, "small", [1, "many"])
    assert read_columns(opened(path), ["small", "text"], direct=direct_access(opened(path))).way == FEATURES


def test_a_source_that_shows_less_than_the_file_is_not_read_from_it(package):
    layer = opened(package)
    direct = direct_access(layer)
    layer.setSubsetString("small > -1")
    found = read_columns(layer, ["small"], direct=direct)
    assert found.way == FEATURES and len(found) == 3


def test_without_arrow_sql_reads_and_without_a_file_the_layer(package, monkeypatch):
    layer = opened(package)
    monkeypatch.setattr(reading, "THROUGH_ARROW", {})
    both(layer, ["small", "day"], POINTS, SQL)
    gone = DirectAccess(package + "x", "data", "GPKG")
    assert read_columns(layer, ["small"], direct=gone).way == FEATURES


def test_a_memory_layer():
    layer = QgsVectorLayer("Point?crs=EPSG:28992", "m", "memory")
    fields = [new_field("n", "whole"), new_field("r", "real"), new_field("t", "text")]
    assert all(isinstance(field, QgsField) for field in fields)
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    for n, r, t in ((1, 1.5, "a"), (None, None, None)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([n, r, t])
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(7, 8)))
        layer.dataProvider().addFeatures([feature])
    found = read_columns(layer, ["n", "r", "t"], POINTS, direct_access(layer))
    assert found.way == FEATURES and found.x.tolist() == [7.0, 7.0]
    assert found.numbers("n")[0] == 1 and np.isnan(found.numbers("n")[1])
    assert found.values["t"].tolist() == ["a", None]


def test_an_unknown_column_is_named(package):
    with pytest.raises(UserError, match="no column “nothing”. It has: fid, small"):
        read_columns(opened(package), ["nothing"])


def test_cancelling_stops_each_way(package):
    class Stop(Silent):
        def step(self, fraction, message=""):
            raise Cancelled

    layer = opened(package)
    for columns, direct in (
        (["small"], direct_access(layer)),
        (["text"], direct_access(layer)),
        (["text"], None),
    ):
        with pytest.raises(Cancelled):
            read_columns(layer, columns, direct=direct, progress=Stop())


texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=20)
rows = st.fixed_dictionaries(
    {},
    optional={
        "small": st.integers(-(2**31), 2**31 - 1),
        "short": st.integers(-(2**15), 2**15 - 1),
        "big": st.integers(-(2**63), 2**63 - 1),
        "real": st.floats(allow_nan=False, allow_infinity=False),
        "flag": st.integers(0, 1),
        "text": texts,
        "day": st.dates().map(lambda day: day.isoformat()),
        "moment": st.datetimes().map(lambda one: one.isoformat(timespec="milliseconds") + "Z"),
    },
)
points = st.one_of(
    st.none(),
    st.tuples(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6)).map(
        lambda p: f"POINT({p[0]} {p[1]})"
    ),
)


@settings(max_examples=15)
@given(st.lists(st.tuples(rows, points), max_size=12))
def test_any_rows_are_told_alike(tmp_path_factory, drawn):
    path = write(
        tmp_path_factory.mktemp("any") / "any.gpkg", [row for row, _ in drawn], [shape for _, shape in drawn]
    )
    layer = opened(path)
    both(layer, ["small", "short", "big", "real", "day"], POINTS, ARROW if HAS_ARROW else SQL)
    found = both(layer, [name for name, _, _ in FIELDS], WKB, SQL)
    written = [row.get("moment", "NaT").rstrip("Z") for row, _ in drawn]
    assert found.values["moment"].tolist() == np.array(written, "datetime64[ms]").tolist()
