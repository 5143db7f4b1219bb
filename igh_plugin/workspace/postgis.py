"""The workspace as a schema of PostgreSQL with PostGIS: shared by a city."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

from ..core.cube import Cube
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import postgis_cube, postgis_sql, rights, rights_sql, sql, tables
from .address import PostgisAddress, read_address
from .migration import migrate
from .postgres import PostgresDatabase
from .schema import TABLES, VERSION, VIEWS
from .workspace import Workspace

EXISTS = QT_TRANSLATE_NOOP("core", "{address} is a workspace already: choose another schema, or open it.")
MISSING = QT_TRANSLATE_NOOP(
    "core", "There is no workspace at {address}, or your role may not see it: collect a source into it first."
)
NEWER = QT_TRANSLATE_NOOP(
    "core",
    "{address} was made by a newer version of this plugin (layout {found}, this one knows {known}): update the plugin.",
)
OLDER = QT_TRANSLATE_NOOP(
    "core",
    "{address} was made by an older version of this plugin: collect a source into it once, then it is brought up to date.",
)
NO_POSTGIS = QT_TRANSLATE_NOOP(
    "core", "The database of {address} has no PostGIS: its manager can add it with CREATE EXTENSION postgis."
)


class PostgisWorkspace(Workspace):
    """A workspace in a schema of PostgreSQL."""

    def __init__(
        self, address: PostgisAddress, database: PostgresDatabase, about: Dict[str, str], read_only: bool
    ):
        self.address = address
        self.read_only = read_only
        self.path, self.place = address.beside, str(address)
        self.crs = about["crs"]
        self._database: PostgresDatabase = database
        database.srs_id = tables.srs_id_of(self.crs)

    @classmethod
    def create(cls, address: Union[str, PostgisAddress], crs: str) -> PostgisWorkspace:
        """Make a new workspace; `crs` is the authid of a projected CRS in metres.

        Raises `UserError` when the schema holds one, the database has no PostGIS, or the CRS will not do.
        """
        place = read_address(address) if isinstance(address, str) else address
        srs_id = tables.srs_id_of(crs)
        tables.srs_description(srs_id)
        database = PostgresDatabase(place, False, srs_id, rights.renew)
        about = {"schema_version": str(VERSION), "crs": crs.strip().upper()}
        try:
            if not database.execute("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'").fetchone()[
                0
            ]:
                raise UserError(Text(NO_POSTGIS, {"address": str(place)}))
            with database.errors():
                database.execute(postgis_sql.in_schema(place.schema)[0])
            database.begin()
            with database.errors():
                if "igh_workspace" in database.table_names():
                    raise UserError(Text(EXISTS, {"address": str(place)}))
                for table in TABLES:
                    database.create(table)
                for view in VIEWS.values():
                    database.execute(view)
                for statement in rights_sql.setup(place.schema):
                    database.execute(statement)
                database.executemany(sql.insert("igh_workspace", ("key", "value")), about.items())
                database.commit()
        except BaseException:
            database.rollback()
            database.close()
            raise
        _make_private(place)
        return cls(place, database, about, False)

    @classmethod
    def open(cls, address: Union[str, PostgisAddress], read_only: bool = False) -> PostgisWorkspace:
        """Open a workspace; one of an older layout is brought up to date unless `read_only`.

        Raises `UserError` when there is none, its layout is newer, or there is no connection.
        """
        place = read_address(address) if isinstance(address, str) else address
        database = PostgresDatabase(place, read_only, before_commit=rights.renew)
        try:
            about = _about(database)
            if about is None:
                raise UserError(Text(MISSING, {"address": str(place)}))
            database.srs_id = tables.srs_id_of(about["crs"])
            version = int(about["schema_version"])
            if version > VERSION:
                values = {"address": str(place), "found": version, "known": VERSION}
                raise UserError(Text(NEWER, values))
            if version < VERSION:
                if read_only:
                    raise UserError(Text(OLDER, {"address": str(place)}))
                with database.errors():
                    migrate(database, rights_sql.setup(place.schema))
        except BaseException:
            database.close()
            raise
        if not read_only:
            _make_private(place)
        return cls(place, database, about, read_only)

    @classmethod
    def exists(cls, address: str) -> bool:
        """Whether there is a workspace at an address. Raises `UserError` when there is no connection."""
        database = PostgresDatabase(read_address(address), read_only=True)
        try:
            return _about(database) is not None
        finally:
            database.close()

    def seen_areas(self) -> Optional[List[str]]:
        """Return the finest areas whose rows the role may see; None when it sees all."""
        return rights.seen_areas(self._database)

    def count_cube(
        self, source: str, place: str, kind: str, measures: Sequence[str], attribute: str = ""
    ) -> Optional[Tuple[Cube, Dict[str, Any]]]:
        """Count a cube in the database; None for a kind of period that needs the times of events."""
        return postgis_cube.count(self._database, source, place, kind, measures, attribute)

    def grant_access(
        self, role: str, may: str, areas: Sequence[str] = (), level: Optional[str] = None
    ) -> int:
        """Give a role a right in the place of what it had (`rights.grant_access`)."""
        return rights.grant_access(self, self._database, role, may, areas, level)

    def shred(self) -> None:
        """Write the tables anew without what was deleted from them.

        Backups of the database, and its journal until that is recycled, are beyond the reach of this.
        """
        with self._database.errors():
            for table in TABLES:
                self._database.execute(postgis_sql.vacuum(table.name))
            for one in (*self.results(), *self.layers()):
                self._database.execute(postgis_sql.vacuum(one["table_name"]))

    def close(self) -> None:
        """Close the connection."""
        self._database.close()


def _about(database: PostgresDatabase):
    """Return what a workspace says of itself, None when there is none."""
    with database.errors():
        if "value" not in database.columns_of("igh_workspace"):
            return None
        return dict(database.execute(sql.select(("key", "value"), "igh_workspace")))


def _make_private(place: PostgisAddress) -> None:
    folder = place.beside.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
