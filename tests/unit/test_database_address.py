"""Addresses and queries of databases: what may be said, what is refused, and what GDAL is told."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled
from igh_plugin.sources.database_address import DRIVERS, SHAPES, opening, read_address, unfit
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network.address import shown
from igh_plugin.sources.query import is_one_select, writing_word
from igh_plugin.sources.thread import from_thread
from igh_plugin.workspace import sql

GOOD = """\
source: cases
kind: report
crs: EPSG:28992
connection:
  type: database
  address: mssql://db.example.nl/work
  credentials: abc
  table: dbo.cases
refresh: {every: 1, field: changed}
fields: {x: x, y: y}
"""


def error(old, new):
    assert GOOD.count(old) == 1
    with pytest.raises(UserError) as caught:
        parse_definition(GOOD.replace(old, new), "mine.yaml")
    return str(caught.value)


def test_a_database_is_a_connection():
    remote = parse_definition(GOOD).remote
    assert (remote.type, remote.table, remote.field) == ("database", "dbo.cases", "changed")
    query = "query: \"WITH a AS (SELECT * FROM b) SELECT a.*, 'delete; me' AS c FROM a\"".replace("; ", " ")
    assert parse_definition(GOOD.replace("table: dbo.cases", query)).remote.query.startswith("WITH")
    told = "table: dbo.cases\n  parameters: {driver: ODBC Driver 18 for SQL Server, encrypt: yes}"
    assert parse_definition(GOOD.replace("table: dbo.cases", told)).remote.parameters["encrypt"] == "yes"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("mssql://db.example.nl/work", "mssql://jan:geheim@db.example.nl/work", 6, "must be of the form mssql://host"),
        ("mssql://db.example.nl/work", "mssql://db.example.nl/work?pwd=geheim", 6, "must be of the form"),
        ("mssql://db.example.nl/work", "mssql://db.example.nl/a%3Bpwd=b", 6, "must be of the form"),
        ("mssql://db.example.nl/work", "mssql://db.example.nl", 6, "must be of the form"),
        ("mssql://db.example.nl/work", "mssql://db.example.nl:zwei/work", 6, "must be of the form"),
        ("mssql://db.example.nl/work", "odbc://jan:geheim@name", 6, "must be of the form"),
        ("mssql://db.example.nl/work", "odbc://name,table", 6, "must be of the form"),
        ("mssql://db.example.nl/work", "sqlite:cases.sqlite", 6, "must be of the form"),
        ("mssql://db.example.nl/work", "https://db.example.nl/work", 6, "must be of the form"),
        ("mssql://db.example.nl/work", '""', 6, "is empty"),
        ("table: dbo.cases", "parameters: {driver: a}", 5, "needs a table or a query, one of the two"),
        ("table: dbo.cases", "table: a\n  query: SELECT 1", 5, "needs a table or a query, one of the two"),
        ("table: dbo.cases", "query: DROP TABLE cases", 8, "must only read; put the name DROP in quotes"),
        ("table: dbo.cases", "query: SHOW TABLES", 8, "one statement that begins with SELECT or WITH"),
        ("table: dbo.cases", "query: SELECT 1; SELECT 2", 8, "one statement that begins with SELECT or WITH"),
        ("table: dbo.cases", "query: WITH a AS (SELECT 1) DELETE FROM b", 8, "must only read; put the name DELETE"),
        ("table: dbo.cases", "query: SELECT * INTO c FROM b", 8, "must only read; put the name INTO"),
        ("table: dbo.cases", "table: a\n  parameters: {pooling: no}", 9, "“connection.parameters.pooling” is not known"),
        ("table: dbo.cases", "table: a\n  parameters: {pwd: geheim}", 9, "“connection.parameters.pwd” is not known"),
        ("table: dbo.cases", 'table: a\n  parameters: {driver: "a;pwd=b"}', 9, "must hold no semicolon and no curly bracket"),
        ("table: dbo.cases", "table: a\n  rows: results", 9, "is not for the type database"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_line_and_reason(old, new, line, said):
    message = error(old, new)
    assert message.startswith(f"mine.yaml, line {line}: ") and said in message, message
    assert "geheim" not in message


def test_parameters_are_for_a_sql_server():
    text = GOOD.replace("mssql://db.example.nl/work", "odbc://name").replace(
        "  table", "  parameters: {driver: a}\n  table"
    )
    with pytest.raises(UserError, match="“connection.parameters” is only for mssql://"):
        parse_definition(text)


def test_the_forms_that_are_named_are_those_that_are_read():
    assert [read_address(shape).scheme for shape in SHAPES] == list(DRIVERS)
    assert read_address("mssql://DB.example.nl/My%20work").name == "My work"
    assert read_address("oracle://host/orcl").port == 1521
    for text in ("sqlite:/data/a b.sqlite", "sqlite:///data/a b.sqlite"):
        assert read_address(text).name == "/data/a b.sqlite"
    for text in ("sqlite:C:/data/a.sqlite", "sqlite:///C:/data/a.sqlite", "sqlite:C:\\data\\a.sqlite"):
        assert read_address(text).name.replace("\\", "/") == "C:/data/a.sqlite"
    for text in ("sqlite://server/share/a.sqlite", "sqlite:a.sqlite", "sqlite:", "odbc://", "odbc://a/b"):
        assert read_address(text) is None


def test_what_gdal_is_told():
    login = ("DOMAIN\\jan", "a}b c")
    told = opening(
        read_address("mssql://host:1444/work"), {"driver": "ODBC Driver 18 for SQL Server"}, *login
    )
    assert told.name == (
        "MSSQL:server=host,1444;database=work;driver={ODBC Driver 18 for SQL Server};uid={DOMAIN\\jan};pwd={a}}b c};"
        "tables=igh_none"
    )
    assert (
        opening(read_address("odbc://My%20cases"), {}, *login).name
        == "ODBC:DOMAIN\\jan/a}b c@My cases,igh_none"
    )
    assert opening(read_address("odbc://cases"), {}, "", "").name == "ODBC:cases,igh_none"
    oracle = opening(read_address("oracle://host/orcl"), {}, *login)
    assert (oracle.name, oracle.options[:3]) == (
        "OCI:", ("USER=DOMAIN\\jan", "PASSWORD=a}b c", "DBNAME=//host:1521/orcl"))  # fmt: skip
    assert opening(read_address("sqlite:/a.sqlite"), {}, *login).name == "/a.sqlite"


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=12), st.sampled_from(SHAPES))
def test_a_password_that_would_be_cut_is_unfit_and_any_other_stands_whole(password, shape):
    address = read_address(shape)
    if not unfit(address, "jan", password) and address.scheme in ("mssql", "odbc"):
        name = opening(address, {}, "jan", password).name
        if address.scheme == "odbc":
            assert name == (f"ODBC:jan/{password}@name,igh_none" if password else "ODBC:jan@name,igh_none")
            assert name.count("@") == 1 and name.count(",") == 1 and name.count(":") == 1
        else:
            assert len(name.split(";")) == (5 if password else 4)
            assert password.replace("}", "}}") in name


def test_an_address_is_shown_as_it_is():
    for shape in (*SHAPES[:3], "sqlite:/data/cases.sqlite"):
        assert shown(shape).replace("sqlite:///", "sqlite:/") == shape


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SELECT updated, created, deleted FROM t", ""),
        ("SELECT 'insert into' AS a, \"update\", [delete], `drop` FROM t -- create\n/* alter */ WHERE a = 'it''s'", ""),
        ("select * from t for update", "UPDATE"),
        ("WITH a AS (SELECT 1) merge INTO b", "MERGE"),
        ("SELECT 'a' INTO b", "INTO"),
        ("SELECT '\\' INTO b --'", "INTO"),
        ("SELECT 1 /* ' */ INTO b /* ' */", "INTO"),
    ],
)  # fmt: skip
def test_words_that_write(text, word):
    assert writing_word(text) == word


def test_one_statement():
    assert is_one_select("select 1;\n") and is_one_select("With a as (select 1) select * from a")
    assert not any(
        map(is_one_select, ("", "selected", "delete from a", "select 1; select 2", "( select 1 )"))
    )


def test_statements_for_other_databases():
    assert sql.table_rows("dbo.cases") == "SELECT * FROM dbo.cases WHERE 1 = 1"
    assert sql.from_day("changed", "2026-01-31", ansi=True) == "changed >= DATE '2026-01-31'"
    assert sql.from_day("changed", "2026-01-31", ansi=False) == "changed >= {d '2026-01-31'}"
    for name in ("a b", "a;b", "a--", "1a", "a.b.c.d", "", 'a"', "a)", ".a"):
        assert not sql.is_bare(name)
        with pytest.raises(ValueError):
            sql.table_rows(name)
        with pytest.raises(ValueError):
            sql.from_day(name, "2026-01-31", ansi=True)
    for day in ("2026-02-30", "2026-01-31' OR 1=1", ""):
        with pytest.raises(ValueError):
            sql.from_day("changed", day, ansi=True)


def test_fractions_are_found_in_a_table_and_a_query():
    connection = sqlite3.connect(":memory:")
    connection.execute('CREATE TABLE "a b" (one INTEGER, "t\'wo" INTEGER)')
    connection.executemany('INSERT INTO "a b" VALUES (?, ?)', [(1, 1), (2, 2.5)])
    for table, query in (("a b", ""), ("", 'SELECT * FROM "a b";\n')):
        assert connection.execute(sql.fractions(table, query, ["one", "t'wo"])).fetchall() == [(0, 1)]
        assert connection.execute(sql.fractions(table, query, ["one"])).fetchall() == []
    connection.close()


def test_what_a_thread_makes_is_handed_on_and_so_is_its_error():
    def make(stopped):
        yield from range(3)
        raise ValueError("broken")

    found = []
    with pytest.raises(ValueError, match="broken"):
        for one in from_thread(make, lambda: None):
            found.append(one)
    assert found == [0, 1, 2]


def test_a_thread_stops_when_nobody_waits():
    ended = []

    def make(stopped):
        try:
            while not stopped():
                yield 1
        finally:
            ended.append(True)

    left = iter(range(3))

    def check():
        if next(left, None) is None:
            raise Cancelled

    with pytest.raises(Cancelled):
        for _ in from_thread(make, check):
            pass
    assert ended == [True]
    made = from_thread(make, lambda: None)
    next(made)
    made.close()
    assert ended == [True, True]
