"""A schema of PostgreSQL as what reads and writes a workspace sees of it.

Rows go in by COPY and come out by COPY. Times are texts and geometries GeoPackage blobs on this side, `timestamp` (UTC,
but for local time) and `geometry` on the other.
"""

from __future__ import annotations

import importlib
import re
import secrets
from contextlib import contextmanager
from typing import Any, Callable, Collection, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Set

import numpy as np

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..dependencies import missing_sentence
from . import copying, geometry, postgis_sql, rights_sql, sql
from .address import PostgisAddress
from .schema import BY_NAME, Column, Index, Table

WAIT_SECONDS = 60
CONNECT_SECONDS = 15
FETCHED = 20_000
MANY = 10_000
"""Rows after which the planner is told what came."""
SYSTEM_COLUMNS = {"xmin", "xmax", "cmin", "cmax", "ctid", "tableoid"}
APPLICATION = "IGH for QGIS"
LOCK = 0x1641
"""The class of the advisory lock of whoever writes; its number is that of the schema."""
FIRST_MONTH, LAST_MONTH = np.datetime64("1990-01", "M"), np.datetime64("2100-01", "M")
"""Events outside these are few, and lie together with those without a date."""

BUSY = QT_TRANSLATE_NOOP(
    "core",
    "Somebody else is writing to the workspace {address} ({who}). Wait until that is done and start this again; nothing "
    "was changed.",
)
AWAY = QT_TRANSLATE_NOOP("core", "There is no connection to the workspace {address}: {said}.")
FORBIDDEN = QT_TRANSLATE_NOOP(
    "core",
    "Your role may not do this in the workspace {address}: {said}. Ask who manages the database for the right.",
)
READ = QT_TRANSLATE_NOOP(
    "core",
    "Others read or write the workspace {address} for so long that it could not be changed: events of a new month or a new "
    "measure need it for a moment alone. Start this again; nothing was changed.",
)
SAYS = QT_TRANSLATE_NOOP("core", "The database of the workspace {address} says: {said}. Nothing was changed.")
UNFIT_NAME = QT_TRANSLATE_NOOP(
    "core",
    "PostgreSQL cannot have a column “{column}”: it takes up to 63 bytes, and not its own words. Give it another name in "
    "the definition of the source.",
)
FULL = QT_TRANSLATE_NOOP("core", "The workspace {address} cannot be written: {said}. Nothing was changed.")


class PostgresDatabase:
    """The `Database` of a schema of PostgreSQL. Raises `UserError` when it cannot be connected to."""

    refuses_twice = False  # an index over partitions cannot

    def __init__(
        self,
        address: PostgisAddress,
        read_only: bool,
        srs_id: int = 0,
        before_commit: Optional[Callable[[PostgresDatabase, Set[str]], None]] = None,
    ):
        sentence = missing_sentence(("psycopg2",))
        if sentence:
            raise UserError(sentence)
        self.srs_id, self.schema = srs_id, address.schema
        self._before_commit = before_commit
        self._driver = importlib.import_module("psycopg2")
        self._extensions = importlib.import_module("psycopg2.extensions")
        self._address = address
        self._written: Set[str] = set()
        self._months: Set[str] = set()
        self._rows = 0
        login = address.login()
        with self.errors():
            self._connection = self._driver.connect(
                **login, connect_timeout=CONNECT_SECONDS, application_name=APPLICATION,
                keepalives_idle=30, keepalives_interval=10, keepalives_count=3,
            )  # fmt: skip
            self._connection.autocommit = True
            self._settle(read_only)

    def _settle(self, read_only: bool) -> None:
        found = self.execute(
            "SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'postgis'"
        ).fetchone()
        self.execute(postgis_sql.look_in(self.schema, found[0] if found else "public"))
        settings = ("timezone TO 'UTC'", "datestyle TO 'ISO, YMD'", "client_encoding TO 'UTF8'",
                    "extra_float_digits TO 1", "client_min_messages TO 'warning'",
                    "default_transaction_read_only TO " + ("on" if read_only else "off"))  # fmt: skip
        self.execute("; ".join("SET " + setting for setting in settings))
        self._become_owner()
        self.execute("SET lock_timeout TO ?", (int(WAIT_SECONDS * 1000),))
        new_type = self._extensions.new_type
        kinds = {1114: _time}
        found = self.execute("SELECT to_regtype('geometry')::oid").fetchone()[0]
        if found:
            kinds[found] = _blob
        for oid, read in kinds.items():
            self._extensions.register_type(new_type((oid,), "igh_" + str(oid), read), self._connection)

    def _become_owner(self) -> None:
        """Who is a member of the role that owns the schema acts as that role: what is made belongs to all of them."""
        owner = self.execute(
            "SELECT rolname FROM pg_namespace JOIN pg_roles ON pg_roles.oid = nspowner WHERE nspname = ?"
            " AND rolname <> current_user AND pg_has_role(current_user, nspowner, 'member')",
            (self.schema,),
        ).fetchone()
        if owner:
            self.execute(rights_sql.become(owner[0]))

    def close(self) -> None:
        """Close the connection; what was not committed is taken back."""
        self._connection.close()

    # ---------------------------------------------------------------- statements

    def execute(self, statement: str, bound: Sequence[Any] = ()) -> Any:
        """Execute a statement and return a cursor."""
        cursor = self._connection.cursor()
        with self.errors():
            cursor.execute(postgis_sql.spelled(statement), tuple(_bound(value) for value in bound))
        return cursor if cursor.description else _Nothing()

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Update rows by COPY; any other statement is executed for each row."""
        if isinstance(statement, sql.Update):
            self._update(statement, rows)
        else:
            batch = importlib.import_module("psycopg2.extras").execute_batch
            listed = ([_bound(value) for value in row] for row in rows)
            with self.errors():
                batch(self._connection.cursor(), postgis_sql.spelled(statement), listed, page_size=1000)

    def stream(self, statement: str, bound: Sequence[Any] = ()) -> Any:
        """Execute a SELECT, and return a cursor from which its rows are fetched bit by bit."""
        cursor = self._connection.cursor(name="igh_" + secrets.token_hex(8), withhold=True)
        with self.errors():
            cursor.execute(postgis_sql.spelled(statement), tuple(_bound(value) for value in bound))
        return _Stream(cursor, self)

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert one row and return its key."""
        statement = postgis_sql.returning(sql.insert(table, tuple(row)), BY_NAME[table].key)
        return self.execute(statement, tuple(row.values())).fetchone()[0]

    def insert_all(
        self,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        constants: Optional[Mapping[str, Any]] = None,
        empty_is_null: Collection[str] = (),
    ) -> None:
        """Insert rows by COPY."""
        fixed = tuple((constants or {}).values())
        self._copy(
            table, table, (*(constants or ()), *columns), ((*fixed, *row) for row in rows), empty_is_null
        )

    def arrays(
        self, table: str, columns: Sequence[str], clause: str, bound: Sequence[Any], order: Sequence[str]
    ) -> Dict[str, np.ndarray]:
        """Return columns of a table as arrays."""
        types = self.columns_of(table)
        unknown = [name for name in columns if name not in types and name not in ("x", "y")]
        if unknown:
            raise ValueError("no such columns in " + table + ": " + ", ".join(unknown))
        if not columns:
            return {}
        expressions, kinds = [], {}
        for name in columns:
            kinds[name] = types.get(name, "REAL")
            if name not in types:
                expressions.append(postgis_sql.coordinate(name))
            elif kinds[name] == "INTEGER" and name in copying.values.EXACT_INTEGERS:
                expressions.append(postgis_sql.exactly(name))
            else:
                expressions.append(postgis_sql.read_out(name, kinds[name]))
        select = sql.select_raw(expressions, table, clause, [sql.quote(name) for name in order])
        return self.read(select, bound, columns, kinds)

    def read(
        self, select: str, bound: Sequence[Any], names: Sequence[str], kinds: Mapping[str, str]
    ) -> Dict[str, np.ndarray]:
        """Return the columns of a SELECT as arrays, by their GeoPackage types."""
        missing = "missing " + secrets.token_hex(8)  # read as no number, whatever is drawn
        cursor = self._connection.cursor()
        whole = cursor.mogrify(postgis_sql.spelled(select), tuple(_bound(value) for value in bound))
        reading = copying.Reading(names, kinds, missing)
        with self.errors():
            cursor.copy_expert(postgis_sql.copy_out(whole.decode("utf-8"), missing), reading)
        return reading.arrays()

    def _copy(
        self,
        into: str,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        empty: Collection[str],
    ) -> None:
        """Copy rows into a table, whose columns are those of `table`."""
        types = self.columns_of(table)
        kinds = [types[name] for name in columns]
        statement = postgis_sql.copy_in(into, columns)
        day = columns.index("local_day") if table == "events" and "local_day" in columns else None
        for text, listed in copying.texts_of(rows, kinds, [name in empty for name in columns]):
            if day is not None:
                self._make_months(np.array(listed[day], float))
            with self.errors():
                self._connection.cursor().copy_expert(statement, _Bytes(text))
            self._rows += len(listed[0])

    def _update(self, statement: sql.Update, rows: Iterable[Sequence[Any]]) -> None:
        temporary = "igh_changed_" + secrets.token_hex(4)
        columns = (*statement.columns, statement.key)
        types = self.columns_of(statement.table)
        self.execute(postgis_sql.temporary_table(temporary, columns, types, "geometry"))
        self._copy(temporary, statement.table, columns, rows, statement.empty_is_null)
        if self._rows > MANY:
            self.execute(postgis_sql.analyze([temporary]))
        self.execute(postgis_sql.update_from(statement.table, temporary, statement.columns, statement.key))
        self.execute(sql.drop_table(temporary))

    def sum_of(self, column: str) -> str:
        """Return the expression for the sum of a column of `events`, taken in their order."""
        return sql.total(column, "fid")

    # ---------------------------------------------------------------- tables

    def columns_of(self, table: str) -> Dict[str, str]:
        """Return the columns of a table with their GeoPackage types; empty when there is no such table."""
        found = self.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = to_regclass(?)"
            " AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            (sql.quote(self.schema) + "." + sql.quote(table),),
        )
        return {name: _kind(kind) for name, kind in found}

    def table_names(self) -> List[str]:
        """Return the names of all tables, indexes, views and sequences of the schema."""
        found = self.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(?)",
            (sql.quote(self.schema),),
        )
        return [name for (name,) in found]

    def tables_with(self, column: str) -> List[str]:
        """Return the names of the tables that have a column; parts of a table are not named."""
        found = self.execute(
            "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE attname = ?"
            " AND relnamespace = to_regnamespace(?) AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname",
            (column, sql.quote(self.schema)),
        )
        return [name for (name,) in found]

    def create(self, table: Table) -> None:
        """Make a table with its indexes. Raises `UserError` for a column that PostgreSQL cannot have."""
        for column in table.columns:
            if len(column.name.encode("utf-8")) > 63 or column.name in SYSTEM_COLUMNS:
                raise UserError(Text(UNFIT_NAME, {"column": column.name}))
        if table.name == "events":
            self.execute("CREATE SEQUENCE " + sql.quote(postgis_sql.SEQUENCE))
        self.execute(postgis_sql.create_table(table, self.srs_id))
        self.create_indexes(table)
        if table.name == "events":
            self.execute(postgis_sql.other_partition())
            self.execute(rights_sql.secure_part(postgis_sql.OTHERS))

    def drop(self, table: str) -> None:
        """Drop a table."""
        self._written.discard(table)
        self.execute(sql.drop_table(table))

    def add_column(self, table: str, column: Column) -> None:
        """Add a nullable column where the table does not have it."""
        if column.name not in self.columns_of(table):
            self.execute(postgis_sql.add_column(table, column.name, column.type))

    def create_indexes(self, table: Table) -> None:
        """Make the indexes of a table that are not there."""
        for statement in postgis_sql.indexes(table):
            self.execute(statement)

    def drop_indexes(self, indexes: Sequence[Index]) -> None:
        """Keep the indexes: dropping them would make everybody wait who reads."""

    def may_read(self, table: str) -> bool:
        """Whether the role may read a table, or some of its rows."""
        name = sql.quote(self.schema) + "." + sql.quote(table)
        return bool(self.execute("SELECT has_table_privilege(?, 'SELECT')", (name,)).fetchone()[0])

    def restart(self, table: Table) -> None:
        """Let the keys of a table go on after those that were written."""
        self.execute(postgis_sql.restart(table.name, table.key))

    def _make_months(self, days: np.ndarray) -> None:
        """Make the parts of events for the months of days since 1970-01-01, NaN where there is none."""
        there = days[np.isfinite(days)].astype(np.int64).astype("datetime64[D]").astype("datetime64[M]")
        for month in np.unique(there):
            name = "events_" + str(month).replace("-", "m")
            if FIRST_MONTH <= month < LAST_MONTH and name not in self._months:
                first, after = (one.astype("datetime64[D]").astype(int) for one in (month, month + 1))
                if not self.columns_of(name):
                    self.execute(postgis_sql.partition(name, first, after))
                    self.execute(rights_sql.secure_part(name))
                self._months.add(name)

    # ---------------------------------------------------------------- transaction

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read in one state, whatever others write meanwhile."""
        self._connection.cursor().execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self.rollback()

    def begin(self) -> None:
        """Begin the one transaction that writes; who comes second waits for a minute. Raises `UserError`."""
        self.execute("BEGIN")
        self._written, self._months, self._rows = set(), set(), 0
        try:
            self.execute(
                "SELECT pg_advisory_xact_lock(?, (to_regnamespace(?)::oid::bigint % 2147483647)::int)",
                (LOCK, sql.quote(self.schema)),
            )
        except BaseException:
            self.rollback()
            raise

    def open(self, table: str) -> None:
        """Remember that rows of a table are written."""
        self._written.add(table)

    def moved(
        self, table: str, fids: Optional[np.ndarray] = None, boxes: Optional[np.ndarray] = None
    ) -> None:
        """Nothing has to be done: the database keeps its indexes."""

    def commit(self) -> None:
        """Count what the planner needs to know of what was written, do what has to follow from it, and commit."""
        if self._before_commit:
            self._before_commit(self, set(self._written))
        if self._rows > MANY:
            self.execute(postgis_sql.analyze(sorted(self._written & set(self.table_names()))))
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Take back what was written."""
        driver, idle = self._driver, self._extensions.TRANSACTION_STATUS_IDLE
        if not self._connection.closed and self._connection.info.transaction_status != idle:
            try:
                self._connection.cursor().execute("ROLLBACK")
            except driver.Error:
                self._connection.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what PostgreSQL says about locks, rights and connections into sentences."""
        driver = self._driver
        try:
            yield
        except driver.Error as error:
            code = getattr(error, "pgcode", None) or ""
            values = {"address": str(self._address), "said": _said(error)}
            if code in ("55P03", "40P01"):
                self.rollback()
                values["who"] = self._holder()
                raise UserError(Text(BUSY if values["who"] else READ, values)) from error
            if code in ("42501", "25006"):
                raise UserError(Text(FORBIDDEN, values)) from error
            if code[:2] in ("53",):
                raise UserError(Text(FULL, values)) from error
            lost = isinstance(error, (driver.OperationalError, driver.InterfaceError))
            if lost and code[:2] in ("", "08", "57", "28", "3D"):
                raise UserError(Text(AWAY, values)) from error
            if code[:2] in ("22", "23", "25", "40", "54", "58") or code in ("42P01", "42P07", "42701"):
                raise UserError(Text(SAYS, values)) from error
            raise

    def _holder(self) -> str:
        """Return who holds the lock of whoever writes, empty when nobody does."""
        found = self.execute(
            "SELECT usename, host(client_addr) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND classid = ?"
            " AND objid = (to_regnamespace(?)::oid::bigint % 2147483647)::int AND granted LIMIT 1",
            (LOCK, sql.quote(self.schema)),
        ).fetchone()
        return "@".join(part for part in found if part) if found else ""


class _Nothing:
    """The cursor of a statement that gives no rows."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def fetchone(self) -> None:
        return None

    def fetchall(self) -> List[Any]:
        return []

    def close(self) -> None:
        return None


class _Stream:
    """The rows of a cursor on the server, which is closed when they have all been fetched."""

    def __init__(self, cursor: Any, database: PostgresDatabase):
        self._cursor, self._database = cursor, database

    def fetchmany(self, size: int) -> List[Any]:
        """Return the next rows, fewer than asked for at the end."""
        if self._cursor.closed:
            return []
        with self._database.errors():
            rows = self._cursor.fetchmany(size)
            if len(rows) < size:
                self._cursor.close()
        return rows

    def __iter__(self) -> Iterator[Any]:
        rows = self.fetchmany(FETCHED)
        while rows:
            yield from rows
            rows = self.fetchmany(FETCHED)

    def close(self) -> None:
        """Fetch no more."""
        self._cursor.close()


class _Bytes:
    """Bytes as a file from which COPY reads."""

    def __init__(self, text: bytes):
        self._text, self._at = text, 0

    def read(self, size: int = -1) -> bytes:
        begin, self._at = self._at, len(self._text) if size < 0 else self._at + size
        return self._text[begin : self._at]


def _bound(value: Any) -> Any:
    if isinstance(value, str):
        return copying.plain(value)
    if isinstance(value, (bytes, bytearray)):
        return geometry.ewkb_of(bytes(value)).hex()
    if isinstance(value, sql.Values):
        return [_bound(one) for one in value]
    if isinstance(value, float) and value != value:
        return None
    return value.item() if isinstance(value, np.generic) else value


def _time(text: Optional[str], cursor: Any) -> Optional[str]:
    return None if text is None else text[:10] + "T" + text[11:19] + "." + (text[20:] + "000")[:3] + "Z"


def _blob(text: Optional[str], cursor: Any) -> Optional[bytes]:
    return None if text is None else geometry.of_ewkb(bytes.fromhex(text))


def _kind(kind: str) -> str:
    spatial = re.fullmatch(r"geometry\((\w+),\d+\)", kind)
    return spatial[1].upper() if spatial else postgis_sql.KINDS.get(kind, kind.upper())


def _said(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].strip().rstrip(".")[:300]
