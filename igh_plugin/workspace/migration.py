"""Bringing a workspace of an older layout up to date."""

from __future__ import annotations

from typing import Sequence

from . import sql
from .database import Database
from .schema import BY_NAME, MIGRATIONS, TABLES, VERSION, VIEWS, AddColumn, AddTable, Fill


def migrate(database: Database, afterwards: Sequence[str] = ()) -> None:
    """Take the steps from the version of the workspace to the present one, and then statements, in one transaction."""
    database.begin()
    try:
        about = dict(database.execute(sql.select(("key", "value"), "igh_workspace")))
        for step_from in range(int(about["schema_version"]), VERSION):
            for step in MIGRATIONS[step_from]:
                _take(database, step)
        for table in TABLES:
            database.create_indexes(table)
        for view in VIEWS.values():
            database.execute(view)
        for statement in afterwards:
            database.execute(statement)
        database.execute(sql.update("igh_workspace", ("value",), "key"), (str(VERSION), "schema_version"))
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _take(database: Database, step: object) -> None:
    if isinstance(step, AddColumn):
        database.open(step.table)
        database.add_column(step.table, step.column)
    elif isinstance(step, AddTable):
        database.create(BY_NAME[step.table])
    elif isinstance(step, Fill):
        database.execute(step.statement)
    else:
        raise TypeError("not a step: " + repr(step))
