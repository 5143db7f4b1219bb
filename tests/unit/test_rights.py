"""A role sees what it was given of a shared workspace, by whatever way it tries."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.pipeline.combine import combine, left_behind
from igh_plugin.workspace.opening import open_workspace
from igh_plugin.workspace.postgis import PostgisWorkspace
from igh_plugin.workspace.rights_sql import CITY, DISTRICT, TOTALS
from tests.servers.postgres import PASSWORD
from tests.unit.workspace_data import SQUARE, events_frame, fill_areas, put

psycopg2 = pytest.importorskip("psycopg2", reason="psycopg2 is absent here: it comes with QGIS")
NUMBERS = itertools.count()
SECRET = "Geheimlaan"
ROLES = ("owner", "writer", "whole", "north", "south", "totals", "stranger")


class Shared:
    """A workspace whose owner is no superuser, and roles that see different things of it."""

    def __init__(self, postgis, patch):
        number = next(NUMBERS)
        self.patch, self.names = patch, {role: f"{role}_{number}" for role in ROLES}
        self.place = f"{postgis}?schema=r{number}"
        with self.connect("gis") as connection, connection.cursor() as cursor:
            for name in self.names.values():
                cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
            cursor.execute(f"GRANT CREATE ON DATABASE postgres TO {self.names['owner']}")
            cursor.execute(f"GRANT {self.names['owner']} TO {self.names['writer']}")
        with self.as_("owner", create=True) as workspace:
            fill_areas(workspace)
            put(workspace, self.events())
            combine(workspace, kinds=("month", "all"))
            combine(workspace, divisions=("cell:100",), kinds=("all",))
            with workspace.begin("theme") as run:
                run.store_result(
                    "t", "l", "hotspots", {"code": np.array(["N0"], object)}, [SQUARE], "Polygon"
                )
            for role, may, areas in (("north", DISTRICT, ["Q1"]), ("south", DISTRICT, ["Q2"]), ("totals", "totals", []),
                                     ("whole", CITY, [])):  # fmt: skip
                workspace.grant_access(self.names[role], may, areas)

    def events(self, size=400):
        frame = events_frame(size, seed=1)
        frame["address"] = [f"{SECRET} {area} {number}" for number, area in enumerate(frame["area"])]
        frame.loc[:9, "area"] = None
        return frame

    def login(self, role):
        self.patch.setenv("PGUSER", self.names.get(role, role))
        self.patch.setenv("PGPASSWORD", PASSWORD)

    def as_(self, role, create=False, read_only=True):
        self.login(role)
        if create:
            return PostgisWorkspace.create(self.place, "EPSG:28992")
        return open_workspace(self.place, read_only=read_only)

    def connect(self, role):
        from igh_plugin.workspace.address import read_address

        self.login(role)
        address = read_address(self.place)
        connection = psycopg2.connect(host=address.host, port=address.port, dbname=address.database)
        connection.autocommit = True
        connection.cursor().execute(f"SET search_path TO {address.schema}, public")
        return connection


@pytest.fixture(scope="module")
def shared(postgis):
    with pytest.MonkeyPatch.context() as patch:
        yield Shared(postgis, patch)


@pytest.fixture
def north(shared):
    """A cursor of a role that sees the quarter Q1, and texts must not tell it of N2 and N3."""
    connection = shared.connect("north")
    yield connection.cursor()
    connection.close()


def rows(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchall()


def test_each_role_counts_what_it_may_see(shared):
    frame = shared.events()
    inside = {
        "owner": len(frame), "writer": len(frame), "whole": len(frame),
        "north": int(frame["area"].isin(["N0", "N1"]).sum()), "south": int(frame["area"].isin(["N2", "N3"]).sum()),
    }  # fmt: skip
    for role, expected in inside.items():
        with shared.as_(role) as workspace:
            assert workspace.count_events() == expected
            assert len(workspace.events(["event_id", "x"])["x"]) == expected
            assert (workspace.seen_areas() is None) == (expected == len(frame))
    with shared.as_("north") as workspace:
        assert workspace.seen_areas() == ["N0", "N1"]
        seen = workspace.cube(["city"], "neighbourhood", "all")
        assert set(seen["place"]) == {"N0", "N1"}
        assert len(workspace.cube(["city"], "cell:100", "all")["place"]) == 0
        assert workspace.results() == []
        with pytest.raises(UserError, match="Choose one of these areas: Q1"):
            workspace.must_see()
        with pytest.raises(UserError, match="Choose one of these areas: Q1"):
            workspace.must_see("district", "D")
        workspace.must_see("quarter", "Q1")
        workspace.must_see("neighbourhood", "N1")


def test_nobody_is_told_that_what_was_counted_last_is_behind(shared):
    for role in ("owner", "whole", "north", "south"):
        with shared.as_(role) as workspace:
            assert left_behind(workspace, ["city"], "neighbourhood", "month") == ()


def test_totals_of_the_city_are_there_for_every_role(shared):
    told = {}
    statement = f"SELECT period, category, measure, value FROM {TOTALS} WHERE division = 'neighbourhood' AND period_kind = 'month' ORDER BY 1, 2, 3"
    for role in ("owner", "whole", "north", "totals"):
        with shared.connect(role) as connection, connection.cursor() as cursor:
            told[role] = rows(cursor, statement)
    events = sum(value for _, _, measure, value in told["owner"] if measure == "events")
    assert events == len(shared.events())
    assert told["north"] == told["totals"] == told["whole"] == told["owner"]
    with shared.as_("totals") as workspace, pytest.raises(UserError, match="no rows"):
        workspace.must_see()


def test_a_role_without_rights_sees_nothing(shared):
    with pytest.raises(UserError, match="Your role may not|There is no workspace"):
        shared.as_("stranger")


WAYS = {
    "a count": "SELECT DISTINCT area FROM events",
    "everything as text": "SELECT string_agg(events::text, ' ') FROM events",
    "earlier versions": "SELECT content FROM event_history",
    "the cube": "SELECT place FROM cube",
    "a sample": "SELECT address FROM events TABLESAMPLE SYSTEM (100)",
    "incidents": "SELECT incident, other, reason FROM incidents",
    "a copy in a table of its own": "CREATE TEMP TABLE mine AS TABLE events; SELECT address FROM mine",
    "a join that is true": "SELECT b.address FROM events a JOIN events b ON TRUE",
    "statistics of the planner": "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE schemaname LIKE 'r%'",
    "a plan": "EXPLAIN (VERBOSE) SELECT * FROM events WHERE address LIKE '%N2%'",
    "an area that is asked for": "SELECT address FROM events WHERE area = 'N2' OR area IS NULL",
    "its own rights": "SELECT oid::regrole::text, code, area FROM access",
    "a role's areas": "SELECT area FROM access WHERE may = 'district' AND oid::regrole::text NOT LIKE 'north%'",
    "who was given which right": "SELECT parameters FROM runs WHERE kind IN ('rights', 'erase')",
}


@pytest.mark.parametrize("way", WAYS)
def test_what_it_may_ask_does_not_tell_of_other_areas(north, way):
    text = repr(rows(north, WAYS[way]))
    assert f"{SECRET} N2" not in text and f"{SECRET} N3" not in text
    assert "'N2'" not in text and "'N3'" not in text and f"{SECRET} None" not in text
    if way == "a count":
        assert "'N0'" in text and "'N1'" in text


FORBIDDEN = {
    "a part of events itself": "SELECT * FROM events_2019m11",
    "the part of all other days": "SELECT * FROM events_other",
    "a view over all versions": "SELECT * FROM event_versions",
    "the areas of another role": "SELECT igh_seen_areas('{south}'), 1 / (SELECT cardinality(igh_seen_areas('{south}')))",
    "rejected rows": "SELECT * FROM rejects",
    "addresses that were looked up": "SELECT * FROM geocodes",
    "hashes of erased events": "SELECT * FROM erased",
    "a result of the whole city": "SELECT * FROM t_l_hotspots",
    "another role": "SET ROLE {owner}",
    "another user": "SET SESSION AUTHORIZATION {owner}",
    "row security off": "SET row_security TO off; SELECT * FROM events",
    "an update that tells": "UPDATE events SET status = 'x' RETURNING address",
    "a deletion": "DELETE FROM events",
    "a row of its own": "INSERT INTO events (event_id, source, run, row_hash) VALUES ('city:1', 'city', 1, 1)",
    "more rights": "UPDATE access SET area = 'N2'",
    "new rights": "INSERT INTO access (oid, may) VALUES (1, 'city')",
    "a policy of its own": "CREATE POLICY p ON events FOR SELECT USING (TRUE)",
    "an end of the policies": "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
    "the next key": "SELECT nextval('events_fid_seq')",
    "a table in the workspace": "CREATE TABLE events_2019m99 (a int)",
    "the planner's table": "SELECT * FROM pg_statistic",
    "a lock that waits": "BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE",
    "files of the server": "COPY events TO '/tmp/x'",
}


@pytest.mark.parametrize("way", FORBIDDEN)
def test_what_it_may_not_do_is_refused(shared, north, way):
    with pytest.raises(psycopg2.Error) as caught:
        rows(north, FORBIDDEN[way].format(**shared.names))
    assert caught.value.pgcode in ("42501", "22023", "22012")
    assert SECRET not in str(caught.value)


class Unlimited(list):
    """psycopg2 keeps fifty notices in a list of its own, and all of them in this one."""


def test_a_function_that_talks_gets_no_other_rows_to_hear(north):
    north.execute(
        "CREATE FUNCTION pg_temp.talk(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
        " $$ BEGIN RAISE NOTICE '%', $1; RETURN TRUE; END $$"
    )
    heard = []
    for statement in ("events WHERE pg_temp.talk(address)", f"{TOTALS} WHERE pg_temp.talk(category)"):
        north.connection.notices = Unlimited()
        rows(north, "SELECT 1 FROM " + statement)
        heard += north.connection.notices
    heard = " ".join(heard)
    assert f"{SECRET} N0" in heard
    assert f"{SECRET} N2" not in heard and f"{SECRET} N3" not in heard and f"{SECRET} None" not in heard


def test_names_of_its_own_do_not_mislead_the_functions_that_tell_rights(north):
    north.execute(
        "CREATE TEMP TABLE access AS SELECT current_user::regrole::oid AS oid, 'city' AS may, 'N2' AS area"
    )
    north.execute("SET search_path TO pg_temp, r0")
    north.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^r[0-9]+$'")
    for (schema,) in north.fetchall():
        try:
            found = rows(north, f"SELECT DISTINCT area FROM {schema}.events")
        except psycopg2.Error:
            continue
        assert {area for (area,) in found} == {"N0", "N1"}


def test_a_copy_out_of_events_holds_its_own_rows(north, tmp_path):
    with open(tmp_path / "out.csv", "w+", encoding="utf-8") as file:
        north.copy_expert("COPY events TO STDOUT", file)
        north.copy_expert("COPY (SELECT * FROM events) TO STDOUT", file)
        file.seek(0)
        text = file.read()
    assert f"{SECRET} N0" in text and f"{SECRET} N2" not in text and f"{SECRET} None" not in text


def test_a_member_of_the_owning_role_collects_and_what_he_makes_belongs_to_all(shared):
    with shared.as_("writer", read_only=False) as workspace:
        frame = shared.events(420)
        frame["local_day"] += 4_000
        frame["row_hash"] += 1
        put(workspace, frame)
        combine(workspace, kinds=("month", "all"))
        owners = workspace._database.execute(
            "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = to_regnamespace(?)",
            (workspace.address.schema,),
        ).fetchall()
        assert owners == [(shared.names["owner"],)]
    with shared.as_("north") as workspace:
        expected = int(frame["area"].isin(["N0", "N1"]).sum())
        assert workspace.count_events(EventFilter(first_day=20_000)) == expected
    with shared.as_("whole") as workspace:
        assert workspace.result("t_l_hotspots")["code"].tolist() == ["N0"]


def test_rights_follow_the_areas_and_can_be_taken_back(shared):
    with shared.as_("owner", read_only=False) as workspace:
        frame = pd.DataFrame({"code": ["N0", "N1", "N2", "N3"], "parent": ["Q1", "Q2", "Q2", "Q2"]})
        frame["name"], frame["area_km2"], frame["geometry"] = frame["code"], 1.5, [SQUARE] * 4
        with workspace.begin("areas") as run:
            run.replace_areas("neighbourhood", frame)
    with shared.as_("north") as workspace:
        assert workspace.seen_areas() == ["N0"]
    with shared.as_("owner", read_only=False) as workspace:
        with workspace.begin("areas") as run:
            run.replace_areas(
                "quarter", pd.DataFrame({"code": ["Q2"], "parent": ["D"], "geometry": [SQUARE]})
            )
    with shared.as_("north") as workspace:
        assert workspace.seen_areas() == [] and workspace.count_events() == 0
    with shared.as_("owner", read_only=False) as workspace:
        assert workspace.grant_access(shared.names["south"], "none") == 0
    with pytest.raises(UserError, match="Your role may not|There is no workspace"):
        shared.as_("south")


def test_who_cannot_be_given_a_right_is_told(shared):
    with shared.as_("owner", read_only=False) as workspace:
        for role, may, areas, sentence in (
            ("nobody_such", CITY, [], "no role nobody_such"), (shared.names["writer"], CITY, [], "sees everything"),
            (shared.names["totals"], DISTRICT, [], "which areas"), (shared.names["totals"], DISTRICT, ["X"], "no area"),
        ):  # fmt: skip
            before = workspace.last_run()
            with pytest.raises(UserError, match=sentence):
                workspace.grant_access(role, may, areas)
            assert workspace.last_run() == before
    with shared.as_("whole", read_only=False) as workspace, pytest.raises(UserError, match="may not"):
        workspace.grant_access(shared.names["totals"], CITY)


# ---------------------------------------------------------------- roles that come and go, and others who own


@pytest.fixture
def fresh(postgis, monkeypatch):
    return Shared(postgis, monkeypatch)


def admin(shared, *statements):
    with shared.connect("gis") as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**shared.names))


def result(workspace):
    with workspace.begin("theme") as run:
        run.store_result("t", "l", "later", {"code": np.array(["N3"], object)}, [SQUARE], "Polygon")


def test_a_role_that_is_dropped_or_renamed_stops_nobody_and_leaves_no_right(fresh):
    admin(fresh, "DROP OWNED BY {south}", "DROP ROLE {south}", "ALTER ROLE {north} RENAME TO {north}_b")
    with fresh.as_("owner", read_only=False) as workspace:
        result(workspace)
    admin(fresh, f"CREATE ROLE {{south}} LOGIN PASSWORD '{PASSWORD}'")
    with pytest.raises(UserError, match="Your role may not|There is no workspace"):
        fresh.as_("south")
    admin(fresh, "ALTER ROLE {north}_b RENAME TO {north}")
    with fresh.as_("north") as workspace:
        assert workspace.seen_areas() == ["N0", "N1"] and workspace.count_events() > 0


def test_what_a_superuser_makes_belongs_to_the_owning_role(fresh):
    with fresh.as_("gis", read_only=False) as workspace:
        frame = fresh.events(420)
        frame["local_day"] += 4_000
        frame["row_hash"] += 1
        put(workspace, frame)
        result(workspace)
    with fresh.as_("owner", read_only=False) as workspace:
        result(workspace)
        with workspace.begin("clean") as run:
            run.erase_events([f"city:{number}" for number in range(420)], "a_score")
        workspace.shred()
        assert workspace.grant_access(fresh.names["stranger"], CITY) == 0
    schema = workspace.address.schema
    admin(fresh, f"ALTER TABLE {schema}.events_other OWNER TO gis")
    with fresh.as_("owner", read_only=False) as workspace, pytest.raises(UserError, match="events_other"):
        workspace.shred()


def test_whoever_reads_every_table_sees_no_more_by_the_parts_and_results(fresh):
    admin(fresh, "GRANT pg_read_all_data TO {north}")
    with fresh.connect("north") as connection, connection.cursor() as cursor:
        parts = rows(cursor, "SELECT relid::text FROM pg_partition_tree('events') WHERE isleaf")
        assert len(parts) > 5
        for (part,) in parts:
            assert rows(cursor, f"SELECT * FROM {part}") == []
        for table in ("t_l_hotspots", "geocodes", "erased", "rejects"):
            assert rows(cursor, f"SELECT * FROM {table}") == []
        assert {area for (area,) in rows(cursor, "SELECT DISTINCT area FROM events")} == {"N0", "N1"}


def test_a_right_on_a_code_stays_on_its_level(fresh):
    with fresh.as_("owner", read_only=False) as workspace:
        frame = pd.DataFrame({"code": ["N0", "N1", "Q2", "N3"], "parent": ["Q1", "Q1", "Q2", "Q2"]})
        frame["geometry"] = [SQUARE] * 4
        with workspace.begin("areas") as run:
            run.replace_areas("neighbourhood", frame)
        assert workspace.grant_access(fresh.names["north"], DISTRICT, ["Q2", "N0", "Q2"]) == 2
        with workspace.begin("areas") as run:
            run.replace_areas("neighbourhood", frame[frame["code"] != "Q2"])
    with fresh.as_("north") as workspace:
        assert workspace.seen_areas() == ["N0"]


def test_a_right_takes_nothing_away_that_is_not_of_the_workspace(fresh):
    schema = fresh.place.partition("schema=")[2]
    admin(fresh, f"CREATE TABLE {schema}.other (a int)", f"GRANT SELECT ON {schema}.other TO {{north}}")
    with fresh.as_("owner", read_only=False) as workspace:
        workspace.grant_access(fresh.names["north"], CITY)
    with fresh.connect("north") as connection, connection.cursor() as cursor:
        assert rows(cursor, "SELECT * FROM other") == []


def test_the_days_of_the_city_are_the_same_for_every_role(fresh):
    told, last = [], []
    for role in ("owner", "north", "totals"):
        with fresh.as_(role) as workspace:
            last.append(workspace.last_days())
            for by_category in (False, True):
                found = workspace.days_of(EventFilter(sources=("city",)), by_category)
                frame = pd.DataFrame(found)
                told.append((by_category, frame.sort_values(list(frame.columns)).to_numpy().tolist()))
    assert told[0] == told[2] == told[4] and told[1] == told[3] == told[5]
    assert last[0] == last[1] == last[2] and last[0]["city"] == max(row[1] for row in told[0][1])
    with fresh.as_("owner") as workspace:
        assert workspace.open_to_all() == ["_postgis_selectivity", "_postgis_stats"]


def test_a_part_that_was_taken_along_knows_that_it_is_one(fresh, tmp_path):
    from igh_plugin.pipeline.moving import move_workspace

    fresh.login("north")
    move_workspace(fresh.place, str(tmp_path / "north.gpkg"))
    with open_workspace(tmp_path / "north.gpkg") as workspace:
        assert workspace.seen_areas() == ["N0", "N1"]
        workspace.must_see("quarter", "Q1")
        with pytest.raises(UserError, match="Choose one of these areas: Q1"):
            workspace.must_see()
