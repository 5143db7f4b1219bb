"""A GeoPackage as what reads and writes a workspace sees of it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import (
    Any,
    Collection,
    ContextManager,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Tuple,
)

import numpy as np

from . import geometry, rtree, sql, tables, values
from .connection import plain_errors, settle_journal, use_journal
from .schema import Column, Index, Table

BATCH = 1_000
"""Rows taken at a time: few enough to stay in the processor's cache. Measured on a million rows of three columns: 0.8 s, with
a hundred times as many rows 1.2 s."""


MOST_BOUND = 900
"""Values bound to one INSERT; SQLite before 3.32 takes 999. Measured on 55,000 rows of nine columns: 24 ms, one by one 55 ms."""


class SqliteDatabase:
    """The `Database` of a GeoPackage.

    In a transaction tables are written without GDAL's triggers, which need functions that only GDAL has: `open` takes
    the triggers of a table off; `commit` puts back exactly what was there, refills the spatial index of tables whose
    geometries changed, and brings the registers up to date.
    """

    refuses_twice = True

    def __init__(self, connection: sqlite3.Connection, path: Path, srs_id: int):
        self.srs_id = srs_id
        self._connection = connection
        self._path = path
        self._triggers: Dict[str, List[str]] = {}
        self._moved: Dict[str, Optional[Tuple[np.ndarray, np.ndarray]]] = {}

    # ---------------------------------------------------------------- statements

    def execute(self, statement: str, bound: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Execute a statement and return a cursor."""
        return self._connection.execute(statement, bound)

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> sqlite3.Cursor:
        """Execute a statement for each row of bound values."""
        return self._connection.executemany(statement, rows)

    def stream(self, statement: str, bound: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Execute a SELECT, and return a cursor from which its rows are fetched bit by bit."""
        return self._connection.execute(statement, bound)

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert one row and return its key."""
        return self._connection.execute(sql.insert(table, tuple(row)), tuple(row.values())).lastrowid or 0

    def insert_all(
        self,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        constants: Optional[Mapping[str, Any]] = None,
        empty_is_null: Collection[str] = (),
    ) -> None:
        """Insert rows, many with one statement."""
        names, fixed = tuple(constants or ()), tuple((constants or {}).values())
        at_a_time = max((MOST_BOUND - len(names)) // len(columns), 1)
        rows = iter(rows)
        part = list(islice(rows, at_a_time))

        def whole_parts() -> Iterator[Sequence[Any]]:
            nonlocal part
            while len(part) == at_a_time:
                yield (*fixed, *chain.from_iterable(part))
                part = list(islice(rows, at_a_time))

        if len(part) == at_a_time:
            several = sql.insert_rows(table, names, columns, at_a_time, empty_is_null)
            self._connection.executemany(several, whole_parts())
        one = sql.insert_rows(table, names, columns, 1, empty_is_null)
        self._connection.executemany(one, ((*fixed, *row) for row in part))

    def arrays(
        self, table: str, columns: Sequence[str], clause: str, bound: Sequence[Any], order: Sequence[str]
    ) -> Dict[str, np.ndarray]:
        """Return columns of a table as arrays, read in batches."""
        types = self.columns_of(table)
        stored = [name for name in columns if name in types or name not in ("x", "y")]
        wants_xy = len(stored) < len(columns)
        unknown = [name for name in stored if name not in types]
        if unknown:
            raise ValueError("no such columns in " + table + ": " + ", ".join(unknown))
        fetched = (["geom"] if wants_xy else []) + stored
        if not fetched:
            return {}
        parts: Dict[str, List[np.ndarray]] = {name: [] for name in columns}
        shared: Dict[Any, Any] = {}  # of texts that are the same, one is kept
        cursor = self._connection.execute(sql.select(fetched, table, clause, order), bound)
        while True:
            rows = cursor.fetchmany(BATCH)
            flat = list(chain.from_iterable(rows))
            listed = [flat[number :: len(fetched)] for number in range(len(fetched))]
            if rows or not parts[columns[0]]:
                if wants_xy:
                    for name, part in zip(("x", "y"), geometry.point_coordinates(listed[0])):
                        if name in parts and name not in stored:
                            parts[name].append(part)
                for name, column in zip(fetched, listed):
                    if name in parts:
                        if types[name] == "TEXT":
                            column = list(map(shared.setdefault, column, column))
                        parts[name].append(values.from_sql(column, types[name], name))
            if len(rows) < BATCH:
                return {name: np.concatenate(arrays) for name, arrays in parts.items()}

    def sum_of(self, column: str) -> str:
        """Return the expression for the sum of a column of `events`: SQLite takes rows in their order."""
        return sql.total(column)

    # ---------------------------------------------------------------- tables

    def columns_of(self, table: str) -> Dict[str, str]:
        """Return the columns of a table with their types."""
        return tables.columns_of(self._connection, table)

    def table_names(self) -> List[str]:
        """Return the names of all tables, indexes, views and triggers."""
        return [name for (name,) in self._connection.execute("SELECT name FROM sqlite_master")]

    def tables_with(self, column: str) -> List[str]:
        """Return the names of the tables that have a column."""
        found = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return [name for (name,) in found if column in self.columns_of(name)]

    def create(self, table: Table) -> None:
        """Make a table with its indexes, and register it."""
        tables.create(self._connection, table, self.srs_id)

    def drop(self, table: str) -> None:
        """Drop a table and everything that is registered about it."""
        self._triggers.pop(table, None)
        self._moved.pop(table, None)
        tables.drop(self._connection, table)

    def add_column(self, table: str, column: Column) -> None:
        """Add a nullable column where the table does not have it."""
        tables.add_column(self._connection, table, column)

    def create_indexes(self, table: Table) -> None:
        """Make the indexes of a table that are not there."""
        tables.create_indexes(self._connection, table)

    def drop_indexes(self, indexes: Sequence[Index]) -> None:
        """Drop indexes, to make them in bulk later."""
        tables.drop_indexes(self._connection, indexes)

    def may_read(self, table: str) -> bool:
        """Who has the file may read all of it."""
        return True

    def restart(self, table: Table) -> None:
        """Nothing has to be done: SQLite goes on after the largest key there was."""

    # ---------------------------------------------------------------- transaction

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read in one state, whatever others write meanwhile."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def errors(self) -> ContextManager[None]:
        """Turn what SQLite says about locks and files into sentences."""
        return plain_errors(self._path)

    def begin(self) -> None:
        """Begin the one transaction that writes."""
        with self.errors():
            use_journal(self._connection)
            self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Fill the indexes, restore the triggers, update number of rows, extent and time of change, and commit."""
        self._close()
        self._connection.execute("COMMIT")
        settle_journal(self._connection)

    def rollback(self) -> None:
        """Take back what was written."""
        self._triggers, self._moved = {}, {}
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def open(self, table: str) -> None:
        """Take the triggers off a table."""
        if table in self._triggers:
            return
        found = self._connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower(?) ORDER BY rowid",
            (table,),
        ).fetchall()
        ours = {name for name, _ in sql.triggers(table, "fid", True)}
        prefixes = (sql.rtree_name(table) + "_",)
        taken = [(name, text) for name, text in found if name in ours or name.startswith(prefixes)]
        for name, _ in taken:
            self._connection.execute(sql.drop_trigger(name))
        self._triggers[table] = [text for _, text in taken]

    def moved(
        self, table: str, fids: Optional[np.ndarray] = None, boxes: Optional[np.ndarray] = None
    ) -> None:
        """Say that geometries of a table changed; with the boxes of all rows they need not be read again."""
        self._moved[table] = None if fids is None or boxes is None else (fids, boxes)

    def _close(self) -> None:
        columns = ("min_x", "min_y", "max_x", "max_y")
        for table, boxes in self._moved.items():
            batches = self._boxes_of(table) if boxes is None else [boxes]
            extent = rtree.fill(self._connection, table, batches)
            self._connection.execute(sql.update("gpkg_contents", columns, "table_name"), (*extent, table))
        for table, statements in self._triggers.items():
            for statement in statements:
                self._connection.execute(statement)
            count = self._connection.execute(sql.select_raw(["count(*)"], table)).fetchone()[0]
            self._connection.execute(
                sql.update("gpkg_ogr_contents", ("feature_count",), "table_name"), (count, table)
            )
            self._connection.execute(
                "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?",
                (table,),
            )
        self._triggers, self._moved = {}, {}

    def _boxes_of(self, table: str) -> Iterator[Tuple[np.ndarray, np.ndarray]]:
        """Give keys and boxes of a table as it is now, part after part."""
        cursor = self._connection.execute(sql.select(("fid", "geom"), table))
        while True:
            rows = cursor.fetchmany(BATCH)
            if not rows:
                return
            fid, blobs = zip(*rows)
            yield np.array(fid, np.int64), geometry.boxes(blobs)
