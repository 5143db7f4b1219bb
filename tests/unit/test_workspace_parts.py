"""The parts of the workspace: quoting, geometries, spatial index, times, older layouts, and being a GeoPackage."""

from __future__ import annotations

import os
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core import grid
from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.workspace import geometry, rtree, sql, tables, values
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from igh_plugin.workspace.schema import BY_NAME
from igh_plugin.workspace.sqlite import SqliteDatabase
from tests.unit.workspace_data import SQUARE, events_frame, fill_areas, store

ROOT = Path(__file__).resolve().parents[2]


@given(
    st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), min_size=1, max_size=30)
)
def test_any_name_is_quoted_so_that_it_stays_one_name(name):
    connection = sqlite3.connect(":memory:")
    connection.execute(sql.create_table("t", "id", None, [("other_" + name, "TEXT", False)]))
    assert connection.execute("SELECT name FROM pragma_table_info('t')").fetchall()[1][0] == "other_" + name
    assert connection.execute("SELECT " + sql.literal(name)).fetchone()[0] == name


@pytest.mark.parametrize("name", ["", "a\0b", None, 3])
def test_what_is_no_name_is_not_quoted(name):
    with pytest.raises(ValueError):
        sql.quote(name)


@pytest.mark.parametrize("name", ["Items", "a b", 'x"; DROP TABLE events; --', "", "1st"])
def test_measures_have_plain_names(name):
    with pytest.raises(UserError):
        sql.declared_column("m_", name)


def test_only_known_columns_order():
    assert sql.order_terms("a DESC, b", ["a", "b"]) == ['"a" IS NULL', '"a" DESC', '"b" IS NULL', '"b"']
    for order in ("c", "a; DROP TABLE events", "a SIDEWAYS"):
        with pytest.raises(ValueError):
            sql.order_terms(order, ["a", "b"])


coordinate = st.one_of(st.floats(-1e7, 1e7), st.just(float("nan")))


@given(st.lists(st.tuples(coordinate, coordinate), max_size=30))
def test_points_come_back_exactly(points):
    x, y = np.array([p[0] for p in points], float), np.array([p[1] for p in points], float)
    back_x, back_y = geometry.point_coordinates(geometry.point_blobs(x, y, 28992))
    there = np.isfinite(x) & np.isfinite(y)
    np.testing.assert_array_equal(back_x, np.where(there, x, np.nan))
    np.testing.assert_array_equal(back_y, np.where(there, y, np.nan))


def test_points_of_other_programs_are_read():
    big = b"GP\0\0" + struct.pack(">i", 28992) + struct.pack(">BIdd", 0, 1, 3.5, 4.5)
    high = b"GP\0\3" + struct.pack("<i4d", 28992, 1, 1, 2, 2) + struct.pack("<BIddd", 1, 1001, 1.0, 2.0, 9.0)
    empty = b"GP\0\x11" + struct.pack("<i", 28992) + struct.pack("<BIdd", 1, 1, np.nan, np.nan)
    x, y = geometry.point_coordinates([big, high, empty, None])
    np.testing.assert_array_equal(x, [3.5, 1.0, np.nan, np.nan])
    np.testing.assert_array_equal(y, [4.5, 2.0, np.nan, np.nan])


def test_areas_become_flat_multipolygons_with_their_envelope():
    ring = [(0, 0), (4, 0), (4, 3), (0, 3), (0, 0)]
    high = struct.pack(">BIII", 0, 0x80000003, 1, 5) + b"".join(struct.pack(">ddd", x, y, 7) for x, y in ring)
    (blob, none), envelopes = geometry.pack([high, None], "MultiPolygon", 28992)
    assert none is None
    np.testing.assert_array_equal(envelopes[0], [0, 4, 0, 3])
    np.testing.assert_array_equal(geometry.boxes([blob, None]), envelopes)
    ((back,),) = geometry.multipolygon_rings(geometry.wkb_of(blob))
    assert back.tolist() == [list(map(float, point)) for point in ring]
    with pytest.raises(UserError, match="MultiPolygon"):
        geometry.pack([struct.pack("<BIdd", 1, 1, 0, 0)], "MultiPolygon", 28992)


def test_squares_are_packed_as_single_areas_are():
    cells = grid.pack(np.array([4000, 4001, -3]), np.array([18000, 18001, -9]))
    squares = grid.square_wkb(cells, 125)
    fast, boxes = geometry.pack(squares, "MultiPolygon", 28992)
    slow, same_boxes = geometry.pack([bytes(one) for one in squares.tolist()], "MultiPolygon", 28992)
    assert fast == slow
    np.testing.assert_array_equal(boxes, same_boxes)


@settings(max_examples=60)
@given(st.integers(0, 4000), st.integers(0, 2**32 - 1), st.sampled_from([1, 60, 700, 10**6]))
def test_the_spatial_index_is_sound_and_finds_what_is_there(size, seed, most):
    """However many are sorted at a time."""
    random = np.random.default_rng(seed)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(sql.create_rtree("t"))
    low = random.uniform(-1e6, 1e6, (size, 2))
    high = low + random.exponential(50, (size, 2))
    boxes = np.column_stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]])
    fids = random.permutation(size) + 1
    with mock.patch.object(rtree, "MOST", most), mock.patch.object(rtree, "SAMPLE", 300):
        for cuts in ([size // 2], [size // 3, size // 2]):
            extent = rtree.fill(connection, "t", list(zip(np.split(fids, cuts), np.split(boxes, cuts))))
    if size:
        np.testing.assert_array_equal(extent, [*low.min(axis=0), *high.max(axis=0)])
    else:
        assert extent == (None,) * 4
    assert connection.execute("SELECT count(*) FROM rtree_t_geom").fetchone()[0] == size
    assert rtree.problems(connection, "t") == "ok"
    window = (-2e5, 3e5, -5e5, 1e5)
    found = connection.execute(
        "SELECT id FROM rtree_t_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?", window
    )
    inside = (boxes[:, 1] >= -2e5) & (boxes[:, 0] <= 3e5) & (boxes[:, 3] >= -5e5) & (boxes[:, 2] <= 1e5)
    assert set(fids[inside].tolist()) <= {row[0] for row in found}


def test_the_spatial_index_is_filled_where_its_tables_are_protected():
    """Some builds of SQLite do not let anyone write behind a virtual table."""

    class Protected(sqlite3.Connection):
        def execute(self, statement, *values):
            if "_geom_node" in statement and statement.startswith("DELETE"):
                raise sqlite3.OperationalError("table rtree_t_geom_node may not be modified")
            return super().execute(statement, *values)

    connection = sqlite3.connect(":memory:", isolation_level=None, factory=Protected)
    connection.execute(sql.create_rtree("t"))
    boxes = np.random.default_rng(1).uniform(0, 10, (500, 1)) + np.array([0, 1, 0, 1.0])
    rtree.fill(connection, "t", [(np.arange(1, 501), boxes)])
    assert rtree.problems(connection, "t") == "ok"
    assert connection.execute("SELECT count(*) FROM rtree_t_geom").fetchone()[0] == 500


@given(
    st.lists(
        st.one_of(st.none(), st.datetimes(pd.Timestamp("1900-01-01"), pd.Timestamp("2100-01-01"))),
        max_size=30,
    )
)
def test_times_come_back_to_the_second(moments):
    times = np.array(
        [np.datetime64("NaT") if m is None else np.datetime64(m, "s") for m in moments], "datetime64[s]"
    )
    texts = values.times_to_sql(times)
    assert all(text is None or len(text) == 24 for text in texts)
    np.testing.assert_array_equal(values.times_from_sql(texts), times)


def test_times_centuries_apart_are_written_alike():
    times = np.array(["1066-10-14T08:30:00", "NaT", "2026-11-23T23:59:59"], "datetime64[s]")
    assert values.times_to_sql(times) == ["1066-10-14T08:30:00.000Z", None, "2026-11-23T23:59:59.000Z"]


def test_missing_values_of_every_kind_become_null():
    assert values.to_sql(pd.Series([1, None], dtype="Int64")) == [1, None]
    assert values.to_sql(pd.Series(["a", None, np.nan, pd.NA], dtype=object)) == ["a", None, None, None]
    assert values.to_sql(pd.Series(["a", None], dtype="category")) == ["a", None]
    assert values.to_sql(np.ma.masked_array([1, 2], [False, True])) == [1, None]
    assert values.to_sql(np.array([True, False])) == [1, 0]


# ---------------------------------------------------------------- older layouts


def make_version_0(path):
    """Write a workspace as version 0 laid it out, with two events."""
    with GeoPackageWorkspace.create(path, "EPSG:28992"):
        pass
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP VIEW event_versions")
    for name in ("event_history", "layers", "calendar", "geocodes", "incidents", "erased", "cubes"):
        tables.drop(connection, name)
    younger = (
        ("events", ("local_hour", "address")),
        ("area_statistics", ("year",)),
        ("cube", ("attribute", "attribute_value", "weighting")),
    )
    for name, gone in younger:
        table = BY_NAME[name]
        tables.drop(connection, name)
        kept = tuple(column for column in table.columns if column.name not in gone)
        tables.create(connection, type(table)(name, kept, table.geometry, (), table.title), 28992)
    for trigger in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
    ):
        connection.execute(sql.drop_trigger(trigger[0]))
    blob = geometry.point_blobs(np.array([1.0]), np.array([2.0]), 28992)[0]
    rows = [
        (1, blob, "city:1", "city", "2020-05-01T21:15:00.000Z", 18383, 1, 5),
        (2, None, "city:2", "city", None, None, 1, 6),
    ]
    names = ("fid", "geom", "event_id", "source", "occurred_local", "local_day", "run", "row_hash")
    connection.executemany(sql.insert("events", names), rows)
    connection.execute(
        "INSERT INTO runs (kind, source, started) VALUES ('collect', 'city', '2020-05-02T00:00:00Z')"
    )
    for _, statement in sql.triggers("events", "fid", True):
        connection.execute(statement)
    connection.execute("UPDATE igh_workspace SET value = '0' WHERE key = 'schema_version'")
    connection.close()


@given(st.integers(0, 700), st.integers(1, 4), st.integers(0, 2))
def test_rows_are_inserted_many_at_a_time_as_one_by_one(size, columns, constants):
    database = SqliteDatabase(sqlite3.connect(":memory:", isolation_level=None), Path("memory"), 28992)
    fixed, names = {f"c{n}": n for n in range(constants)}, [f"v{n}" for n in range(columns)]
    database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, " + ", ".join([*fixed, *names]) + ")")
    rows = [tuple(f"{row} {n}" if (row + n) % 3 else "" for n in range(columns)) for row in range(size)]
    database.insert_all("t", names, iter(rows), fixed, empty_is_null=["v0"])
    wanted = [(*fixed.values(), row[0] or None, *row[1:]) for row in rows]
    found = database.execute("SELECT " + ", ".join([*fixed, *names]) + " FROM t ORDER BY id")
    assert found.fetchall() == wanted


def test_an_older_workspace_is_brought_up_to_date(tmp_path):
    path = tmp_path / "old.gpkg"
    make_version_0(path)
    with pytest.raises(UserError, match="older version"):
        GeoPackageWorkspace.open(path, read_only=True)
    with GeoPackageWorkspace.open(path) as workspace:
        got = workspace.events(["event_id", "local_hour", "address"])
        assert got["event_id"].tolist() == ["city:1", "city:2"]
        np.testing.assert_array_equal(got["local_hour"], [21, np.nan])
        assert workspace.state_at(1)["city:1"]["local_day"] == 18383
        frame = events_frame(3, seed=1)
        assert store(workspace, frame).changed == 2
        assert workspace._database.execute("SELECT count(*) FROM event_history").fetchone()[0] == 2
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        assert workspace.count_events(EventFilter()) == 3


# ---------------------------------------------------------------- a valid GeoPackage


def test_gdal_reads_the_workspace_without_a_warning(tmp_path):
    ogr = pytest.importorskip("osgeo.ogr")
    from osgeo import gdal

    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, "EPSG:28992") as workspace:
        store(workspace, events_frame(200, seed=1))
        fill_areas(workspace)
        with workspace.begin("theme") as run:
            run.store_result("t", "l", "cells", {"n": np.arange(2)}, [SQUARE] * 2, "MultiPolygon", {})
            run.store_result("t", "l", "table", {"n": np.arange(2)}, None, None, {})
    heard = []
    gdal.PushErrorHandler(lambda kind, number, text: heard.append(text))
    try:
        source = gdal.OpenEx(str(path), gdal.OF_VECTOR)
        names = {source.GetLayer(i).GetName() for i in range(source.GetLayerCount())}
        assert {"events", "areas", "t_l_cells", "t_l_table", "runs"} <= names
        events = source.GetLayerByName("events")
        assert events.GetFeatureCount() == 200
        assert events.TestCapability(ogr.OLCFastSpatialFilter)
        assert events.GetSpatialRef().GetAuthorityCode(None) == "28992"
        definition = events.GetLayerDefn()
        field = definition.GetFieldDefn(definition.GetFieldIndex("occurred_local"))
        assert field.GetType() == ogr.OFTDateTime
        low_x, high_x, _low_y, _high_y = events.GetExtent()
        events.SetSpatialFilterRect(low_x - 1, -1e9, (low_x + high_x) / 2, 1e9)
        assert 0 < events.GetFeatureCount() < 200
        assert source.GetLayerByName("t_l_cells").GetFeatureCount() == 2
        source = None
        source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
        layer = source.GetLayerByName("events")
        layer.DeleteFeature(1)
        assert layer.GetFeatureCount() == 199
        layer = source = None
    finally:
        gdal.PopErrorHandler()
    assert heard == []
    connection = sqlite3.connect(path)
    assert rtree.problems(connection, "events") == "ok"
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


# ---------------------------------------------------------------- killed

WRITER = """
import sys
sys.path.insert(0, {root!r})
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.workspace_data import events_frame
with GeoPackageWorkspace.open({path!r}) as workspace:
    with workspace.begin("collect", "city") as run:
        run.declare_measure("city", "minutes", "", {{}})
        for batch in range(40):
            print(batch, flush=True)
            run.store_events("city", events_frame(3000, seed=batch, start=10000 + batch * 3000))
    print("committed", flush=True)
"""


@pytest.mark.long
@pytest.mark.parametrize("batch", [0, 1, 7, 20, 39])
def test_a_writer_killed_inside_a_run_leaves_the_state_before(tmp_path, batch):
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, "EPSG:28992") as workspace:
        store(workspace, events_frame(500, seed=1))
        before = workspace.fingerprint()
        with workspace.begin("collect", "city") as run:
            changes = [run.store_events("city", events_frame(500, seed=1))]
        assert changes[0].unchanged == 500
    script = WRITER.format(root=str(ROOT), path=str(path))
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.strip() == str(batch):
            break
    time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    assert "committed" not in rest
    with GeoPackageWorkspace.open(path) as workspace:
        assert workspace.fingerprint() == before
        assert rtree.problems(workspace._connection, "events") == "ok"
        assert store(workspace, events_frame(500, seed=1)).unchanged == 500
    assert not path.with_name("w.gpkg-wal").exists()
    assert not path.with_name("w.gpkg-journal").exists()
