"""Bringing a workspace of an older layout up to date."""

from __future__ import annotations

import sqlite3

from . import sql, tables
from .schema import BY_NAME, MIGRATIONS, TABLES, VERSION, VIEWS, AddColumn, AddTable, Fill


def migrate(connection: sqlite3.Connection) -> None:
    """Take the steps from the version of the file to the present one, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        about = dict(connection.execute(sql.select(("key", "value"), "igh_workspace")))
        srs_id = tables.srs_id_of(about["crs"])
        bulk = tables.BulkWrite(connection, srs_id)
        for step_from in range(int(about["schema_version"]), VERSION):
            for step in MIGRATIONS[step_from]:
                _take(connection, bulk, srs_id, step)
        for table in TABLES:
            tables.create_indexes(connection, table)
        for view in VIEWS.values():
            connection.execute(view)
        bulk.close()
        connection.execute(sql.update("igh_workspace", ("value",), "key"), (str(VERSION), "schema_version"))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _take(connection: sqlite3.Connection, bulk: tables.BulkWrite, srs_id: int, step: object) -> None:
    if isinstance(step, AddColumn):
        bulk.open(step.table)
        tables.add_column(connection, step.table, step.column)
    elif isinstance(step, AddTable):
        tables.create(connection, BY_NAME[step.table], srs_id)
    elif isinstance(step, Fill):
        connection.execute(step.statement)
    else:
        raise TypeError("not a step: " + repr(step))
