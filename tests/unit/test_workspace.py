"""The workspace keeps what it is given, whole or not at all, and counts and lists the same events."""

from __future__ import annotations

import sqlite3

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core import grid
from igh_plugin.core.cube import Cube
from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.workspace import rtree
from igh_plugin.workspace.connection import network_share
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from igh_plugin.workspace.opening import open_workspace
from tests.unit.workspace_data import SQUARE, events_frame, fill_areas, store


def assert_sound(workspace, table):
    """Assert that the spatial index of a GeoPackage is right; PostgreSQL keeps its own."""
    if isinstance(workspace, GeoPackageWorkspace):
        assert rtree.problems(workspace._connection, table) == "ok"


@pytest.fixture
def workspace(places):
    with places.make() as made:
        yield made


def test_events_come_back_as_they_were_given(workspace):
    frame = events_frame(500, seed=1)
    frame.loc[3, "local_hour"] = np.nan
    frame.loc[4, ["occurred_from", "occurred_to", "occurred_local"]] = np.datetime64("NaT")
    frame.loc[4, ["local_day", "local_hour"]] = np.nan
    frame.loc[5, "place"] = None
    changes = store(workspace, frame)
    assert (changes.new, changes.changed, changes.unchanged) == (500, 0, 0)
    columns = [
        "event_id",
        "x",
        "y",
        "cell",
        "row_hash",
        "local_day",
        "local_hour",
        "place",
        "occurred_local",
        "m_items",
    ]
    got = workspace.events(columns)
    assert got["event_id"].tolist() == frame["event_id"].tolist()
    assert got["place"].tolist() == [None if pd.isna(value) else value for value in frame["place"]]
    for name in ("x", "y", "local_day", "local_hour", "m_items"):
        np.testing.assert_array_equal(got[name], frame[name].to_numpy(float))
    for name in ("cell", "row_hash"):
        assert got[name].dtype == np.int64
        np.testing.assert_array_equal(got[name], frame[name])
    np.testing.assert_array_equal(
        got["occurred_local"], frame["occurred_local"].to_numpy().astype("datetime64[s]")
    )
    assert_sound(workspace, "events")


def test_repeating_a_run_changes_nothing_but_the_runs(workspace):
    frame = events_frame(300, seed=2)
    store(workspace, frame)
    before = workspace.fingerprint()
    changes = store(workspace, frame)
    assert (changes.new, changes.changed, changes.unchanged) == (0, 0, 300)
    assert workspace.fingerprint() == before
    assert workspace.last_run() == 2


def test_a_changed_event_changes_the_fingerprint(workspace):
    frame = events_frame(20, seed=3)
    store(workspace, frame)
    before = workspace.fingerprint()
    frame.loc[0, "status"], frame.loc[0, "row_hash"] = "reopened", 1
    assert store(workspace, frame).changed == 1
    assert workspace.fingerprint() != before


def test_an_exception_takes_everything_back_even_new_columns(workspace):
    store(workspace, events_frame(50, seed=4))
    before = workspace.fingerprint()
    with pytest.raises(ZeroDivisionError), workspace.begin("collect") as run:
        run.declare_measure("city", "minutes", "min", {"en": "Minutes"})
        frame = events_frame(60, seed=5, start=1000)
        frame["m_minutes"] = 1.0
        run.store_events("city", frame)
        run.store_result("t", "l", "n", {"a": np.arange(3)}, [SQUARE] * 3, "MultiPolygon", {})
        raise ZeroDivisionError
    assert workspace.fingerprint() == before
    assert workspace.last_run() == 1
    assert "m_minutes" not in workspace.event_rows(EventFilter(), 1, 0)[0]


@pytest.mark.parametrize("known", [False, True], ids=["new", "known"])
@pytest.mark.parametrize("changed", [False, True], ids=["same", "changed"])
def test_an_id_twice_in_a_run_takes_the_run_back(workspace, known, changed):
    """The pipeline settles which row of an id holds; what is stored would depend on the order of batches otherwise."""
    frame = events_frame(30, seed=6)
    if known:
        store(workspace, frame)
    before = workspace.fingerprint()
    frame = frame.assign(row_hash=5) if changed else frame
    for batches in ([pd.concat([frame, frame.iloc[:2]], ignore_index=True)], [frame, frame.iloc[:5]]):
        with pytest.raises(UserError, match="An id came twice"), workspace.begin("collect") as run:
            run.declare_measure("city", "items", "", {})
            run.declare_attribute("city", "type", {})
            for batch in batches:
                run.store_events("city", batch)
        assert workspace.fingerprint() == before


def test_an_id_twice_among_so_many_that_indexes_are_dropped_takes_the_run_back(workspace):
    before = workspace.fingerprint()
    with pytest.raises(UserError, match="An id came twice"), workspace.begin("collect") as run:
        for frame in (events_frame(21_000, seed=6), events_frame(5, seed=6)):
            run.store_events("city", frame[[name for name in frame if name[:2] not in ("m_", "a_")]])
    assert workspace.fingerprint() == before


def test_a_source_of_which_much_is_known_and_more_is_new(workspace):
    """New events are many, so that indexes are dropped, and known ones are looked up all the while."""
    frames = [events_frame(12_000, seed=6, start=start) for start in (0, 12_000, 24_000)]
    plain = [frame[[name for name in frame if name[:2] not in ("m_", "a_")]] for frame in frames]
    with workspace.begin("collect") as run:
        run.store_events("city", plain[0])
    with workspace.begin("collect") as run:
        found = [run.store_events("city", frame) for frame in (plain[1], plain[2], plain[0].iloc[:11_000])]
        assert run.withdraw_missing("city") == 1000
    assert [(one.new, one.unchanged) for one in found] == [(12_000, 0), (12_000, 0), (0, 11_000)]
    assert workspace.count_events(EventFilter()) == 35_000


small = st.dictionaries(st.integers(0, 12), st.integers(0, 3), max_size=10)


@pytest.mark.long
@settings(max_examples=25)
@given(st.lists(small, min_size=1, max_size=5))
def test_versions_tell_what_was_known_after_every_run(places, states):
    """Any series of full files leaves the last one as current view, and every earlier one in the versions."""
    with places.make() as workspace:
        for state in states:
            store(workspace, _numbered(state), withdraw=True)
        for run, state in enumerate(states, 1):
            known = workspace.state_at(run)
            assert {int(key.split(":")[1]): int(row["subcategory"]) for key, row in known.items()} == state
        with places.make() as fresh:
            store(fresh, _numbered(states[-1]))
            assert _by_id(workspace) == _by_id(fresh)
        versions = workspace._database.execute(
            "SELECT event_id, count(*) FROM event_versions WHERE run_to IS NULL AND content IS NULL GROUP BY event_id"
        ).fetchall()
        assert dict(versions) == dict.fromkeys((f"city:{number}" for number in states[-1]), 1)
        assert_sound(workspace, "events")


def _numbered(state):
    frame = events_frame(len(state), seed=8)
    frame["event_id"] = [f"city:{number}" for number in state]
    frame["subcategory"] = [str(value) for value in state.values()]
    frame["x"] = [100000.0 + 10 * number for number in state]
    frame["y"] = [400000.0 + value for value in state.values()]
    frame["row_hash"] = np.array(list(state.values()), np.int64)
    return frame[["event_id", "subcategory", "x", "y", "row_hash", "kind"]]


def _by_id(workspace):
    got = workspace.events(["event_id", "subcategory", "x", "y", "row_hash"])
    return sorted(zip(*(got[name].tolist() for name in got)))


FILTERS = [
    EventFilter(),
    EventFilter(sources=("city",), kinds=("report",)),
    EventFilter(categories=("waste", "noise")),
    EventFilter(first_day=18_100, last_day=18_200),
    EventFilter(undated=True),
    EventFilter(undated=False, weekday=6),
    EventFilter(hour=23),
    EventFilter(week_hours=(0, 5, 23, 24, 100, 101, 167)),
    EventFilter(area_level="quarter", area="Q1"),
    EventFilter(area_level="district", area="D"),
    EventFilter(area="N2"),
    EventFilter(place="Street 3"),
    EventFilter(measure="items"),
    EventFilter(measure="never_declared"),
    EventFilter(sources=("no such",)),
]


@pytest.mark.parametrize("selection", FILTERS)
def test_counts_lists_and_groups_agree(workspace, selection):
    frame = events_frame(400, seed=9)
    frame.loc[:20, ["occurred_from", "occurred_to", "occurred_local"]] = np.datetime64("NaT")
    frame.loc[:20, ["local_day", "local_hour"]] = np.nan
    frame.loc[30:60, "m_items"] = 0.0
    fill_areas(workspace)
    store(workspace, frame)
    expected = int(_matches(frame, selection).sum())
    assert workspace.count_events(selection) == expected
    names, rows = workspace.event_rows(selection, None, 0)
    assert len(rows) == expected
    assert {"m_items", "a_type", "x", "y"} <= set(names)
    assert workspace.count_by(selection, ["category", "local_day"])["n"].sum() == expected
    assert len(workspace.events(["fid"], selection)["fid"]) == expected
    table, without = workspace.hours(selection)
    undated = (
        workspace.count_events(selection)
        if selection.undated
        else workspace.count_by(selection, ["local_day"])
    )
    nowhere = undated if isinstance(undated, int) else int(undated["n"][np.isnan(undated["local_day"])].sum())
    assert table.sum() + without + nowhere == expected


def _matches(frame, selection):
    keep = np.ones(len(frame), bool)
    if selection.sources:
        keep &= "city" in selection.sources
    if selection.categories:
        keep &= frame["category"].isin(selection.categories)
    if selection.first_day is not None:
        keep &= frame["local_day"].between(selection.first_day, selection.last_day)
    if selection.undated is not None:
        keep &= frame["local_day"].isna() == selection.undated
    if selection.weekday is not None:
        keep &= pd.to_datetime(frame["occurred_local"]).dt.day_of_week == selection.weekday
    if selection.hour is not None:
        keep &= frame["local_hour"] == selection.hour
    if selection.week_hours:
        of_week = pd.to_datetime(frame["occurred_local"]).dt.day_of_week * 24 + frame["local_hour"]
        keep &= of_week.isin(selection.week_hours)
    if selection.area is not None:
        inside = {"Q1": ["N0", "N1"], "D": ["N0", "N1", "N2", "N3"], "N2": ["N2"]}[selection.area]
        keep &= frame["area"].isin(inside)
    if selection.place is not None:
        keep &= frame["place"] == selection.place
    if selection.measure is not None:
        keep &= (frame["m_items"] != 0) if selection.measure == "items" else False
    return np.asarray(keep, bool)


@pytest.mark.parametrize("size", [25, 50, 125, 500])
def test_cells_of_every_size_select_their_events(workspace, size):
    frame = events_frame(400, seed=10)
    frame["x"] -= 103_000
    frame["cell"] = grid.cell_of(frame["x"], frame["y"])
    store(workspace, frame)
    coarse = grid.coarsen(frame["cell"].to_numpy(), size)
    chosen = np.unique(coarse)[::3]
    selection = EventFilter(cell_size=size, cells=tuple(chosen.tolist()))
    assert workspace.count_events(selection) == int(np.isin(coarse, chosen).sum())


def test_an_unknown_area_is_told(workspace):
    fill_areas(workspace)
    with pytest.raises(UserError, match="no area"):
        workspace.count_events(EventFilter(area_level="district", area="nowhere"))


def test_rows_come_in_pages_that_hold_each_event_once(workspace):
    store(workspace, events_frame(105, seed=11))
    pages = [workspace.event_rows(EventFilter(), 20, start)[1] for start in range(0, 120, 20)]
    ids = [row[0] for page in pages for row in page]
    assert len(ids) == len(set(ids)) == 105


def test_areas_keep_shape_order_and_parents(workspace):
    fill_areas(workspace)
    assert workspace.area_levels() == ["neighbourhood", "quarter", "district"]
    assert workspace.areas("quarter")["parent"].tolist() == ["D", "D"]
    assert len(workspace.area_geometries("neighbourhood")) == 4
    before = workspace.fingerprint()
    fill_areas(workspace)
    assert workspace.fingerprint() == before
    assert_sound(workspace, "areas")


def test_cube_and_results_are_replaced_not_added(workspace):
    first = Cube(
        np.array(["A", "B"], object),
        np.array([3, 4]),
        np.array(["x", ""], object),
        {"events": np.array([1, 2])},
    )
    second = Cube(first.place[:1], first.period[:1], first.category[:1], {"events": np.array([9])})
    for cube in (first, second, second):
        with workspace.begin("combine") as run:
            run.replace_cube("city", "neighbourhood", "week", cube)
            name = run.store_result(
                "waste", "tactical", "areas", {"n": cube.values["events"]}, None, None, {"t": 1}
            )
    got = workspace.cube(["city"], "neighbourhood", "week")
    assert (got["place"].tolist(), got["period"].tolist(), got["value"].tolist()) == (["A"], [3], [9.0])
    assert workspace.result(name)["n"].tolist() == [9.0]
    (result,) = workspace.results("waste")
    assert (result["run"], result["metadata"]) == (2, {"t": 1})


def test_rejects_are_those_of_the_last_run(workspace):
    rejected = pd.DataFrame({"file": "f", "row": [1, 2], "reason": ["a", "b"], "field": None, "record": "{}"})
    for frame in (rejected, rejected.iloc[:1], rejected.iloc[:0]):
        with workspace.begin("collect") as run:
            run.store_rejects("city", frame)
        assert len(workspace.rejects_summary("city")) == len(frame)


def test_a_second_writer_is_told_to_wait(workspace, monkeypatch):
    monkeypatch.setattr("igh_plugin.workspace.connection.BUSY_SECONDS", 0.1)
    monkeypatch.setattr("igh_plugin.workspace.postgres.WAIT_SECONDS", 0.1)
    store(workspace, events_frame(10, seed=12))
    with open_workspace(workspace.place) as other, workspace.begin("collect"):
        with pytest.raises(UserError, match="Another program|Somebody else"), other.begin("collect"):
            pass
    assert workspace.count_events(EventFilter()) == 10


def test_what_is_no_workspace_is_told(tmp_path):
    with pytest.raises(UserError, match="no workspace"):
        GeoPackageWorkspace.open(tmp_path / "none.gpkg")
    (tmp_path / "text.gpkg").write_text("not a database, but long enough to be read as one" * 50)
    with pytest.raises(UserError, match="cannot be opened"):
        GeoPackageWorkspace.open(tmp_path / "text.gpkg")
    sqlite3.connect(tmp_path / "other.gpkg").execute("CREATE TABLE a (b)").connection.close()
    with pytest.raises(UserError, match="not a workspace"):
        GeoPackageWorkspace.open(tmp_path / "other.gpkg")


@pytest.mark.parametrize("crs", ["USER:1", "EPSG:4326", "EPSG:99999999"])
def test_a_crs_that_will_not_do_leaves_no_file(tmp_path, crs):
    if crs.startswith("EPSG:"):
        pytest.importorskip("osgeo", reason="only GDAL knows which codes are geographic or do not exist")
    with pytest.raises(UserError, match="coordinate system"):
        GeoPackageWorkspace.create(tmp_path / "c.gpkg", crs)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_layout_is_refused(workspace):
    workspace._database.execute("UPDATE igh_workspace SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(UserError, match="newer version"):
        open_workspace(workspace.place)


def test_deleted_text_leaves_the_file(tmp_path):
    workspace = GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992")
    frame = events_frame(200, seed=13)
    frame["address"] = "Verdwijnstraat 12345"
    store(workspace, frame)
    assert b"Verdwijnstraat" in workspace.path.read_bytes()
    with workspace.begin("clean") as run:
        run._database.open("events")
        run._database.moved("events")
        run._database.execute("DELETE FROM events")
    assert b"Verdwijnstraat" not in workspace.path.read_bytes()


MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\n//server/share /mnt/with\\040space cifs rw 0 0\n"
    "host:/x /mnt/nfs nfs4 rw 0 0\nme@host: /mnt/ssh fuse.sshfs rw 0 0\n/dev/sdb1 /mnt/nfs/disk ext4 rw 0 0\n"
)


@pytest.mark.parametrize(
    ("path", "platform", "expected"),
    [
        ("/home/a.gpkg", "linux", None),
        ("/mnt/with space/a.gpkg", "linux", "cifs"),
        ("/mnt/nfs/a.gpkg", "linux", "nfs4"),
        ("/mnt/nfs/disk/a.gpkg", "linux", None),
        ("/mnt/nfsother/a.gpkg", "linux", None),
        ("/mnt/ssh/a.gpkg", "linux", "fuse.sshfs"),
        ("\\\\server\\share\\a.gpkg", "win32", "UNC"),
        ("//server/share/a.gpkg", "win32", "UNC"),
        ("\\\\?\\UNC\\server\\share\\a.gpkg", "win32", "UNC"),
        ("Z:\\a.gpkg", "win32", "Z:"),
        ("C:\\a.gpkg", "win32", None),
    ],
)
def test_network_shares_are_recognised(path, platform, expected):
    assert network_share(path, platform, MOUNTS, lambda root: 4 if root.startswith("Z") else 3) == expected


def test_a_network_share_is_refused_for_writing(tmp_path, monkeypatch):
    monkeypatch.setattr("igh_plugin.workspace.connection.network_share", lambda path: "nfs4")
    with pytest.raises(UserError, match="network share"):
        GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992")
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=20, deadline=None)
@given(st.sets(st.text(max_size=8)), st.sets(st.text(max_size=8)))
def test_erased_events_are_known_by_their_hash_alone(places, first, second):
    with places.make() as workspace:
        for ids in (first, second, first):
            with workspace.begin("erase") as run:
                run.remember_erased("city", [f"city:{one}" for one in ids])
        tried = sorted({*first, *second, "never"})
        known = workspace.erased("city").among([f"city:{one}" for one in tried])
        assert known.tolist() == [one in first | second for one in tried]
        assert len(workspace.erased("city")) == len(first | second) and len(workspace.erased("town")) == 0
        keys = workspace._database.execute("SELECT count(*) FROM igh_workspace WHERE key = 'erasure_key'")
        assert keys.fetchone()[0] == 1


def test_a_large_part_of_the_cube_is_replaced_by_a_large_one(workspace, monkeypatch):
    monkeypatch.setattr("igh_plugin.workspace.run.FEW_ROWS", 20)
    for value in (1.0, 2.0, 2.0):
        places = np.array([f"N{number:03}" for number in range(100)], object)
        cube = Cube(
            places, np.zeros(100, np.int64), np.array(["a"] * 100, object), {"events": np.full(100, value)}
        )
        with workspace.begin("combine") as run:
            run.replace_cube("city", "neighbourhood", "all", cube)
        assert workspace.cube(["city"], "neighbourhood", "all")["value"].tolist() == [value] * 100
    assert "cube_period" in workspace._database.table_names()


@pytest.mark.parametrize("size", [0, 5, 20_001])
def test_a_small_result_has_no_spatial_index_and_a_large_one_has(workspace, size):
    point = np.dtype([("order", "u1"), ("type", "<u4"), ("xy", "<f8", 2)])
    points = np.zeros(size, point)
    points["order"], points["type"], points["xy"] = 1, 1, np.arange(2 * size).reshape(-1, 2)
    wkb = points.view(f"V{point.itemsize}")
    for _ in range(2):
        with workspace.begin("theme") as run:
            table = run.store_result("t", "tactical", "places", {"n": np.arange(size)}, wkb, "Point")
    assert workspace.result(table)["n"].tolist() == list(range(size))
    if isinstance(workspace, GeoPackageWorkspace):
        ask = workspace._connection.execute
        indexes = ask(
            "SELECT count(*) FROM sqlite_master WHERE name = ?", (f"rtree_{table}_geom",)
        ).fetchone()
        extension = ask("SELECT count(*) FROM gpkg_extensions WHERE table_name = ?", (table,)).fetchone()
        assert indexes == extension == (int(size > 20_000),)
        found = ask("SELECT min_x, max_y FROM gpkg_contents WHERE table_name = ?", (table,)).fetchone()
        assert found == ((0.0, 2.0 * size - 1) if size else (None, None))
    with workspace.begin("theme") as run:
        run.remove_result("t", "tactical", "places")
