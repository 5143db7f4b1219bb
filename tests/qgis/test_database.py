"""Databases that GDAL opens: real files of SQLite, and the same through ODBC and the driver for SQL Server."""

import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.pipeline.draft import Wish, draft, fetch_sample
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.connectors import connector_for
from igh_plugin.sources.database import DatabaseRows
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.door import Door, Plain
from igh_plugin.workspace import sql

pytestmark = pytest.mark.one_qgis(2)

NOW = np.datetime64("2026-11-20T12:00:00")
COUNT = 45_000
REPORTER, PASSWORD = "jan.jansen@example.org", "geheim-wachtwoord"
YAML = """
source: cases
kind: report
crs: EPSG:28992
licence: internal
timezone: {{stored: UTC, local: Europe/Amsterdam}}
connection: {{type: database, address: "{address}", {rows}}}
refresh: {{every: 1, field: changed, overlap: 1, whole: 30}}
id: number
fields:
  occurred_from: happened
  reported_at: changed
  category: sort
  place: Straat
  {point}
measures:
  minutes: {{column: minutes}}
personal: [reporter]
"""
COLUMNS = ["event_id", "occurred_from", "occurred_local", "category", "place", "x", "y", "m_minutes"]
TABLE, QUERY = "table: cases", "query: 'SELECT * FROM cases'"


class Login(Plain):
    def __init__(self, password=PASSWORD):
        self.password = password

    def login(self, credentials):
        return "gis", self.password


def wanted(address, rows=TABLE):
    definition = define(address, rows)
    return definition.wanted(definition.remote)


def fill(path, count=COUNT):
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE cases (number INTEGER PRIMARY KEY, happened DATETIME, changed DATE, sort TEXT, Straat TEXT,"
            " reporter TEXT, minutes REAL, x REAL, y REAL);"
            "CREATE TABLE others (a TEXT);"
        )
        days = np.datetime64("2026-01-01T00:05:00") + np.arange(count) * np.timedelta64(300, "s")
        connection.executemany(
            "INSERT INTO cases VALUES (?, ?, ?, ?, nullif(?, 'Straat 0'), ?, ?, ?, ?)",
            (
                (
                    at + 1, str(day).replace("T", " "), str(day)[:10], "afval" if at % 3 == 2 else 'parkeren; "dubbel" é',
                    f"Straat {(at + 1) % 50}", REPORTER, (at + 1) % 7 / 4 if at % 11 else None,
                    120000.125 + (at + 1) % 997, 487000.5 + (at + 1) % 883,
                )
                for at, day in enumerate(days)
            ),
        )  # fmt: skip
        connection.commit()
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("database") / "cases.sqlite")


@pytest.fixture
def file(filled, tmp_path):
    path = tmp_path / "cases.sqlite"
    path.write_bytes(filled.read_bytes())
    return path


@pytest.fixture(params=[False, True], ids=["told", "raised"])
def raising(request):
    """GDAL tells its errors or raises them: another plugin may have chosen either for the whole of QGIS."""
    off = []
    while True:
        # The last one that was switched on has to be switched off first.
        on = [module for module in (gdal, ogr, osr) if module.GetUseExceptions()]
        if not on:
            break
        for module in on:
            with suppress(RuntimeError):
                module.DontUseExceptions()
                off.append(module)
                break
    chosen = (gdal, ogr) if request.param else ()
    for module in chosen:
        module.UseExceptions()
    yield
    for module in chosen[::-1]:
        module.DontUseExceptions()
    for module in off[::-1]:
        module.UseExceptions()


def change(file, statement):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def define(address, rows=TABLE, point="x: x\n  y: y"):
    return parse_definition(YAML.format(address=address, rows=rows, point=point))


def collect(workspace, address, rows=TABLE, point="x: x\n  y: y", around=None, **options):
    address = f"sqlite:{address}" if isinstance(address, Path) else address
    definition = define(address, rows, point)
    return collect_source(
        workspace, definition, around or Login(), options.pop("progress", None), now=NOW, **options
    )


def events(workspace):
    found = workspace.events(COLUMNS)
    return sorted(zip(*(map(str, values) for values in found.values())))


@pytest.mark.parametrize("rows", [TABLE, QUERY])
def test_a_table_and_a_query_come_whole_and_only_what_is_mapped(empty_workspace, file, rows):
    before = file.read_bytes()
    result = collect(empty_workspace, file, rows)
    assert (result.read, result.kept, result.rejected) == (COUNT, COUNT, {})
    found = empty_workspace.events(COLUMNS)
    at = found["event_id"].tolist().index("cases:2")
    row = {name: values[at] for name, values in found.items()}
    assert (
        str(row["occurred_from"]) == "2026-01-01T00:10:00"
        and str(row["occurred_local"]) == "2026-01-01T01:10:00"
    )
    assert (row["category"], row["place"], row["x"], row["y"], row["m_minutes"]) == (
        'parkeren; "dubbel" é', "Straat 2", 120002.125, 487002.5, 0.5)  # fmt: skip
    named = dict(zip(found["event_id"].tolist(), zip(found["place"].tolist(), found["m_minutes"].tolist())))
    assert not named["cases:50"][0] and np.isnan(named["cases:1"][1])
    again = collect(empty_workspace, file, rows, whole=True)
    assert (again.new, again.changed, again.unchanged) == (0, 0, COUNT)
    assert file.read_bytes() == before and [one.name for one in file.parent.glob("cases*")] == [file.name]
    stored = [one for one in empty_workspace.path.parent.rglob("*") if one.is_file() and one != file]
    assert not [one for one in stored if REPORTER.encode() in one.read_bytes()]


@pytest.mark.parametrize("rows", [TABLE, QUERY])
def test_only_what_changed_is_asked_for(empty_workspace, file, rows):
    collect(empty_workspace, file, rows)
    change(file, "UPDATE cases SET sort = 'drijfvuil' WHERE number = 44999")
    change(file, "DELETE FROM cases WHERE number = 44998")
    second = collect(empty_workspace, file, rows)
    assert (second.changed, second.withdrawn) == (1, 0) and second.read < 1000
    assert collect(empty_workspace, file, rows, whole=True).withdrawn == 1


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("julianday(changed)", "the column changed, by which .* holds no dates such as"),
        ("strftime('%d-%m-%Y', changed)", "the column changed, by which .* holds no dates such as"),
    ],
)
def test_what_is_no_date_is_no_day_to_ask_by(file, made, said):
    rows = f'query: "SELECT number, {made} AS changed FROM cases"'
    with pytest.raises(errors.Refused, match=said):
        read(f"sqlite:{file}", rows, since="2026-02-01")
    found = read(
        f"sqlite:{file}",
        'query: "SELECT number, datetime(changed) AS changed FROM cases"',
        since="2026-02-01",
    )
    assert sum(map(len, found)) == sum(map(len, read(f"sqlite:{file}", TABLE, since="2026-02-01"))) > 30_000


def read(address, rows=TABLE, since="", columns=("number", "changed"), progress=None):
    progress = progress or Silent()
    with Door("cases", Login(), progress) as door:
        connector = connector_for(wanted(address, rows), door, sql, progress)
        return [batch for batch, _ in connector.read(columns, since, "", b"salt")]


@pytest.mark.parametrize("name", ["points.sqlite", "points.gpkg"])
@pytest.mark.parametrize("rows", ["table: cases", "query: 'SELECT * FROM cases'"])
def test_points_come_as_they_are(empty_workspace, tmp_path, name, rows):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    spatial = name.endswith(".sqlite")
    driver = gdal.GetDriverByName("SQLite" if spatial else "GPKG")
    dataset = driver.Create(
        str(tmp_path / name), 0, 0, 0, gdal.GDT_Unknown, ["SPATIALITE=YES"] if spatial else []
    )
    layer = dataset.CreateLayer("cases", reference, ogr.wkbPoint, ["FID=number"])
    for column, kind in (("happened", ogr.OFTDateTime), ("changed", ogr.OFTDate), ("sort", ogr.OFTString)):
        layer.CreateField(ogr.FieldDefn(column, kind))
    for number in range(1, 4):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetFID(number)
        feature["happened"], feature["changed"], feature["sort"] = (
            "2026/01/02 10:00:00",
            "2026/01/02",
            "afval",
        )
        if number < 3:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT (120000.{number} 487000.25)"))
        layer.CreateFeature(feature)
    feature = layer = dataset = None
    text = YAML.format(address=f"sqlite:{tmp_path / name}", rows=rows, point="wkt: geometry")
    text = text[: text.index("measures:")].replace("  place: Straat\n", "")
    result = collect_source(empty_workspace, parse_definition(text), now=NOW)
    assert (result.read, result.kept, result.rejected) == (3, 2, {"missing_coordinates": 1})
    found = empty_workspace.events(["event_id", "x", "y"])
    assert sorted(zip(*(values.tolist() for values in found.values()))) == [
        ("cases:1", 120000.1, 487000.25), ("cases:2", 120000.2, 487000.25)]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "kind", "said"),
    [
        ("table: nothing", errors.Refused, "there is no table nothing; there are: cases, others"),
        ("query: SELECT * FROM nothing", errors.Refused, "the database says: .*nothing"),
        ("query: SELECT a FROM others", errors.Refused, "there is no column changed, by which"),
    ],
)
def test_what_the_database_has_not_is_told(file, rows, kind, said, raising):
    with pytest.raises(kind, match=said):
        read(f"sqlite:{file}", rows, since="2026-01-01")


def test_a_file_that_is_none_is_told(tmp_path, raising):
    with pytest.raises(errors.Unreachable, match="there is no file .*none.sqlite .*Check the address"):
        read(f"sqlite:{tmp_path / 'none.sqlite'}")
    assert not (tmp_path / "none.sqlite").exists()
    (tmp_path / "text.sqlite").write_text("no database at all, but long enough to be one" * 100)
    with pytest.raises(errors.Refused, match="the database says"):
        read(f"sqlite:{tmp_path / 'text.sqlite'}")


def test_a_query_that_writes_changes_nothing(file, monkeypatch, raising):
    monkeypatch.setattr("igh_plugin.sources.remote.writing_word", lambda text: "")
    before = file.read_bytes()
    with pytest.raises(errors.Refused, match="readonly database"):
        read(f"sqlite:{file}", "query: WITH one AS (SELECT 1) DELETE FROM cases")
    assert file.read_bytes() == before


@pytest.mark.parametrize("rows", [TABLE, QUERY])
@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_file_is_an_error_and_never_the_end(empty_workspace, file, rows, damage):
    collect(empty_workspace, file, rows)
    before = empty_workspace.fingerprint()
    data = bytearray(file.read_bytes())
    half = len(data) // 2
    file.write_bytes(
        data[:half] if damage == "cut" else data[:half] + b"\xff" * 20_000 + data[half + 20_000 :]
    )
    with pytest.raises(errors.NetworkError, match="malformed"):
        collect(empty_workspace, file, rows, whole=True)
    assert empty_workspace.fingerprint() == before


def test_what_breaks_underway_is_asked_for_again(empty_workspace, file, monkeypatch):
    from igh_plugin.sources import database

    kept, left = database.features, [1]

    def broken(layer):
        for row, feature in enumerate(kept(layer)):
            if row == 25_000 and left[0]:
                left[0] -= 1
                raise database.LayerEnded(row, "the line is dead")
            yield feature

    monkeypatch.setattr(database, "features", broken)
    assert collect(empty_workspace, file).read == COUNT
    left[0] = 99
    with pytest.raises(
        errors.Broken, match="connection to the database broke after 25000 records: the line is dead"
    ):
        collect(empty_workspace, file, whole=True)


@pytest.mark.parametrize(
    ("made", "column"),
    [
        ("CASE number WHEN 1 THEN 1 ELSE 2.5 END AS mixed", "mixed"),
        ("CASE number WHEN 1 THEN 1 ELSE 'A12' END AS mixed", "mixed"),
        ("CASE number WHEN 1 THEN 1.5 ELSE 'A12' END AS mixed", "mixed"),
    ],
)
def test_a_value_is_told_rather_than_cut(file, made, column, raising):
    with pytest.raises(errors.Refused, match=rf"the column {column} holds more than .*CAST\({column} AS"):
        read(f"sqlite:{file}", f'query: "SELECT number, changed, {made} FROM cases"')
    cast = made.replace("CASE", "CAST(CASE").replace("END AS", "END AS VARCHAR(100)) AS")
    found = read(
        f"sqlite:{file}",
        f'query: "SELECT number, changed, {cast} FROM cases"',
        columns=("number", column),
    )
    assert {"2.5", "A12"} & set(found[0].columns[column])


def test_fractions_and_texts_among_the_numbers_of_a_table(tmp_path, raising):
    path = fill(tmp_path / "few.sqlite", 10)
    change(path, "ALTER TABLE cases ADD COLUMN items INTEGER")
    change(path, "UPDATE cases SET items = number")
    assert read(f"sqlite:{path}", columns=("items",))[0].columns["items"][9] == "10"
    for value in ("3.7", "'A12'", "1099511627776"):
        change(path, f"UPDATE cases SET items = {value} WHERE number = 7")
        with pytest.raises(errors.Refused, match="the column items holds more"):
            read(f"sqlite:{path}")


def resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_memory_stays_flat(tmp_path):
    path = fill(tmp_path / "large.sqlite", 200_000)
    progress = Silent()
    with Door("cases", Login(), progress) as door:
        connector = connector_for(wanted(f"sqlite:{path}"), door, sql, progress)
        sizes, rows = [], 0
        for batch, _ in connector.read(("number", "sort"), "", "", b"salt"):
            rows += len(batch)
            sizes.append(resident())
    assert rows == 200_000 and len(sizes) == 10
    print("MiB after each batch:", [round(size) for size in sizes])
    assert max(sizes[3:]) - sizes[2] < 30


class Stopping(Silent):
    stop = False

    def is_cancelled(self):
        return self.stop

    def check(self):
        if self.stop:
            raise Cancelled


def test_a_long_statement_is_left_within_a_second(file):
    watching = Stopping()
    threading.Timer(0.5, lambda: setattr(watching, "stop", True)).start()
    long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000)"
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        read(
            f"sqlite:{file}",
            f'query: "{long} SELECT * FROM cases WHERE (SELECT max(i) FROM n) > 0"',
            progress=watching,
        )
    assert 0.4 < time.monotonic() - begin < 1.5
    for worker in [one for one in threading.enumerate() if one.name == "igh-database"]:
        worker.join(60)


def test_a_proposal_is_made_from_the_first_records(empty_workspace, file):
    wish = Wish(source="mine", type="database", address=f"sqlite:{file}", table="cases")
    sample = fetch_sample(wish)
    assert len(sample) == 500 and sample.columns["number"][:2] == ["1", "2"]
    proposal = draft(wish, sample)
    assert "reporter" in proposal.definition.mapping.personal
    assert collect_source(empty_workspace, proposal.definition, now=NOW).read == COUNT


# ------------------------------------------------------------------------------------------ ODBC


@pytest.fixture
def odbc(file, tmp_path, monkeypatch):
    """The file as an ODBC data source; its name is new each time, for the driver manager remembers names."""
    installed = Path("/etc/odbcinst.ini")
    if not installed.exists() or "[SQLite3]" not in installed.read_text():
        pytest.skip("there is no ODBC driver for SQLite on this machine")
    if gdal.GetDriverByName("ODBC") is None:
        pytest.skip("this GDAL has no driver for ODBC")
    name = f"cases {abs(hash(tmp_path))}"
    (tmp_path / "odbc.ini").write_text(
        f"[{name}]\nDriver=SQLite3\nDatabase={file}\nNoCreat=Yes\nStepAPI=Yes\n"
    )
    monkeypatch.setenv("ODBCINI", str(tmp_path / "odbc.ini"))
    return f"odbc://{name.replace(' ', '%20')}"


@pytest.mark.parametrize("rows", [TABLE, QUERY])
def test_odbc_gives_what_the_file_gives(empty_workspace, file, odbc, rows):
    collect(empty_workspace, file)
    told = events(empty_workspace)
    result = collect(empty_workspace, odbc, f"{rows}, credentials: abc", whole=True)
    assert (result.read, result.new, result.withdrawn, result.rejected) == (COUNT, 0, 0, {})
    assert events(empty_workspace) == told
    change(file, "UPDATE cases SET sort = 'drijfvuil' WHERE number = 44999")
    second = collect(empty_workspace, odbc, f"{rows}, credentials: abc")
    assert (second.changed, second.withdrawn) == (1, 0) and second.read < 1000


def test_a_table_behind_odbc_is_asked_only_for_what_is_wanted(odbc, monkeypatch):
    from igh_plugin.workspace import sql

    asked, kept = [], sql.table_rows
    monkeypatch.setattr(sql, "table_rows", lambda *given: asked.append(kept(*given)) or asked[-1])
    batches = read(odbc, since="2026-05-01")
    assert asked[-1] == "SELECT * FROM cases WHERE changed >= {d '2026-05-01'}"
    days = [day for batch in batches for day in batch.columns["changed"]]
    assert min(days) == "2026/05/01" and len(days) == sum(map(len, read(odbc, QUERY, since="2026-05-01")))


def test_what_odbc_has_not_is_told_without_the_password(odbc, file, capfd):
    gdal.SetConfigOption("CPL_DEBUG", "ON")
    try:
        for address, rows, kind, said in (
            (odbc, "table: nothing", errors.Refused, "the database says"),
            (odbc, "table: 'two words'", errors.Refused, "would need quotes; state a query"),
            (odbc, "query: SELECT * FROM nothing", errors.Refused, "the database says"),
            (
                odbc,
                "query: 'SELECT number, x AS number FROM cases'",
                errors.Refused,
                "columns are called number",
            ),
            (
                "odbc://no-such-name",
                TABLE,
                errors.Unreachable,
                "no connection to the database: no reason is given.*Auth",
            ),
            (
                "mssql://localhost/cases",
                TABLE,
                errors.Refused,
                "no ODBC driver SQL Server .* SQLite3.*Install",
            ),
        ):
            with pytest.raises(kind, match=said) as caught:
                read(address, f"{rows}, credentials: abc")
            assert PASSWORD not in str(caught.value)
        read(odbc, f"{TABLE}, credentials: abc")
    finally:
        gdal.SetConfigOption("CPL_DEBUG", None)
    out, err = capfd.readouterr()
    assert PASSWORD not in out + err


@pytest.mark.parametrize("password", ["a@b", "a,b", "a:b"])
def test_a_password_that_gdal_would_cut_is_refused(odbc, password):
    definition = define(odbc, f"{TABLE}, credentials: abc")
    with Door("cases", Login(password)) as door:
        with pytest.raises(errors.CredentialsError, match="with one of these characters"):
            list(
                connector_for(definition.wanted(definition.remote), door, sql).read(("number",), "", "", b"")
            )


def test_an_error_behind_odbc_is_not_the_end(odbc, file, raising):
    data = bytearray(file.read_bytes())
    half = len(data) // 2
    file.write_bytes(data[:half] + b"\xff" * 20_000 + data[half + 20_000 :])
    for rows in (TABLE, QUERY):
        with pytest.raises(errors.Broken, match="broke after [1-9][0-9]+ records: .*malformed"):
            read(odbc, rows)


def test_the_driver_for_sql_server_with_the_odbc_driver_that_is_named(odbc, file, monkeypatch):
    monkeypatch.chdir(file.parent)
    heard, kept = [], DatabaseRows._hear
    monkeypatch.setattr(DatabaseRows, "_hear", lambda *said: heard.append(said[-1]) or kept(*said))
    before = file.read_bytes()
    parameters = "credentials: abc, parameters: {driver: SQLite3}"
    batches = read("mssql://localhost/cases.sqlite", f"{TABLE}, {parameters}", since="2026-05-01")
    assert sum(map(len, batches)) == sum(map(len, read(odbc, since="2026-05-01")))
    assert file.read_bytes() == before
    assert heard and not [one for one in heard if "initializing the metadata tables" in one]


def test_a_driver_that_gdal_lacks_is_named():
    if gdal.GetDriverByName("OCI") is not None:
        pytest.skip("this GDAL has a driver for Oracle")
    with pytest.raises(
        errors.Refused, match=r"no driver of GDAL for such databases \(OCI\).*Install the driver"
    ):
        read("oracle://localhost/service", f"{TABLE}, credentials: abc")
