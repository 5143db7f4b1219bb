"""A workspace into another one, of the same kind or not: all rows with their keys, counted and compared afterwards."""

from __future__ import annotations

import hashlib
import json
from itertools import chain
from typing import Any, Dict, Iterator, List, Sequence, Tuple

from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import copying, geometry, sql
from .database import Database
from .schema import BY_NAME, TABLES, Column, Table
from .workspace import SEEN, Workspace

BATCH = 20_000
NOT_KEPT = ("\\x00", "\\ud")
"""How a text that PostgreSQL cannot keep as it is shows in a `repr`."""
Row = Tuple[Any, ...]
ABOUT = "igh_workspace"
OF_THE_NEW = ("schema_version", "crs")
"""What a workspace says of itself and is not taken over."""

NOT_EMPTY = QT_TRANSLATE_NOOP("core", "{place} is a workspace with data already: move into a new one.")
OTHER_CRS = QT_TRANSLATE_NOOP("core", "{place} counts in {other}, and the workspace to move in {crs}.")
DIFFERS = QT_TRANSLATE_NOOP(
    "core",
    "The table {table} has {count} rows and another content than the {expected} rows it was made of; nothing was kept. "
    "Start this again, and tell the makers of the plugin if it happens again.",
)
MOVING = QT_TRANSLATE_NOOP("core", "Moving {table}")


def move(source: Workspace, target: Workspace, progress: Progress = Silent()) -> Dict[str, int]:
    """Copy all that can be read of a workspace into an empty one, whole or not at all; return the rows by table.

    The workspace that is read stays as it is. Raises `UserError` when the other is not empty, counts in another CRS, or
    holds something else afterwards, table by table, than what was read.
    """
    if source.crs != target.crs:
        values = {"place": target.place, "other": target.crs, "crs": source.crs}
        raise UserError(Text(OTHER_CRS, values))
    ours, new = source._database, target._database
    counts: Dict[str, int] = {}
    with ours.snapshot():
        tables = [table for table in (*TABLES, *_made(source)) if ours.may_read(table.name)]
        sizes = {table.name: _count(ours, table.name) for table in tables}
        new.begin()
        try:
            if target.last_run():
                raise UserError(Text(NOT_EMPTY, {"place": target.place}))
            with new.errors():
                done, whole = 0, 2 * sum(sizes.values()) or 1
                for table in tables:
                    part = Part(progress, done / whole, (done + 2 * sizes[table.name]) / whole)
                    counts[table.name] = _move_table(ours, new, table, sizes[table.name], part)
                    done += 2 * sizes[table.name]
                seen = source.seen_areas()
                if seen is not None:
                    new.execute(sql.delete(ABOUT, sql.equal(key=SEEN)[0]), (SEEN,))
                    new.insert(ABOUT, {"key": SEEN, "value": json.dumps(seen)})
                progress.step(1.0)
                new.commit()
        except BaseException:
            new.rollback()
            raise
    return counts


def _made(workspace: Workspace) -> List[Table]:
    """Return the tables of results and layers."""
    found = []
    results = {one["table_name"] for one in workspace.results()}
    for name in sorted(results | {one["table_name"] for one in workspace.layers()}):
        types = dict(workspace._database.columns_of(name))
        if types:
            spatial = types.pop("geom", None)
            types.pop("fid" if spatial else "id")
            columns = tuple(Column(column, _plain_kind(kind)) for column, kind in types.items())
            kind = "MULTIPOLYGON" if spatial == "POLYGON" and name in results else spatial
            found.append(Table(name, columns, kind, (), name))
    return found


def _plain_kind(kind: str) -> str:
    """Return the kind of column for one that another program may have added to a GeoPackage."""
    if kind in ("TEXT", "INTEGER", "REAL", "DATETIME"):
        return kind
    if kind.startswith(("INT", "MEDIUMINT", "SMALLINT", "TINYINT", "BOOLEAN")):
        return "INTEGER"
    return "REAL" if kind.startswith(("DOUBLE", "FLOAT")) else "TEXT"


def _move_table(ours: Database, new: Database, table: Table, size: int, progress: Progress) -> int:
    progress.step(0.0, Text(MOVING, {"table": table.name}))
    there = new.columns_of(table.name)
    if not there:
        new.create(table)
    types = ours.columns_of(table.name)
    for name, kind in types.items():
        if table.name in BY_NAME and name not in there:
            new.add_column(table.name, Column(name, _plain_kind(kind)))
    columns = [table.key, *(name for name in types if name != table.key)]
    new.open(table.name)
    if table.geometry:
        new.moved(table.name)
    if table.name == ABOUT:
        rows = chain.from_iterable(_batches(ours, table, columns))
        taken = [row for row in rows if row[columns.index("key")] not in OF_THE_NEW]
        for row in taken:
            new.insert(table.name, dict(zip(columns[1:], row[1:])))
        return len(taken)
    seen, again = _Sum(), _Sum()
    rows = _watched(_batches(ours, table, columns), seen, size, Part(progress, 0.0, 0.7))
    new.insert_all(table.name, columns, chain.from_iterable(rows))
    new.restart(table)
    for _ in _watched(_batches(new, table, columns), again, size, Part(progress, 0.7, 1.0)):
        pass
    if (seen.count, seen.digest) != (again.count, again.digest):
        values = {"table": table.name, "count": again.count, "expected": seen.count}
        raise UserError(Text(DIFFERS, values))
    return again.count


def _batches(database: Database, table: Table, columns: Sequence[str]) -> Iterator[List[Row]]:
    """Give the rows of a table in the order of their keys, always as many at a time."""
    cursor = database.stream(sql.select(columns, table.name, order=(table.key,)))
    while True:
        rows = cursor.fetchmany(BATCH)
        if rows:
            yield rows
        if len(rows) < BATCH:
            return


class _Sum:
    """The number of rows that went by, and a checksum of their content; of geometries their WKB counts."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = hashlib.blake2b(digest_size=16)

    def add(self, rows: List[Row]) -> None:
        """Take a batch of rows in."""
        self.count += len(rows)
        plain: List[Sequence[Any]] = []
        for column in zip(*rows):
            if bytes in set(map(type, column)):
                wkbs = [b"" if blob is None else geometry.wkb_of(blob) for blob in column]
                self._hash.update(repr([len(wkb) for wkb in wkbs]).encode() + b"".join(wkbs))
            else:
                plain.append(column)
        text = repr(plain)
        if any(mark in text for mark in NOT_KEPT):
            kept = (
                tuple(copying.plain(one) if isinstance(one, str) else one for one in column)
                for column in plain
            )
            text = repr(list(kept))
        self._hash.update(text.encode())

    @property
    def digest(self) -> str:
        """The checksum of the rows so far, in their order."""
        return self._hash.hexdigest()


def _watched(batches: Iterator[List[Row]], total: _Sum, size: int, progress: Progress) -> Iterator[List[Row]]:
    for rows in batches:
        total.add(rows)
        progress.step(min(1.0, total.count / max(size, 1)))
        yield rows


def _count(database: Database, table: str) -> int:
    return database.execute(sql.select_raw(["count(*)"], table)).fetchone()[0]
