"""The workspace as one GeoPackage file: the embedded default."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Dict, Union

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import sql, tables
from .connection import connect, in_use, plain_errors, settle_journal, use_journal
from .migration import migrate
from .schema import VERSION
from .sqlite import SqliteDatabase
from .workspace import Workspace

EXISTS = QT_TRANSLATE_NOOP("core", "{path} is there already: choose another name, or open it.")
NO_FOLDER = QT_TRANSLATE_NOOP("core", "The folder {path} does not exist: make it first, or choose another.")
MISSING = QT_TRANSLATE_NOOP("core", "There is no workspace at {path}: collect a source into it first.")
NOT_OURS = QT_TRANSLATE_NOOP("core", "{path} is not a workspace of IGH: choose another file.")
NEWER = QT_TRANSLATE_NOOP(
    "core",
    "{path} was made by a newer version of this plugin (layout {found}, this one knows {known}): update the plugin.",
)
OLDER = QT_TRANSLATE_NOOP(
    "core",
    "{path} was made by an older version of this plugin: collect a source into it once, then it is brought up to date.",
)
STILL_READ = QT_TRANSLATE_NOOP(
    "core",
    "What was to be erased is erased, but another program still reads an earlier state of {path}, so that parts of it can "
    "stay in the file. Close that program and start this again with the same values.",
)


class GeoPackageWorkspace(Workspace):
    """A workspace in a GeoPackage. One object is used by one thread at a time; several may have the file open."""

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only: bool):
        self.path, self.place = path, str(path)
        self.read_only = read_only
        self._connection = connection
        about = dict(connection.execute(sql.select(("key", "value"), "igh_workspace")))
        self.crs: str = about["crs"]
        self._database = SqliteDatabase(connection, path, tables.srs_id_of(self.crs))

    @classmethod
    def create(cls, path: Union[str, Path], crs: str) -> GeoPackageWorkspace:
        """Make a new workspace; `crs` is the authid of a projected CRS in metres.

        Raises `UserError` when the file exists, lies on a network share, or the CRS will not do.
        """
        path = Path(path)
        if path.exists():
            raise UserError(Text(EXISTS, {"path": str(path)}))
        if not path.parent.exists():
            raise UserError(Text(NO_FOLDER, {"path": str(path.parent)}))
        tables.srs_id_of(crs)
        connection = connect(path, read_only=False)
        try:
            with plain_errors(path):
                use_journal(connection)
                connection.execute("BEGIN IMMEDIATE")
                tables.create_geopackage(connection, crs)
                about = [("schema_version", str(VERSION)), ("crs", crs.strip().upper())]
                connection.executemany(sql.insert("igh_workspace", ("key", "value")), about)
                connection.execute("COMMIT")
                settle_journal(connection)
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise
        return cls(path, connection, False)

    @classmethod
    def open(cls, path: Union[str, Path], read_only: bool = False) -> GeoPackageWorkspace:
        """Open a workspace; one of an older layout is brought up to date unless `read_only`.

        Raises `UserError` when there is none, it is not a workspace, its layout is newer, or it lies on a network
        share and is not opened `read_only`.
        """
        path = Path(path)
        if not path.exists():
            raise UserError(Text(MISSING, {"path": str(path)}))
        connection = connect(path, read_only)
        try:
            with plain_errors(path):
                about = _about(connection, path)
                version = int(about["schema_version"])
                if version > VERSION:
                    raise UserError(Text(NEWER, {"path": str(path), "found": version, "known": VERSION}))
                if version < VERSION:
                    if read_only:
                        raise UserError(Text(OLDER, {"path": str(path)}))
                    migrate(SqliteDatabase(connection, path, tables.srs_id_of(about["crs"])))
            return cls(path, connection, read_only)
        except BaseException:
            connection.close()
            raise

    @classmethod
    def open_or_create(cls, path: Union[str, Path], crs: str) -> GeoPackageWorkspace:
        """Open the workspace at a path, whatever its CRS, or make one."""
        return cls.open(path) if Path(path).exists() else cls.create(path, crs)

    def shred(self) -> None:
        """Write the file anew without what was deleted from it, and empty its journal.

        Raises `UserError` while another program reads an earlier state: parts of that are in the journal then.
        """
        try:
            with plain_errors(self.path):
                self._connection.execute("VACUUM")
                busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except UserError as error:
            if not in_use(error.__cause__):
                raise
            busy = True
        if busy:
            raise UserError(Text(STILL_READ, {"path": str(self.path)}))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _about(connection: sqlite3.Connection, path: Path) -> Dict[str, str]:
    """Return what a workspace says of itself; raises `UserError` for another kind of file."""
    try:
        about = dict(connection.execute(sql.select(("key", "value"), "igh_workspace")))
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        raise UserError(Text(NOT_OURS, {"path": str(path)})) from error
    if "crs" not in about or not str(about.get("schema_version", "")).isdigit():
        raise UserError(Text(NOT_OURS, {"path": str(path)}))
    return about
