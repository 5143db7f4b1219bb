"""A real PostgreSQL with PostGIS as a source."""

import threading
import time

import numpy as np
import pytest

from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.pipeline.draft import Wish, fetch_sample
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.door import Plain
from tests.servers import postgres

psycopg2 = pytest.importorskip("psycopg2")
NOW = np.datetime64("2026-11-20T12:00:00")
COUNT = 45_000
YAML = """
source: cases
kind: report
crs: EPSG:28992
licence: internal
timezone: {{stored: UTC, local: Europe/Amsterdam}}
connection: {{type: postgis, address: "{address}", credentials: abc, {rows}}}
refresh: {{every: 1, field: changed, overlap: 1, whole: 30}}
id: number
fields:
  occurred_from: happened
  reported_at: changed
  category: sort
  place: Straat
  wkt: geom
measures:
  minutes: {{column: minutes}}
personal: [reporter]
"""
MAKE = """
CREATE SCHEMA work;
CREATE TABLE work.cases AS SELECT n AS number, timestamptz '2026-01-01 00:30+01' + n * interval '5 minutes' AS happened,
  date '2026-01-01' + n / 300 AS changed, CASE n % 3 WHEN 0 THEN 'afval' ELSE 'parkeren; "dubbel"' END AS sort,
  nullif('Straat ' || n % 50, 'Straat 0') AS "Straat", 'jan' || n || '@example.org' AS reporter,
  (n % 7)::numeric(5, 2) / 4 AS minutes,
  ST_SetSRID(ST_MakePoint(120000.125 + n % 997, 487000.5 + n % 883), 28992) AS geom
FROM generate_series(1, {count}) AS n;
CREATE FUNCTION work.wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM work.cases; SELECT 1';
"""


class Login(Plain):
    def __init__(self, password=postgres.PASSWORD):
        self.password = password

    def login(self, credentials):
        return "gis", self.password


@pytest.fixture(scope="module")
def server():
    if postgres.programs() is None or not postgres.has_postgis():
        pytest.skip("there is no PostgreSQL with PostGIS on this machine")
    with postgres.database() as (host, port):
        connection = psycopg2.connect(
            host=host, port=port, user="gis", password=postgres.PASSWORD, dbname="postgres"
        )
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION postgis")
            cursor.execute(MAKE.format(count=COUNT))
            yield f"postgresql://{host}:{port}/postgres", cursor
        connection.close()


@pytest.fixture
def workspace(empty_workspace):
    return empty_workspace


def collect(workspace, server, rows="table: work.cases", around=None, **options):
    definition = parse_definition(YAML.format(address=server[0], rows=rows))
    return collect_source(
        workspace, definition, around or Login(), options.pop("progress", None), now=NOW, **options
    )


def test_a_table_comes_whole_and_only_what_is_mapped(workspace, server):
    result = collect(workspace, server)
    assert (result.read, result.kept, result.rejected) == (COUNT, COUNT, {})
    events = workspace.events(
        ["event_id", "occurred_from", "occurred_local", "category", "place", "x", "y", "m_minutes"]
    )
    at = events["event_id"].tolist().index("cases:1")
    row = {name: values[at] for name, values in events.items()}
    assert (
        str(row["occurred_from"]) == "2025-12-31T23:35:00"
        and str(row["occurred_local"]) == "2026-01-01T00:35:00"
    )
    assert (row["category"], row["place"], row["x"], row["y"], row["m_minutes"]) == (
        'parkeren; "dubbel"', "Straat 1", 120001.125, 487001.5, 0.25)  # fmt: skip
    files = [file for file in workspace.path.parent.rglob("*") if file.is_file()]
    assert not [
        one
        for one in files
        if b"@example.org" in one.read_bytes() or postgres.PASSWORD.encode() in one.read_bytes()
    ]


def test_increments_and_a_query(workspace, server):
    rows = "query: \"SELECT * FROM work.cases WHERE sort LIKE 'afval%'\""
    first = collect(workspace, server, rows)
    assert first.read == COUNT // 3
    server[1].execute("UPDATE work.cases SET sort = 'afval' WHERE number = 44999")
    try:
        second = collect(workspace, server, rows)
        assert second.new == 1 and second.withdrawn == 0 and second.read < 1000
    finally:
        server[1].execute("UPDATE work.cases SET sort = 'parkeren' WHERE number = 44999")


def test_what_the_database_refuses_is_told(workspace, server, monkeypatch):
    for name in ("PGUSER", "PGPASSWORD"):  # other tests may have a login there
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(errors.Refused, match='relation "work.nothing" does not exist'):
        collect(workspace, server, "table: work.nothing")
    with pytest.raises(errors.Unreachable, match="password authentication failed.*Authentication") as caught:
        collect(workspace, server, around=Login("verkeerd-wachtwoord"))
    assert "verkeerd-wachtwoord" not in str(caught.value)
    stranger = Wish("cases", "postgis", server[0], table="work.cases")
    with pytest.raises(errors.Unreachable, match="no password supplied.*Check the credentials"):
        fetch_sample(stranger)
    with pytest.raises(errors.Refused, match="read-only transaction"):
        collect(workspace, server, 'query: "SELECT c.*, work.wipe() FROM work.cases AS c"')
    server[1].execute("SELECT count(*) FROM work.cases")
    assert server[1].fetchone() == (COUNT,)


def test_a_connection_that_is_cut_is_made_anew_or_told(workspace, server, monkeypatch):
    from igh_plugin.sources import spool

    kept, left = spool.Spool.add, [1]

    def cut(self, batch, mark):
        kept(self, batch, mark)
        if left[0] > 0:
            left[0] -= 1
            server[1].execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'IGH for QGIS'"
            )

    monkeypatch.setattr(spool.Spool, "add", cut)
    assert collect(workspace, server).read == COUNT
    before = workspace.fingerprint()
    left[0] = 99
    with pytest.raises(errors.Broken, match="connection to the database broke after 20000 records"):
        collect(workspace, server, whole=True)
    assert workspace.fingerprint() == before


def test_a_long_statement_is_stopped_within_a_second(workspace, server):
    class Stopping(Silent):
        stop = False

        def is_cancelled(self):
            return self.stop

        def check(self):
            if self.stop:
                raise Cancelled

    watching = Stopping()
    threading.Timer(1.0, lambda: setattr(watching, "stop", True)).start()
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        collect(
            workspace, server, 'query: "SELECT c.*, pg_sleep(0.01) FROM work.cases AS c"', progress=watching
        )
    assert time.monotonic() - begin < 2.2
