"""What is particular to a workspace in PostgreSQL: its address, how statements are spelled, locks, months, failures."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.pipeline.counting import Reading, cube_of
from igh_plugin.pipeline.cube_changes import basis_as_told, basis_of
from igh_plugin.workspace import copying, geometry, postgis_sql, sql
from igh_plugin.workspace.address import PostgisAddress, is_address, read_address, title_of
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from igh_plugin.workspace.opening import is_there, open_workspace, settled
from igh_plugin.workspace.postgis import PostgisWorkspace
from tests.servers.postgres import PASSWORD
from tests.unit.workspace_data import SQUARE, events_frame, fill_areas, store

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = count()


@pytest.fixture
def address(postgis):
    return f"{postgis}?schema=p{next(NUMBERS)}"


@pytest.fixture
def workspace(address):
    with PostgisWorkspace.create(address, "EPSG:28992") as made:
        yield made


# ---------------------------------------------------------------- addresses

names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=20)


@given(
    names, st.integers(1, 65535), st.text(min_size=1, max_size=12), names, st.sampled_from(["", "abc1234"])
)
def test_an_address_is_read_as_it_was_written(host, port, database, schema, authcfg):
    if "/" in database or database != database.strip("/") or not database.isprintable():
        database = "city"
    made = PostgisAddress(host.strip("_") or "h", port, database, schema, authcfg)
    assert is_address(str(made))
    assert read_address(str(made)) == made
    assert settled(settled(str(made))) == str(made)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://host", "postgresql:///db", "postgresql://host/a/b", "postgresql://host/db?schema=A-b",
        "postgresql://host/db?schema=a&other=1", "postgresql://host/db#x", "postgresql://host:port/db",
        "postgresql://host/db?sslmode=maybe", "postgresql://host/db?schema=a;drop", "postgresql://host/db?authcfg=a'b",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told(text):
    with pytest.raises(UserError, match="no address of a workspace"):
        read_address(text)


def test_a_password_in_an_address_is_refused_and_not_repeated():
    with pytest.raises(UserError, match="without a user") as caught:
        read_address("postgresql://me:hush@host/db")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["postgresql://host/db?user=me&password=hush", "postgresql://me:pa/hush@host/db"]
)
def test_a_password_anywhere_in_an_address_is_not_repeated(text):
    with pytest.raises(UserError, match="no address") as caught:
        read_address(text)
    assert "hush" not in str(caught.value)


def test_a_path_is_no_address(tmp_path):
    assert not is_address("/data/postgresql.gpkg") and not is_address(tmp_path)
    assert settled(tmp_path / "w.gpkg") == str((tmp_path / "w.gpkg").resolve())
    assert title_of("postgresql://host/city?schema=igh") == "city.igh"


# ---------------------------------------------------------------- statements


@given(st.text(min_size=1), st.text())
def test_names_and_texts_are_spelled_as_they_are(name, text):
    name, text = name.replace("\0", "") or "a", text.replace("\0", "")
    statement = sql.select([name], name, sql.quote(name) + " = ? AND x = " + sql.literal(text))
    spelled = postgis_sql.spelled(statement) % ("'bound'",)
    assert spelled == statement.replace(" = ? AND", " = 'bound' AND", 1)


def test_lists_values_of_json_and_percents_are_spelled_anew():
    condition = sql.all_of([sql.in_list("a", [1, 2]), sql.version_before("2024"), ("b % 7 = ?", [3])])
    spelled = postgis_sql.spelled(condition[0])
    assert spelled.count("= ANY(%s)") == 1 and "json_each" not in spelled and "json_extract" not in spelled
    assert "(content::json ->> 'reported_at')" in spelled and "b %% 7 = %s" in spelled
    assert len(re.findall(r"(?<!%)%s", spelled)) == len(condition[1])


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.text()), st.one_of(st.none(), st.floats(), st.integers(-5, 5)),
            st.one_of(st.none(), st.integers(-(2**62), 2**62)),
        ), min_size=1, max_size=30,
    )
)  # fmt: skip
def test_rows_come_back_from_the_database_as_they_went_in(postgis, rows):
    database = _scratch(postgis)
    database.execute("CREATE TEMPORARY TABLE t (n TEXT, a REAL, b INTEGER)".replace("REAL", "DOUBLE PRECISION")
                     .replace("INTEGER", "BIGINT"))  # fmt: skip
    try:
        for text, _ in copying.texts_of(rows, ["TEXT", "REAL", "INTEGER"], [False] * 3):
            database._connection.cursor().copy_expert(postgis_sql.copy_in("t", "nab"), copying_file(text))
        got = database.execute("SELECT n, a, b FROM t").fetchall()
    finally:
        database.close()
    expected = [
        (
            text if text is None else copying.plain(text),
            None if number is None or number != number else float(number),
            whole,
        )
        for text, number, whole in rows
    ]
    assert got == expected


@pytest.mark.parametrize("drawn", ["0e12345678901234", "1234567890123456", "nan"])
def test_the_word_for_what_is_missing_is_never_taken_for_a_number(postgis, monkeypatch, drawn):
    monkeypatch.setattr("igh_plugin.workspace.postgres.secrets.token_hex", lambda size: drawn)
    database = _scratch(postgis)
    try:
        select = f"SELECT * FROM (VALUES (0.0, '{drawn}'), (1234567890123456, NULL), (NULL, '')) AS t (a, n)"
        got = database.read(select, (), ["a", "n"], {"a": "REAL", "n": "TEXT"})
    finally:
        database.close()
    assert got["a"][:2].tolist() == [0.0, 1234567890123456.0] and np.isnan(got["a"][2])
    assert got["n"].tolist() == [drawn, None, ""]


def copying_file(text):
    from igh_plugin.workspace.postgres import _Bytes

    return _Bytes(text)


def _scratch(postgis):
    from igh_plugin.workspace.postgres import PostgresDatabase

    return PostgresDatabase(read_address(postgis), read_only=False)


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7), st.integers(1, 999_999))
def test_a_geometry_goes_to_postgis_and_back(x, y, srs_id):
    (point,) = geometry.point_blobs(np.array([x]), np.array([y]), srs_id)
    assert geometry.of_ewkb(geometry.ewkb_of(point)) == point
    (area,), _ = geometry.pack([SQUARE], "MultiPolygon", srs_id)
    assert geometry.wkb_of(geometry.of_ewkb(geometry.ewkb_of(area))) == geometry.wkb_of(area)


# ---------------------------------------------------------------- months


def _parts(workspace):
    found = workspace._database.execute("SELECT tableoid::regclass::text, count(*) FROM events GROUP BY 1")
    return {name.split(".")[-1]: number for name, number in found}


def test_events_lie_in_the_part_of_their_month(workspace):
    frame = events_frame(6, seed=1)
    days = ["2019-12-31", "2020-01-01", "2020-01-31", "0001-01-01", "2100-01-01"]
    frame.loc[:4, "local_day"] = np.array(days, "datetime64[D]").astype(float)
    frame.loc[5, "local_day"] = np.nan
    store(workspace, frame)
    assert _parts(workspace) == {"events_2019m12": 1, "events_2020m01": 2, "events_other": 3}
    frame.loc[0, "local_day"] += 1
    frame.loc[0, "row_hash"] += 1
    assert store(workspace, frame).changed == 1
    assert _parts(workspace) == {"events_2020m01": 3, "events_other": 3}
    assert workspace.events(["event_id"])["event_id"].tolist() == frame["event_id"].tolist()


def test_a_period_reads_its_months_alone(workspace):
    frame = events_frame(2_000, seed=2)
    store(workspace, frame)
    plan = workspace._database.execute(
        "EXPLAIN SELECT count(*) FROM events WHERE local_day BETWEEN 18262 AND 18292"
    )
    read = set(re.findall(r"on (events_\w+)", "\n".join(line for (line,) in plan)))
    assert read and {name.split("_")[1] for name in read if re.search(r"m\d\d", name)} <= {"2020m01"}
    kinds = dict(
        workspace._database.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = ? AND tablename = 'events_2020m01'",
            (workspace.address.schema,),
        ).fetchall()
    )
    methods = " ".join(kinds.values())
    assert "USING gist (geom)" in methods and "USING brin (run)" in methods


# ---------------------------------------------------------------- the cube


@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.integers(0, 2**31), st.integers(0, 300), st.booleans(),
    st.sampled_from(["neighbourhood", "place", "cell:250"]), st.sampled_from(["", "type"]),
)  # fmt: skip
def test_the_database_counts_a_cube_as_it_is_counted_on_arrays(
    postgis, seed, size, split, division, attribute
):
    random = np.random.default_rng(seed)
    frame = events_frame(size, seed)
    frame["category"] = random.choice(np.array(["é", "waste", "", None, "Z"], object), size)
    frame["a_type"] = random.choice(np.array(["bag", "box", None], object), size)
    frame.loc[random.random(size) < 0.1, "area"] = None
    frame.loc[random.random(size) < 0.1, "cell"] = 0
    frame.loc[random.random(size) < 0.1, ["local_day", "local_hour"]] = np.nan
    frame["local_day"] -= 18_300.0
    if split:
        frame["m_items"] += random.random(size)
    frame["m_weight"] = random.random(size) * 1e6
    frame.loc[random.random(size) < 0.2, "m_items"] = np.nan
    with PostgisWorkspace.create(f"{postgis}?schema=p{next(NUMBERS)}", "EPSG:28992") as workspace:
        fill_areas(workspace)
        with workspace.begin("collect", "city") as run:
            run.put_source({"source": "city", "kind": "report", "grain": "event"})
            for name in ("items", "weight"):
                run.declare_measure("city", name, name, name)
            run.declare_attribute("city", "type", "Type")
            run.store_events("city", frame)
        for kind in ("all", "day", "week", "month", "quarter", "year"):
            cube, about = Reading(workspace, "city", division, attribute).counted(kind)
            columns = Reading(workspace, "city", division, attribute).all()
            expected = cube_of(columns, kind)
            assert basis_as_told(cube, ("items", "weight"), **about) == basis_of(expected, columns)
            assert list(cube.values) == list(expected.values)
            for name in ("place", "period", "category", "attribute"):
                ours, other = getattr(cube, name), getattr(expected, name)
                assert (ours is None and other is None) or ours.tolist() == other.tolist()
            for name, values in expected.values.items():
                assert cube.values[name].tolist() == values.tolist()
                assert cube.values[name].dtype == values.dtype or not len(values)


# ---------------------------------------------------------------- texts, failures, several at once


def test_what_postgresql_cannot_keep_is_replaced(workspace):
    frame = events_frame(3, seed=3)
    frame["place"] = ["with\0null", "half\ud800", 'quotes "and", \\N\n']
    store(workspace, frame)
    assert workspace.events(["place"])["place"].tolist() == ["with\ufffdnull", "half?", 'quotes "and", \\N\n']
    assert store(workspace, frame).unchanged == 3


def test_a_workspace_is_there_once_it_was_made(address):
    assert not is_there(address)
    with pytest.raises(UserError, match="There is no workspace"):
        open_workspace(address)
    PostgisWorkspace.create(address, "EPSG:28992").close()
    assert is_there(address)
    with pytest.raises(UserError, match="is a workspace already"):
        PostgisWorkspace.create(address, "EPSG:28992")


def test_failures_are_sentences_without_secrets(postgis, workspace, monkeypatch):
    host = read_address(postgis)
    with pytest.raises(UserError, match="no connection"):
        open_workspace(f"postgresql://{host.host}:1/postgres")
    with pytest.raises(UserError, match=r"no connection.*does not exist"):
        open_workspace(f"postgresql://{host.host}:{host.port}/none")
    with open_workspace(workspace.place, read_only=True) as reading:
        with pytest.raises(ValueError, match="opened for reading"):
            reading.begin("collect")
        with pytest.raises(UserError, match="Your role may not"), reading._database.errors():
            reading._database.execute("DELETE FROM events")
    monkeypatch.setenv("PGPASSWORD", "wrong-word")
    with pytest.raises(UserError, match="password authentication failed") as caught:
        open_workspace(postgis)
    assert "wrong-word" not in str(caught.value) and PASSWORD not in str(caught.value)


def test_a_connection_that_breaks_leaves_the_state_before(workspace):
    store(workspace, events_frame(50, seed=4))
    before = workspace.fingerprint()
    with open_workspace(workspace.place) as other:
        (number,) = other._database.execute("SELECT pg_backend_pid()").fetchone()
        with pytest.raises(UserError, match="no connection"), other.begin("collect", "city") as run:
            run.store_events("city", events_frame(80, seed=5))
            workspace._database.execute("SELECT pg_terminate_backend(?)", (number,))
            run.store_events("city", events_frame(10, seed=6, start=80))
    assert workspace.fingerprint() == before
    assert store(workspace, events_frame(60, seed=7)).new == 10


def test_who_reads_does_not_wait_for_who_writes(workspace):
    store(workspace, events_frame(50, seed=8))
    with (
        open_workspace(workspace.place, read_only=True) as reading,
        workspace.begin("collect", "city") as run,
    ):
        run.store_events("city", events_frame(90, seed=9))
        assert reading.count_events() == 50
        assert len(reading.events(["event_id"])["event_id"]) == 50
    with open_workspace(workspace.place, read_only=True) as reading:
        assert reading.count_events() == 90


def test_the_second_who_writes_waits_for_the_first(workspace):
    """The first run ends while the second waits; both are whole, and none sees half of the other."""
    store(workspace, events_frame(30, seed=1))
    script = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from igh_plugin.workspace.opening import open_workspace
from tests.unit.workspace_data import events_frame
with open_workspace({workspace.place!r}) as workspace, workspace.begin("collect", "town") as run:
    run.store_events("town", events_frame(40, seed=1, start=1000))
    print("writing", flush=True)
    time.sleep(1.5)
"""
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "writing\n"
    begin = time.monotonic()
    changes = store(workspace, events_frame(30, seed=2))
    assert child.wait() == 0 and time.monotonic() - begin > 1
    assert changes.changed == 30 and workspace.count_events() == 70
    assert [run["source"] for run in workspace.runs()] == ["city", "town", "city"]


@pytest.mark.long
@pytest.mark.parametrize("after", [0.0, 0.05, 0.1, 0.2, 0.4])
def test_a_writer_that_is_killed_leaves_the_state_before_or_after(workspace, after):
    fill_areas(workspace)
    store(workspace, events_frame(2_000, seed=1))
    before = workspace.fingerprint()
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from igh_plugin.workspace.opening import open_workspace
from tests.unit.workspace_data import events_frame, store
with open_workspace({workspace.place!r}) as workspace:
    print("ready", flush=True)
    store(workspace, events_frame(3_000, seed=2))
"""
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    changes = store(workspace, events_frame(3_000, seed=2))
    assert (changes.new, changes.changed, changes.unchanged) in ((1_000, 2_000, 0), (0, 0, 3_000))
    with workspace.begin("clean") as run:
        run.erase_events([f"city:{number}" for number in range(2_000, 3_000)], "a_score")
    assert workspace.count_events() == 2_000 and workspace.fingerprint() != before


def test_an_older_layout_is_brought_up_to_date_with_its_rights(workspace):
    store(workspace, events_frame(20, seed=1))
    before, tables = workspace.fingerprint(), set(workspace._database.table_names())
    workspace._database.execute("DROP TABLE cubes")
    workspace._database.execute("DROP POLICY igh_events ON events")
    workspace._database.execute("UPDATE igh_workspace SET value = '2' WHERE key = 'schema_version'")
    with pytest.raises(UserError, match="older version"):
        open_workspace(workspace.place, read_only=True)
    with open_workspace(workspace.place) as made:
        assert made.fingerprint() == before and set(made._database.table_names()) == tables
        secured = made._database.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid WHERE relnamespace = to_regnamespace(?)"
            " AND relrowsecurity",
            (made.address.schema,),
        ).fetchall()
        assert {"events", "cubes", "event_history", "cube"} <= {name for (name,) in secured}
        assert store(made, events_frame(20, seed=1)).unchanged == 20


@pytest.mark.long
def test_what_is_erased_leaves_the_files_of_the_database(postgis, workspace):
    frame = events_frame(300, seed=1)
    frame["address"] = "Verdwijnstraat 12345"
    store(workspace, frame)
    frame["row_hash"] += 1
    store(workspace, frame)
    (folder,) = workspace._database.execute("SHOW data_directory").fetchone()

    def holds():
        workspace._database.execute("CHECKPOINT")
        files = [path for path in Path(folder, "base").rglob("*") if path.is_file()]
        return any(b"Verdwijnstraat" in path.read_bytes() for path in files)

    assert holds()
    with workspace.begin("erase") as run:
        gone = run.erase_events([f"city:{number}" for number in range(300)], "a_score")
    assert (gone.events, gone.versions) == (300, 300)
    workspace.shred()
    assert workspace.count_events() == 0 and not holds()


def test_long_names_stay_apart_and_unfit_ones_are_told(workspace):
    columns = {"code": np.array(["a"], object)}
    theme = "t" * 60
    with workspace.begin("theme") as run:
        for name in ("hotspots", "areas"):
            run.store_result(theme, "operational", name, {"code": np.array([name], object)})
    tables = [one["table_name"] for one in workspace.results()]
    assert len(set(tables)) == 2
    assert [workspace.result(table)["code"].tolist() for table in sorted(tables)] != [["areas"], ["areas"]]
    for column in ("c" * 64, "xmin"):
        with pytest.raises(UserError, match="cannot have a column"), workspace.begin("theme") as run:
            run.store_result("t", "l", "n", {column: columns["code"]})


def test_sums_are_taken_in_the_order_of_the_events(workspace, tmp_path):
    frame = events_frame(3_000, seed=1)
    frame["m_items"] = np.random.default_rng(1).random(3_000) * 1e6
    with GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992") as other:
        for one in (workspace, other):
            store(one, frame)
        ours, theirs = (one.count_by(EventFilter(), ["category"], ["items"]) for one in (workspace, other))
    assert ours["m_items"].tolist() == theirs["m_items"].tolist()


def test_a_schema_of_the_manager_serves_and_one_with_such_tables_does_not(postgis):
    database = _scratch(postgis)
    name = f"p{next(NUMBERS)}"
    database.execute(f"CREATE SCHEMA {name}")
    PostgisWorkspace.create(f"{postgis}?schema={name}", "EPSG:28992").close()
    name = f"p{next(NUMBERS)}"
    database.execute(f"CREATE SCHEMA {name}")
    database.execute(f"CREATE TABLE {name}.areas (a int)")
    with pytest.raises(UserError, match="tables of these names already: areas"):
        PostgisWorkspace.create(f"{postgis}?schema={name}", "EPSG:28992")
    database.close()


def test_a_reader_who_keeps_the_events_is_told_as_such(workspace, monkeypatch):
    store(workspace, events_frame(20, seed=1))
    monkeypatch.setattr("igh_plugin.workspace.postgres.WAIT_SECONDS", 0.3)
    frame = events_frame(30, seed=2)
    frame["local_day"] += 5_000
    with open_workspace(workspace.place, read_only=True) as reading, reading._database.snapshot():
        assert reading.count_events() == 20
        with (
            open_workspace(workspace.place) as writing,
            pytest.raises(UserError, match="Others read or write"),
        ):
            store(writing, frame)
    assert workspace.count_events() == 20
